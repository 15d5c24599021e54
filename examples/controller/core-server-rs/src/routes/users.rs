use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, put};
use axum::{Json, Router};
use fastapi_answers::{ErrorDetail, ValidationErrors};
use sqlx::AnyPool;
use uuid::Uuid;

use crate::app::App;
use crate::auth::{ForAdmin, hash_password};
use crate::errors::ApiError;
use crate::models::{NewUser, User, UserId, UserInput};
use crate::store::accounts;
use crate::timestamp::Timestamp;

pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(list_users).post(create_user))
        .route("/{user_id}", put(replace_user).delete(delete_user))
}

/// Lists users, oldest first.
#[utoipa::path(
    get,
    path = "/api/users",
    tag = "users",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All users.", body = Vec<User>),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
    ),
)]
pub async fn list_users(
    State(app): State<App>,
    _: ForAdmin<()>,
) -> Result<Json<Vec<User>>, ApiError> {
    Ok(Json(accounts::list(&app.database).await?))
}

/// Adds a user.
#[utoipa::path(
    post,
    path = "/api/users",
    tag = "users",
    request_body(
        content = NewUser,
        example = json!({
            "username": "mara",
            "display_name": "Mara Köster",
            "password": "ebb and flow",
            "capabilities": ["control", "view"],
        }),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The user.", body = User),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 409, description = "The name is taken.", body = ErrorDetail),
        (status = 422, description = "The body is not valid.", body = ValidationErrors),
    ),
)]
pub async fn create_user(
    State(app): State<App>,
    ForAdmin {
        arguments: described,
        ..
    }: ForAdmin<NewUser>,
) -> Result<(StatusCode, Json<User>), ApiError> {
    let user = add_user(&app.database, described).await?;
    Ok((StatusCode::CREATED, Json(user)))
}

/// Replaces all that an administrator sets of a user.
#[utoipa::path(
    put,
    path = "/api/users/{user_id}",
    tag = "users",
    params((
        "user_id" = Uuid,
        Path,
        description = "The user's id.",
        example = "00000000-0000-4000-8000-000000000002",
    )),
    request_body(
        content = UserInput,
        example = json!({"display_name": "Ole", "capabilities": ["view"], "is_enabled": false}),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The user.", body = User),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such user.", body = ErrorDetail),
        (status = 409, description = "It is the last administrator.", body = ErrorDetail),
        (status = 422, description = "The id or the body is not valid.", body = ValidationErrors),
    ),
)]
pub async fn replace_user(
    State(app): State<App>,
    ForAdmin {
        arguments: (UserId(id), mut described),
        ..
    }: ForAdmin<(UserId, UserInput)>,
) -> Result<Json<User>, ApiError> {
    let (mut user, others) = find_user(&app.database, id).await?;
    user.display_name.clone_from(&described.display_name);
    user.capabilities.clone_from(&described.capabilities);
    user.is_enabled = described.is_enabled;
    if !user.is_administrator() {
        require_other_administrator(&others)?;
    }
    let password_hash = match described.password.take() {
        Some(password) => Some(hash_password(password).await?),
        None => None,
    };
    accounts::replace(&app.database, id, &described, password_hash).await?;
    Ok(Json(user))
}

/// Removes a user, with sessions and tokens; after the last one a first user may be made again.
#[utoipa::path(
    delete,
    path = "/api/users/{user_id}",
    tag = "users",
    params((
        "user_id" = Uuid,
        Path,
        description = "The user's id.",
        example = "00000000-0000-4000-8000-000000000003",
    )),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The user is removed."),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such user.", body = ErrorDetail),
        (status = 409, description = "It is the last administrator.", body = ErrorDetail),
        (status = 422, description = "The id is not valid.", body = ValidationErrors),
    ),
)]
pub async fn delete_user(
    State(app): State<App>,
    ForAdmin {
        arguments: UserId(id),
        ..
    }: ForAdmin<UserId>,
) -> Result<StatusCode, ApiError> {
    let (_, others) = find_user(&app.database, id).await?;
    require_other_administrator(&others)?;
    accounts::delete(&app.database, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn add_user(database: &AnyPool, described: NewUser) -> Result<User, ApiError> {
    let password_hash = hash_password(described.password).await?;
    let user = User {
        id: Uuid::new_v4(),
        username: described.username,
        display_name: described.display_name,
        capabilities: described.capabilities,
        is_enabled: true,
        created_at: Timestamp::now(),
    };
    accounts::insert(database, &user, &password_hash)
        .await
        .map_err(|error| ApiError::conflict(error, "A user with this name already exists"))?;
    Ok(user)
}

/// The user, and all others.
async fn find_user(database: &AnyPool, id: Uuid) -> Result<(User, Vec<User>), ApiError> {
    let mut users = accounts::list(database).await?;
    let position = users.iter().position(|user| user.id == id);
    let position = position.ok_or(ApiError::NotFound("User not found"))?;
    Ok((users.remove(position), users))
}

/// As long as there are others, somebody has to be left who can look after them.
fn require_other_administrator(others: &[User]) -> Result<(), ApiError> {
    if others.is_empty() || others.iter().any(User::is_administrator) {
        Ok(())
    } else {
        Err(ApiError::Conflict("The last administrator cannot go"))
    }
}
