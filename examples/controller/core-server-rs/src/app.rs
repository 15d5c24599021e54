//! The application, put together and served.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use fastapi_answers::{Slashes, like_fastapi};
use sqlx::AnyPool;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::errors::StartError;
use crate::models::Candidate;
use crate::network::read_seen;
use crate::{dashboard_files, database, drifts, log, migrations, routes, settings};

/// How long open answers are waited for: somebody waits for the server that comes after this one.
const LONGEST_GOODBYE: Duration = Duration::from_millis(400);

/// What every handler can reach.
#[derive(Clone)]
pub struct App {
    pub database: AnyPool,
    /// Machines on the network, seen last first.
    pub seen: Arc<[Candidate]>,
}

/// Answers on loopback until the process is told to stop.
pub async fn serve(port: u16) -> Result<(), StartError> {
    drifts::configure()?;
    let settings = settings::read_settings()?;
    let database = database::open(&settings.database).await?;
    migrations::require_applied(&database, &settings.database).await?;

    let seen = read_seen(settings.network_file.as_deref())?.into();

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| StartError::new(format!("Cannot listen on port {port}: {error}.")))?;
    let app = App { database, seen };
    let router = drifts::plant(routes::router().with_state(app.clone()), app);
    let router = drifts::plant_around(like_fastapi(router, Slashes::Kept));
    let router = dashboard_files::serve_beside(router, settings.dashboard.as_deref())?;
    let router = router.layer(log::requests());
    let (stopping, mut stopped) = watch::channel(());
    let signal = stop_signal()?;
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        signal.await;
        drop(stopping);
    });
    // A stream of events has no end of its own.
    let too_late = async {
        while stopped.changed().await.is_ok() {}
        sleep(LONGEST_GOODBYE).await;
    };
    tokio::select! {
        served = serving => {
            served.map_err(|error| StartError::new(format!("The server stopped: {error}.")))
        }
        () = too_late => Ok(()),
    }
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
