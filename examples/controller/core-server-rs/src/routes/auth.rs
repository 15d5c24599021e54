use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::AppendHeaders;
use axum::routing::{get, post};
use axum::{Json, Router};
use fastapi_answers::{ErrorDetail, Valid, ValidationErrors};

use crate::app::App;
use crate::auth::{
    ForAnyone, ended_session_cookie, find_user_by_password, session_cookie, start_session,
};
use crate::errors::ApiError;
use crate::models::{Capability, Credentials, FirstUser, NewUser, Session, User};
use crate::routes::users::add_user;
use crate::store::accounts;

type SetCookie = AppendHeaders<[(HeaderName, HeaderValue); 1]>;

pub fn router() -> Router<App> {
    Router::new()
        .route("/auth/bootstrap", post(bootstrap))
        .route("/auth/login", post(log_in))
        .route("/auth/logout", post(log_out))
        .route("/auth/me", get(read_current_user))
}

/// Makes the first user, who may do everything; refused as soon as there is one.
#[utoipa::path(
    post,
    path = "/api/auth/bootstrap",
    tag = "auth",
    request_body = FirstUser,
    responses(
        (status = 201, description = "The first user.", body = User),
        (status = 409, description = "There is a user already.", body = ErrorDetail),
        (status = 422, description = "The body is not valid.", body = ValidationErrors),
    ),
)]
pub async fn bootstrap(
    State(app): State<App>,
    Valid(first): Valid<FirstUser>,
) -> Result<(StatusCode, Json<User>), ApiError> {
    if accounts::count(&app.database).await? > 0 {
        return Err(ApiError::Conflict("There is a user already"));
    }
    let FirstUser {
        username,
        display_name,
        password,
    } = first;
    let described = NewUser {
        username,
        display_name,
        password,
        capabilities: Capability::ALL.to_vec(),
    };
    let user = add_user(&app.database, described).await?;
    Ok((StatusCode::CREATED, Json(user)))
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
) -> Result<(SetCookie, Json<Session>), ApiError> {
    let Credentials { username, password } = credentials;
    let user = find_user_by_password(&app.database, &username, password).await?;
    let (token, expires_at) = start_session(&app.database, &user).await?;
    let cookie = AppendHeaders([(header::SET_COOKIE, session_cookie(&token))]);
    let session = Session {
        token,
        expires_at,
        user,
    };
    Ok((cookie, Json(session)))
}

/// Ends the session; a token for programs stays.
#[utoipa::path(
    post,
    path = "/api/auth/logout",
    tag = "auth",
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The session has ended."),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
    ),
)]
pub async fn log_out(
    State(app): State<App>,
    ForAnyone {
        guard: principal, ..
    }: ForAnyone<()>,
) -> Result<(StatusCode, SetCookie), ApiError> {
    accounts::delete_session(&app.database, &principal.token_hash).await?;
    let cookie = AppendHeaders([(header::SET_COOKIE, ended_session_cookie())]);
    Ok((StatusCode::NO_CONTENT, cookie))
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
pub async fn read_current_user(
    ForAnyone {
        guard: principal, ..
    }: ForAnyone<()>,
) -> Json<User> {
    Json(principal.user)
}
