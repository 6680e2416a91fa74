//! The messages of PostgreSQL's protocol, version 3.

use std::io::{ErrorKind, Read, Result, Write};

/// Asks for TLS.
const TLS: [u8; 4] = 80_877_103_u32.to_be_bytes();
/// Asks for encryption by Kerberos.
const KERBEROS: [u8; 4] = 80_877_104_u32.to_be_bytes();
/// The longest message that is sent on, in bytes.
const LONGEST: usize = 1 << 26;
/// The length of a message counts itself.
const LENGTH: usize = 4;

/// A message; only the first of a client is of another form.
pub struct Message {
    pub kind: u8,
    pub body: Vec<u8>,
}

impl Message {
    pub fn read(from: &mut impl Read) -> Result<Self> {
        let mut kind = [0];
        from.read_exact(&mut kind)?;
        let body = read_body(from)?;
        let [kind] = kind;
        Ok(Self { kind, body })
    }

    /// Writes it in one piece.
    pub fn write(&self, to: &mut impl Write) -> Result<()> {
        let mut bytes = vec![self.kind];
        put_body(&mut bytes, &self.body);
        to.write_all(&bytes)
    }

    pub fn contains(&self, needle: &[u8]) -> bool {
        contains(&self.body, needle)
    }

    /// The texts that a body begins with, each ended by a zero.
    pub fn texts(&self) -> impl Iterator<Item = &[u8]> {
        self.body.split(|byte| *byte == 0)
    }
}

/// Sends on what a client begins with, and tells it that nothing here is encrypted if it asks.
pub fn forward_start(
    from: &mut impl Read,
    back: &mut impl Write,
    to: &mut impl Write,
) -> Result<()> {
    loop {
        let body = read_body(from)?;
        if !body.starts_with(&TLS) && !body.starts_with(&KERBEROS) {
            let mut bytes = Vec::new();
            put_body(&mut bytes, &body);
            return to.write_all(&bytes);
        }
        back.write_all(b"N")?;
    }
}

pub fn contains(text: &[u8], needle: &[u8]) -> bool {
    text.windows(needle.len()).any(|part| part == needle)
}

fn read_body(from: &mut impl Read) -> Result<Vec<u8>> {
    let mut length = [0; LENGTH];
    from.read_exact(&mut length)?;
    let length = usize::try_from(u32::from_be_bytes(length)).ok();
    let length = length.and_then(|length| length.checked_sub(LENGTH));
    let length = length.filter(|length| *length <= LONGEST);
    let mut body = vec![0; length.ok_or(ErrorKind::InvalidData)?];
    from.read_exact(&mut body)?;
    Ok(body)
}

fn put_body(bytes: &mut Vec<u8>, body: &[u8]) {
    let length = u32::try_from(body.len() + LENGTH).expect("it is shorter than the longest");
    bytes.extend(length.to_be_bytes());
    bytes.extend(body);
}
