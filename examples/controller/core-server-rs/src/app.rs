//! The application, put together and served.

use std::net::Ipv4Addr;

use axum::ServiceExt;
use axum::extract::Request;
use axum::middleware;
use sqlx::AnyPool;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tower_layer::Layer;

use crate::decoded_path::decode_path;
use crate::errors::StartError;
use crate::{database, drifts, migrations, routes, settings};

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
    let service = middleware::map_request(decode_path).layer(router);
    axum::serve(listener, ServiceExt::<Request>::into_make_service(service))
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
