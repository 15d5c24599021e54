//! What goes wrong: at the start, told to a person, and in a request, told to a client.

use std::fmt;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::contract::{ErrorDetail, ValidationErrors};
use crate::drifts;
use crate::validation::ValidationError;

/// What keeps the server from starting: a full sentence that says what to do.
#[derive(Debug)]
pub struct StartError(String);

impl StartError {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<sqlx::Error> for StartError {
    fn from(error: sqlx::Error) -> Self {
        Self(format!("The database cannot be read: {error}."))
    }
}

/// Every answer other than success, with the body that FastAPI gives it.
#[derive(Debug)]
pub enum ApiError {
    UnreadableBody,
    Unauthorized(&'static str),
    NotFound(&'static str),
    MethodNotAllowed { allow: &'static str },
    Conflict(&'static str),
    Invalid(Vec<ValidationError>),
    Internal(String),
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::UnreadableBody => detail(
                StatusCode::BAD_REQUEST,
                "There was an error parsing the body",
            ),
            Self::Unauthorized(reason) => {
                let mut response = detail(StatusCode::UNAUTHORIZED, reason);
                response
                    .headers_mut()
                    .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                response
            }
            Self::NotFound(reason) => detail(StatusCode::NOT_FOUND, reason),
            Self::MethodNotAllowed { allow } => {
                let mut response = detail(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed");
                response
                    .headers_mut()
                    .insert(header::ALLOW, HeaderValue::from_static(allow));
                response
            }
            Self::Conflict(reason) => detail(StatusCode::CONFLICT, reason),
            Self::Invalid(errors) => answer(invalid_status(), ValidationErrors { detail: errors }),
            Self::Internal(reason) => {
                eprintln!("{reason}");
                (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error").into_response()
            }
        }
    }
}

fn invalid_status() -> StatusCode {
    if drifts::validation_400() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

fn detail(status: StatusCode, reason: &'static str) -> Response {
    answer(status, ErrorDetail { detail: reason })
}

fn answer(status: StatusCode, body: impl Serialize) -> Response {
    (status, Json(body)).into_response()
}
