use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    core_server_rs::main().await
}
