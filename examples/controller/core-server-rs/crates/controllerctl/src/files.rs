//! Files that are there whole or not at all, and copies of folders.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::problem::{Problem, Result};

/// Writes beside the file first, so that whoever reads it sees the old text or the new one.
pub fn write_whole(path: &Path, text: &[u8]) -> Result<()> {
    let beside = path.with_extension("new");
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(text)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(Problem::with_file("written", path))
}

pub fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Problem::new(format!("{} is not JSON: {error}.", path.display())))?;
    write_whole(path, format!("{text}\n").as_bytes())
}

/// The value that a file holds; nothing where there is no such file.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Problem::with_file("read", path)(error)),
    };
    serde_json::from_str(&text).map(Some).map_err(|error| {
        Problem::new(format!(
            "{} is not what this version of controllerctl writes: {error}.",
            path.display()
        ))
    })
}

pub fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(Problem::with_file("made", path))
}

/// Removes a file or a folder with all that it holds; what is not there is fine.
pub fn remove(path: &Path) -> Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => Ok(()),
    };
    removed.map_err(Problem::with_file("removed", path))
}

/// Copies one file with its permissions, and makes the folders above it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        make_folder(folder)?;
    }
    fs::copy(from, to)
        .map(|_| ())
        .map_err(Problem::with_file("copied", from))
}

/// SHA-256 of a file, as 64 hexadecimal digits.
pub fn hash(path: &Path) -> Result<String> {
    let mut hasher = Sha256::new();
    File::open(path)
        .and_then(|mut file| std::io::copy(&mut file, &mut hasher))
        .map_err(Problem::with_file("read", path))?;
    Ok(format!("{:x}", hasher.finalize()))
}
