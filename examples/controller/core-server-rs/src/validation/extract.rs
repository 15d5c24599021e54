//! Extractors that check a request in the order in which FastAPI does:
//! the syntax of the body, then the user, then all values together.

use axum::RequestExt;
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, RawPathParams, Request};
use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::error::{Fault, LocationStep, ValidationError};
use super::fields::Fields;
use super::{json, json_syntax};
use crate::app::App;
use crate::auth::require_user;
use crate::errors::ApiError;
use crate::models::User;

/// What a handler takes from a request.
pub trait Arguments: Sized {
    const TAKES_BODY: bool = false;

    /// Returns `None` after it has added to the errors.
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self>;
}

impl Arguments for () {
    fn read(_: &RequestInput, _: &mut Vec<ValidationError>) -> Option<Self> {
        Some(())
    }
}

impl<A: Arguments, B: Arguments> Arguments for (A, B) {
    const TAKES_BODY: bool = A::TAKES_BODY || B::TAKES_BODY;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let first = A::read(input, errors);
        let second = B::read(input, errors);
        Some((first?, second?))
    }
}

/// The arguments of a handler that anyone may call.
pub struct Valid<T>(pub T);

impl<T: Arguments> FromRequest<App> for Valid<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _app: &App) -> Result<Self, ApiError> {
        let input = RequestInput::read(request, T::TAKES_BODY).await?;
        input.check().map(Self)
    }
}

/// The arguments of a handler that needs a session, and the user of that session.
pub struct Authenticated<T> {
    pub user: User,
    pub arguments: T,
}

impl<T: Arguments> FromRequest<App> for Authenticated<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let headers = request.headers().clone();
        let input = RequestInput::read(request, T::TAKES_BODY).await?;
        let user = require_user(&headers, &app.database).await?;
        let arguments = input.check()?;
        Ok(Self { user, arguments })
    }
}

/// A request, taken apart but not yet checked.
pub struct RequestInput {
    path: Map<String, Value>,
    query: Map<String, Value>,
    body: Option<Value>,
}

impl RequestInput {
    async fn read(mut request: Request, takes_body: bool) -> Result<Self, ApiError> {
        let path = read_path(&mut request).await?;
        let query = read_query(request.uri().query().unwrap_or_default());
        let body = if takes_body {
            read_body(request).await?
        } else {
            None
        };
        Ok(Self { path, query, body })
    }

    fn check<T: Arguments>(&self) -> Result<T, ApiError> {
        let mut errors = Vec::new();
        T::read(self, &mut errors).ok_or(ApiError::Invalid(errors))
    }

    pub fn path_fields<'a>(&'a self, errors: &'a mut Vec<ValidationError>) -> Fields<'a> {
        Fields::new(&self.path, "path", errors)
    }

    pub fn query_fields<'a>(&'a self, errors: &'a mut Vec<ValidationError>) -> Fields<'a> {
        Fields::new(&self.query, "query", errors)
    }

    /// Returns `None` after it has recorded that there is no body, or that it is not an object.
    pub fn body_fields<'a>(&'a self, errors: &'a mut Vec<ValidationError>) -> Option<Fields<'a>> {
        let (input, fault) = match &self.body {
            Some(Value::Object(fields)) => return Some(Fields::new(fields, "body", errors)),
            Some(other) => (other, not_an_object()),
            None => (&Value::Null, Fault::missing()),
        };
        let loc = vec![LocationStep::Name("body")];
        errors.push(ValidationError::new(loc, input, fault));
        None
    }
}

fn not_an_object() -> Fault {
    Fault::new(
        "model_attributes_type",
        "Input should be a valid dictionary or object to extract fields from",
    )
}

async fn read_path(request: &mut Request) -> Result<Map<String, Value>, ApiError> {
    let parameters = request
        .extract_parts::<RawPathParams>()
        .await
        .map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(parameters
        .iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect())
}

/// The last value of a name counts.
fn read_query(query: &str) -> Map<String, Value> {
    form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into()))
        .collect()
}

async fn read_body(request: Request) -> Result<Option<Value>, ApiError> {
    let is_json = is_json(request.headers());
    // Python takes a body of any size.
    let bytes = to_bytes(request.into_body(), usize::MAX)
        .await
        .map_err(|_| ApiError::UnreadableBody)?;
    if bytes.is_empty() {
        Ok(None)
    } else if is_json {
        parse_json(&bytes).map(Some)
    } else {
        Ok(Some(String::from_utf8_lossy(&bytes).into()))
    }
}

/// `application/json` and `application/*+json`, as Python's `email.message` reads the header.
fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    media_type
        .strip_prefix("application/")
        .is_some_and(|subtype| {
            subtype == "json" || (subtype.ends_with("+json") && !subtype.contains('/'))
        })
}

fn parse_json(bytes: &Bytes) -> Result<Value, ApiError> {
    let text = str::from_utf8(bytes).map_err(|_| ApiError::UnreadableBody)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    json::parse(text).map_err(|_| match json_syntax::find_error(text) {
        Some((position, reason)) => {
            ApiError::Invalid(vec![ValidationError::json_syntax(position, reason)])
        }
        // Too deep, or one of the few things that only Python takes for JSON.
        None => ApiError::UnreadableBody,
    })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::is_json;

    fn check_is_json(content_type: &'static str, expected: bool) {
        let value = HeaderValue::from_static(content_type);
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, value)]);
        assert_eq!(is_json(&headers), expected, "{content_type}");
    }

    #[test]
    fn json_is_told_by_its_media_type() {
        check_is_json("application/json", true);
        check_is_json("Application/JSON; charset=utf-8", true);
        check_is_json("application/vnd.api+json", true);
        check_is_json("application/jsonx", false);
        check_is_json("text/json", false);
        assert!(!is_json(&HeaderMap::new()));
    }
}
