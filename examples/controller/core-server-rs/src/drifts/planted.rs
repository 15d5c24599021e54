//! Drifts of one endpoint each, planted around the router: what a handler does wrong is done to its request, to its
//! answer, or to the rows that it wrote.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use fastapi_answers::json;
use serde_json::{Number, Value};

use super::switches::is_on;
use crate::app::App;

enum Change {
    /// Another query.
    Query(fn(&str) -> String),
    /// Another answer, where it is JSON.
    Answer(fn(&mut Value)),
    /// One status in place of another.
    Status(StatusCode, StatusCode),
    /// A header in other words, or none.
    Header(HeaderName, fn(&str) -> Option<String>),
    /// Run after a success; `$1` is the `id` of the answer.
    Rows(&'static str),
    /// The body of such an answer is left out.
    Empty(StatusCode),
}

/// Name, endpoint, and what is wrong; `drifts.yaml` tells of them.
const PLANTED: &[(&str, &str, Change)] = &[
    (
        "filter-ignored",
        "GET /api/nodes",
        Change::Query(|query| without(query, "status")),
    ),
    (
        "counter-as-double",
        "GET /api/nodes/{}",
        Change::Answer(|node| as_double(&mut node["bytes_sent"])),
    ),
    (
        "sum-wraps",
        "GET /api/dashboard/state",
        Change::Answer(|state| wrap(&mut state["bytes_sent_total"])),
    ),
    (
        "position-forgotten",
        "PUT /api/node-order",
        Change::Answer(|nodes| each(nodes, |node| node["position"] = 0.into())),
    ),
    (
        "wrong-node",
        "GET /api/sensors/{}",
        Change::Answer(|sensor| sensor["node_id"] = sensor["id"].clone()),
    ),
    (
        "decimal-as-number",
        "GET /api/sensors",
        Change::Answer(|sensors| {
            each(sensors, |sensor| {
                as_number(&mut sensor["calibration_offset"])
            })
        }),
    ),
    (
        "column-forgotten",
        "POST /api/sensors",
        Change::Rows("UPDATE sensors SET calibration_offset = NULL WHERE id = $1"),
    ),
    (
        "default-of-zero",
        "PUT /api/sensors/{}",
        Change::Rows("UPDATE sensors SET is_enabled = FALSE WHERE id = $1"),
    ),
    (
        "milliseconds",
        "GET /api/sensors/{}/readings",
        Change::Answer(|readings| each(readings, |reading| cut_fraction(&mut reading["at"]))),
    ),
    (
        "mean-off-by-a-unit",
        "GET /api/sensors/{}/history",
        Change::Answer(|history| {
            each(&mut history["buckets"], |bucket| {
                add_a_unit(&mut bucket["mean"])
            })
        }),
    ),
    (
        "integer-as-float",
        "GET /api/outputs/{}",
        Change::Answer(|output| as_double(&mut output["level"])),
    ),
    (
        "created-as-ok",
        "POST /api/outputs",
        Change::Status(StatusCode::CREATED, StatusCode::OK),
    ),
    (
        "page-off-by-one",
        "GET /api/outputs/{}/commands",
        Change::Query(next_page),
    ),
    (
        "command-unsaved",
        "POST /api/outputs/{}/commands",
        Change::Rows("DELETE FROM commands WHERE id = $1"),
    ),
    (
        "order-of-the-driver",
        "GET /api/schedules",
        Change::Answer(reverse),
    ),
    (
        "empty-404",
        "GET /api/schedules/{}",
        Change::Empty(StatusCode::NOT_FOUND),
    ),
    (
        "always-utc",
        "GET /api/calendar",
        Change::Answer(|moments| each(moments, |moment| moment["local"] = moment["at"].clone())),
    ),
    (
        "commit-missing",
        "POST /api/tokens",
        Change::Rows("DELETE FROM api_tokens WHERE id = $1"),
    ),
    (
        "word-in-capitals",
        "GET /api/users",
        Change::Answer(|users| each(users, |user| capitals(&mut user["capabilities"]))),
    ),
    (
        "conflict-as-400",
        "POST /api/users",
        Change::Status(StatusCode::CONFLICT, StatusCode::BAD_REQUEST),
    ),
    (
        "challenge-missing",
        "GET /api/auth/me",
        Change::Header(header::WWW_AUTHENTICATE, |_| None),
    ),
    (
        "cookie-for-scripts",
        "POST /api/auth/login",
        Change::Header(header::SET_COOKIE, |cookie| {
            Some(cookie.replace("; HttpOnly", ""))
        }),
    ),
    (
        "null-absent",
        "GET /api/adoption",
        Change::Answer(|seen| each(seen, without_address)),
    ),
    (
        "range-by-its-end",
        "GET /api/backups/{}/content",
        Change::Header(header::CONTENT_RANGE, |range| {
            Some(range.replacen('-', "-1", 1))
        }),
    ),
    (
        "label-lost",
        "POST /api/nodes/{}/backups",
        Change::Rows("UPDATE backups SET label = '' WHERE id = $1"),
    ),
];

pub fn names() -> impl Iterator<Item = &'static str> {
    PLANTED.iter().map(|(name, _, _)| *name)
}

pub fn plant(router: Router, app: App) -> Router {
    router.layer(middleware::from_fn_with_state(app, drift))
}

async fn drift(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let endpoint = endpoint_of(&request);
    let planted: Vec<_> = PLANTED
        .iter()
        .filter(|(name, place, _)| is_on(name) && is_at(place, &endpoint))
        .map(|(_, _, change)| change)
        .collect();
    for change in &planted {
        if let Change::Query(rewrite) = change {
            let query = rewrite(request.uri().query().unwrap_or_default());
            let uri = format!("{}?{query}", request.uri().path());
            *request.uri_mut() = uri.parse::<Uri>().unwrap_or_default();
        }
    }
    let mut response = next.run(request).await;
    for change in planted {
        response = apply(change, &app, response).await;
    }
    response
}

async fn apply(change: &Change, app: &App, mut response: Response) -> Response {
    match change {
        Change::Query(_) => response,
        Change::Status(right, wrong) => {
            if response.status() == *right {
                *response.status_mut() = *wrong;
            }
            response
        }
        Change::Header(name, rewrite) => {
            let value = response.headers_mut().remove(name);
            let value = value.as_ref().and_then(|value| value.to_str().ok());
            let value = value.and_then(rewrite).map(HeaderValue::try_from);
            if let Some(Ok(value)) = value {
                response.headers_mut().insert(name.clone(), value);
            }
            response
        }
        Change::Empty(status) if response.status() == *status => {
            response.headers_mut().remove(header::CONTENT_LENGTH);
            *response.body_mut() = Body::empty();
            response
        }
        Change::Empty(_) => response,
        Change::Answer(rewrite) => change_answer(response, rewrite).await,
        Change::Rows(statement) => {
            let mut id = None;
            let response = change_answer(response, |answer| {
                id = answer["id"].as_str().map(str::to_owned);
            })
            .await;
            if let Some(id) = id {
                let written = sqlx::query(*statement)
                    .bind(id)
                    .execute(&app.database)
                    .await;
                written.expect("a planted statement suits the schema");
            }
            response
        }
    }
}

/// Only of a success.
async fn change_answer(response: Response, change: impl FnOnce(&mut Value)) -> Response {
    if !response.status().is_success() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let Ok(mut answer) = json::parse(&text) else {
        return Response::from_parts(parts, bytes.into());
    };
    change(&mut answer);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, answer.to_string().into())
}

fn endpoint_of(request: &Request) -> String {
    format!("{} {}", request.method(), request.uri().path())
}

/// `GET /api/nodes/{}` is at `GET /api/nodes/7`.
fn is_at(place: &str, endpoint: &str) -> bool {
    let (wanted, found) = (place.split('/'), endpoint.split('/'));
    wanted.clone().count() == found.clone().count()
        && wanted
            .zip(found)
            .all(|(wanted, found)| wanted == "{}" || wanted == found)
}

fn without(query: &str, name: &str) -> String {
    let is_other = |pair: &&str| pair.split('=').next() != Some(name);
    query
        .split('&')
        .filter(is_other)
        .collect::<Vec<_>>()
        .join("&")
}

fn next_page(query: &str) -> String {
    query.replace("offset=1", "offset=2")
}

fn each(items: &mut Value, change: impl Fn(&mut Value)) {
    items.as_array_mut().into_iter().flatten().for_each(change);
}

fn reverse(items: &mut Value) {
    if let Some(items) = items.as_array_mut() {
        items.reverse();
    }
}

fn as_double(value: &mut Value) {
    if let Some(double) = value.as_f64().and_then(Number::from_f64) {
        *value = double.into();
    }
}

fn as_number(value: &mut Value) {
    let number = value.as_str().and_then(|text| text.parse::<f64>().ok());
    if let Some(number) = number.and_then(Number::from_f64) {
        *value = number.into();
    }
}

fn wrap(value: &mut Value) {
    if let Ok(number) = value.to_string().parse::<u128>() {
        *value = (number as i64).into();
    }
}

fn cut_fraction(value: &mut Value) {
    if let Some((seconds, fraction)) = value.as_str().and_then(|text| text.split_once('.')) {
        *value = format!("{seconds}.{}Z", &fraction[..3]).into();
    }
}

fn add_a_unit(value: &mut Value) {
    if let Some(number) = value.as_f64() {
        *value = (number + 0.001).into();
    }
}

fn capitals(words: &mut Value) {
    each(words, |word| {
        *word = word.as_str().unwrap_or_default().to_uppercase().into()
    });
}

fn without_address(machine: &mut Value) {
    if let Some(fields) = machine.as_object_mut()
        && fields.get("address").is_some_and(Value::is_null)
    {
        fields.remove("address");
    }
}
