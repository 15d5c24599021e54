//! The folder that an installation lives in, and who may work on it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::files::make_folder;
use crate::problem::{Problem, Result};
use crate::state::State;

/// Everything that belongs to one installation is below its prefix.
#[derive(Clone)]
pub struct Prefix(PathBuf);

/// The names directly below a prefix, all of them ours.
pub const OWN_NAMES: [&str; 8] = [
    "bin",
    "releases",
    "run",
    "logs",
    "services",
    "journal.jsonl",
    "state.json",
    "lock",
];

impl Prefix {
    /// The folder need not be there yet.
    pub fn at(path: &Path) -> Result<Self> {
        std::path::absolute(path)
            .map(Self)
            .map_err(Problem::with_file("found", path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn below(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn release(&self, version: &str) -> PathBuf {
        self.0.join("releases").join(version)
    }

    pub fn database(&self) -> PathBuf {
        self.0.join("data").join("controller.db")
    }

    pub fn backups(&self) -> PathBuf {
        self.0.join("data").join("backups")
    }

    pub fn own_program(&self) -> PathBuf {
        self.0.join("bin").join("controllerctl")
    }

    /// Refuses a folder that holds anything that is not ours. Data that an uninstall left is ours.
    pub fn require_ours(&self) -> Result<()> {
        let Ok(entries) = fs::read_dir(&self.0) else {
            return Ok(());
        };
        let names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
        let is_known = names.iter().any(|name| name == "state.json");
        if is_known || names.iter().all(|name| name == "data" || name == "lock") {
            return Ok(());
        }
        Err(Problem::new(format!(
            "{} holds other things; name a folder that is empty or not there yet.",
            self.0.display()
        )))
    }

    /// The state of an installation that has to be there.
    pub fn state(&self) -> Result<State> {
        State::read(self)?.ok_or_else(|| {
            Problem::new(format!(
                "There is no installation in {}; make one with `controllerctl install`.",
                self.0.display()
            ))
        })
    }

    /// Keeps every other controllerctl out until the lock is dropped, or its process is no more.
    pub fn lock(&self) -> Result<File> {
        make_folder(&self.0)?;
        let path = self.below("lock");
        let file = File::create(&path).map_err(Problem::with_file("made", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Problem::new(format!(
                "Another controllerctl works on {}; wait until it has ended.",
                self.0.display()
            ))),
            Err(TryLockError::Error(error)) => Err(Problem::with_file("locked", &path)(error)),
        }
    }
}
