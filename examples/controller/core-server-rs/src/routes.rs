//! The routes, one module a resource, and the answers to requests that fit none.

pub mod adoption;
pub mod auth;
pub mod backups;
pub mod dashboard;
pub mod events;
pub mod health;
pub mod nodes;
pub mod outputs;
pub mod readings;
pub mod schedules;
pub mod sensors;
pub mod tokens;
pub mod users;

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
        .nest("/users", users::router())
        .nest("/tokens", tokens::router())
        .nest("/nodes", nodes::router())
        .nest("/node-order", nodes::order_router())
        .nest("/sensors", sensors::router())
        .nest("/outputs", outputs::router())
        .merge(readings::router())
        .merge(schedules::router())
        .merge(backups::router())
        .nest("/adoption", adoption::router())
        .merge(events::router())
        .merge(dashboard::router())
}
