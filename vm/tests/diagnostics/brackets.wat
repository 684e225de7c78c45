(module
  [func])
