  (import "test" "is" (func $is (param i32 i32)))
  (import "test" "is64" (func $is64 (param i64 i64)))
  (import "test" "native" (global $native i32))
  (memory (export "memory") 2)
  ;; One buffer, for reading and writing.
  (func $buffer (param $at i32) (param $len i32)
    (i32.store (i32.const 128) (local.get $at))
    (i32.store (i32.const 132) (local.get $len)))
  ;; Opens a path below the first directory to read and write; it has to succeed.
  (func $open (param $path i32) (param $len i32) (param $oflags i32) (result i32)
    (call $is
      (call $path_open (i32.const 3) (i32.const 1) (local.get $path) (local.get $len)
        (local.get $oflags) %FILE %0 (i32.const 0) (i32.const 0))
      (i32.const 0))
    (i32.load (i32.const 0)))
  ;; Opens a directory.
  (func $open_dir (param $path i32) (param $len i32) (result i32)
    (call $is
      (call $path_open (i32.const 3) (i32.const 1) (local.get $path) (local.get $len)
        (i32.const 2) %DIRECTORY %DIRECTORY|FILE (i32.const 0) (i32.const 0))
      (i32.const 0))
    (i32.load (i32.const 0)))
  ;; Tries to open, and gives the error.
  (func $try (param $path i32) (param $len i32) (param $follow i32) (param $oflags i32) (result i32)
    (call $path_open (i32.const 3) (local.get $follow) (local.get $path) (local.get $len)
      (local.get $oflags) %READ %0 (i32.const 0) (i32.const 0)))
  ;; Writes a text to a descriptor, all of it.
  (func $put (param $fd i32) (param $at i32) (param $len i32)
    (call $buffer (local.get $at) (local.get $len))
    (call $is (call $fd_write (local.get $fd) (i32.const 128) (i32.const 1) (i32.const 8)) (i32.const 0))
    (call $is (i32.load (i32.const 8)) (local.get $len)))
  ;; Reads at most so many bytes to 1024, and gives how many.
  (func $get (param $fd i32) (param $len i32) (result i32)
    (call $buffer (i32.const 1024) (local.get $len))
    (call $is (call $fd_read (local.get $fd) (i32.const 128) (i32.const 1) (i32.const 8)) (i32.const 0))
    (i32.load (i32.const 8)))
  ;; The same bytes in two places.
  (func $same (param $at i32) (param $text i32) (param $len i32)
    (block $end
      (loop $next
        (br_if $end (i32.eqz (local.get $len)))
        (call $is (i32.load8_u (local.get $at)) (i32.load8_u (local.get $text)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (local.set $text (i32.add (local.get $text) (i32.const 1)))
        (local.set $len (i32.sub (local.get $len) (i32.const 1)))
        (br $next))))
  ;; The size of what a path leads to.
  (func $size (param $path i32) (param $len i32) (result i32)
    (call $is
      (call $path_filestat_get (i32.const 3) (i32.const 1) (local.get $path) (local.get $len) (i32.const 512))
      (i32.const 0))
    (i32.load (i32.const 544)))
