// Programs that several tests load.

/** Two nodes of a list, and the comment by which they are drawn. */
export const listInMemory = `(module (memory 1) (global $head (mut i32) (i32.const 0))
  (func (export "main")
    (i32.store (i32.const 16) (i32.const 7))
    (i32.store (i32.const 24) (i32.const 8))
    (i32.store offset=4 (i32.const 16) (i32.const 24))
    (global.set $head (i32.const 16))))
;;@ struct Node @ $head { value: i32, next: ptr Node }
`;
