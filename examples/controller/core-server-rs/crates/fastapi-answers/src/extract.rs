//! Extractors that check a request in the order in which FastAPI does:
//! the syntax of the body, then dependencies, then all values together.

use axum::RequestExt;
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use crate::error::{Fault, Faults, ValidationError};
use crate::fields::Fields;
use crate::rejection::Rejection;
use crate::{json, json_syntax};

/// What a handler takes from a request.
pub trait Arguments: Sized {
    /// Whether there is a body in the signature; another's body is not even read.
    const TAKES_BODY: bool = false;

    /// Returns `None` after it has added to the errors.
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self>;
}

impl Arguments for () {
    fn read(_: &RequestInput, _: &mut Vec<ValidationError>) -> Option<Self> {
        Some(())
    }
}

/// Both, and what is wrong with either; FastAPI tells of the path first, then the query, then the body.
impl<A: Arguments, B: Arguments> Arguments for (A, B) {
    const TAKES_BODY: bool = A::TAKES_BODY || B::TAKES_BODY;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let first = A::read(input, errors);
        let second = B::read(input, errors);
        Some((first?, second?))
    }
}

/// The arguments of a handler without dependencies.
pub struct Valid<T>(pub T);

impl<T: Arguments, S: Send + Sync> FromRequest<S> for Valid<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Rejection> {
        let input = RequestInput::read(request, T::TAKES_BODY).await?;
        input.check().map(Self)
    }
}

/// A dependency that may refuse the request, and the arguments, which are looked at after it.
pub struct Guarded<D, T> {
    pub guard: D,
    pub arguments: T,
}

impl<D, T, S> FromRequest<S> for Guarded<D, T>
where
    D: FromRequestParts<S>,
    T: Arguments,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let copy = Request::from_parts(parts.clone(), body);
        let input = RequestInput::read(copy, T::TAKES_BODY)
            .await
            .map_err(IntoResponse::into_response)?;
        let guard = D::from_request_parts(&mut parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let arguments = input.check().map_err(IntoResponse::into_response)?;
        Ok(Self { guard, arguments })
    }
}

/// A request, taken apart but not yet checked.
pub struct RequestInput {
    path: Map<String, Value>,
    query: Map<String, Value>,
    query_lists: Map<String, Value>,
    body: Option<Value>,
}

impl RequestInput {
    async fn read(mut request: Request, takes_body: bool) -> Result<Self, Rejection> {
        let path = read_path(&mut request).await;
        let (query, query_lists) = read_query(request.uri().query().unwrap_or_default());
        let body = if takes_body {
            read_body(request).await?
        } else {
            None
        };
        Ok(Self {
            path,
            query,
            query_lists,
            body,
        })
    }

    fn check<T: Arguments>(&self) -> Result<T, Rejection> {
        let mut errors = Vec::new();
        T::read(self, &mut errors).ok_or(Rejection::Invalid(errors))
    }

    pub fn path_fields<'a>(&'a self, errors: &'a mut Vec<ValidationError>) -> Fields<'a> {
        Fields::new(&self.path, Some("path"), errors)
    }

    /// Of a name that is repeated the last value counts.
    pub fn query_fields<'a>(&'a self, errors: &'a mut Vec<ValidationError>) -> Fields<'a> {
        Fields::new(&self.query, Some("query"), errors)
    }

    /// All values of each name, for parameters that are lists.
    pub fn query_lists<'a>(&'a self, errors: &'a mut Vec<ValidationError>) -> Fields<'a> {
        Fields::new(&self.query_lists, Some("query"), errors)
    }

    /// The fields of a body that is one model.
    ///
    /// Returns `None` after it has recorded that there is no body, or that it is not an object.
    pub fn body_fields<'a>(&'a self, errors: &'a mut Vec<ValidationError>) -> Option<Fields<'a>> {
        if let Some(Value::Object(fields)) = &self.body {
            return Some(Fields::new(fields, Some("body"), errors));
        }
        self.body(errors, |_| Err::<(), _>(Fault::not_an_object()));
        None
    }

    /// A body that is checked as a whole, as one that is a list.
    pub fn body<T, E: Into<Faults>>(
        &self,
        errors: &mut Vec<ValidationError>,
        check: impl Fn(&Value) -> Result<T, E>,
    ) -> Option<T> {
        let (input, faults) = match &self.body {
            None => (&Value::Null, Fault::missing().into()),
            Some(body) => match check(body) {
                Ok(checked) => return Some(checked),
                Err(faults) => (body, faults.into()),
            },
        };
        let found = faults.into_errors(input).into_iter();
        errors.extend(found.map(|error| error.within("body".into())));
        None
    }
}

async fn read_path(request: &mut Request) -> Map<String, Value> {
    let parameters = request.extract_parts::<RawPathParams>().await;
    let parameters = parameters.expect("a decoded path is UTF-8, and a handler has a route");
    parameters
        .iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect()
}

/// The last value of each name, and all of each name.
fn read_query(query: &str) -> (Map<String, Value>, Map<String, Value>) {
    let mut last = Map::new();
    let mut lists = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        last.insert(name.to_string(), value.as_ref().into());
        let list = lists
            .entry(name)
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = list {
            values.push(value.into());
        }
    }
    (last, lists)
}

async fn read_body(request: Request) -> Result<Option<Value>, Rejection> {
    let is_json = is_json(request.headers());
    // Python takes a body of any size.
    let bytes = to_bytes(request.into_body(), usize::MAX)
        .await
        .map_err(|_| Rejection::UnreadableBody)?;
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

fn parse_json(bytes: &Bytes) -> Result<Value, Rejection> {
    let text = str::from_utf8(bytes).map_err(|_| Rejection::UnreadableBody)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    json::parse(text).map_err(|_| match json_syntax::find_error(text) {
        Some((position, reason)) => {
            Rejection::Invalid(vec![ValidationError::json_syntax(position, reason)])
        }
        // Too deep, or one of the few things that only Python takes for JSON.
        None => Rejection::UnreadableBody,
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
