(module
  (func) ; a comment
)
