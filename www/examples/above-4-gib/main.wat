;; A memory with addresses of 64 bits: it has more
;; bytes than an i32 can count.
(module
  ;; Pages of 64 KiB: 4 GiB, and one page more.
  (memory (export "memory") i64 65537)
  (global $four-gib i64 (i64.const 0x100000000))

  ;; Stores there, and where an address of 32 bits
  ;; would be after it had gone round: at 0.
  (func (export "both") (result i64)
    (i64.store (global.get $four-gib)
      (i64.const 42))
    (i64.store
      (i64.extend_i32_u
        (i32.wrap_i64 (global.get $four-gib)))
      (i64.const 7))
    (i64.load (global.get $four-gib)))

  (func (export "load")
    (param $address i64) (result i64)
    (i64.load (local.get $address)))

  ;; An offset may have 64 bits as well. The sum of
  ;; both does not go round.
  (func (export "offset")
    (param $address i64) (result i64)
    (i64.load offset=0xfffffffffffffff8
      (local.get $address)))

  ;; How many bytes there are, also an i64.
  (func (export "size") (result i64)
    (i64.shl (memory.size) (i64.const 16))))
