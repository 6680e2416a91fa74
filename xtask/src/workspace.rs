//! The workspace as `cargo metadata` describes it.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::failure::Failure;
use crate::program;

/// The workspace.
#[derive(Debug)]
pub struct Workspace {
    /// Its folder.
    pub root: PathBuf,
    /// Where builds go.
    pub target: PathBuf,
    /// Its crates.
    pub packages: Vec<Package>,
}

/// One of its crates.
#[derive(Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The crates that its library or binary needs and that lie in a folder: our own. Those that only its tests or its build
    /// script need are left out.
    pub imports: Vec<String>,
}

impl Workspace {
    /// Asks cargo.
    pub fn read() -> Result<Self, Failure> {
        let arguments = [
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ];
        let json = program::read(Command::new("cargo").args(arguments))?;
        let metadata =
            serde_json::from_slice(&json).map_err(|_| Failure::Metadata("JSON to print"))?;
        Self::from_metadata(&metadata)
    }

    /// A command that runs cargo in the workspace's folder.
    pub fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        self.command("cargo", arguments)
    }

    /// A command that runs in the workspace's folder.
    pub fn command<'a>(
        &self,
        program: &str,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// A command that runs git in the workspace's folder, which may belong to somebody else than the one who tests.
    pub fn git<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = self.command("git", ["-c", "safe.directory=*"]);
        command.args(arguments);
        command
    }

    fn from_metadata(metadata: &Value) -> Result<Self, Failure> {
        let folder = |name: &'static str| {
            let path = metadata[name].as_str().map(PathBuf::from);
            path.ok_or(Failure::Metadata(name))
        };
        let packages = list(metadata, "packages")?;
        Ok(Self {
            root: folder("workspace_root")?,
            target: folder("target_directory")?,
            packages: packages
                .iter()
                .map(Package::from_metadata)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl Package {
    fn from_metadata(package: &Value) -> Result<Self, Failure> {
        let ours = |dependency: &&Value| dependency["path"].is_string();
        let normal = |dependency: &&Value| dependency["kind"].is_null();
        let imports = list(package, "dependencies")?.iter();
        Ok(Self {
            name: name(package)?,
            imports: imports
                .filter(ours)
                .filter(normal)
                .map(name)
                .collect::<Result<_, _>>()?,
        })
    }
}

fn list<'a>(value: &'a Value, name: &'static str) -> Result<&'a [Value], Failure> {
    let list = value[name].as_array().ok_or(Failure::Metadata(name))?;
    Ok(list)
}

fn name(value: &Value) -> Result<String, Failure> {
    let name = value["name"].as_str().ok_or(Failure::Metadata("name"))?;
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_our_own_normal_dependencies_are_imports() {
        let metadata = json!({
            "workspace_root": "w",
            "target_directory": "t",
            "packages": [{
                "name": "store",
                "dependencies": [
                    { "name": "optout", "path": "w/crates/optout", "kind": null },
                    { "name": "ledger", "path": "w/crates/ledger", "kind": null, "rename": "log" },
                    { "name": "sha2", "kind": null },
                    { "name": "gate", "path": "w/crates/gate", "kind": "dev" },
                    { "name": "web", "path": "w/crates/web", "kind": "build" },
                ],
            }],
        });
        let workspace = Workspace::from_metadata(&metadata).unwrap();
        let imports = ["optout", "ledger"].map(str::to_owned).to_vec();
        let store = Package {
            name: "store".into(),
            imports,
        };
        assert_eq!(workspace.packages, [store]);
        assert_eq!(workspace.target, PathBuf::from("t"));
    }

    #[test]
    fn other_metadata_is_an_error_that_names_what_is_not_there() {
        let error = Workspace::from_metadata(&json!({ "packages": [] })).unwrap_err();
        assert_eq!(error.to_string(), "`cargo metadata` has no workspace_root");
    }
}
