//! Services, and who starts them at boot, ends them, and starts them again when they die.

pub mod launchd;
pub mod plain;
pub mod systemd;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::prefix::Prefix;
use crate::problem::{Problem, Result};

/// One process that is to run.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Unit {
    /// Unique on the machine for what a service manager starts: `controller-core`.
    pub name: String,
    pub description: String,
    pub program: PathBuf,
    pub arguments: Vec<String>,
    /// All that the process sees of the environment.
    pub environment: BTreeMap<String, String>,
    pub folder: PathBuf,
    pub port: u16,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Manager {
    /// A process of controllerctl for each unit; nothing is registered with the system.
    Plain,
    Systemd,
    Launchd,
}

impl Manager {
    /// Makes the unit what this definition says, and starts it; it need not be ready on return.
    pub fn start(self, prefix: &Prefix, unit: &Unit, user: &str) -> Result<()> {
        match self {
            Self::Plain => plain::start(prefix, unit),
            Self::Systemd => systemd::start(unit, user),
            Self::Launchd => launchd::start(prefix, unit, user),
        }
    }

    /// Returns once the process has ended; a unit that does not run is fine.
    pub fn stop(self, prefix: &Prefix, name: &str) -> Result<()> {
        match self {
            Self::Plain => plain::stop(prefix, name),
            Self::Systemd => systemd::stop(name),
            Self::Launchd => launchd::stop(name),
        }
    }

    /// How often the unit's process has ended by itself since it was started; launchd does not tell.
    pub fn count_deaths(self, prefix: &Prefix, name: &str) -> u32 {
        match self {
            Self::Plain => plain::count_deaths(prefix, name),
            Self::Systemd => systemd::count_deaths(name),
            Self::Launchd => 0,
        }
    }

    /// Whether somebody looks after the unit; the process itself may be starting.
    pub fn is_kept(self, prefix: &Prefix, name: &str) -> Result<bool> {
        match self {
            Self::Plain => plain::is_kept(prefix, name),
            Self::Systemd => systemd::is_kept(name),
            Self::Launchd => launchd::is_kept(name),
        }
    }
}

/// What the definitions of a unit are called, below `services/` and where a manager looks for them.
pub fn write_definitions(folder: &Path, units: &[Unit], logs: &Path, user: &str) -> Result<()> {
    crate::files::remove(folder)?;
    for unit in units {
        for (manager, file, text) in [
            (
                "systemd",
                systemd::file_name(&unit.name),
                systemd::define(unit, user),
            ),
            (
                "launchd",
                launchd::file_name(&unit.name),
                launchd::define(unit, logs, user),
            ),
        ] {
            let folder = folder.join(manager);
            crate::files::make_folder(&folder)?;
            crate::files::write_whole(&folder.join(file), text.as_bytes())?;
        }
    }
    Ok(())
}

/// Runs a command of the service manager to its end; its error output becomes the problem.
fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|error| Problem::new(format!("`{program}` cannot be run: {error}.")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Problem::new(format!(
        "`{program} {}` failed: {}",
        arguments.join(" "),
        said.trim()
    )))
}
