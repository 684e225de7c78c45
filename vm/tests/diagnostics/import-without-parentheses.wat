(module
  (import "env" "log" func $log))
