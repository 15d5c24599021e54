//! Drifts of one endpoint each, planted around the router: what a handler does wrong is done to its request, to its
//! answer, or to the rows that it wrote.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use fastapi_answers::json;
use serde_json::Value;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

mod changes;
pub mod of_server;
mod table;

use table::{Change, PLANTED};

use super::switches::is_on;
use crate::app::App;

pub fn names() -> impl Iterator<Item = &'static str> {
    let of_endpoints = PLANTED.iter().map(|(name, _, _)| *name);
    of_endpoints.chain(of_server::NAMES)
}

pub fn plant(router: Router, app: App) -> Router {
    router.layer(middleware::from_fn_with_state(app, drift))
}

async fn drift(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let endpoint = endpoint_of(&request);
    let planted: Vec<_> = PLANTED
        .iter()
        .filter(|(name, place, _)| is_on(name) && is_at(place, &endpoint))
        .map(|(_, _, change)| change)
        .collect();
    for change in &planted {
        let path = request.uri().path();
        let query = request.uri().query().unwrap_or_default();
        match change {
            Change::Query(rewrite) => {
                let uri = format!("{path}?{}", rewrite(query));
                *request.uri_mut() = uri.parse::<Uri>().unwrap_or_default();
            }
            Change::Refuse(refuse) => {
                let (parts, body) = request.into_parts();
                let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
                if let Some((status, words)) = refuse(&String::from_utf8_lossy(&bytes)) {
                    return (status, words).into_response();
                }
                request = Request::from_parts(parts, bytes.into());
            }
            _ => {}
        }
    }
    let mut response = next.run(request).await;
    for change in planted {
        response = apply(change, &app, response).await;
    }
    response
}

async fn apply(change: &Change, app: &App, mut response: Response) -> Response {
    match change {
        Change::Query(_) | Change::Refuse(_) => response,
        Change::Text(rewrite) => {
            let (mut parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
            parts.headers.remove(header::CONTENT_LENGTH);
            let text = rewrite(String::from_utf8_lossy(&bytes).into_owned());
            Response::from_parts(parts, text.into())
        }
        Change::Statement(status, statement) => {
            if response.status() == *status {
                execute(app, sqlx::query(*statement)).await;
            }
            response
        }
        Change::Status(right, wrong) => {
            if response.status() == *right {
                *response.status_mut() = *wrong;
            }
            response
        }
        Change::Header(name, rewrite) => {
            let value = response.headers_mut().remove(name);
            let value = value.as_ref().and_then(|value| value.to_str().ok());
            let value = value.and_then(rewrite).map(HeaderValue::try_from);
            if let Some(Ok(value)) = value {
                response.headers_mut().insert(name.clone(), value);
            }
            response
        }
        Change::Empty(status) if response.status() == *status => {
            response.headers_mut().remove(header::CONTENT_LENGTH);
            *response.body_mut() = Body::empty();
            response
        }
        Change::Empty(_) => response,
        Change::Answer(rewrite) => change_answer(response, rewrite).await,
        Change::Rows(statement) => {
            let mut id = None;
            let response = change_answer(response, |answer| {
                id = answer["id"].as_str().map(str::to_owned);
            })
            .await;
            if let Some(id) = id {
                execute(app, sqlx::query(*statement).bind(id)).await;
            }
            response
        }
    }
}

async fn execute(app: &App, statement: Query<'_, Any, AnyArguments>) {
    let written = statement.execute(&app.database).await;
    written.expect("a planted statement suits the schema");
}

/// Only of a success.
async fn change_answer(response: Response, change: impl FnOnce(&mut Value)) -> Response {
    if !response.status().is_success() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let Ok(mut answer) = json::parse(&text) else {
        return Response::from_parts(parts, bytes.into());
    };
    change(&mut answer);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, answer.to_string().into())
}

fn endpoint_of(request: &Request) -> String {
    format!("{} {}", request.method(), request.uri().path())
}

/// `GET /api/nodes/{}` is at `GET /api/nodes/7`.
fn is_at(place: &str, endpoint: &str) -> bool {
    let (wanted, found) = (place.split('/'), endpoint.split('/'));
    wanted.clone().count() == found.clone().count()
        && wanted
            .zip(found)
            .all(|(wanted, found)| wanted == "{}" || wanted == found)
}
