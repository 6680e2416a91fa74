//! Ends a brotli stream that was flushed, and not finished, with bytes of our own (RFC 7932 section 9).
//!
//! The script is compressed when it is built, as tightly as it can be; its settings are known when the server starts. A flushed
//! stream ends on a whole byte, so meta-blocks can be appended to it: the settings go in as they are, and no compressor is
//! needed here.

/// How many bytes one meta-block holds whose length takes four nibbles.
const MAX_BLOCK: usize = 1 << 16;
/// The last meta-block, empty.
const END: u8 = 0b11;

/// The stream `flushed`, then `bytes`, then the end.
pub(super) fn end(flushed: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut stream = flushed.to_vec();
    for block in bytes.chunks(MAX_BLOCK) {
        stream.extend(header(block.len()));
        stream.extend(block);
    }
    stream.push(END);
    stream
}

/// Bits from the lowest: not the last (1), four nibbles (2), the length less one (16), uncompressed (1), then zeros up to a byte.
fn header(length: usize) -> [u8; 3] {
    let length = u32::try_from(length - 1).expect("a block is at most 2^16 bytes long");
    let bits = (length << 3) | (1 << 19);
    let [a, b, c, _] = bits.to_le_bytes();
    [a, b, c]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_begins_with_its_length() {
        assert_eq!(header(1), [0, 0, 8]);
        assert_eq!(header(2), [8, 0, 8]);
        assert_eq!(header(MAX_BLOCK), [0xf8, 0xff, 0x0f]);
        let long = end(&[], &vec![b'x'; MAX_BLOCK + 1]);
        assert_eq!(long.len(), 3 + MAX_BLOCK + 3 + 1 + 1);
        assert_eq!(end(&[7], b""), [7, END]);
    }
}
