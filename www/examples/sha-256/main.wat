;; The hash of a text: 256 bits that say nothing
;; about it, and are others for any other text.
(module
  (import "env" "print"
    (func $print (param i32 i32)))
  (memory (export "memory") 1)
  ;; The text is at 1024; behind it there is room.
  (data (i32.const 1024)
    "abcdbcdecdefdefgefghfghighij"
    "hijkijkljklmklmnlmnomnopnopq")
  ;; The state: eight words, at first what comes
  ;; after the point in roots of the first primes.
  (data (i32.const 0)
    "\67\e6\09\6a\85\ae\67\bb\72\f3\6e\3c"
    "\3a\f5\4f\a5\7f\52\0e\51\8c\68\05\9b"
    "\ab\d9\83\1f\19\cd\e0\5b")
  ;; Cubic roots of 64 primes, likewise.
  (data (i32.const 512)
    "\98\2f\8a\42\91\44\37\71\cf\fb\c0\b5"
    "\a5\db\b5\e9\5b\c2\56\39\f1\11\f1\59"
    "\a4\82\3f\92\d5\5e\1c\ab\98\aa\07\d8"
    "\01\5b\83\12\be\85\31\24\c3\7d\0c\55"
    "\74\5d\be\72\fe\b1\de\80\a7\06\dc\9b"
    "\74\f1\9b\c1\c1\69\9b\e4\86\47\be\ef"
    "\c6\9d\c1\0f\cc\a1\0c\24\6f\2c\e9\2d"
    "\aa\84\74\4a\dc\a9\b0\5c\da\88\f9\76"
    "\52\51\3e\98\6d\c6\31\a8\c8\27\03\b0"
    "\c7\7f\59\bf\f3\0b\e0\c6\47\91\a7\d5"
    "\51\63\ca\06\67\29\29\14\85\0a\b7\27"
    "\38\21\1b\2e\fc\6d\2c\4d\13\0d\38\53"
    "\54\73\0a\65\bb\0a\6a\76\2e\c9\c2\81"
    "\85\2c\72\92\a1\e8\bf\a2\4b\66\1a\a8"
    "\70\8b\4b\c2\a3\51\6c\c7\19\e8\92\d1"
    "\24\06\99\d6\85\35\0e\f4\70\a0\6a\10"
    "\16\c1\a4\19\08\6c\37\1e\4c\77\48\27"
    "\b5\bc\b0\34\b3\0c\1c\39\4a\aa\d8\4e"
    "\4f\ca\9c\5b\f3\6f\2e\68\ee\82\8f\74"
    "\6f\63\a5\78\14\78\c8\84\08\02\c7\8c"
    "\fa\ff\be\90\eb\6c\50\a4\f7\a3\f9\be"
    "\f2\78\71\c6")
  ;; At 32: the eight words while a block is mixed.
  ;; At 256: 64 words made of the block's 16.

  ;; Three copies of a word, each moved around by
  ;; so many bits, and what differs between them.
  (func $mix (param $x i32)
    (param $a i32) (param $b i32) (param $c i32)
    (result i32)
    (i32.xor
      (i32.rotr (local.get $x) (local.get $a))
      (i32.xor
        (i32.rotr (local.get $x) (local.get $b))
        (i32.rotr
          (local.get $x) (local.get $c)))))

  ;; As $mix, but the last one loses bits.
  (func $mix-out (param $x i32)
    (param $a i32) (param $b i32) (param $c i32)
    (result i32)
    (i32.xor
      (i32.rotr (local.get $x) (local.get $a))
      (i32.xor
        (i32.rotr (local.get $x) (local.get $b))
        (i32.shr_u
          (local.get $x) (local.get $c)))))

  ;; The bytes of a word the other way round: the
  ;; standard begins with the most significant.
  (func $reverse (param $x i32) (result i32)
    (i32.or
      (i32.and
        (i32.rotl (local.get $x) (i32.const 8))
        (i32.const 0x00ff00ff))
      (i32.and
        (i32.rotr (local.get $x) (i32.const 8))
        (i32.const 0xff00ff00))))

  ;; 16 words of a block become 64.
  (func $expand (param $block i32)
    (local $at i32)
    (loop $copy
      (i32.store offset=256
        (local.get $at)
        (call $reverse
          (i32.load
            (i32.add
              (local.get $block)
              (local.get $at)))))
      (local.set $at
        (i32.add (local.get $at) (i32.const 4)))
      (br_if $copy
        (i32.lt_u
          (local.get $at) (i32.const 64))))
    ;; Each of the others, of four before it: 16,
    ;; 15, 7 and 2 words back.
    (loop $make
      (i32.store offset=256
        (local.get $at)
        (i32.add
          (i32.add
            (i32.load offset=192 (local.get $at))
            (i32.load
              offset=228 (local.get $at)))
          (i32.add
            (call $mix-out
              (i32.load
                offset=196 (local.get $at))
              (i32.const 7) (i32.const 18)
              (i32.const 3))
            (call $mix-out
              (i32.load
                offset=248 (local.get $at))
              (i32.const 17) (i32.const 19)
              (i32.const 10)))))
      (local.set $at
        (i32.add (local.get $at) (i32.const 4)))
      (br_if $make
        (i32.lt_u
          (local.get $at) (i32.const 256)))))

  ;; One of 64 rounds: the words a to h, at 32,
  ;; move on by one, and two become others.
  (func $round (param $at i32)
    (local $e i32)
    (local $a i32)
    (local $sum i32)
    (local.set $a (i32.load (i32.const 32)))
    (local.set $e (i32.load (i32.const 48)))
    (local.set $sum
      (i32.add
        (i32.add
          ;; h, a number of the round, a word
          (i32.load (i32.const 60))
          (i32.add
            (i32.load offset=512 (local.get $at))
            (i32.load
              offset=256 (local.get $at))))
        (i32.add
          (call $mix (local.get $e)
            (i32.const 6) (i32.const 11)
            (i32.const 25))
          ;; e chooses the bits of f or of g.
          (i32.xor
            (i32.load (i32.const 56))
            (i32.and
              (local.get $e)
              (i32.xor
                (i32.load (i32.const 52))
                (i32.load (i32.const 56))))))))
    ;; b c d e f g h are what a b c d e f g were.
    (memory.copy
      (i32.const 36) (i32.const 32)
      (i32.const 28))
    ;; e is d and the sum.
    (i32.store (i32.const 48)
      (i32.add
        (i32.load (i32.const 48))
        (local.get $sum)))
    ;; a is the sum, and of each bit what most of
    ;; a, b and c have. These are now b, c and d.
    (i32.store (i32.const 32)
      (i32.add
        (local.get $sum)
        (i32.add
          (call $mix (local.get $a)
            (i32.const 2) (i32.const 13)
            (i32.const 22))
          (i32.or
            (i32.and
              (i32.load (i32.const 40))
              (i32.load (i32.const 44)))
            (i32.and
              (local.get $a)
              (i32.or
                (i32.load (i32.const 40))
                (i32.load (i32.const 44)))))))))

  ;; Mixes a block of 64 bytes into the state.
  (func $block (param $block i32)
    (local $at i32)
    (call $expand (local.get $block))
    (memory.copy
      (i32.const 32) (i32.const 0) (i32.const 32))
    (loop $next
      (call $round (local.get $at))
      (local.set $at
        (i32.add (local.get $at) (i32.const 4)))
      (br_if $next
        (i32.lt_u
          (local.get $at) (i32.const 256))))
    (local.set $at (i32.const 0))
    (loop $sum
      (i32.store
        (local.get $at)
        (i32.add
          (i32.load (local.get $at))
          (i32.load offset=32 (local.get $at))))
      (local.set $at
        (i32.add (local.get $at) (i32.const 4)))
      (br_if $sum
        (i32.lt_u
          (local.get $at) (i32.const 32)))))

  ;; Prints the hash of so many bytes of the text.
  (func (export "hash") (param $length i32)
    (local $end i32)
    (local $block i32)
    ;; Behind it: one 1, then 0 up to the last 8
    ;; bytes of a block, which say how many bits.
    (local.set $end
      (i32.and
        (i32.add
          (local.get $length) (i32.const 72))
        (i32.const -64)))
    (memory.fill
      (i32.add
        (local.get $length) (i32.const 1024))
      (i32.const 0)
      (i32.sub
        (local.get $end) (local.get $length)))
    (i32.store8 offset=1024
      (local.get $length) (i32.const 0x80))
    (i32.store offset=1020
      (local.get $end)
      (call $reverse
        (i32.shl
          (local.get $length) (i32.const 3))))
    (loop $next
      (call $block
        (i32.add
          (local.get $block) (i32.const 1024)))
      (local.set $block
        (i32.add
          (local.get $block) (i32.const 64)))
      (br_if $next
        (i32.lt_u
          (local.get $block) (local.get $end))))
    (call $print-hex))

  ;; Prints the state, a digit for each four bits.
  (func $print-hex
    (local $at i32)
    (local $digit i32)
    (loop $next
      ;; Four bits; words begin with the highest.
      (local.set $digit
        (i32.and
          (i32.shr_u
            (i32.load
              (i32.and
                (i32.shr_u
                  (local.get $at) (i32.const 1))
                (i32.const -4)))
            (i32.shl
              (i32.xor
                (local.get $at) (i32.const 7))
              (i32.const 2)))
          (i32.const 15)))
      (i32.store8 offset=64
        (local.get $at)
        (i32.add
          (local.get $digit)
          (select
            (i32.const 0x57)   ;; "a" is 10
            (i32.const 0x30)   ;; "0" is 0
            (i32.gt_u
              (local.get $digit)
              (i32.const 9)))))
      (local.set $at
        (i32.add (local.get $at) (i32.const 1)))
      (br_if $next
        (i32.lt_u
          (local.get $at) (i32.const 64))))
    (call $print (i32.const 64) (i32.const 64))))
