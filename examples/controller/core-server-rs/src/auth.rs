//! Passwords, session tokens, and the user of a request.

use argon2::password_hash::PasswordHash;
use argon2::{Argon2, PasswordVerifier};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use chrono::TimeDelta;
use fastapi_answers::Guarded;
use sha2::{Digest, Sha256};
use sqlx::AnyPool;
use uuid::Uuid;

use crate::app::App;
use crate::errors::ApiError;
use crate::models::{NewSession, User};
use crate::store::accounts;
use crate::timestamp::Timestamp;

const SESSION_LIFETIME: TimeDelta = TimeDelta::hours(12);

pub async fn find_user_by_password(
    database: &AnyPool,
    username: &str,
    password: String,
) -> Result<User, ApiError> {
    let refused = ApiError::Unauthorized("Incorrect username or password");
    let Some((user, password_hash)) = accounts::find_user(database, username).await? else {
        return Err(refused);
    };
    // A hash is slow by design, too slow for a thread that serves other requests.
    let matches = tokio::task::spawn_blocking(move || is_password(&password_hash, &password))
        .await
        .map_err(|error| ApiError::Internal(error.to_string()))?;
    if matches { Ok(user) } else { Err(refused) }
}

fn is_password(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

/// Returns the token, which only the client keeps, and when it expires.
pub async fn start_session(
    database: &AnyPool,
    user: &User,
) -> Result<(String, Timestamp), sqlx::Error> {
    let token = new_token();
    let created_at = Timestamp::now();
    let session = NewSession {
        id: Uuid::new_v4(),
        user_id: user.id,
        token_hash: hash_token(&token),
        created_at,
        expires_at: created_at.plus(SESSION_LIFETIME),
    };
    accounts::insert_session(database, &session).await?;
    Ok((token, session.expires_at))
}

/// 64 hexadecimal digits, 244 bits of which are random.
fn new_token() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

fn hash_token(token: &str) -> String {
    format!("{:x}", Sha256::digest(token))
}

/// The user whose token the request carries, and the arguments, which are looked at after it.
pub type Authenticated<T> = Guarded<User, T>;

impl FromRequestParts<App> for User {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = read_bearer_token(&parts.headers);
        let token = token.ok_or(ApiError::Unauthorized("Not authenticated"))?;
        accounts::find_user_by_token(&app.database, &hash_token(&token), Timestamp::now())
            .await?
            .ok_or(ApiError::Unauthorized("Invalid or expired token"))
    }
}

/// `Authorization: Bearer abc` → `abc`, as lenient as FastAPI's `HTTPBearer`.
fn read_bearer_token(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?;
    // Header bytes are Latin-1 to Starlette, and each of them a character.
    let value: String = value.as_bytes().iter().copied().map(char::from).collect();
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.to_owned())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::read_bearer_token;

    fn check_token(value: &'static str, token: Option<&str>) {
        let headers =
            HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static(value))]);
        assert_eq!(read_bearer_token(&headers).as_deref(), token, "{value}");
    }

    #[test]
    fn the_scheme_is_read_in_any_case_and_the_token_trimmed() {
        check_token("Bearer abc", Some("abc"));
        check_token("bearer  abc ", Some("abc"));
        check_token("Bearer", None);
        check_token("Bearer ", None);
        check_token("Basic abc", None);
    }
}
