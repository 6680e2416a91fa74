//! Programs that the machine must have, and getting them where that is simple.

use std::process::Command;

use crate::failure::Failure;
use crate::program;

/// A program that is needed.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// The names under which it may be on the path; one is enough.
    pub programs: &'static [&'static str],
    /// The Debian package that has it.
    pub package: &'static str,
}

impl Need {
    /// Whether it is there.
    pub fn is_met(&self) -> bool {
        self.programs
            .iter()
            .any(|name| program::find(name).is_some())
    }
}

/// Sees to it that every need is met: root on Debian installs what is missing, anybody else is told.
pub fn provide(needs: &[Need]) -> Result<(), Failure> {
    let packages = missing(needs);
    if packages.is_empty() {
        return Ok(());
    }
    if is_root_on_debian() {
        install(&packages)?;
    }
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    Err(Failure::Missing {
        what: missing.join(", "),
        remedy: format!("install what is missing; on Debian: apt-get install {packages}"),
    })
}

fn missing(needs: &[Need]) -> Vec<&'static str> {
    let unmet = needs.iter().filter(|need| !need.is_met());
    unmet.map(|need| need.package).collect()
}

/// Whether this user may do everything.
pub fn is_root() -> bool {
    let user = program::read(Command::new("id").arg("-u")).unwrap_or_default();
    user.trim_ascii() == b"0"
}

fn is_root_on_debian() -> bool {
    program::find("apt-get").is_some() && is_root()
}

fn install(packages: &[&str]) -> Result<(), Failure> {
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        program::run(
            command
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    apt(&["update", "--quiet"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], packages].concat())
}
