//! The same server with wrong behaviour built in; a program of its own, so that neither takes the other's place.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    core_server_rs::main().await
}
