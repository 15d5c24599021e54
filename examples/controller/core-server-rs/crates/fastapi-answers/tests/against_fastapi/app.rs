//! The application of `app.py`, on axum.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use chrono::{DateTime, FixedOffset};
use fastapi_answers::{
    Arguments, Fault, Faults, Fields, Guarded, RequestInput, Slashes, Valid, ValidationError,
    aware_datetime, boolean, choice, datetime_text, decimal, detail, integer_between, like_fastapi,
    list, model, not_found, nullable, number_between, object, tagged, text, text_matching, uuid,
};
use serde_json::{Value, json};
use uuid::Uuid;

pub fn app() -> Router {
    let router = Router::new()
        .route("/things", get(list_things).post(create_thing))
        .route("/things/{thing_id}", put(replace_thing).get(read_thing))
        .route("/parts", post(add_parts))
        .route("/slashed/", get(async || Json("ok")))
        .fallback(not_found);
    like_fastapi(router, Slashes::Redirected)
}

struct Query(Value);

impl Arguments for Query {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut query = input.query_fields(errors);
        let limit = query.or_default("limit", 50, integer_between(1, 200));
        let colour = query.or_default("colour", None, nullable(colour));
        let since = query.or_default("since", None, nullable(aware_datetime));
        let flag = query.or_default("flag", false, boolean);
        let mut lists = input.query_lists(errors);
        let tag = lists.or_default("tag", Vec::new(), list(0, 3, text(0, usize::MAX)));
        Some(Self(json!({
            "limit": limit?,
            "colour": colour?,
            "since": since?.map(written),
            "flag": flag?,
            "tag": tag?,
        })))
    }
}

async fn list_things(Valid(Query(query)): Valid<Query>) -> Json<Value> {
    Json(query)
}

struct Thing(Value);

impl Arguments for Thing {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let name = body.required("name", text(2, 8));
        let count = body.or_default("count", 1, integer_between(-5, i64::MAX));
        let ratio = body.or_default("ratio", 0.5, number_between(0.0, f64::MAX));
        let flag = body.or_default("flag", true, boolean);
        let colour = body.or_default("colour", None, nullable(colour));
        let at = body.or_default("at", None, nullable(aware_datetime));
        let amount = body.or_default("amount", None, nullable(decimal(8, 3)));
        let owner = body.or_default("owner", None, nullable(uuid));
        let extra = body.or_default("extra", Default::default(), object);
        let tags = body.or_default("tags", Vec::new(), list(0, 2, text(0, usize::MAX)));
        let parts = body.or_default("parts", Vec::new(), list(0, usize::MAX, model(part)));
        let rule = body.or_default("rule", None, nullable(rule));
        Some(Self(json!({
            "name": name?,
            "count": count?,
            "ratio": ratio?,
            "flag": flag?,
            "colour": colour?,
            "at": at?.map(written),
            "amount": amount?,
            "owner": owner?,
            "extra": extra?,
            "tags": tags?,
            "parts": parts?,
            "rule": rule?,
        })))
    }
}

async fn create_thing(Valid(Thing(thing)): Valid<Thing>) -> (StatusCode, Json<Value>) {
    (StatusCode::CREATED, Json(thing))
}

struct ThingId(Uuid);

impl Arguments for ThingId {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        input
            .path_fields(errors)
            .required("thing_id", uuid)
            .map(Self)
    }
}

struct Force(bool);

impl Arguments for Force {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        input
            .query_fields(errors)
            .or_default("force", false, boolean)
            .map(Self)
    }
}

async fn replace_thing(
    Guarded {
        arguments: ((ThingId(id), Force(force)), Thing(thing)),
        ..
    }: Guarded<Key, ((ThingId, Force), Thing)>,
) -> Json<Value> {
    Json(json!({"id": id, "force": force, "name": thing["name"]}))
}

struct Size(i64);

impl Arguments for Size {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        input
            .query_fields(errors)
            .required("size", integer_between(0, i64::MAX))
            .map(Self)
    }
}

async fn read_thing(Valid((ThingId(id), Size(size))): Valid<(ThingId, Size)>) -> Json<Value> {
    Json(json!({"id": id, "size": size}))
}

struct Parts3(Vec<Value>);

impl Arguments for Parts3 {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        input.body(errors, list(1, 3, model(part))).map(Self)
    }
}

async fn add_parts(
    Guarded {
        arguments: Parts3(parts),
        ..
    }: Guarded<Key, Parts3>,
) -> Json<Value> {
    let weights: Vec<_> = parts.iter().map(|part| &part["weight"]).collect();
    Json(json!({ "weights": weights }))
}

fn part(fields: &mut Fields) -> Option<Value> {
    let weight = fields.required("weight", number_between(-1.5, 10.0));
    let at = fields.or_default("at", None, nullable(aware_datetime));
    Some(json!({"weight": weight?, "at": at?.map(written)}))
}

fn rule(value: &Value) -> Result<Value, Faults> {
    let daily = model(|fields| {
        let at = fields.required("at", text_matching("^[0-9]{2}:[0-9]{2}$", is_time));
        Some(json!({"kind": "daily", "at": at?}))
    });
    let every = model(|fields| {
        let minutes = fields.required("minutes", integer_between(1, 1440));
        Some(json!({"kind": "every", "minutes": minutes?}))
    });
    tagged(value, "kind", &[("daily", &daily), ("every", &every)])
}

fn is_time(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, b':', c, d] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()))
}

fn colour(value: &Value) -> Result<&'static str, Fault> {
    choice(
        value,
        &[("red", "red"), ("green", "green"), ("blue", "blue")],
    )
}

fn written(time: DateTime<FixedOffset>) -> String {
    datetime_text(&time)
}

struct Key;

impl<S: Sync> FromRequestParts<S> for Key {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Response> {
        if parts.headers.get("x-key").is_some_and(|key| key == "open") {
            return Ok(Self);
        }
        let mut refusal = detail(StatusCode::UNAUTHORIZED, "No key");
        let bearer = HeaderValue::from_static("Bearer");
        refusal
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, bearer);
        Err(refusal)
    }
}
