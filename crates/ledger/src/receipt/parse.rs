//! Reading a receipt, strictly: what is read prints to the same bytes.

use crate::checkpoint::Checkpoint;
use crate::error::{Error, Format};
use crate::hash::Hash;
use crate::note::Note;
use crate::proof::MAX_PATH;
use crate::receipt::{HEADER, MAX_BYTES, MAX_EXTRA, Receipt};
use crate::text::{parse_base64, parse_decimal};

impl Receipt {
    /// Reads a receipt, and checks the form of all its parts down to the checkpoint's.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`], or [`Error::TooLarge`] over [`MAX_BYTES`], [`MAX_EXTRA`], [`MAX_PATH`] or the limits of a note.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let malformed = |reason| Format::Receipt.malformed(reason);
        if text.len() > MAX_BYTES {
            return Err(Format::Receipt.too_large(MAX_BYTES, "bytes"));
        }
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or_else(|| malformed("no blank line precedes the checkpoint"))?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(malformed("its first line is not that of a tlog-proof"));
        }
        let extra = lines
            .next_if(|line| line.starts_with("extra "))
            .map(|line| parse_extra(&line["extra ".len()..]))
            .transpose()?;
        let index = (lines.next())
            .and_then(|line| parse_decimal(line.strip_prefix("index ")?))
            .ok_or_else(|| malformed("no index where there must be one"))?;
        let path: Vec<Hash> = lines
            .take(MAX_PATH + 1)
            .map(Hash::from_base64)
            .collect::<Result<_, _>>()?;
        if path.len() > MAX_PATH {
            return Err(Format::Receipt.too_large(MAX_PATH, "hashes"));
        }
        Note::parse(checkpoint)?.text().parse::<Checkpoint>()?;
        Ok(Self {
            extra,
            index,
            path,
            checkpoint: checkpoint.to_owned(),
        })
    }
}

fn parse_extra(base64: &str) -> Result<Vec<u8>, Error> {
    let extra = parse_base64(base64)
        .filter(|extra| !extra.is_empty())
        .ok_or_else(|| Format::Receipt.malformed("the extra data is empty or not base64"))?;
    if extra.len() > MAX_EXTRA {
        return Err(Format::Receipt.too_large(MAX_EXTRA, "bytes of extra data"));
    }
    Ok(extra)
}
