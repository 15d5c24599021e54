//! The answers to requests that no handler gets to see.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::ValidationError;

/// The body of an answer that tells one reason.
#[derive(Serialize, ToSchema)]
pub struct ErrorDetail {
    pub detail: &'static str,
}

/// The body of an answer that tells what is not valid.
#[derive(Serialize, ToSchema)]
pub struct ValidationErrors {
    pub detail: Vec<ValidationError>,
}

/// Why a request is refused before its handler runs.
#[derive(Debug)]
pub enum Rejection {
    /// 400: a body that is neither JSON nor UTF-8, or that broke off.
    UnreadableBody,
    /// 422: what was sent is not what the handler takes.
    Invalid(Vec<ValidationError>),
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        match self {
            Self::UnreadableBody => detail(
                StatusCode::BAD_REQUEST,
                "There was an error parsing the body",
            ),
            Self::Invalid(errors) => {
                let body = ValidationErrors { detail: errors };
                (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
            }
        }
    }
}

/// `HTTPException(status, reason)`
pub fn detail(status: StatusCode, reason: &'static str) -> Response {
    (status, Json(ErrorDetail { detail: reason })).into_response()
}
