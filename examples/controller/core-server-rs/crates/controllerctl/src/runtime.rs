//! The processes of a deployment, in the order in which they start.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::prefix::Prefix;
use crate::problem::{Problem, Result};
use crate::services::Unit;
use crate::state::{Deployment, Profile, State};

pub struct Runtime {
    /// What answers nobody but the front; it may be started while another runtime is the live one.
    pub back: Option<Unit>,
    /// What people and their browsers talk to.
    pub front: Unit,
}

/// Where a runtime listens and what it works on.
pub struct Place {
    pub port: u16,
    pub core_port: u16,
    pub database: PathBuf,
    /// What the units' names begin with.
    pub name: &'static str,
}

impl Place {
    /// The place of the runtime that people use.
    pub fn live(prefix: &Prefix, state: &State) -> Self {
        Self {
            port: state.port,
            core_port: state.core_port,
            database: prefix.database(),
            name: "controller",
        }
    }
}

impl Runtime {
    pub fn new(
        prefix: &Prefix,
        state: &State,
        deployment: &Deployment,
        place: &Place,
    ) -> Result<Self> {
        let release = prefix.release(&deployment.release);
        Ok(match deployment.profile {
            Profile::Rust => Self {
                back: None,
                front: rust_server(prefix, &release, place),
            },
            Profile::Legacy => Self {
                back: Some(python_server(prefix, state, &release, place)?),
                front: node_server(prefix, state, &release, place)?,
            },
        })
    }

    pub fn live(prefix: &Prefix, state: &State, deployment: &Deployment) -> Result<Self> {
        Self::new(prefix, state, deployment, &Place::live(prefix, state))
    }

    /// In the order in which they start.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.back.iter().chain([&self.front])
    }

    pub fn has(&self, name: &str) -> bool {
        self.units().any(|unit| unit.name == name)
    }
}

fn rust_server(prefix: &Prefix, release: &Path, place: &Place) -> Unit {
    Unit {
        name: place.name.to_owned(),
        description: "The controller".to_owned(),
        program: release.join("bin").join("core-server-rs"),
        arguments: serve(place.port),
        environment: environment(
            prefix,
            [
                ("CORE_DATABASE_URL", database_url(place)),
                ("CORE_NETWORK_FILE", network_file(release)),
                ("CORE_DASHBOARD", text(&release.join("dashboard"))),
            ],
        ),
        folder: release.to_owned(),
        port: place.port,
    }
}

fn python_server(prefix: &Prefix, state: &State, release: &Path, place: &Place) -> Result<Unit> {
    let python = interpreter(state.python.as_ref(), "Python")?;
    let mut arguments = vec!["-m".to_owned(), "core_server".to_owned()];
    arguments.extend(serve(place.core_port));
    Ok(Unit {
        name: format!("{}-core", place.name),
        description: "The controller's core server".to_owned(),
        program: python,
        arguments,
        environment: environment(
            prefix,
            [
                ("CORE_DATABASE_URL", database_url(place)),
                ("CORE_NETWORK_FILE", network_file(release)),
                ("PYTHONPATH", python_path(release)),
            ],
        ),
        folder: release.to_owned(),
        port: place.core_port,
    })
}

fn node_server(prefix: &Prefix, state: &State, release: &Path, place: &Place) -> Result<Unit> {
    Ok(Unit {
        name: format!("{}-dashboard", place.name),
        description: "The controller's dashboard server".to_owned(),
        program: interpreter(state.node.as_ref(), "Node")?,
        arguments: vec![
            text(&release.join("dashboard-server").join("server.mjs")),
            "--port".to_owned(),
            place.port.to_string(),
            "--core".to_owned(),
            place.core_port.to_string(),
            "--pages".to_owned(),
            text(&release.join("dashboard")),
        ],
        environment: environment(prefix, []),
        folder: release.to_owned(),
        port: place.port,
    })
}

/// The command that brings a database up to what the release needs, by the profile's own server.
pub fn migration(
    prefix: &Prefix,
    state: &State,
    deployment: &Deployment,
    database: PathBuf,
) -> Result<Unit> {
    let place = Place {
        database,
        ..Place::live(prefix, state)
    };
    let mut unit = Runtime::new(prefix, state, deployment, &place)?;
    let mut unit = unit.back.take().unwrap_or(unit.front);
    let serve = unit.arguments.iter().position(|word| word == "serve");
    unit.arguments.truncate(serve.unwrap_or(0));
    unit.arguments.push("migrate".to_owned());
    Ok(unit)
}

fn serve(port: u16) -> Vec<String> {
    vec!["serve".to_owned(), "--port".to_owned(), port.to_string()]
}

fn python_path(release: &Path) -> String {
    let server = release.join("core-server");
    format!("{}:{}", text(&server), text(&server.join("site-packages")))
}

/// The machines that were seen on the network: in the example a file of the release.
fn network_file(release: &Path) -> String {
    text(&release.join("network").join("seen.json"))
}

fn database_url(place: &Place) -> String {
    format!("sqlite:///{}", text(&place.database))
}

/// A path on which there is nothing but controllerctl: what runs names its programs whole.
fn environment<const N: usize>(
    prefix: &Prefix,
    more: [(&str, String); N],
) -> BTreeMap<String, String> {
    [("PATH", text(&prefix.below("bin")))]
        .into_iter()
        .chain(more)
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn interpreter(path: Option<&PathBuf>, what: &str) -> Result<PathBuf> {
    path.cloned().ok_or_else(|| {
        Problem::new(format!(
            "Profile legacy needs {what}, and this installation was made without it; \
             run `controllerctl install --profile legacy` again where `{}` is on the PATH.",
            what.to_lowercase()
        ))
    })
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
