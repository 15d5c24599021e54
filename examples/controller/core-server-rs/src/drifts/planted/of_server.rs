//! Drifts of the whole server, and of paths before they are matched, planted around all that answers.

use std::io::Write;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::drifts::switches::is_on;

pub const NAMES: [&str; 10] = [
    "escapes-kept-in-a-path",
    "validation-400",
    "charset-named",
    "unknown-path-empty",
    "allow-missing",
    "head-answered",
    "slash-ignored",
    "cors-open",
    "preflight-answered",
    "packed",
];

pub fn plant(router: Router) -> Router {
    Router::new()
        .fallback_service(router)
        .layer(middleware::from_fn(drift))
}

async fn drift(mut request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let unpacks = request.headers().contains_key(header::ACCEPT_ENCODING);
    let is_head = request.method() == Method::HEAD && is_on("head-answered");
    if request.method() == Method::OPTIONS && is_on("preflight-answered") {
        return StatusCode::NO_CONTENT.into_response();
    }
    if is_head {
        *request.method_mut() = Method::GET;
    }
    if is_on("slash-ignored")
        && let Some(path) = request.uri().path().strip_suffix('/')
    {
        *request.uri_mut() = path.parse::<Uri>().unwrap_or_default();
    }
    if is_on("escapes-kept-in-a-path") && request.uri().path().ends_with("/forget") {
        let path = request.uri().path().replace('%', "%25");
        *request.uri_mut() = path.parse::<Uri>().unwrap_or_default();
    }
    let mut response = next.run(request).await;
    if is_head {
        *response.body_mut() = Body::empty();
    }
    if is_on("unknown-path-empty") && is_unknown_path(&response) {
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = Body::empty();
    }
    if is_on("validation-400") && response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        response = refuse_by_400(response).await;
    }
    let headers = response.headers_mut();
    if is_on("allow-missing") {
        headers.remove(header::ALLOW);
    }
    if is_on("charset-named")
        && let Some(media_type) = headers.get_mut(header::CONTENT_TYPE)
        && media_type == "application/json"
    {
        *media_type = HeaderValue::from_static("application/json; charset=utf-8");
    }
    if let Some(origin) = origin.filter(|_| is_on("cors-open")) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    if unpacks && is_on("packed") {
        response = pack(response).await;
    }
    response
}

/// By the length of `{"detail":"Not Found"}`: what a handler does not find has more words.
fn is_unknown_path(response: &Response) -> bool {
    let length = response.headers().get(header::CONTENT_LENGTH);
    response.status() == StatusCode::NOT_FOUND && length.is_some_and(|length| length == "22")
}

/// What fails validation has a list of what is wrong; what a handler refuses has a sentence.
async fn refuse_by_400(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if bytes.starts_with(br#"{"detail":["#) {
        parts.status = StatusCode::BAD_REQUEST;
    }
    Response::from_parts(parts, bytes.into())
}

async fn pack(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let packed = encoder.write_all(&bytes).and_then(|()| encoder.finish());
    parts.headers.remove(header::CONTENT_LENGTH);
    let gzip = HeaderValue::from_static("gzip");
    parts.headers.insert(header::CONTENT_ENCODING, gzip);
    Response::from_parts(parts, packed.unwrap_or_default().into())
}
