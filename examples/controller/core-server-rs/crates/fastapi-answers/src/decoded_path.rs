//! Paths as Starlette sees them.

use axum::extract::Request;
use axum::http::uri::PathAndQuery;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All that has no need of an escape in a path.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Starlette decodes a path before it looks for a route, axum after it has found one.
///
/// Spelt anew, `%2F` parts segments here too, `%6E` is an `n`, and bytes that are not UTF-8 are
/// replaced rather than refused.
pub fn decode_path(mut request: Request) -> Request {
    let uri = request.uri();
    if !uri.path().contains('%') {
        return request;
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = decode(uri.path(), uri.query());
    // What cannot be spelt anew stays as it came, and finds no route.
    if let Ok(decoded) = parts.try_into() {
        *request.uri_mut() = decoded;
    }
    request
}

fn decode(path: &str, query: Option<&str>) -> Option<PathAndQuery> {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let path = utf8_percent_encode(&decoded, ESCAPED);
    let spelt = match query {
        Some(query) => format!("{path}?{query}"),
        None => path.to_string(),
    };
    spelt.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn check_decoded(path: &str, query: Option<&str>, expected: &str) {
        assert_eq!(decode(path, query).unwrap(), expected);
    }

    #[test]
    fn only_what_must_be_is_escaped() {
        check_decoded("/api/%6Eodes", None, "/api/nodes");
        check_decoded("/api/nodes/a%2Fb", Some("q=%2F"), "/api/nodes/a/b?q=%2F");
        check_decoded("/api/nodes/%FF%", None, "/api/nodes/%EF%BF%BD%25");
    }
}
