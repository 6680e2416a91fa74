//! Writing to the terminal: what was asked for to standard output, failures to standard error.

use std::io::Write;

/// Prints a line at once; a reader that went away is no failure.
pub fn say(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stdout(), "{}", line.as_ref());
}

/// Prints a line to standard error.
pub fn tell(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stderr(), "{}", line.as_ref());
}

/// Prints a line that nobody should overlook.
pub fn shout(line: impl AsRef<str>) {
    say(format!("!!! {} !!!", line.as_ref()));
}
