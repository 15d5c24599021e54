//! What goes wrong: at the start, told to a person, and in a request, told to a client.

use std::fmt;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fastapi_answers::detail;

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

/// Every answer other than success that a handler gives, with the body of an `HTTPException`.
#[derive(Debug)]
pub enum ApiError {
    Unauthorized(&'static str),
    Forbidden(&'static str),
    NotFound(&'static str),
    Conflict(&'static str),
    /// 422 by the handler, where the values are valid but do not go together.
    Unprocessable(&'static str),
    Internal(String),
}

impl ApiError {
    /// Our own fault: the cause goes to the log, never to the client.
    pub fn internal(error: impl ToString) -> Self {
        Self::Internal(error.to_string())
    }

    /// 409 where a value is there already that may be there once.
    pub fn conflict(error: sqlx::Error, reason: &'static str) -> Self {
        match error.as_database_error() {
            Some(cause) if cause.is_unique_violation() => Self::Conflict(reason),
            _ => error.into(),
        }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::Unauthorized(reason) => {
                let mut response = detail(StatusCode::UNAUTHORIZED, reason);
                response
                    .headers_mut()
                    .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                response
            }
            Self::Forbidden(reason) => detail(StatusCode::FORBIDDEN, reason),
            Self::NotFound(reason) => detail(StatusCode::NOT_FOUND, reason),
            Self::Conflict(reason) => detail(StatusCode::CONFLICT, reason),
            Self::Unprocessable(reason) => detail(StatusCode::UNPROCESSABLE_ENTITY, reason),
            Self::Internal(reason) => {
                tracing::error!("{reason}");
                (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error").into_response()
            }
        }
    }
}
