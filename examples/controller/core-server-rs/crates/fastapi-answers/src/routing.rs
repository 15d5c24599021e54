//! Paths, methods and slashes as Starlette sees them.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::decoded_path::decode_path;
use crate::rejection::detail;

/// FastAPI's `redirect_slashes`: what becomes of a path that is known with, or without, its last slash.
#[derive(Clone, Copy, PartialEq)]
pub enum Slashes {
    /// FastAPI's default: 307 to the spelling that is known.
    Redirected,
    /// A path has one spelling.
    Kept,
}

/// The finished router of an application, made to answer as FastAPI's would.
///
/// Paths are decoded before they are matched. A method that a path does not have is refused by 405, with
/// the method of its first route in `Allow`; so is HEAD, where only GET is declared. What no route
/// matches is the business of the router's own fallback: [`not_found`] answers as FastAPI does.
pub fn like_fastapi(router: Router, slashes: Slashes) -> Router {
    let router = router.method_not_allowed_fallback(refuse_method);
    let answer = move |request, next| answer(request, next, slashes);
    Router::new()
        .fallback_service(router)
        .layer(middleware::from_fn(answer))
}

/// What Starlette's `RedirectResponse` escapes.
const QUOTED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~')
    .remove(b':')
    .remove(b'/')
    .remove(b'%')
    .remove(b'#')
    .remove(b'?')
    .remove(b'=')
    .remove(b'@')
    .remove(b'[')
    .remove(b']')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';');

/// Goes with an answer that only says that a path lacks the method.
#[derive(Clone)]
struct RefusedMethod;

/// Goes with an answer that only says that there is no such path.
#[derive(Clone)]
struct UnknownPath;

async fn refuse_method() -> Response {
    let mut response = detail(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed");
    response.extensions_mut().insert(RefusedMethod);
    response
}

/// For `Router::fallback`.
pub async fn not_found() -> Response {
    let mut response = detail(StatusCode::NOT_FOUND, "Not Found");
    response.extensions_mut().insert(UnknownPath);
    response
}

async fn answer(request: Request, next: Next, slashes: Slashes) -> Response {
    let request = decode_path(request);
    if request.method() == Method::HEAD
        && let Some(mut refusal) = ask_methods(request.uri().path(), &next).await
    {
        *refusal.body_mut() = Body::empty();
        return refusal;
    }
    let path = request.uri().path_and_query().cloned();
    let host = request.headers().get(header::HOST).cloned();
    let response = name_first_method(next.clone().run(request).await);
    let is_unknown = response.extensions().get::<UnknownPath>().is_some();
    match path {
        Some(path) if is_unknown && slashes == Slashes::Redirected => {
            redirect(&path, host, &next).await.unwrap_or(response)
        }
        _ => response,
    }
}

/// The refusal of a method that nobody has, if the path is that of a route.
async fn ask_methods(path: &str, next: &Next) -> Option<Response> {
    let nobodys = Method::from_bytes(b"X-NOBODYS").expect("a token is a method");
    let request = Request::builder().method(nobodys).uri(path);
    let request = request.body(Body::empty()).ok()?;
    let response = next.clone().run(request).await;
    let is_route = response.extensions().get::<RefusedMethod>().is_some();
    is_route.then(|| name_first_method(response))
}

/// axum allows all methods of a path, Starlette those of the first route alone.
fn name_first_method(mut response: Response) -> Response {
    if response.extensions().get::<RefusedMethod>().is_some() {
        let allowed = response.headers().get(header::ALLOW);
        let allowed = allowed.and_then(|value| value.to_str().ok());
        let first = allowed.and_then(|methods| methods.split(',').next());
        if let Some(Ok(first)) = first.map(HeaderValue::from_str) {
            response.headers_mut().insert(header::ALLOW, first);
        }
    }
    response
}

/// To the other spelling of the path, where a route has that one.
async fn redirect(path: &PathAndQuery, host: Option<HeaderValue>, next: &Next) -> Option<Response> {
    let other = match path.path().strip_suffix('/') {
        Some("") => return None,
        Some(_) => path.path().trim_end_matches('/').to_owned(),
        None => format!("{}/", path.path()),
    };
    ask_methods(&other, next).await?;
    let other = percent_decode_str(&other).decode_utf8_lossy();
    let query = path.query().map(|query| format!("?{query}"));
    let host = host.as_ref().and_then(|host| host.to_str().ok());
    let location = format!(
        "http://{}{other}{}",
        host.unwrap_or_default(),
        query.unwrap_or_default()
    );
    let location = utf8_percent_encode(&location, QUOTED).to_string();
    let status = StatusCode::TEMPORARY_REDIRECT;
    Some((status, [(header::LOCATION, location)]).into_response())
}
