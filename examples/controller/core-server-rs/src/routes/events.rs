use std::collections::VecDeque;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use fastapi_answers::{ErrorDetail, ValidationErrors};
use futures_util::stream;
use sqlx::AnyPool;
use tokio::time::sleep;

use crate::app::App;
use crate::auth::ForView;
use crate::models::EventQuery;
use crate::store::events;

const PAUSE: Duration = Duration::from_millis(500);
const BEAT: Duration = Duration::from_secs(15);

pub fn router() -> Router<App> {
    Router::new().route("/events", get(stream_events))
}

/// What was told since; with `follow` also what is told from now on, without an end.
#[utoipa::path(
    get,
    path = "/api/events",
    tag = "events",
    params(EventQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Server-sent events.", body = String, content_type = "text/event-stream"),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn stream_events(
    State(app): State<App>,
    ForView {
        arguments: query, ..
    }: ForView<EventQuery>,
) -> Response {
    let follower = Follower {
        database: app.database,
        after: query.after,
        follow: query.follow,
        is_read: false,
        unsent: VecDeque::new(),
        quiet: Duration::ZERO,
    };
    let messages = stream::try_unfold(follower, Follower::next);
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from_stream(messages)).into_response()
}

/// Reads what is new, again and again.
struct Follower {
    database: AnyPool,
    after: i64,
    follow: bool,
    is_read: bool,
    unsent: VecDeque<String>,
    quiet: Duration,
}

impl Follower {
    async fn next(mut self) -> sqlx::Result<Option<(String, Self)>> {
        loop {
            if let Some(message) = self.unsent.pop_front() {
                return Ok(Some((message, self)));
            }
            if self.is_read && !self.follow {
                return Ok(None);
            }
            if self.quiet >= BEAT {
                self.quiet = Duration::ZERO;
                return Ok(Some((": still here\n\n".to_owned(), self)));
            }
            let told = events::list(&self.database, self.after).await?;
            self.is_read = true;
            if let Some(last) = told.last() {
                self.after = last.id;
                self.quiet = Duration::ZERO;
                self.unsent = told.iter().map(|event| event.to_message()).collect();
            } else {
                self.quiet += PAUSE;
                if self.follow {
                    sleep(PAUSE).await;
                }
            }
        }
    }
}
