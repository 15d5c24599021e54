//! What an installation is: its ports, its programs, and which runtime is the live one.

use std::fmt;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::files::{read_json, write_json};
use crate::prefix::Prefix;
use crate::problem::{Problem, Result};
use crate::services::Manager;

/// Which servers run.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// The Python core server, and the Node server of the dashboard before it.
    #[value(alias = "python")]
    Legacy,
    /// One process: the Rust core server.
    Rust,
}

impl fmt::Display for Profile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Legacy => "legacy",
            Self::Rust => "rust",
        })
    }
}

impl Profile {
    /// The language of the core server in it.
    pub const fn language(self) -> &'static str {
        match self {
            Self::Legacy => "python",
            Self::Rust => "rust",
        }
    }
}

/// A release, and the profile in which it runs.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Deployment {
    pub release: String,
    pub profile: Profile,
}

impl fmt::Display for Deployment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "release {} as {}", self.release, self.profile)
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct State {
    /// Another number is another format, which this program leaves alone.
    format: u32,
    /// The port that people and their browsers use.
    pub port: u16,
    /// The port of the Python server behind the Node server.
    pub core_port: u16,
    pub manager: Manager,
    /// The account that the services run under, where a service manager starts them.
    pub service_user: String,
    /// Absolute paths of the interpreters that profile `legacy` needs; none where it was not asked for.
    pub python: Option<PathBuf>,
    pub node: Option<PathBuf>,
    /// Nothing until the installation is complete.
    pub live: Option<Deployment>,
    /// What `rollback` goes back to.
    pub previous: Option<Deployment>,
}

const FORMAT: u32 = 1;

impl State {
    pub fn new(port: u16, core_port: u16, manager: Manager, service_user: String) -> Self {
        Self {
            format: FORMAT,
            port,
            core_port,
            manager,
            service_user,
            python: None,
            node: None,
            live: None,
            previous: None,
        }
    }

    pub fn read(prefix: &Prefix) -> Result<Option<Self>> {
        let path = prefix.below("state.json");
        let state: Option<Self> = read_json(&path)?;
        match state {
            Some(state) if state.format != FORMAT => Err(Problem::new(format!(
                "{} has format {}, and this controllerctl knows {FORMAT}; use the one of that installation.",
                path.display(),
                state.format
            ))),
            state => Ok(state),
        }
    }

    pub fn write(&self, prefix: &Prefix) -> Result<()> {
        write_json(&prefix.below("state.json"), self)
    }

    pub fn live(&self) -> Result<&Deployment> {
        self.live.as_ref().ok_or_else(|| {
            Problem::new("The installation is not complete; run `controllerctl install` again.")
        })
    }
}
