(module
  (type $t (func))
  (type $t (func)))
