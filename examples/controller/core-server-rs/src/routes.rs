//! The routes, one module a resource, and the answers to requests that fit none.

pub mod auth;
pub mod health;
pub mod nodes;

use axum::Router;
use fastapi_answers::not_found;

use crate::app::App;

pub fn router() -> Router<App> {
    Router::new()
        .merge(health::router())
        .nest("/api", api_router())
        .fallback(not_found)
}

fn api_router() -> Router<App> {
    Router::new()
        .merge(auth::router())
        .nest("/nodes", nodes::router())
}
