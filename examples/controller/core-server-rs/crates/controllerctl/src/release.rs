//! `portolan-release.json`: which program was proved equal to the Python server, and with which contract.
//!
//! Portolan writes the file and describes it in its docs/switching.md.

use serde::Deserialize;

use crate::bundle::read_manifest;
use crate::files::{hash, read_json};
use crate::prefix::Prefix;
use crate::problem::{Problem, Result};

#[derive(Deserialize)]
struct Record {
    version: u32,
    binary: Hashed,
    contract: Hashed,
    gates: Vec<Gate>,
    endpoints: Vec<Endpoint>,
}

#[derive(Deserialize)]
struct Hashed {
    sha256: String,
}

#[derive(Deserialize)]
struct Gate {
    name: String,
    outcome: String,
}

#[derive(Deserialize)]
struct Endpoint {
    endpoint: String,
    state: String,
}

/// Refuses a release whose Rust server was not proved; returns the endpoints that one would do without.
pub fn require_proved(prefix: &Prefix, release: &str) -> Result<Vec<String>> {
    let folder = prefix.release(release);
    let refuse = |why: String| {
        Problem::new(format!(
            "Release {release} cannot run as rust: {why} \
             `portolan gate release` writes the record for a program that passes, and `make bundle` packs it."
        ))
    };
    let path = folder.join("portolan-release.json");
    let record: Record = read_json(&path)?
        .ok_or_else(|| refuse("its bundle holds no portolan-release.json.".to_owned()))?;
    if record.version != 1 {
        return Err(refuse(format!(
            "its portolan-release.json has version {}, and 1 is known.",
            record.version
        )));
    }
    for (name, expected, file) in [
        ("program", &record.binary, "bin/core-server-rs"),
        ("contract", &record.contract, "openapi/openapi.json"),
    ] {
        if hash(&folder.join(file))? != expected.sha256 {
            return Err(refuse(format!(
                "its portolan-release.json is about another {name} than {file}."
            )));
        }
    }
    if let Some(gate) = record
        .gates
        .iter()
        .find(|gate| !matches!(gate.outcome.as_str(), "passed" | "waived"))
    {
        return Err(refuse(format!(
            "the gate {} is {}.",
            gate.name, gate.outcome
        )));
    }
    let unknown = |endpoint: &&Endpoint| !matches!(endpoint.state.as_str(), "verified" | "kept");
    if let Some(Endpoint { endpoint, state }) = record.endpoints.iter().find(unknown) {
        return Err(refuse(format!("{endpoint} is {state}.")));
    }
    let kept = record
        .endpoints
        .into_iter()
        .filter(|endpoint| endpoint.state == "kept")
        .map(|endpoint| endpoint.endpoint);
    let manifest = read_manifest(&folder)?;
    let mut missing: Vec<_> = manifest
        .map_or_else(Vec::new, |manifest| manifest.python_only)
        .into_iter()
        .chain(kept)
        .collect();
    missing.sort();
    missing.dedup();
    Ok(missing)
}

/// Refuses where an endpoint would be gone that was not given up by name.
pub fn require_given_up(missing: &[String], without: &[String]) -> Result<()> {
    let all = without.iter().any(|name| name == "all");
    let open: Vec<_> = missing
        .iter()
        .filter(|endpoint| !all && !without.contains(endpoint))
        .map(|endpoint| format!("  {endpoint}\n"))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Problem::new(format!(
        "Python answers these endpoints and Rust does not:\n{}\
         Give them up by --without 'METHOD /path' for each, or --without all.",
        open.concat()
    )))
}

#[cfg(test)]
mod tests {
    use super::require_given_up;

    #[test]
    fn each_endpoint_is_given_up_by_name_or_all_at_once() {
        let missing = ["GET /a".to_owned(), "GET /b".to_owned()];
        assert!(require_given_up(&[], &[]).is_ok());
        assert!(require_given_up(&missing, &missing).is_ok());
        assert!(require_given_up(&missing, &["all".to_owned()]).is_ok());
        let refused = require_given_up(&missing, &["GET /a".to_owned()]).unwrap_err();
        assert!(refused.to_string().contains("\n  GET /b\n"));
        assert!(!refused.to_string().contains("GET /a\n"));
    }
}
