//! Bits as text: base64url without `=`, six bits a character.

/// The alphabet. One table of the specification prints `+` and `/`; no library reads or writes them.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// In the table below: no character of the alphabet.
const NONE: u8 = 0x80;

const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < 64 {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// The six bits of a character.
pub fn value(character: u8) -> Option<u8> {
    let value = VALUES[usize::from(character)];
    (value != NONE).then_some(value)
}

/// The character of the six lowest bits.
pub fn character(bits: u32) -> char {
    char::from(ALPHABET[(bits & 63) as usize])
}

/// The first bits of a text, from the highest down, in one number: no section of the table has more than 70.
#[derive(Clone, Copy, Default)]
pub struct Bits {
    pub value: u128,
    /// How many the text has.
    pub len: usize,
    /// Whether one beyond those in `value` is set.
    pub more: bool,
}

impl Bits {
    /// How many characters fit.
    const CHARACTERS: usize = 21;

    /// Reads a text; `None` if a character is not of the alphabet.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (first, rest) = bytes.split_at(bytes.len().min(Self::CHARACTERS));
        let mut value = 0;
        // One look at the end instead of one at each character.
        let mut wrong = 0;
        for byte in first {
            let bits = VALUES[usize::from(*byte)];
            wrong |= bits;
            value = value << 6 | u128::from(bits & 63);
        }
        let beyond = rest
            .iter()
            .fold(0, |all, byte| all | VALUES[usize::from(*byte)]);
        if (wrong | beyond) & NONE != 0 {
            return None;
        }
        // Two steps, because a number cannot be shifted by all of its bits at once.
        let free = 128 - 6 * first.len();
        Some(Self {
            value: if free == 128 { 0 } else { value << free },
            len: 6 * bytes.len(),
            more: beyond != 0,
        })
    }

    /// The bits before the first character that is not of the alphabet: all, if there is none.
    pub fn before_fault(text: &str) -> Self {
        let fault = text.bytes().position(|byte| value(byte).is_none());
        Self::read(&text[..fault.unwrap_or(text.len())]).unwrap_or_default()
    }

    /// The `width` bits at `at`, eight at most, as a number.
    pub fn get(value: u128, at: u32, width: u32) -> u8 {
        let [high, ..] = (value << at).to_be_bytes();
        high >> (8 - width)
    }

    /// The number with these bits in place of what is there.
    pub fn set(value: u128, (at, width): (u32, u32), bits: u8) -> u128 {
        let shift = 128 - at - width;
        let mask = ((1 << width) - 1) << shift;
        value & !mask | (u128::from(bits) << shift) & mask
    }
}

/// How many characters the libraries write for so many bits: they fill up to whole bytes, and then to whole characters.
/// The specification asks for the latter alone, and both are read.
pub fn library_len(bits: u32) -> usize {
    let bytes = bits.div_ceil(8);
    (bytes * 8).div_ceil(6) as usize
}

/// Appends the first `bits` of a number as the libraries do.
pub fn write(out: &mut String, value: u128, bits: u32) {
    for nth in 0..library_len(bits) {
        let six = value << (6 * nth) >> 122;
        out.push(character(u32::try_from(six).expect("six bits are left")));
    }
}
