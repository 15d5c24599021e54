//! What is told to who runs the server, on the standard error output.

use tower_http::classify::{ServerErrorsAsFailures, SharedClassifier};
use tower_http::trace::{DefaultMakeSpan, DefaultOnResponse, TraceLayer};
use tracing::Level;

/// Warnings and errors; with `access_log` every answer too.
pub fn begin(access_log: bool) {
    tracing_subscriber::fmt()
        .with_max_level(if access_log { Level::INFO } else { Level::WARN })
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
}

/// Tells of each request: its method, path and status, and how long it took.
pub fn requests() -> TraceLayer<SharedClassifier<ServerErrorsAsFailures>> {
    TraceLayer::new_for_http()
        .make_span_with(DefaultMakeSpan::new().level(Level::INFO))
        .on_response(DefaultOnResponse::new().level(Level::INFO))
}
