//! Installs the controller, and switches it between its Python and its Rust runtime.

mod bundle;
mod database;
mod files;
mod http;
mod install;
mod interpreters;
mod journal;
mod prefix;
mod problem;
mod release;
mod runtime;
mod services;
mod setup;
mod state;
mod status;
mod switch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::files::remove;
use crate::install::{Choices, install, require_allowed, uninstall};
use crate::prefix::Prefix;
use crate::problem::{Problem, Result};
use crate::runtime::Runtime;
use crate::services::{Manager, plain};
use crate::state::{Deployment, Profile, State};
use crate::status::{Status, read_status};
use crate::switch::{Recovered, keep_up, recover, switch};

#[derive(Parser)]
#[command(
    about = "Installs the controller, and switches it between its Python and its Rust runtime."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The folder that the installation lives in.
    #[arg(long, global = true, default_value = "/opt/controller")]
    prefix: PathBuf,
}

#[derive(Subcommand)]
enum Command {
    /// Make an installation out of a bundle, or bring one up to a newer bundle.
    Install(InstallArguments),
    /// Install where nothing is installed yet, and serve the page that makes the first user.
    Setup {
        #[command(flatten)]
        install: InstallArguments,
        /// The port of the setup page; 0 takes a free one.
        #[arg(long, default_value_t = 0)]
        setup_port: u16,
    },
    /// Tell what runs; finish or undo a switch that was broken off.
    Status {
        #[arg(long)]
        json: bool,
        /// Print only which core server answers: `python` or `rust`.
        #[arg(long, conflicts_with = "json")]
        language: bool,
    },
    /// Make the other runtime the live one.
    Switch {
        #[arg(long)]
        to: Profile,
        /// An endpoint that only Python answers and that is given up, or `all` of them.
        #[arg(long)]
        without: Vec<String>,
    },
    /// Go back to what ran before the last switch or upgrade.
    Rollback,
    /// End the services and remove the installation.
    Uninstall {
        /// Remove the database and its backups too.
        #[arg(long)]
        with_data: bool,
    },
    /// Keep one unit running; started by the other commands.
    #[command(hide = true)]
    Supervise {
        #[arg(long)]
        unit: String,
    },
}

#[derive(Args)]
struct InstallArguments {
    /// The folder that `make bundle` made.
    #[arg(long)]
    bundle: PathBuf,
    #[arg(long, default_value = "legacy")]
    profile: Profile,
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The port of the Python server behind the Node server.
    #[arg(long, default_value_t = 8081)]
    core_port: u16,
    /// Who starts the services at boot; `plain` registers nothing with the system.
    #[arg(long, default_value = "plain")]
    services: Manager,
    /// The account that services of systemd and launchd run under.
    #[arg(long, default_value = "controller")]
    service_user: String,
    /// An endpoint that only Python answers and that is given up, or `all` of them.
    #[arg(long)]
    without: Vec<String>,
}

fn main() -> ExitCode {
    let Cli { command, prefix } = Cli::parse();
    match Prefix::at(&prefix).and_then(|prefix| run(command, &prefix)) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, prefix: &Prefix) -> Result<ExitCode> {
    match command {
        Command::Install(arguments) => run_install(prefix, arguments)?,
        Command::Setup {
            install,
            setup_port,
        } => run_setup(prefix, install, setup_port)?,
        Command::Status { json, language } => {
            return run_status(prefix, |status| match (json, language) {
                (true, _) => status.to_json(),
                (_, true) => Ok(format!("{}\n", status.live.profile.language())),
                _ => Ok(status.to_text()),
            });
        }
        Command::Switch { to, without } => run_switch(prefix, to, &without)?,
        Command::Rollback => run_rollback(prefix)?,
        Command::Uninstall { with_data } => {
            prefix.state()?;
            let _lock = prefix.lock()?;
            uninstall(prefix, with_data)?;
            println!(
                "The installation in {} is removed.",
                prefix.path().display()
            );
            if !with_data {
                println!("Its data stays in {}.", prefix.below("data").display());
            }
        }
        Command::Supervise { unit } => plain::supervise(prefix, &unit)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn run_install(prefix: &Prefix, arguments: InstallArguments) -> Result<()> {
    prefix.require_ours()?;
    let is_new = !prefix.path().exists();
    let _lock = prefix.lock()?;
    if State::read(prefix)?.is_some() {
        tell_recovered(prefix)?;
    }
    let choices = Choices {
        profile: arguments.profile,
        port: arguments.port,
        core_port: arguments.core_port,
        manager: arguments.services,
        service_user: arguments.service_user,
        without: arguments.without,
    };
    let installed = install(prefix, &arguments.bundle, &choices);
    if installed.is_err() && is_new && State::read(prefix)?.is_none() {
        remove(prefix.path())?;
    }
    let deployment = installed?;
    println!("Installed: {deployment}.");
    Ok(())
}

fn run_setup(prefix: &Prefix, arguments: InstallArguments, port: u16) -> Result<()> {
    let installed = State::read(prefix)?;
    if installed.is_none_or(|state| state.live.is_none()) {
        run_install(prefix, arguments)?;
    }
    setup::serve(prefix, &prefix.state()?, port)
}

fn run_status(
    prefix: &Prefix,
    to_text: impl Fn(&Status) -> Result<String>,
) -> Result<ExitCode> {
    prefix.state()?;
    let lock = prefix.lock()?;
    tell_recovered(prefix)?;
    let state = prefix.state()?;
    let status = read_status(prefix, &state)?;
    drop(lock);
    print!("{}", to_text(&status)?);
    Ok(if status.healthy {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn run_switch(prefix: &Prefix, profile: Profile, without: &[String]) -> Result<()> {
    prefix.state()?;
    let _lock = prefix.lock()?;
    tell_recovered(prefix)?;
    let state = prefix.state()?;
    let to = Deployment {
        profile,
        ..state.live()?.clone()
    };
    require_allowed(prefix, &to, without)?;
    change(prefix, &state, &to)
}

fn run_rollback(prefix: &Prefix) -> Result<()> {
    prefix.state()?;
    let _lock = prefix.lock()?;
    tell_recovered(prefix)?;
    let state = prefix.state()?;
    let to = state
        .previous
        .clone()
        .ok_or_else(|| Problem::new("There was no switch or upgrade that could be taken back."))?;
    // What it does without was given up when it was switched to.
    require_allowed(prefix, &to, &["all".to_owned()])?;
    change(prefix, &state, &to)
}

fn change(prefix: &Prefix, state: &State, to: &Deployment) -> Result<()> {
    if state.live()? == to {
        keep_up(prefix, state, &Runtime::live(prefix, state, to)?)?;
        println!("Already live: {to}.");
    } else {
        switch(prefix, to)?;
        println!("Live: {to}.");
    }
    Ok(())
}

/// Finishes or undoes what a kill broke off, and says so.
fn tell_recovered(prefix: &Prefix) -> Result<()> {
    match recover(prefix)? {
        Some(Recovered::Finished(live)) => {
            eprintln!("A switch was broken off near its end, and is finished: {live}.");
        }
        Some(Recovered::Undone(live)) => {
            eprintln!("A switch was broken off, and is undone: {live}.");
        }
        None => {}
    }
    Ok(())
}
