//! Makes an installation out of a bundle, brings one up to a newer bundle, and takes it away.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bundle::Bundle;
use crate::files::{copy, make_folder, remove};
use crate::http::require_free;
use crate::interpreters::{find_node, find_python};
use crate::prefix::{OWN_NAMES, Prefix};
use crate::problem::{Problem, Result};
use crate::release::{require_given_up, require_proved};
use crate::runtime::{Runtime, migration};
use crate::services::Manager;
use crate::state::{Deployment, Profile, State};
use crate::switch::{define_services, keep_up, run_migration, switch};

/// What the person who installs may choose.
pub struct Choices {
    pub profile: Profile,
    pub port: u16,
    pub core_port: u16,
    pub manager: Manager,
    pub service_user: String,
    pub without: Vec<String>,
}

/// Installs, or upgrades what is installed. The caller holds the lock and has finished what was broken off.
pub fn install(prefix: &Prefix, bundle: &Path, choices: &Choices) -> Result<Deployment> {
    let bundle = Bundle::open(bundle)?;
    let installed = State::read(prefix)?;
    match installed {
        Some(state) if state.live.is_some() => upgrade(prefix, &bundle, state, &choices.without),
        // A first installation that did not come to its end begins again.
        _ => begin(prefix, &bundle, choices),
    }
}

fn upgrade(
    prefix: &Prefix,
    bundle: &Bundle,
    mut state: State,
    without: &[String],
) -> Result<Deployment> {
    let live = state.live()?.clone();
    bundle.unpack(prefix)?;
    install_own_program(prefix, &bundle.manifest.version)?;
    if find_interpreters(&mut state, &bundle.manifest.python).is_ok() {
        state.write(prefix)?;
    }
    let to = Deployment {
        release: bundle.manifest.version.clone(),
        profile: live.profile,
    };
    if to == live {
        keep_up(prefix, &state, &Runtime::live(prefix, &state, &to)?)?;
        return Ok(to);
    }
    require_allowed(prefix, &to, without)?;
    switch(prefix, &to)?;
    remove_old_releases(prefix)?;
    Ok(to)
}

fn begin(prefix: &Prefix, bundle: &Bundle, choices: &Choices) -> Result<Deployment> {
    let mut state = State::new(
        choices.port,
        choices.core_port,
        choices.manager,
        choices.service_user.clone(),
    );
    let found = find_interpreters(&mut state, &bundle.manifest.python);
    if choices.profile == Profile::Legacy {
        found?;
    }
    let deployment = Deployment {
        release: bundle.manifest.version.clone(),
        profile: choices.profile,
    };
    stop_everything(prefix, choices.manager)?;
    require_free(choices.port)?;
    if choices.profile == Profile::Legacy {
        require_free(choices.core_port)?;
    }
    let had_data = prefix.below("data").exists();
    state.write(prefix)?;
    let begun = set_up(prefix, bundle, &mut state, &deployment, &choices.without);
    if begun.is_err() {
        stop_everything(prefix, choices.manager)?;
        if !had_data {
            remove(&prefix.below("data"))?;
        }
        remove_own(prefix)?;
    }
    begun.map(|()| deployment)
}

fn set_up(
    prefix: &Prefix,
    bundle: &Bundle,
    state: &mut State,
    deployment: &Deployment,
    without: &[String],
) -> Result<()> {
    bundle.unpack(prefix)?;
    install_own_program(prefix, &deployment.release)?;
    require_allowed(prefix, deployment, without)?;
    make_private_folder(&prefix.below("data"))?;
    make_folder(&prefix.below("logs"))?;
    run_migration(&migration(prefix, state, deployment, prefix.database())?)?;
    if state.manager != Manager::Plain {
        give_to(
            &state.service_user,
            &[prefix.below("data"), prefix.below("logs")],
        )?;
    }
    let runtime = Runtime::live(prefix, state, deployment)?;
    define_services(prefix, state, &runtime)?;
    keep_up(prefix, state, &runtime)?;
    state.live = Some(deployment.clone());
    state.write(prefix)
}

/// A deployment as Rust has to be proved, and what it leaves out has to be given up.
pub fn require_allowed(prefix: &Prefix, to: &Deployment, without: &[String]) -> Result<()> {
    if to.profile == Profile::Legacy {
        return Ok(());
    }
    require_given_up(&require_proved(prefix, &to.release)?, without)
}

fn find_interpreters(state: &mut State, minor: &str) -> Result<()> {
    state.python = Some(find_python(minor)?);
    state.node = Some(find_node()?);
    Ok(())
}

fn install_own_program(prefix: &Prefix, release: &str) -> Result<()> {
    let program = prefix.own_program();
    let beside = program.with_extension("new");
    copy(
        &prefix.release(release).join("bin").join("controllerctl"),
        &beside,
    )?;
    std::fs::rename(&beside, &program).map_err(Problem::with_file("written", &program))
}

/// For the accounts' passwords and sessions: nobody but the owner looks into it.
fn make_private_folder(path: &Path) -> Result<()> {
    make_folder(path)?;
    std::fs::set_permissions(path, Permissions::from_mode(0o700))
        .map_err(Problem::with_file("closed to others", path))
}

/// The live release and the one before it stay.
fn remove_old_releases(prefix: &Prefix) -> Result<()> {
    let state = prefix.state()?;
    let kept: Vec<_> = [&state.live, &state.previous]
        .into_iter()
        .flatten()
        .map(|deployment| prefix.release(&deployment.release))
        .collect();
    let folder = prefix.below("releases");
    let entries = std::fs::read_dir(&folder).map_err(Problem::with_file("read", &folder))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if !kept.contains(&path) {
            remove(&path)?;
        }
    }
    Ok(())
}

/// Ends the services and removes what we made; the data only where that is asked for.
pub fn uninstall(prefix: &Prefix, with_data: bool) -> Result<()> {
    let state = prefix.state()?;
    stop_everything(prefix, state.manager)?;
    if with_data {
        remove(&prefix.below("data"))?;
    }
    remove_own(prefix)
}

/// Every unit that an installation ever has, live or tried out.
fn stop_everything(prefix: &Prefix, manager: Manager) -> Result<()> {
    for name in ["controller", "controller-dashboard", "controller-core"] {
        manager.stop(prefix, name)?;
    }
    for name in ["trial", "trial-dashboard", "trial-core"] {
        Manager::Plain.stop(prefix, name)?;
    }
    Ok(())
}

/// The state file last but the lock, so that what is left after a kill is still known as ours.
fn remove_own(prefix: &Prefix) -> Result<()> {
    for name in OWN_NAMES {
        remove(&prefix.below(name))?;
    }
    // Not ours to remove where anything else is in it, as the data that is kept.
    let _ = std::fs::remove_dir(prefix.path());
    Ok(())
}

/// Hands folders to the account that the services run under.
fn give_to(user: &str, folders: &[PathBuf]) -> Result<()> {
    let status = Command::new("chown")
        .args(["-R", user])
        .args(folders)
        .status();
    if status.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    Err(Problem::new(format!(
        "The folders of the services cannot be given to the user {user}; make that user, or name another by --service-user."
    )))
}
