//! Pictures as files: PNG (third edition, 2025), eight bits for each of red, green, blue and
//! opacity, deflated.

use super::Size;
use crate::checksum::crc32;

/// The first eight bytes of each file (5.2).
const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
/// Eight bits of red, green, blue and opacity; the only compression and filtering; not
/// interlaced (11.2.1).
const FORM: [u8; 5] = [8, 6, 0, 0, 0];
/// How hard it tries, of 10.
const LEVEL: u8 = 6;

impl Size {
    /// A picture of this size as a file.
    ///
    /// Pixels that are missing at the end are black, and those beyond are left out.
    #[must_use]
    pub fn png(self, pixels: &[u8]) -> Vec<u8> {
        let row = self.width as usize * 4;
        let mut lines = Vec::with_capacity((row + 1) * self.height as usize);
        for index in 0..self.height as usize {
            // Each line says first how it is filtered: not at all.
            lines.push(0);
            let line = pixels.get(index * row..).unwrap_or_default();
            lines.extend(&line[..row.min(line.len())]);
            lines.resize((row + 1) * (index + 1), 0);
        }
        let mut head = Vec::with_capacity(13);
        head.extend(self.width.to_be_bytes());
        head.extend(self.height.to_be_bytes());
        head.extend(FORM);
        let mut file = SIGNATURE.to_vec();
        chunk(&mut file, *b"IHDR", &head);
        let deflated = miniz_oxide::deflate::compress_to_vec_zlib(&lines, LEVEL);
        chunk(&mut file, *b"IDAT", &deflated);
        chunk(&mut file, *b"IEND", &[]);
        file
    }
}

/// Adds a chunk: its length, its name, what is in it, and the sum of both (5.3).
fn chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    // A picture has 64 MiB at most.
    file.extend((data.len() as u32).to_be_bytes());
    let from = file.len();
    file.extend(name);
    file.extend(data);
    let sum = crc32(&file[from..]);
    file.extend(sum.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chunks of a file, each with its name.
    fn chunks(mut file: &[u8]) -> Vec<(&[u8], &[u8])> {
        let mut chunks = Vec::new();
        while let Some((length, rest)) = file.split_first_chunk::<4>() {
            let length = u32::from_be_bytes(*length) as usize;
            let (body, rest) = rest.split_at(4 + length);
            let (sum, rest) = rest.split_first_chunk::<4>().expect("a sum follows");
            assert_eq!(u32::from_be_bytes(*sum), crc32(body));
            chunks.push(body.split_at(4));
            file = rest;
        }
        chunks
    }

    #[test]
    fn a_file_has_the_size_and_every_pixel() {
        let size = Size {
            width: 3,
            height: 2,
        };
        let pixels: Vec<u8> = (0..24).collect();
        let file = size.png(&pixels);
        let (signature, rest) = file.split_at(8);
        assert_eq!(signature, SIGNATURE);
        let chunks = chunks(rest);
        let names: Vec<&[u8]> = chunks.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, [b"IHDR", b"IDAT", b"IEND"]);
        assert_eq!(chunks[0].1, [0, 0, 0, 3, 0, 0, 0, 2, 8, 6, 0, 0, 0]);
        let lines = miniz_oxide::inflate::decompress_to_vec_zlib(chunks[1].1);
        let lines = lines.expect("it is deflated");
        let expected = [&[0][..], &pixels[..12], &[0], &pixels[12..]].concat();
        assert_eq!(lines, expected);
    }
}
