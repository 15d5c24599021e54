//! Machines that were seen on the network; in the example from a file.

use std::path::Path;

use crate::errors::StartError;
use crate::models::Candidate;

/// Seen last first; of one moment by MAC. Without a file none were.
pub fn read_seen(file: Option<&Path>) -> Result<Vec<Candidate>, StartError> {
    let Some(file) = file else {
        return Ok(Vec::new());
    };
    let fail = |error: &dyn std::fmt::Display| {
        let file = file.display();
        StartError::new(format!("Cannot read the machines of {file}: {error}."))
    };
    let text = std::fs::read_to_string(file).map_err(|error| fail(&error))?;
    let mut seen: Vec<Candidate> = serde_json::from_str(&text).map_err(|error| fail(&error))?;
    seen.sort_by(|a, b| b.seen_at.cmp(&a.seen_at).then_with(|| a.mac.cmp(&b.mac)));
    Ok(seen)
}
