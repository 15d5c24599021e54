//! The routes, one module a resource, and the answers to requests that fit none.

pub mod auth;
pub mod health;
pub mod nodes;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::errors::ApiError;

pub fn router() -> Router<App> {
    Router::new()
        .merge(health::router())
        .nest("/api", api_router())
        .route_layer(middleware::from_fn(refuse_head))
        .method_not_allowed_fallback(refuse_method)
        .fallback(async || ApiError::NotFound("Not Found"))
}

fn api_router() -> Router<App> {
    Router::new()
        .merge(auth::router())
        .nest("/nodes", nodes::router())
}

/// axum answers HEAD with what GET would say; FastAPI refuses it.
async fn refuse_head(path: MatchedPath, request: Request, next: Next) -> Response {
    if request.method() == Method::HEAD {
        refuse_method(path).await.into_response()
    } else {
        next.run(request).await
    }
}

/// Of the methods of a path, Starlette allows in this header only that of the first route.
async fn refuse_method(path: MatchedPath) -> ApiError {
    let allow = match path.as_str() {
        "/api/auth/login" => "POST",
        _ => "GET",
    };
    ApiError::MethodNotAllowed { allow }
}
