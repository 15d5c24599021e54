//! The Python and the Node of the machine, which profile `legacy` runs on.

use std::path::PathBuf;
use std::process::Command;

use crate::problem::{Problem, Result};

/// The path of the program itself, whatever stands before it on the PATH.
pub fn find_python(minor: &str) -> Result<PathBuf> {
    let script = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)";
    let (version, path) = ask("python3", &["-c", script])?;
    if version == minor {
        Ok(path)
    } else {
        Err(Problem::new(format!(
            "`python3` is version {version}, and the packages of the bundle are for {minor}."
        )))
    }
}

pub fn find_node() -> Result<PathBuf> {
    let script = "console.log(process.versions.node); console.log(process.execPath)";
    let (version, path) = ask("node", &["-e", script])?;
    let major = version
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    if major.is_some_and(|major: u32| major >= 20) {
        Ok(path)
    } else {
        Err(Problem::new(format!(
            "`node` is version {version}, and 20 or newer is needed."
        )))
    }
}

fn ask(program: &str, arguments: &[&str]) -> Result<(String, PathBuf)> {
    let missing = || {
        Problem::new(format!(
            "Profile legacy needs `{program}`, which does not run here."
        ))
    };
    let output = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|_| missing())?;
    let said = String::from_utf8_lossy(&output.stdout);
    let mut lines = said.lines();
    match (lines.next(), lines.next()) {
        (Some(version), Some(path)) => Ok((version.to_owned(), path.into())),
        _ => Err(missing()),
    }
}
