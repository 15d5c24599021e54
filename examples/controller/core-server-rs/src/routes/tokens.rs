use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{delete, get};
use axum::{Json, Router};
use fastapi_answers::{ErrorDetail, ValidationErrors};
use uuid::Uuid;

use crate::app::App;
use crate::auth::{ForAnyone, hash_token, new_api_token};
use crate::errors::ApiError;
use crate::models::{NewToken, ShownToken, Token, TokenId};
use crate::store::tokens;
use crate::timestamp::Timestamp;

pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(list_tokens).post(create_token))
        .route("/{token_id}", delete(delete_token))
}

/// Lists one's own tokens, oldest first.
#[utoipa::path(
    get,
    path = "/api/tokens",
    tag = "tokens",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The tokens, without what they are.", body = Vec<Token>),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
    ),
)]
pub async fn list_tokens(
    State(app): State<App>,
    ForAnyone {
        guard: principal, ..
    }: ForAnyone<()>,
) -> Result<Json<Vec<Token>>, ApiError> {
    let tokens = tokens::list(&app.database, principal.user.id).await?;
    Ok(Json(tokens))
}

/// Makes a token for a program.
#[utoipa::path(
    post,
    path = "/api/tokens",
    tag = "tokens",
    request_body(
        content = NewToken,
        example = json!({"name": "tide gauge", "capabilities": ["view"]}),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The token, shown this once.", body = ShownToken),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "It would do more than its maker.", body = ErrorDetail),
        (status = 422, description = "The body is not valid.", body = ValidationErrors),
    ),
)]
pub async fn create_token(
    State(app): State<App>,
    ForAnyone {
        guard: principal,
        arguments: described,
    }: ForAnyone<NewToken>,
) -> Result<(StatusCode, Json<ShownToken>), ApiError> {
    let mut wanted = described.capabilities.iter();
    if !wanted.all(|capability| principal.capabilities.contains(capability)) {
        return Err(ApiError::Forbidden(
            "A token can do no more than who makes it",
        ));
    }
    let token = new_api_token();
    let about = Token {
        id: Uuid::new_v4(),
        name: described.name,
        capabilities: described.capabilities,
        created_at: Timestamp::now(),
        expires_at: described.expires_at,
    };
    tokens::insert(
        &app.database,
        principal.user.id,
        &about,
        &hash_token(&token),
    )
    .await?;
    Ok((StatusCode::CREATED, Json(ShownToken { about, token })))
}

/// Takes one of one's own tokens back.
#[utoipa::path(
    delete,
    path = "/api/tokens/{token_id}",
    tag = "tokens",
    params((
        "token_id" = Uuid,
        Path,
        description = "The token's id.",
        example = "00000000-0000-4000-8000-0000000000b1",
    )),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The token is taken back."),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 404, description = "One has no such token.", body = ErrorDetail),
        (status = 422, description = "The id is not valid.", body = ValidationErrors),
    ),
)]
pub async fn delete_token(
    State(app): State<App>,
    ForAnyone {
        guard: principal,
        arguments: TokenId(id),
    }: ForAnyone<TokenId>,
) -> Result<StatusCode, ApiError> {
    if tokens::delete(&app.database, principal.user.id, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound("Token not found"))
    }
}
