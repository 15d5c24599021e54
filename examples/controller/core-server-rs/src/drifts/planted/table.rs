//! Which drift is planted at which endpoint.

use axum::http::{HeaderName, StatusCode, header};
use serde_json::Value;

use super::changes::{
    add_a_unit, as_double, as_duration, as_number, capitals, cut_fraction, each, escaped,
    fraction_for_a_day, in_capitals, infinity, key_twice, keys_sorted, last_of, limit_clamped,
    name_in_another_case, next_double, next_page, plain_rejection, renamed, reverse,
    tagged_outside, text_for_a_boolean, unknown_key, without, without_address, without_plus,
    without_zone, wrap,
};

pub enum Change {
    /// Another query.
    Query(fn(&str) -> String),
    /// A body that is not taken, and what is answered instead.
    Refuse(fn(&str) -> Option<(StatusCode, &'static str)>),
    /// The body in other words, whatever the status.
    Text(fn(String) -> String),
    /// Another answer, where it is JSON.
    Answer(fn(&mut Value)),
    /// One status in place of another.
    Status(StatusCode, StatusCode),
    /// A header in other words, or none.
    Header(HeaderName, fn(&str) -> Option<String>),
    /// Run after a success; `$1` is the `id` of the answer.
    Rows(&'static str),
    /// Run after such a status.
    Statement(StatusCode, &'static str),
    /// The body of such an answer is left out.
    Empty(StatusCode),
}

/// Name, endpoint, and what is wrong; `drifts.yaml` tells of them.
pub const PLANTED: &[(&str, &str, Change)] = &[
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
    (
        "text-for-boolean-refused",
        "PUT /api/users/{}",
        Change::Refuse(text_for_a_boolean),
    ),
    (
        "fraction-of-zero-refused",
        "POST /api/schedules",
        Change::Refuse(fraction_for_a_day),
    ),
    (
        "unknown-key-refused",
        "POST /api/adoption/{}/adopt",
        Change::Refuse(unknown_key),
    ),
    (
        "key-twice-refused",
        "PUT /api/nodes/{}",
        Change::Refuse(key_twice),
    ),
    (
        "infinity-fails",
        "POST /api/readings",
        Change::Refuse(infinity),
    ),
    (
        "config-unsaved",
        "POST /api/nodes",
        Change::Rows("UPDATE nodes SET config = '{}' WHERE id = $1"),
    ),
    (
        "name-folded",
        "POST /api/nodes",
        Change::Refuse(name_in_another_case),
    ),
    (
        "exponent-without-plus",
        "GET /api/nodes/{}",
        Change::Text(without_plus),
    ),
    (
        "last-place",
        "GET /api/dashboard/state",
        Change::Answer(|state| next_double(&mut state["uptime"]["average_seconds"])),
    ),
    (
        "zone-left-out",
        "GET /api/tokens",
        Change::Answer(|tokens| each(tokens, |token| without_zone(&mut token["created_at"]))),
    ),
    (
        "duration-as-text",
        "GET /api/nodes",
        Change::Answer(|page| {
            each(&mut page["items"], |node| {
                as_duration(&mut node["uptime_seconds"])
            })
        }),
    ),
    (
        "tagged-outside",
        "PUT /api/schedules/{}",
        Change::Answer(|schedule| tagged_outside(&mut schedule["rule"])),
    ),
    (
        "camel-case",
        "GET /api/nodes/{}/backups",
        Change::Answer(|backups| {
            each(backups, |backup| renamed(backup, "size_bytes", "sizeBytes"))
        }),
    ),
    (
        "id-in-capitals",
        "POST /api/backups/{}/restore",
        Change::Answer(|node| in_capitals(&mut node["id"])),
    ),
    (
        "set-in-another-order",
        "PUT /api/users/{}",
        Change::Answer(|user| reverse(&mut user["capabilities"])),
    ),
    ("escapes", "GET /api/outputs", Change::Text(escaped)),
    (
        "keys-sorted",
        "GET /api/sensors/{}",
        Change::Answer(keys_sorted),
    ),
    (
        "path-400",
        "DELETE /api/tokens/{}",
        Change::Status(StatusCode::UNPROCESSABLE_ENTITY, StatusCode::BAD_REQUEST),
    ),
    (
        "plain-rejection",
        "POST /api/auth/bootstrap",
        Change::Text(plain_rejection),
    ),
    (
        "list-by-its-last",
        "GET /api/sensors",
        Change::Query(|query| last_of(query, "kind")),
    ),
    (
        "media-type-415",
        "POST /api/auth/login",
        Change::Status(
            StatusCode::UNPROCESSABLE_ENTITY,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
    ),
    (
        "cookie-not-taken-back",
        "POST /api/auth/logout",
        Change::Header(header::SET_COOKIE, |_| None),
    ),
    (
        "other-clock",
        "PUT /api/outputs/{}",
        Change::Rows("UPDATE outputs SET updated_at = '2001-01-01T00:00:00.000000Z' WHERE id = $1"),
    ),
    (
        "cheaper-hash",
        "POST /api/users",
        Change::Rows(
            "UPDATE users SET password_hash = replace(password_hash, 'm=65536', 'm=19456') WHERE id = $1",
        ),
    ),
    (
        "total-of-the-page",
        "GET /api/outputs/{}/commands",
        Change::Answer(|page| {
            page["total"] = page["items"].as_array().map_or(0, Vec::len).into();
        }),
    ),
    (
        "limit-clamped",
        "GET /api/sensors/{}/readings",
        Change::Query(limit_clamped),
    ),
    (
        "partial-write",
        "POST /api/readings",
        Change::Statement(
            StatusCode::NOT_FOUND,
            "INSERT INTO readings (sensor_id, at, value) VALUES ('00000000-0000-4000-8000-0000000000c4', '2024-05-04T12:00:00.000000Z', 12.5)",
        ),
    ),
    (
        "told-by-nobody",
        "POST /api/adoption/{}/forget",
        Change::Statement(
            StatusCode::NO_CONTENT,
            "DELETE FROM events WHERE kind = 'forgotten'",
        ),
    ),
    (
        "etag-missing",
        "GET /api/backups/{}/content",
        Change::Header(header::ETAG, |_| None),
    ),
    (
        "deletes-too-much",
        "DELETE /api/sensors/{}",
        Change::Statement(
            StatusCode::NO_CONTENT,
            "DELETE FROM sensors WHERE id = '00000000-0000-4000-8000-0000000000c2'",
        ),
    ),
];
