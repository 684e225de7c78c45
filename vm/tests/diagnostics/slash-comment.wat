(module
  // a comment
  (func))
