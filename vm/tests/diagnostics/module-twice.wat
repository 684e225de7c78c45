(module)
(module)
