//! Passwords, tokens, and who sends a request.

mod passwords;
mod principal;

use axum::http::HeaderValue;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use sqlx::AnyPool;
use uuid::Uuid;

use crate::errors::ApiError;
use crate::models::{NewSession, User};
use crate::store::accounts;
use crate::timestamp::Timestamp;

pub use passwords::hash_password;
pub use principal::{ForAdmin, ForAnyone, ForControl, ForView};

const SESSION_LIFETIME: TimeDelta = TimeDelta::hours(12);

/// The same token as in the answer, for what a browser asks for without a header.
const SESSION_COOKIE: &str = "core_session";

pub async fn find_user_by_password(
    database: &AnyPool,
    username: &str,
    password: String,
) -> Result<User, ApiError> {
    let refused = ApiError::Unauthorized("Incorrect username or password");
    let Some((user, hash)) = accounts::find_user_by_name(database, username).await? else {
        return Err(refused);
    };
    if passwords::is_password(hash, password).await? {
        Ok(user)
    } else {
        Err(refused)
    }
}

/// Returns the token, which only the client keeps, and when it expires.
pub async fn start_session(
    database: &AnyPool,
    user: &User,
) -> Result<(String, Timestamp), sqlx::Error> {
    let token = random_hex();
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

/// `Set-Cookie` for a new session.
pub fn session_cookie(token: &str) -> HeaderValue {
    let age = SESSION_LIFETIME.num_seconds();
    let cookie = format!("{SESSION_COOKIE}={token}; HttpOnly; Max-Age={age}; Path=/; SameSite=lax");
    HeaderValue::try_from(cookie).expect("a token is hexadecimal")
}

/// `Set-Cookie` that ends the cookie of a session, in Starlette's words.
pub fn ended_session_cookie() -> HeaderValue {
    let now = Timestamp::now().to_http_date();
    let cookie =
        format!("{SESSION_COOKIE}=\"\"; expires={now}; HttpOnly; Max-Age=0; Path=/; SameSite=lax");
    HeaderValue::try_from(cookie).expect("a date is ASCII")
}

/// A token for programs: 160 bits, about 156 of which are random.
pub fn new_api_token() -> String {
    format!("core_{}", &random_hex()[..40])
}

/// 64 hexadecimal digits, 244 bits of which are random.
fn random_hex() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

pub fn hash_token(token: &str) -> String {
    format!("{:x}", Sha256::digest(token))
}
