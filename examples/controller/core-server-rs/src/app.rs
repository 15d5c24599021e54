//! The application, put together and served.

use std::net::Ipv4Addr;

use axum::middleware::map_response;
use fastapi_answers::{Slashes, like_fastapi};
use sqlx::AnyPool;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::errors::StartError;
use crate::{dashboard_files, database, drifts, migrations, routes, settings};

/// What every handler can reach.
#[derive(Clone)]
pub struct App {
    pub database: AnyPool,
}

/// Answers on loopback until the process is told to stop.
pub async fn serve(port: u16) -> Result<(), StartError> {
    drifts::configure()?;
    let settings = settings::read_settings()?;
    let database = database::open(&settings.database).await?;
    migrations::require_applied(&database, &settings.database).await?;

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| StartError::new(format!("Cannot listen on port {port}: {error}.")))?;
    let router = routes::router().with_state(App { database });
    let router = like_fastapi(router, Slashes::Kept).layer(map_response(drifts::refuse_by_400));
    let router = dashboard_files::serve_beside(router, settings.dashboard.as_deref())?;
    axum::serve(listener, router)
        .with_graceful_shutdown(stop_signal()?)
        .await
        .map_err(|error| StartError::new(format!("The server stopped: {error}.")))
}

fn stop_signal() -> Result<impl Future<Output = ()>, StartError> {
    let listen = |kind| {
        signal(kind)
            .map_err(|error| StartError::new(format!("Cannot listen for signals: {error}.")))
    };
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
