//! The dashboard's static build, served at `/` beside the interface.
//!
//! All its files are read when the server starts. What is not among them then is never served, so that no path and
//! no link leads out of the folder.

mod conditions;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::errors::StartError;
use crate::ranges::{Asked, read_range};
use conditions::{accepts, is_known};

const INDEX: &str = "/index.html";

/// As strict as a build without foreign scripts allows; the old server sends the same.
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Lets the files of the folder answer what is not the interface's; without a folder the router stays as it is.
pub fn serve_beside(router: Router, folder: Option<&Path>) -> Result<Router, StartError> {
    let Some(folder) = folder else {
        return Ok(router);
    };
    let files = Arc::new(Files::read(folder)?);
    Ok(router.layer(middleware::from_fn_with_state(files, answer)))
}

async fn answer(State(files): State<Arc<Files>>, request: Request, next: Next) -> Response {
    match files.answer(&request) {
        Some(response) => response,
        None => next.run(request).await,
    }
}

/// The files by their path as a browser asks for it: `/assets/index-DX4Nmaj-.js`.
struct Files(HashMap<String, File>);

struct File {
    content_type: &'static str,
    plain: Form,
    /// Packed forms of the same, the smaller ones first.
    packed: Vec<(&'static str, Form)>,
}

struct Form {
    bytes: Bytes,
    etag: String,
}

impl Files {
    fn read(folder: &Path) -> Result<Self, StartError> {
        let mut paths = Vec::new();
        let found = list(folder, &mut paths).and_then(|()| {
            let files = paths.iter().filter_map(|path| {
                let content_type = content_type(path)?;
                let name = path.strip_prefix(folder).ok()?.to_str()?;
                Some(File::read(path, content_type).map(|file| (format!("/{name}"), file)))
            });
            files.collect::<std::io::Result<HashMap<_, _>>>()
        });
        match found {
            Ok(files) if files.contains_key(INDEX) => Ok(Self(files)),
            Ok(_) => Err(StartError::new(format!(
                "{} is no build of the dashboard: it has no index.html.",
                folder.display()
            ))),
            Err(error) => Err(StartError::new(format!(
                "The dashboard's build in {} cannot be read: {error}.",
                folder.display()
            ))),
        }
    }

    /// Nothing where the request is not for the dashboard.
    fn answer(&self, request: &Request) -> Option<Response> {
        let path = request.uri().path();
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        if !is_read || is_interface(path) {
            return None;
        }
        let path = if is_page(path) { INDEX } else { path };
        let file = self.0.get(path)?;
        Some(file.answer(path, request.method(), request.headers()))
    }
}

fn is_interface(path: &str) -> bool {
    path == "/healthz" || path == "/api" || path.starts_with("/api/")
}

/// The dashboard decides itself which of these paths it knows: `/`, `/nodes`, `/nodes/12-ab`.
fn is_page(path: &str) -> bool {
    path.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_'))
}

impl File {
    fn read(path: &Path, content_type: &'static str) -> std::io::Result<Self> {
        let mut packed = Vec::new();
        for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
            let mut beside = path.as_os_str().to_owned();
            beside.push(format!(".{ending}"));
            let is_file = fs::symlink_metadata(&beside).is_ok_and(|found| found.is_file());
            if is_file {
                packed.push((encoding, Form::new(fs::read(&beside)?)));
            }
        }
        Ok(Self {
            content_type,
            plain: Form::new(fs::read(path)?),
            packed,
        })
    }

    /// RFC 9110: conditional requests, one range, and the packed form that the client likes.
    fn answer(&self, path: &str, method: &Method, asked: &HeaderMap) -> Response {
        let accepted = text(asked, header::ACCEPT_ENCODING);
        let packed = self
            .packed
            .iter()
            .find(|(encoding, _)| accepts(accepted, encoding));
        let form = packed.map_or(&self.plain, |(_, form)| form);

        let mut response = if is_known(text(asked, header::IF_NONE_MATCH), &form.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            form.answer(method, asked)
        };
        let headers = response.headers_mut();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = value.parse() {
                headers.insert(name, value);
            }
        };
        set(header::ETAG, &form.etag);
        set(header::CACHE_CONTROL, caching(path));
        set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        if !self.packed.is_empty() {
            set(header::VARY, "Accept-Encoding");
        }
        if path == INDEX {
            set(header::CONTENT_SECURITY_POLICY, POLICY);
        }
        if response.status() == StatusCode::NOT_MODIFIED {
            return response;
        }
        let headers = response.headers_mut();
        let mut set = |name: HeaderName, value: &'static str| {
            headers.insert(name, header::HeaderValue::from_static(value));
        };
        set(header::ACCEPT_RANGES, "bytes");
        set(header::CONTENT_TYPE, self.content_type);
        if let Some((encoding, _)) = packed {
            set(header::CONTENT_ENCODING, encoding);
        }
        response
    }
}

/// What has its hash in its name never changes; everything else is asked for each time.
fn caching(path: &str) -> &'static str {
    if path.starts_with("/assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

impl Form {
    fn new(bytes: Vec<u8>) -> Self {
        let hash = format!("{:x}", Sha256::digest(&bytes));
        Self {
            bytes: bytes.into(),
            etag: format!("\"{}\"", &hash[..32]),
        }
    }

    fn answer(&self, method: &Method, asked: &HeaderMap) -> Response {
        let length = self.bytes.len();
        let is_current = asked
            .get(header::IF_RANGE)
            .is_none_or(|etag| etag.as_bytes() == self.etag.as_bytes());
        // A range means something for GET only.
        let range = if *method == Method::GET && is_current {
            read_range(Some(text(asked, header::RANGE)), length)
        } else {
            Asked::All
        };
        let (status, bytes, part) = match range {
            Asked::All => (StatusCode::OK, self.bytes.clone(), None),
            Asked::Part(part) => (
                StatusCode::PARTIAL_CONTENT,
                self.bytes.slice(part.clone()),
                Some(format!("bytes {}-{}/{length}", part.start, part.end - 1)),
            ),
            Asked::Nothing => (
                StatusCode::RANGE_NOT_SATISFIABLE,
                Bytes::new(),
                Some(format!("bytes */{length}")),
            ),
        };
        let length = [(header::CONTENT_LENGTH, bytes.len().to_string())];
        let part = part.map(|part| [(header::CONTENT_RANGE, part)]);
        let body = if *method == Method::HEAD {
            Body::empty()
        } else {
            Body::from(bytes)
        };
        (status, length, part, body).into_response()
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Files of the build itself; packed forms are found beside them, everything else is not served.
fn content_type(path: &Path) -> Option<&'static str> {
    Some(match path.extension()?.to_str()? {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    })
}

/// Regular files below the folder; links are not followed.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            list(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let file = |content: &str, packed: &[(&'static str, &str)]| File {
            content_type: "text/html; charset=utf-8",
            plain: Form::new(content.into()),
            packed: packed
                .iter()
                .map(|(encoding, content)| (*encoding, Form::new((*content).into())))
                .collect(),
        };
        Files(HashMap::from([
            (
                INDEX.to_owned(),
                file("<index>", &[("br", "br"), ("gzip", "gz")]),
            ),
            ("/assets/a-1.js".to_owned(), file("0123456789", &[])),
        ]))
    }

    /// `200 type length caching` and what else an answer has, for a request such as `GET /nodes` with headers.
    fn check(request: &str, headers: &[(&str, &str)], expected: &str) {
        let (method, path) = request.split_once(' ').unwrap();
        let mut builder = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let told = match files().answer(&builder.body(Body::empty()).unwrap()) {
            None => "not ours".to_owned(),
            Some(response) => {
                let header =
                    |name: &str| text(response.headers(), name.parse().unwrap()).to_owned();
                let words = [
                    response.status().as_str().to_owned(),
                    header("content-length"),
                    header("content-encoding"),
                    header("content-range"),
                    header("cache-control"),
                ];
                words
                    .into_iter()
                    .filter(|word| !word.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            }
        };
        assert_eq!(told, expected, "{request} {headers:?}");
    }

    #[test]
    fn pages_are_the_index_and_the_interface_is_not() {
        for page in ["/", "/nodes", "/nodes/12-ab", "/index.html"] {
            check(&format!("GET {page}"), &[], "200 7 no-cache");
        }
        for other in [
            "/api",
            "/api/nodes",
            "/healthz",
            "/missing.js",
            "/%2e%2e/a",
            "/../x.js",
        ] {
            check(&format!("GET {other}"), &[], "not ours");
        }
        check("POST /nodes", &[], "not ours");
        check("GET /apix", &[], "200 7 no-cache");
    }

    #[test]
    fn what_has_a_hash_in_its_name_is_kept() {
        let kept = "public, max-age=31536000, immutable";
        check("GET /assets/a-1.js", &[], &format!("200 10 {kept}"));
        check("HEAD /assets/a-1.js", &[], &format!("200 10 {kept}"));
    }

    #[test]
    fn the_smallest_form_that_is_accepted() {
        let accept = "accept-encoding";
        check(
            "GET /",
            &[(accept, "gzip, deflate, br")],
            "200 2 br no-cache",
        );
        check(
            "GET /",
            &[(accept, "br;q=0, gzip;q=0.5")],
            "200 2 gzip no-cache",
        );
        check("GET /", &[(accept, "zstd")], "200 7 no-cache");
        check(
            "GET /assets/a-1.js",
            &[(accept, "br")],
            "200 10 public, max-age=31536000, immutable",
        );
    }

    #[test]
    fn who_has_it_is_told_so() {
        let etag = Form::new("<index>".into()).etag;
        check("GET /", &[("if-none-match", &etag)], "304 no-cache");
        check(
            "GET /",
            &[("if-none-match", &format!("\"x\", W/{etag}"))],
            "304 no-cache",
        );
        check("GET /", &[("if-none-match", "\"x\"")], "200 7 no-cache");
        check(
            "GET /",
            &[("if-none-match", &etag), ("accept-encoding", "br")],
            "200 2 br no-cache",
        );
    }

    #[test]
    fn one_range_is_answered() {
        let kept = "public, max-age=31536000, immutable";
        check(
            "GET /assets/a-1.js",
            &[("range", "bytes=2-4")],
            &format!("206 3 bytes 2-4/10 {kept}"),
        );
        check(
            "GET /assets/a-1.js",
            &[("range", "bytes=10-")],
            &format!("416 0 bytes */10 {kept}"),
        );
        check(
            "GET /assets/a-1.js",
            &[("range", "bytes=2-4"), ("if-range", "\"x\"")],
            &format!("200 10 {kept}"),
        );
    }
}
