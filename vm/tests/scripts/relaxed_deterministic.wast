;; Relaxed instructions in the deterministic profile.
;;
;; appendix/profiles.html#deterministic-profile: where the standard lets an implementation
;; choose, the choice is the first one: what the instruction that is not relaxed gives.

(module
  (func (export "madd32") (param v128 v128 v128) (result v128)
    (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2)))
  (func (export "nmadd32") (param v128 v128 v128) (result v128)
    (f32x4.relaxed_nmadd (local.get 0) (local.get 1) (local.get 2)))
  (func (export "madd64") (param v128 v128 v128) (result v128)
    (f64x2.relaxed_madd (local.get 0) (local.get 1) (local.get 2)))
  (func (export "min") (param v128 v128) (result v128)
    (f32x4.relaxed_min (local.get 0) (local.get 1)))
  (func (export "max") (param v128 v128) (result v128)
    (f64x2.relaxed_max (local.get 0) (local.get 1)))
  (func (export "swizzle") (param v128 v128) (result v128)
    (i8x16.relaxed_swizzle (local.get 0) (local.get 1)))
  (func (export "trunc-s") (param v128) (result v128)
    (i32x4.relaxed_trunc_f32x4_s (local.get 0)))
  (func (export "trunc-u") (param v128) (result v128)
    (i32x4.relaxed_trunc_f32x4_u (local.get 0)))
  (func (export "trunc-s-zero") (param v128) (result v128)
    (i32x4.relaxed_trunc_f64x2_s_zero (local.get 0)))
  (func (export "trunc-u-zero") (param v128) (result v128)
    (i32x4.relaxed_trunc_f64x2_u_zero (local.get 0)))
  (func (export "laneselect8") (param v128 v128 v128) (result v128)
    (i8x16.relaxed_laneselect (local.get 0) (local.get 1) (local.get 2)))
  (func (export "laneselect64") (param v128 v128 v128) (result v128)
    (i64x2.relaxed_laneselect (local.get 0) (local.get 1) (local.get 2)))
  (func (export "q15") (param v128 v128) (result v128)
    (i16x8.relaxed_q15mulr_s (local.get 0) (local.get 1)))
  (func (export "dot") (param v128 v128) (result v128)
    (i16x8.relaxed_dot_i8x16_i7x16_s (local.get 0) (local.get 1)))
  (func (export "dot-add") (param v128 v128 v128) (result v128)
    (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get 0) (local.get 1) (local.get 2))))

;; The product is rounded, and then the sum: not fused. Fused, the first lane would be
;; 2^-46 and the second finite.
(assert_return
  (invoke "madd32"
    (v128.const f32x4 0x1.000002p+0 3e38 2 -0)
    (v128.const f32x4 0x1.000002p+0 2 3 1)
    (v128.const f32x4 -0x1.000004p+0 -3.4e38 4 -0))
  (v128.const f32x4 0 inf 10 -0))
(assert_return
  (invoke "nmadd32"
    (v128.const f32x4 0x1.000002p+0 3e38 2 0)
    (v128.const f32x4 0x1.000002p+0 2 3 1)
    (v128.const f32x4 0x1.000004p+0 3.4e38 4 -0))
  (v128.const f32x4 0 -inf -2 -0))
(assert_return
  (invoke "madd64"
    (v128.const f64x2 0x1.0000000000001p+0 0x1p+1023)
    (v128.const f64x2 0x1.0000000000001p+0 2)
    (v128.const f64x2 -0x1.0000000000002p+0 -0x1p+1023))
  (v128.const f64x2 0 inf))

;; The rules of min and max: NaN wins, and -0 is less than 0.
(assert_return
  (invoke "min" (v128.const f32x4 nan 0 -0 1) (v128.const f32x4 1 -0 0 nan))
  (v128.const f32x4 nan:canonical -0 -0 nan:canonical))
(assert_return
  (invoke "max" (v128.const f64x2 nan -0) (v128.const f64x2 1 0))
  (v128.const f64x2 nan:canonical 0))

;; An index of 16 and more, whatever its sign: zero.
(assert_return
  (invoke "swizzle"
    (v128.const i8x16 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25)
    (v128.const i8x16 0 15 16 17 31 32 127 128 129 143 144 255 1 2 3 14))
  (v128.const i8x16 10 25 0 0 0 0 0 0 0 0 0 0 11 12 13 24))

;; Saturating, NaN is zero.
(assert_return (invoke "trunc-s" (v128.const f32x4 nan 1e10 -1e10 -1.9))
  (v128.const i32x4 0 0x7fffffff 0x80000000 -1))
(assert_return (invoke "trunc-u" (v128.const f32x4 nan 1e10 -1 4294967040))
  (v128.const i32x4 0 0xffffffff 0 4294967040))
(assert_return (invoke "trunc-s-zero" (v128.const f64x2 -inf 2147483647.9))
  (v128.const i32x4 0x80000000 0x7fffffff 0 0))
(assert_return (invoke "trunc-u-zero" (v128.const f64x2 nan 4294967296))
  (v128.const i32x4 0 0xffffffff 0 0))

;; Bit by bit.
(assert_return
  (invoke "laneselect8"
    (v128.const i64x2 -1 -1) (v128.const i64x2 0 0)
    (v128.const i64x2 0x00ff_0f80_7f01_aa55 0))
  (v128.const i64x2 0x00ff_0f80_7f01_aa55 0))
(assert_return
  (invoke "laneselect64"
    (v128.const i64x2 0x1111 0x2222) (v128.const i64x2 0x4444 0x8888)
    (v128.const i64x2 0x00ff 0xf000))
  (v128.const i64x2 0x4411 0x2888))

;; Saturating rounding.
(assert_return
  (invoke "q15"
    (v128.const i16x8 -32768 -32767 32767 1 -1 16384 0 3)
    (v128.const i16x8 -32768 -32768 32767 16384 16384 1 5 -16384))
  (v128.const i16x8 32767 32767 32766 1 0 1 0 -1))

;; Both operands with their sign, and neighbours added without saturation.
(assert_return
  (invoke "dot"
    (v128.const i8x16 -128 -128 127 127 1 2 3 4 5 6 7 8 9 10 11 12)
    (v128.const i8x16 127 127 127 127 1 1 -1 -1 0 1 2 0 -128 -128 1 -1))
  (v128.const i16x8 -32512 32258 3 -7 6 14 -2432 -1))
(assert_return
  (invoke "dot-add"
    (v128.const i8x16 -128 -128 -128 -128 127 127 127 127 1 2 3 4 0 0 0 0)
    (v128.const i8x16 127 127 127 127 127 127 127 127 1 1 1 1 1 1 1 1)
    (v128.const i32x4 1 2 3 0x80000000))
  (v128.const i32x4 -65023 64518 13 0x80000000))
