//! A bundle: the folder that `make bundle` makes, with everything that a release is made of.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::files::{copy, hash, read_json, remove, write_json};
use crate::prefix::Prefix;
use crate::problem::{Problem, Result};

/// `bundle.json`: what the bundle is, and the hash of every other file in it.
#[derive(Clone, Deserialize, Serialize)]
pub struct Manifest {
    /// Another number is another format.
    format: u32,
    /// The name of the release: no two bundles with other files have the same.
    pub version: String,
    /// The minor version of Python whose compiled packages it holds: `3.11`.
    pub python: String,
    /// Endpoints that only the Python server answers: `GET /api/reports`.
    pub python_only: Vec<String>,
    /// SHA-256 by path, with `/` between folders.
    files: BTreeMap<String, String>,
}

pub struct Bundle {
    folder: PathBuf,
    pub manifest: Manifest,
}

const NAME: &str = "bundle.json";
const FORMAT: u32 = 1;

impl Bundle {
    /// Reads the bundle and holds each file against its hash.
    pub fn open(folder: &Path) -> Result<Self> {
        let manifest = read_manifest(folder)?.ok_or_else(|| {
            Problem::new(format!(
                "{} is no bundle: it holds no {NAME}. `make bundle` makes one.",
                folder.display()
            ))
        })?;
        for (file, expected) in &manifest.files {
            let path = folder.join(require_inside(file)?);
            if hash(&path)? != *expected {
                return Err(Problem::new(format!(
                    "{} is not the file that the bundle was made with; make or fetch it anew.",
                    path.display()
                )));
            }
        }
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
        })
    }

    /// Makes it a release of the installation; a half-made one never stands under its name.
    pub fn unpack(&self, prefix: &Prefix) -> Result<()> {
        let release = prefix.release(&self.manifest.version);
        if release.exists() {
            return Ok(());
        }
        let partial = prefix.below("releases").join("partial");
        remove(&partial)?;
        for file in self.manifest.files.keys() {
            copy(&self.folder.join(file), &partial.join(file))?;
        }
        write_json(&partial.join(NAME), &self.manifest)?;
        fs::rename(&partial, &release).map_err(Problem::with_file("made", &release))
    }
}

/// The manifest of a release that is installed, or of a bundle.
pub fn read_manifest(folder: &Path) -> Result<Option<Manifest>> {
    let path = folder.join(NAME);
    let manifest: Option<Manifest> = read_json(&path)?;
    match manifest {
        Some(manifest) if manifest.format != FORMAT => Err(Problem::new(format!(
            "{} has format {}, and this controllerctl knows {FORMAT}; use the one of that bundle.",
            path.display(),
            manifest.format
        ))),
        Some(manifest) => {
            require_inside(&manifest.version)?;
            Ok(Some(manifest))
        }
        None => Ok(None),
    }
}

/// A manifest from elsewhere names files below its own folder, and no others.
fn require_inside(file: &str) -> Result<&str> {
    let is_inside = Path::new(file)
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if is_inside && !file.is_empty() {
        Ok(file)
    } else {
        Err(Problem::new(format!(
            "The bundle names `{file}`, which would lie outside of its folder."
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::require_inside;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        assert!(require_inside("bin/core-server-rs").is_ok());
        for outside in ["../state.json", "/etc/passwd", "a/../../b", ""] {
            assert!(require_inside(outside).is_err(), "{outside}");
        }
    }
}
