//! The controller's core server, ported from Python one endpoint at a time.

mod app;
mod auth;
mod contract;
mod dashboard_files;
mod database;
mod drifts;
mod errors;
mod log;
mod migrations;
mod models;
mod network;
mod ranges;
mod routes;
mod schedules;
mod settings;
mod store;
mod timestamp;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::errors::StartError;

#[derive(Parser)]
#[command(about = "The controller's core server.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer on loopback.
    Serve {
        #[arg(long)]
        port: u16,
        /// Log every request.
        #[arg(long)]
        access_log: bool,
    },
    /// Print the contract.
    Openapi,
    /// Apply the missing migrations.
    Migrate,
}

/// What the process does, by its arguments.
pub async fn main() -> ExitCode {
    match run(Cli::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), StartError> {
    match command {
        Command::Serve { port, access_log } => {
            log::begin(access_log);
            app::serve(port).await
        }
        Command::Openapi => {
            print!("{}", contract::to_json());
            Ok(())
        }
        Command::Migrate => migrate().await,
    }
}

async fn migrate() -> Result<(), StartError> {
    let settings = settings::read_settings()?;
    let pool = database::open_or_create(&settings.database).await?;
    let applied = migrations::apply_missing(&pool).await?;
    if applied.is_empty() {
        println!("nothing to apply");
    } else {
        println!("applied: {}", applied.join(", "));
    }
    Ok(())
}
