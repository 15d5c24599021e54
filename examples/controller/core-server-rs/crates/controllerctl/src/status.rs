//! How an installation is.

use serde::Serialize;

use crate::http;
use crate::prefix::Prefix;
use crate::problem::{Problem, Result};
use crate::runtime::Runtime;
use crate::services::{Manager, plain};
use crate::state::{Deployment, State};

#[derive(Serialize)]
pub struct Status {
    pub live: Deployment,
    previous: Option<Deployment>,
    port: u16,
    pub healthy: bool,
    units: Vec<UnitStatus>,
}

#[derive(Serialize)]
struct UnitStatus {
    name: String,
    kept: bool,
    /// The process group, where a supervisor of controllerctl keeps the unit.
    group: Option<i32>,
}

pub fn read_status(prefix: &Prefix, state: &State) -> Result<Status> {
    let live = state.live()?.clone();
    let runtime = Runtime::live(prefix, state, &live)?;
    let mut units = Vec::new();
    for unit in runtime.units() {
        units.push(UnitStatus {
            name: unit.name.clone(),
            kept: state.manager.is_kept(prefix, &unit.name)?,
            group: match state.manager {
                Manager::Plain => plain::read_group(prefix, &unit.name)?,
                Manager::Systemd | Manager::Launchd => None,
            },
        });
    }
    Ok(Status {
        live,
        previous: state.previous.clone(),
        port: state.port,
        healthy: http::is_healthy(state.port),
        units,
    })
}

impl Status {
    pub fn to_json(&self) -> Result<String> {
        let text = serde_json::to_string_pretty(self)
            .map_err(|error| Problem::new(format!("The status is not JSON: {error}.")))?;
        Ok(text + "\n")
    }

    pub fn to_text(&self) -> String {
        let health = if self.healthy {
            "healthy"
        } else {
            "does not answer"
        };
        let mut text = format!("{}, port {}: {health}\n", self.live, self.port);
        for unit in &self.units {
            let kept = if unit.kept { "runs" } else { "does not run" };
            text += &format!("  {} {kept}\n", unit.name);
        }
        if let Some(previous) = &self.previous {
            text += &format!("`rollback` goes back to {previous}.\n");
        }
        text
    }
}
