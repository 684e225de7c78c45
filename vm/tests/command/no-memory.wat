(module
  (import "wasi_snapshot_preview1" "fd_tell" (func $tell (param i32 i32) (result i32)))
  (func (export "main") (result i32)
    (drop (call $tell (i32.const 0) (i32.const 0)))
    (call $tell (i32.const 0) (i32.const 0))))
