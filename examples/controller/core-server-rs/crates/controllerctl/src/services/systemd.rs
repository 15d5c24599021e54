//! Units of systemd (systemd.service(5)), for the system's own manager, so that they start at boot.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use super::{Unit, run};
use crate::files::{remove, write_whole};
use crate::problem::Result;

const FOLDER: &str = "/etc/systemd/system";

pub fn file_name(name: &str) -> String {
    format!("{name}.service")
}

/// The text of the unit file; the process runs as `user` and cannot become anybody else.
pub fn define(unit: &Unit, user: &str) -> String {
    let command: Vec<_> = [unit.program.to_string_lossy().into_owned()]
        .iter()
        .chain(&unit.arguments)
        .map(|word| quote(word))
        .collect();
    let mut environment = String::new();
    for (name, value) in &unit.environment {
        let _ = writeln!(
            environment,
            "Environment={}",
            quote(&format!("{name}={value}"))
        );
    }
    format!(
        "[Unit]\n\
         Description={description}\n\
         After=network.target\n\
         \n\
         [Service]\n\
         Type=exec\n\
         User={user}\n\
         WorkingDirectory={folder}\n\
         {environment}\
         ExecStart={command}\n\
         Restart=always\n\
         RestartSec=1\n\
         TimeoutStopSec=5\n\
         NoNewPrivileges=true\n\
         PrivateTmp=true\n\
         \n\
         [Install]\n\
         WantedBy=multi-user.target\n",
        description = unit.description,
        folder = unit.folder.to_string_lossy().replace('%', "%%"),
        command = command.join(" "),
    )
}

/// In double quotes, with what systemd would read in them spelt so that it stands for itself.
fn quote(word: &str) -> String {
    let word = word
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('%', "%%")
        .replace('$', "$$");
    format!("\"{word}\"")
}

pub fn start(unit: &Unit, user: &str) -> Result<()> {
    let file = file_name(&unit.name);
    write_whole(
        &Path::new(FOLDER).join(&file),
        define(unit, user).as_bytes(),
    )?;
    run("systemctl", &["daemon-reload"])?;
    run("systemctl", &["enable", "--now", &file])
}

pub fn stop(name: &str) -> Result<()> {
    let file = file_name(name);
    let path = Path::new(FOLDER).join(&file);
    if !path.exists() {
        return Ok(());
    }
    run("systemctl", &["disable", "--now", &file])?;
    remove(&path)?;
    run("systemctl", &["daemon-reload"])
}

/// How often systemd has started the unit again by itself.
pub fn count_deaths(name: &str) -> u32 {
    let output = Command::new("systemctl")
        .args(["show", "--property=NRestarts", "--value", &file_name(name)])
        .output();
    output.map_or(0, |output| {
        String::from_utf8_lossy(&output.stdout)
            .trim()
            .parse()
            .unwrap_or(0)
    })
}

pub fn is_kept(name: &str) -> Result<bool> {
    Ok(run("systemctl", &["is-active", "--quiet", &file_name(name)]).is_ok())
}
