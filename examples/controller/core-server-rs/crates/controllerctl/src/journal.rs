//! What a switch is about to do, line by line, so that a switch that was broken off is known.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use chrono::{SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::prefix::Prefix;
use crate::problem::{Problem, Result};
use crate::state::Deployment;

/// In the order in which a switch takes them; `Undo` may follow any before `Commit`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Check,
    Warm,
    StopOld,
    BackUp,
    Migrate,
    StartNew,
    Health,
    Commit,
    Finished,
    Undo,
    Undone,
}

impl Step {
    /// What a switch does, before it is finished.
    pub const ALL: [Self; 8] = [
        Self::Check,
        Self::Warm,
        Self::StopOld,
        Self::BackUp,
        Self::Migrate,
        Self::StartNew,
        Self::Health,
        Self::Commit,
    ];

    fn ends(self) -> bool {
        matches!(self, Self::Finished | Self::Undone)
    }
}

/// A line of `journal.jsonl`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Entry {
    pub at: String,
    pub step: Step,
    pub from: Deployment,
    pub to: Deployment,
}

pub struct Journal(PathBuf);

impl Journal {
    pub fn of(prefix: &Prefix) -> Self {
        Self(prefix.below("journal.jsonl"))
    }

    /// On return the line is on the disk.
    pub fn note(&self, step: Step, from: &Deployment, to: &Deployment) -> Result<()> {
        let entry = Entry {
            at: Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true),
            step,
            from: from.clone(),
            to: to.clone(),
        };
        let line = serde_json::to_string(&entry)
            .map_err(|error| Problem::new(format!("A step is not JSON: {error}.")))?;
        // A line that a kill cut off is ended by the next one's line break.
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.0)
            .and_then(|mut file| {
                file.write_all(format!("\n{line}\n").as_bytes())?;
                file.sync_data()
            })
            .map_err(Problem::with_file("written", &self.0))
    }

    /// The last step that stands, where the switch that it belongs to has not ended.
    pub fn unfinished(&self) -> Result<Option<Entry>> {
        let text = match fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Problem::with_file("read", &self.0)(error)),
        };
        // What cannot be read was cut off before it was done.
        let last = text
            .lines()
            .rev()
            .find_map(|line| serde_json::from_str::<Entry>(line).ok());
        Ok(last.filter(|entry| !entry.step.ends()))
    }
}
