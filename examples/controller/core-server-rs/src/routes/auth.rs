use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};

use fastapi_answers::{ErrorDetail, Valid, ValidationErrors};

use crate::app::App;
use crate::auth::{Authenticated, find_user_by_password, start_session};
use crate::errors::ApiError;
use crate::models::{Credentials, Session, User};

pub fn router() -> Router<App> {
    Router::new()
        .route("/auth/login", post(log_in))
        .route("/auth/me", get(read_current_user))
}

/// Starts a session.
#[utoipa::path(
    post,
    path = "/api/auth/login",
    tag = "auth",
    request_body(
        content = Credentials,
        example = json!({"username": "admin", "password": "harbour-master"}),
    ),
    responses(
        (status = 200, description = "The session.", body = Session),
        (status = 401, description = "The username or the password is wrong.", body = ErrorDetail),
        (status = 422, description = "The body is not valid.", body = ValidationErrors),
    ),
)]
pub async fn log_in(
    State(app): State<App>,
    Valid(credentials): Valid<Credentials>,
) -> Result<Json<Session>, ApiError> {
    let Credentials { username, password } = credentials;
    let user = find_user_by_password(&app.database, &username, password).await?;
    let (token, expires_at) = start_session(&app.database, &user).await?;
    Ok(Json(Session {
        token,
        expires_at,
        user,
    }))
}

/// The user whose session it is.
#[utoipa::path(
    get,
    path = "/api/auth/me",
    tag = "auth",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The user.", body = User),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
    ),
)]
pub async fn read_current_user(Authenticated { guard: user, .. }: Authenticated<()>) -> Json<User> {
    Json(user)
}
