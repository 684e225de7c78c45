//! Scalars, lanes and bytes of memory.

use super::{assert_vector, samples, slot};
use wasmscope::exec::num::vector;
use wasmscope::syntax::{
    ExtractLane, ReplaceLane, Shape, Splat, VectorLoad, VectorLoadLane, VectorStoreLane,
};

#[test]
fn a_lane_that_is_put_in_comes_out() {
    for (put, take) in ReplaceLane::ALL.iter().flat_map(|put| {
        let takes = ExtractLane::ALL.iter();
        takes
            .filter(|take| take.operand() == put.operand())
            .map(move |take| (put, take))
    }) {
        let shape = put.operand();
        for a in samples() {
            for lane in 0..shape.lanes() as u8 {
                let slot = match shape.width() {
                    64 => 0xfedc_ba98_7654_3210,
                    _ => 0x8765_4389,
                };
                let filled = vector::replace(*put, lane, a, slot);
                let expected = match take.name() {
                    "i8x16.extract_lane_s" => u64::from(slot as i8 as u32),
                    "i8x16.extract_lane_u" => slot & 0xff,
                    "i16x8.extract_lane_s" => u64::from(slot as i16 as u32),
                    "i16x8.extract_lane_u" => slot & 0xffff,
                    _ => slot,
                };
                assert_eq!(vector::extract(*take, lane, filled), expected);
                for other in (0..shape.lanes()).filter(|other| *other != u32::from(lane)) {
                    assert_eq!(shape.lane(filled, other), shape.lane(a, other));
                }
            }
        }
    }
}

#[test]
fn a_splat_is_its_lane_everywhere() {
    for op in Splat::ALL {
        let shape = op.result();
        let found = vector::splat(*op, 0xfedc_ba98_7654_3281);
        for index in 0..shape.lanes() {
            let lane = 0xfedc_ba98_7654_3281 & (u64::MAX >> (64 - shape.width()));
            assert_eq!(slot(shape, found, index), lane, "{}", op.name());
        }
    }
}

#[test]
fn bytes_of_memory_become_lanes_and_go_back() {
    let bytes: Vec<u8> = (0xf8..=0xff).chain(0..8).collect();
    for (op, shape, expected) in [
        (
            VectorLoad::V128Load,
            Shape::I8x16,
            "-8 -7 -6 -5 -4 -3 -2 -1 0 1 2 3 4 5 6 7",
        ),
        (
            VectorLoad::V128Load8x8S,
            Shape::I16x8,
            "-8 -7 -6 -5 -4 -3 -2 -1",
        ),
        (
            VectorLoad::V128Load8x8U,
            Shape::I16x8,
            "248 249 250 251 252 253 254 255",
        ),
        (
            VectorLoad::V128Load16x4S,
            Shape::I32x4,
            "-1544 -1030 -516 -2",
        ),
        (
            VectorLoad::V128Load16x4U,
            Shape::I32x4,
            "63992 64506 65020 65534",
        ),
        (VectorLoad::V128Load32x2S, Shape::I64x2, "-67438088 -66052"),
        (
            VectorLoad::V128Load32x2U,
            Shape::I64x2,
            "4227529208 4294901244",
        ),
        (
            VectorLoad::V128Load16Splat,
            Shape::I16x8,
            "-1544 -1544 -1544 -1544 -1544 -1544 -1544 -1544",
        ),
        (
            VectorLoad::V128Load32Splat,
            Shape::I32x4,
            "-67438088 -67438088 -67438088 -67438088",
        ),
        (VectorLoad::V128Load32Zero, Shape::I32x4, "-67438088 0 0 0"),
        (
            VectorLoad::V128Load64Zero,
            Shape::I32x4,
            "-67438088 -66052 0 0",
        ),
    ] {
        let found = vector::load_extend(op, &bytes[..op.bytes() as usize]);
        assert_vector(shape, found, &format!("{shape} {expected}"));
    }
    for (load, store) in VectorLoadLane::ALL.iter().zip(VectorStoreLane::ALL) {
        let count = load.bytes() as usize;
        assert_eq!(store.bytes(), load.bytes());
        for lane in 0..load.operand().lanes() as u8 {
            let loaded = vector::load_lane(*load, lane, u128::MAX, &bytes[4..4 + count]);
            let stored = vector::store_lane(*store, lane, loaded).to_le_bytes();
            assert_eq!(&stored[..count], &bytes[4..4 + count], "{}", load.name());
            assert_eq!(stored[count..], [0; 8][count..]);
        }
    }
}
