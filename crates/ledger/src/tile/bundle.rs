//! Entry bundles: the entries under one level-0 tile, each after its length as a big-endian `uint16`.
//!
//! An entry of our own logs is a 32-byte [`Commitment`](crate::Commitment), but the format carries any bytes.

use crate::error::{Error, Format};
use crate::tile::FULL;

/// The largest entry, in bytes: what a `uint16` can say.
pub const MAX_ENTRY: usize = 0xffff;

/// The largest number of entries of a bundle: as many as a tile has hashes.
pub const MAX_ENTRIES: usize = FULL;

/// Appends one entry to the bytes of a bundle.
///
/// # Errors
///
/// [`Error::TooLarge`] if the entry is over [`MAX_ENTRY`] bytes; `bundle` is then unchanged.
pub fn append(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), Error> {
    let Ok(length) = u16::try_from(entry.len()) else {
        return Err(Format::Bundle.too_large(MAX_ENTRY, "bytes in an entry"));
    };
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The bytes of the bundle of `entries`, which are those under one tile.
///
/// ```
/// use ledger::tile::bundle;
///
/// let bytes = bundle::encode([b"one".as_slice(), b""])?;
/// assert_eq!(bytes, b"\x00\x03one\x00\x00");
/// assert_eq!(bundle::decode(&bytes)?, [b"one".as_slice(), b""]);
/// # Ok::<(), ledger::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::TooLarge`] if there are over [`MAX_ENTRIES`] entries, or one is over [`MAX_ENTRY`] bytes.
pub fn encode<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, Error> {
    let mut bundle = Vec::new();
    for (count, entry) in entries.into_iter().enumerate() {
        if count == MAX_ENTRIES {
            return Err(Format::Bundle.too_large(MAX_ENTRIES, "entries"));
        }
        append(&mut bundle, entry)?;
    }
    Ok(bundle)
}

/// The entries of the bundle `bytes`, borrowed from it; no bytes are no entries.
///
/// # Errors
///
/// [`Error::Malformed`] if the bytes end inside an entry; [`Error::TooLarge`] if there are over [`MAX_ENTRIES`] entries.
pub fn decode(bytes: &[u8]) -> Result<Vec<&[u8]>, Error> {
    let truncated = || Format::Bundle.malformed("it ends inside an entry");
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        if entries.len() == MAX_ENTRIES {
            return Err(Format::Bundle.too_large(MAX_ENTRIES, "entries"));
        }
        let (length, after) = rest.split_first_chunk().ok_or_else(truncated)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or_else(truncated)?;
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        let largest = vec![1; MAX_ENTRY];
        let bytes = encode([largest.as_slice()]).unwrap();
        assert_eq!(decode(&bytes).unwrap(), [largest.as_slice()]);
        assert!(encode([vec![1; MAX_ENTRY + 1].as_slice()]).is_err());

        let full = encode([b"".as_slice(); MAX_ENTRIES]).unwrap();
        assert_eq!(decode(&full).unwrap().len(), MAX_ENTRIES);
        assert!(encode([b"".as_slice(); MAX_ENTRIES + 1]).is_err());
        assert!(decode(&[full, vec![0, 0]].concat()).is_err());
    }

    #[test]
    fn truncated_bundles_are_refused() {
        let whole = encode([b"one".as_slice(), b"two"]).unwrap();
        for end in (1..whole.len()).filter(|&end| end != 5) {
            assert!(decode(&whole[..end]).is_err(), "cut at {end}");
        }
    }
}
