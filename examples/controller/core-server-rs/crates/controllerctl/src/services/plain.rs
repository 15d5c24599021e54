//! The supervisor for machines without a service manager: one process of controllerctl a unit.
//!
//! Whether it lives is told by a lock that it holds, not by a number that another process may
//! have by now; its number stands in the locked file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use signal_hook::consts::{SIGCHLD, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::Unit;
use crate::files::{make_folder, read_json, remove, write_json};
use crate::prefix::Prefix;
use crate::problem::{Problem, Result};

/// How long a process may take to end by itself.
const GRACE: Duration = Duration::from_secs(5);
const BEFORE_RESTART: Duration = Duration::from_millis(250);
const TICK: Duration = Duration::from_millis(5);

fn definition(prefix: &Prefix, name: &str) -> PathBuf {
    prefix.below("run").join(format!("{name}.json"))
}

fn lock_file(prefix: &Prefix, name: &str) -> PathBuf {
    prefix.below("run").join(format!("{name}.pid"))
}

pub fn start(prefix: &Prefix, unit: &Unit) -> Result<()> {
    if is_kept(prefix, &unit.name)? {
        if read_json(&definition(prefix, &unit.name))?.as_ref() == Some(unit) {
            return Ok(());
        }
        stop(prefix, &unit.name)?;
    }
    make_folder(&prefix.below("run"))?;
    make_folder(&prefix.below("logs"))?;
    write_json(&definition(prefix, &unit.name), unit)?;
    let path = prefix.below("logs").join(format!("{}.log", unit.name));
    let log = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .map_err(Problem::with_file("written", &path))?;
    let error_log = log
        .try_clone()
        .map_err(Problem::with_file("written", &path))?;
    let supervisor = Command::new(prefix.own_program())
        .arg("supervise")
        .arg("--prefix")
        .arg(prefix.path())
        .args(["--unit", &unit.name])
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(error_log)
        .process_group(0)
        .spawn()
        .map_err(|error| Problem::new(format!("The supervisor does not start: {error}.")))?;
    wait_until_locked(prefix, unit, supervisor)
}

/// From then on a `stop` finds it.
fn wait_until_locked(prefix: &Prefix, unit: &Unit, mut supervisor: Child) -> Result<()> {
    let bound = Instant::now() + GRACE;
    while Instant::now() < bound {
        if is_kept(prefix, &unit.name)? {
            return Ok(());
        }
        if supervisor.try_wait().is_ok_and(|status| status.is_some()) {
            break;
        }
        sleep(TICK);
    }
    Err(Problem::new(format!(
        "The supervisor of {} does not start; {} says why.",
        unit.name,
        prefix
            .below("logs")
            .join(format!("{}.log", unit.name))
            .display()
    )))
}

pub fn stop(prefix: &Prefix, name: &str) -> Result<()> {
    if let Some(pid) = read_pid(prefix, name)? {
        // One that ended just now is what we want.
        let _ = kill_process(pid, Signal::TERM);
        let bound = Instant::now() + GRACE * 2;
        while is_kept(prefix, name)? {
            if Instant::now() > bound {
                let _ = kill_process_group(pid, Signal::KILL);
            }
            sleep(TICK);
        }
    }
    remove(&definition(prefix, name))?;
    remove(&lock_file(prefix, name))
}

pub fn is_kept(prefix: &Prefix, name: &str) -> Result<bool> {
    let path = lock_file(prefix, name);
    let Ok(file) = File::open(&path) else {
        return Ok(false);
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(Problem::with_file("locked", &path)(error)),
    }
}

/// The supervisor's process, which is also the number of its group; nothing where none lives.
fn read_pid(prefix: &Prefix, name: &str) -> Result<Option<Pid>> {
    let path = lock_file(prefix, name);
    while is_kept(prefix, name)? {
        let mut text = String::new();
        File::open(&path)
            .and_then(|mut file| file.read_to_string(&mut text))
            .map_err(Problem::with_file("read", &path))?;
        let number = text.split(' ').next().unwrap_or_default();
        if let Some(pid) = number.parse().ok().and_then(Pid::from_raw) {
            return Ok(Some(pid));
        }
        // It writes its number as soon as it has the lock.
        sleep(TICK);
    }
    Ok(None)
}

/// The number of the process group in which the unit runs; nothing where it does not.
pub fn read_group(prefix: &Prefix, name: &str) -> Result<Option<i32>> {
    Ok(read_pid(prefix, name)?.map(Pid::as_raw_pid))
}

/// How often the unit's process has ended by itself since the unit was started.
pub fn count_deaths(prefix: &Prefix, name: &str) -> u32 {
    let text = std::fs::read_to_string(lock_file(prefix, name)).unwrap_or_default();
    let deaths = text.split_once(' ').map(|(_, deaths)| deaths.parse());
    deaths.and_then(std::result::Result::ok).unwrap_or(0)
}

/// The supervisor itself: keeps the unit's process running until it is told to end.
pub fn supervise(prefix: &Prefix, name: &str) -> Result<()> {
    let path = definition(prefix, name);
    let unit: Unit = read_json(&path)?
        .ok_or_else(|| Problem::new(format!("{} is not there.", path.display())))?;
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGCHLD])
        .map_err(|error| Problem::new(format!("Cannot listen for signals: {error}.")))?;
    // Where another one came first, there is nothing left to do.
    let Some(mut lock) = take_lock(prefix, name)? else {
        return Ok(());
    };
    for deaths in 0.. {
        note(&mut lock, deaths).map_err(Problem::with_file("written", &path))?;
        let mut child = spawn(&unit)?;
        if !wait_for_end(&mut child, &mut signals) {
            end(&mut child);
            return Ok(());
        }
        eprintln!("{name} ended; it is started again.");
        sleep(BEFORE_RESTART);
        if signals.pending().any(|signal| signal != SIGCHLD) {
            break;
        }
    }
    Ok(())
}

/// The lock file says which process holds it, and how often the unit's process has ended.
fn note(lock: &mut File, deaths: u32) -> std::io::Result<()> {
    let text = format!("{} {deaths}", std::process::id());
    lock.rewind()?;
    lock.write_all(text.as_bytes())
}

fn take_lock(prefix: &Prefix, name: &str) -> Result<Option<File>> {
    let path = lock_file(prefix, name);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(Problem::with_file("written", &path))?;
    // Somebody who only looks holds it for a moment.
    let bound = Instant::now() + Duration::from_secs(1);
    while file.try_lock().is_err() {
        if Instant::now() > bound {
            return Ok(None);
        }
        sleep(TICK);
    }
    file.set_len(0)
        .map_err(Problem::with_file("written", &path))?;
    Ok(Some(file))
}

fn spawn(unit: &Unit) -> Result<Child> {
    let mut command = Command::new(&unit.program);
    command
        .args(&unit.arguments)
        .env_clear()
        .envs(&unit.environment)
        .current_dir(&unit.folder)
        .stdin(Stdio::null());
    die_with_parent(&mut command);
    command.spawn().map_err(|error| {
        Problem::new(format!(
            "{} cannot be started: {error}.",
            unit.program.display()
        ))
    })
}

/// A supervisor that is killed takes its process with it, so that the port is free again.
#[cfg(target_os = "linux")]
fn die_with_parent(command: &mut Command) {
    let ask =
        || rustix::process::set_parent_process_death_signal(Some(Signal::TERM)).map_err(Into::into);
    // SAFETY: between fork and exec only one system call is made, and nothing is allocated.
    #[allow(unsafe_code)]
    unsafe {
        command.pre_exec(ask);
    }
}

#[cfg(not(target_os = "linux"))]
fn die_with_parent(_command: &mut Command) {}

/// True where the process ended by itself, false where we are told to end.
fn wait_for_end(child: &mut Child, signals: &mut Signals) -> bool {
    for signal in signals.forever() {
        if signal != SIGCHLD {
            return false;
        }
        if child.try_wait().is_ok_and(|status| status.is_some()) {
            return true;
        }
    }
    false
}

fn end(child: &mut Child) {
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::TERM);
    }
    let bound = Instant::now() + GRACE;
    while child.try_wait().is_ok_and(|status| status.is_none()) {
        if Instant::now() > bound {
            let _ = child.kill();
        }
        sleep(TICK);
    }
}
