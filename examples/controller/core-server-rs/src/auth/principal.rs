//! Who sends a request, and what a handler asks of that one.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use fastapi_answers::Guarded;

use super::{SESSION_COOKIE, hash_token};
use crate::app::App;
use crate::errors::ApiError;
use crate::models::{Capability, User};
use crate::store::accounts;
use crate::timestamp::Timestamp;

/// Who sends a request, what that one may do, and the token by which it is known.
pub struct Principal {
    pub user: User,
    pub capabilities: Vec<Capability>,
    pub token_hash: String,
}

/// What a handler takes from anyone who is logged in; looked at after the token.
pub type ForAnyone<T> = Guarded<Principal, T>;
pub type ForView<T> = Guarded<Holding<View>, T>;
pub type ForControl<T> = Guarded<Holding<Control>, T>;
pub type ForAdmin<T> = Guarded<Holding<Admin>, T>;

/// A principal that has a capability.
pub struct Holding<C> {
    pub principal: Principal,
    capability: PhantomData<C>,
}

pub trait Needed: Send {
    const CAPABILITY: Capability;
    const REFUSAL: &'static str;
}

pub struct View;
pub struct Control;
pub struct Admin;

impl Needed for View {
    const CAPABILITY: Capability = Capability::View;
    const REFUSAL: &'static str = "The capability view is needed";
}

impl Needed for Control {
    const CAPABILITY: Capability = Capability::Control;
    const REFUSAL: &'static str = "The capability control is needed";
}

impl Needed for Admin {
    const CAPABILITY: Capability = Capability::Admin;
    const REFUSAL: &'static str = "The capability admin is needed";
}

impl<C: Needed> FromRequestParts<App> for Holding<C> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let principal = Principal::from_request_parts(parts, app).await?;
        if !principal.capabilities.contains(&C::CAPABILITY) {
            return Err(ApiError::Forbidden(C::REFUSAL));
        }
        Ok(Self {
            principal,
            capability: PhantomData,
        })
    }
}

impl FromRequestParts<App> for Principal {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = read_bearer_token(&parts.headers).or_else(|| read_cookie(&parts.headers));
        let token = token.ok_or(ApiError::Unauthorized("Not authenticated"))?;
        let token_hash = hash_token(&token);
        let now = Timestamp::now();
        if let Some(user) = accounts::find_user_by_session(&app.database, &token_hash, now).await? {
            return Ok(Self {
                capabilities: user.capabilities.clone(),
                user,
                token_hash,
            });
        }
        let found = accounts::find_user_by_token(&app.database, &token_hash, now).await?;
        let (user, mut capabilities) =
            found.ok_or(ApiError::Unauthorized("Invalid or expired token"))?;
        // A token can do no more than its user can by now.
        capabilities.retain(|capability| user.capabilities.contains(capability));
        Ok(Self {
            user,
            capabilities,
            token_hash,
        })
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

/// `Cookie: a=1; core_session=abc` → `abc`
fn read_cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter();
    cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.split_once('='))
        .filter(|(name, value)| name.trim() == SESSION_COOKIE && !value.trim().is_empty())
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
        .next_back()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{read_bearer_token, read_cookie};

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

    #[test]
    fn the_cookie_is_found_among_others() {
        let cookies = HeaderValue::from_static("theme=dark; core_session=abc; x=");
        let headers = HeaderMap::from_iter([(header::COOKIE, cookies)]);
        assert_eq!(read_cookie(&headers).as_deref(), Some("abc"));
        assert_eq!(read_cookie(&HeaderMap::new()), None);
    }
}
