//! Checkpoints: what a log signs about itself, after C2SP [tlog-checkpoint].
//!
//! [tlog-checkpoint]: https://c2sp.org/tlog-checkpoint

use std::fmt::{self, Write as _};
use std::slice;
use std::str::FromStr;

use crate::error::{Error, Format};
use crate::hash::Hash;
use crate::note::{Note, Signer, VerifierKey};
use crate::text::{is_line, parse_decimal};

/// The head of a log: its name, its number of leaves, and the root over them.
///
/// Prints and parses as the text that is signed.
///
/// ```
/// use ledger::{Checkpoint, Hash, Signer};
///
/// let signer = Signer::from_seed("example.com/log", &[7; 32])?;
/// let checkpoint = Checkpoint::new(signer.name(), 0, Hash::EMPTY_ROOT)?;
/// let note = checkpoint.sign(&signer);
/// assert!(note.starts_with("example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— example.com/log "));
/// assert_eq!(Checkpoint::open(&note, &signer.verifier_key())?, checkpoint);
/// # Ok::<(), ledger::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// The head of the log `origin` at `size` leaves.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the origin is empty or has control characters.
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, Error> {
        if !is_line(origin) {
            return Err(Format::Checkpoint.malformed("the origin is not a line"));
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
            extensions: Vec::new(),
        })
    }

    /// Adds a line after the root. The specification advises against: nobody audits what it says.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] if the line is empty or has control characters.
    pub fn with_extension(mut self, line: &str) -> Result<Self, Error> {
        if !is_line(line) {
            return Err(Format::Checkpoint.malformed("an extension is not a line"));
        }
        self.extensions.push(line.to_owned());
        Ok(self)
    }

    /// The log's name.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over the leaves.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.root
    }

    /// The lines after the root; mostly none.
    #[must_use]
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// The signed checkpoint: a note.
    ///
    /// [`Checkpoint::open`] takes it only if the signer is named like the origin.
    #[must_use]
    pub fn sign(&self, signer: &Signer) -> String {
        signer.seal(&self.to_string())
    }

    /// Reads a signed checkpoint of the log that `key` belongs to.
    ///
    /// # Errors
    ///
    /// As [`Note::parse`] and [`Note::verify`] for the note; [`Error::Malformed`] if the text is no checkpoint;
    /// [`Error::OtherOrigin`] if it is rightly signed, but its origin is not the key's name.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, Error> {
        let note = Note::parse(note)?;
        note.verify(slice::from_ref(key))?;
        let checkpoint: Self = note.text().parse()?;
        if checkpoint.origin != key.name() {
            return Err(Error::OtherOrigin {
                expected: key.name().to_owned(),
                found: checkpoint.origin,
            });
        }
        Ok(checkpoint)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            origin, size, root, ..
        } = self;
        write!(f, "{origin}\n{size}\n{root}\n")?;
        for line in &self.extensions {
            f.write_str(line)?;
            f.write_char('\n')?;
        }
        Ok(())
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    /// Reads the text of a checkpoint, without the signatures.
    fn from_str(text: &str) -> Result<Self, Error> {
        let malformed = |reason| Format::Checkpoint.malformed(reason);
        let lines = text
            .strip_suffix('\n')
            .ok_or_else(|| malformed("it does not end in a newline"))?;
        let mut lines = lines.split('\n');
        let origin = lines.next().unwrap_or_default();
        let size = (lines.next().and_then(parse_decimal))
            .ok_or_else(|| malformed("the second line is no size"))?;
        let root = (lines.next())
            .and_then(|line| Hash::from_base64(line).ok())
            .ok_or_else(|| malformed("the third line is no root"))?;
        lines.try_fold(Self::new(origin, size, root)?, Self::with_extension)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    #[test]
    fn extensions_are_kept() {
        let text = format!("log\n7\n{ROOT}\none\ntwo words\n");
        let checkpoint: Checkpoint = text.parse().unwrap();
        assert_eq!(checkpoint.extensions(), ["one", "two words"]);
        assert_eq!(checkpoint.to_string(), text);
    }

    #[test]
    fn malformed_texts_are_refused() {
        for wrong in [
            String::new(),
            "log\n7\n".to_owned(),
            format!("log\n7\n{ROOT}"),
            format!("\n7\n{ROOT}\n"),
            format!("log\n07\n{ROOT}\n"),
            format!("log\n-7\n{ROOT}\n"),
            format!("log\n18446744073709551616\n{ROOT}\n"),
            format!("log\n7\n{}\n", &ROOT[..40]),
            format!("log\n7\n{ROOT}\n\n"),
            format!("log\r\n7\n{ROOT}\n"),
        ] {
            assert!(wrong.parse::<Checkpoint>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_origin_must_be_the_keys_name() {
        let signer = Signer::from_seed("example.com/ours", &[1; 32]).unwrap();
        let other = Checkpoint::new("example.com/other", 0, Hash::EMPTY_ROOT).unwrap();
        assert!(matches!(
            Checkpoint::open(&other.sign(&signer), &signer.verifier_key()),
            Err(Error::OtherOrigin { .. })
        ));
    }
}
