//! Programs that the machine must have, and getting them where that is simple.

use std::process::Command;

use crate::failure::Failure;
use crate::program;

/// A program that is needed.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// The names under which it may be on the path, or whole paths off it, in which `*` stands for the name of any folder; one
    /// is enough.
    pub programs: &'static [&'static str],
    /// The Debian package that has it.
    pub package: &'static str,
}

/// PostgreSQL's server. Debian keeps the programs of each version apart, and off the path.
pub const POSTGRESQL: Need = Need {
    programs: &["/usr/lib/postgresql/*/bin/initdb", "initdb"],
    package: "postgresql",
};

/// The browser that tests drive, where the variable `CHROMIUM` names no other.
pub const CHROMIUM: Need = Need {
    programs: &["chromium", "chromium-browser", "google-chrome"],
    package: "chromium",
};

/// Another program may be installing packages at this moment, as fresh machines do by themselves; in seconds.
const WAIT_FOR_OTHERS: &str = "DPkg::Lock::Timeout=300";

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
fn is_root() -> bool {
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
    let install = [
        "install",
        "-y",
        "--no-install-recommends",
        "-o",
        WAIT_FOR_OTHERS,
    ];
    apt(&[&install, packages].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHELL: Need = Need {
        programs: &["there-is-no-such-program", "sh"],
        package: "dash",
    };
    const NOTHING: Need = Need {
        programs: &[
            "there-is-no-such-program",
            "/usr/lib/*/there-is-no-such-program",
        ],
        package: "there-is-no-such-package",
    };

    #[test]
    fn a_need_is_met_under_any_of_its_names() {
        assert!(SHELL.is_met());
        assert!(!NOTHING.is_met());
    }

    #[test]
    fn what_is_missing_is_named_by_its_package() {
        assert_eq!(missing(&[SHELL, NOTHING]), ["there-is-no-such-package"]);
        assert!(provide(&[SHELL]).is_ok());
    }
}
