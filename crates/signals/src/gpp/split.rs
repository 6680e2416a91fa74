//! Texts joined by a byte. The standard library's way to split text at a character costs as much as reading a section.

/// The texts between the joints.
#[derive(Clone, Debug)]
pub struct Split<'a> {
    rest: Option<&'a str>,
    joint: u8,
}

impl<'a> Split<'a> {
    /// Splits at an ASCII character.
    pub fn at(joint: u8, text: &'a str) -> Self {
        debug_assert!(joint.is_ascii(), "{joint} may be a part of a character");
        Self {
            rest: Some(text),
            joint,
        }
    }

    /// What has not been split yet.
    pub fn rest(&self) -> Option<&'a str> {
        self.rest
    }
}

impl<'a> Iterator for Split<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.take()?;
        let joint = self.joint;
        let Some(end) = rest.bytes().position(|byte| byte == joint) else {
            return Some(rest);
        };
        self.rest = Some(&rest[end + 1..]);
        Some(&rest[..end])
    }
}
