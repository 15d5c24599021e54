//! Daemons of launchd (launchd.plist(5)), in the system's domain, so that they start at boot.

use std::fmt::Write;
use std::path::Path;

use super::{Unit, run};
use crate::files::{remove, write_whole};
use crate::prefix::Prefix;
use crate::problem::Result;

const FOLDER: &str = "/Library/LaunchDaemons";

fn label(name: &str) -> String {
    format!("org.example.{name}")
}

pub fn file_name(name: &str) -> String {
    format!("{}.plist", label(name))
}

/// The text of the property list; the process runs as `user`.
pub fn define(unit: &Unit, logs: &Path, user: &str) -> String {
    let mut words = String::new();
    let program = unit.program.to_string_lossy();
    for word in [program.as_ref()]
        .into_iter()
        .chain(unit.arguments.iter().map(String::as_str))
    {
        let _ = writeln!(words, "        <string>{}</string>", escape(word));
    }
    let mut environment = String::new();
    for (name, value) in &unit.environment {
        let _ = writeln!(
            environment,
            "        <key>{}</key>\n        <string>{}</string>",
            escape(name),
            escape(value)
        );
    }
    let log = logs.join(format!("{}.log", unit.name));
    let log = escape(&log.to_string_lossy());
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
    <key>Label</key>
    <string>{label}</string>
    <key>UserName</key>
    <string>{user}</string>
    <key>ProgramArguments</key>
    <array>
{words}    </array>
    <key>EnvironmentVariables</key>
    <dict>
{environment}    </dict>
    <key>WorkingDirectory</key>
    <string>{folder}</string>
    <key>RunAtLoad</key>
    <true/>
    <key>KeepAlive</key>
    <true/>
    <key>ExitTimeOut</key>
    <integer>5</integer>
    <key>ThrottleInterval</key>
    <integer>1</integer>
    <key>StandardOutPath</key>
    <string>{log}</string>
    <key>StandardErrorPath</key>
    <string>{log}</string>
</dict>
</plist>
"#,
        label = escape(&label(&unit.name)),
        user = escape(user),
        folder = escape(&unit.folder.to_string_lossy()),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

pub fn start(prefix: &Prefix, unit: &Unit, user: &str) -> Result<()> {
    let path = Path::new(FOLDER).join(file_name(&unit.name));
    let text = define(unit, &prefix.below("logs"), user);
    if is_kept(&unit.name)? {
        stop(&unit.name)?;
    }
    write_whole(&path, text.as_bytes())?;
    run(
        "launchctl",
        &["bootstrap", "system", &path.to_string_lossy()],
    )
}

pub fn stop(name: &str) -> Result<()> {
    let path = Path::new(FOLDER).join(file_name(name));
    if is_kept(name)? {
        run(
            "launchctl",
            &["bootout", &format!("system/{}", label(name))],
        )?;
    }
    remove(&path)
}

pub fn is_kept(name: &str) -> Result<bool> {
    Ok(run("launchctl", &["print", &format!("system/{}", label(name))]).is_ok())
}
