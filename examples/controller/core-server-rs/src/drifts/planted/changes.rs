//! What a drift makes of a request's query and body, and of an answer.

use axum::http::StatusCode;
use fastapi_answers::json;
use serde_json::{Map, Number, Value};

/// What axum's `Json` says of a body that serde does not take.
type Refusal = Option<(StatusCode, &'static str)>;

const NOT_TAKEN: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

pub fn text_for_a_boolean(body: &str) -> Refusal {
    let is_text = json::parse(body).is_ok_and(|body| body["is_enabled"].is_string());
    is_text.then_some((
        NOT_TAKEN,
        "Failed to deserialize the JSON body into the target type: is_enabled: invalid type: string \"no\", expected a boolean at line 1 column 76",
    ))
}

pub fn fraction_for_a_day(body: &str) -> Refusal {
    let body = json::parse(body).unwrap_or_default();
    let mut days = body["rule"]["days"].as_array().into_iter().flatten();
    days.any(|day| day.is_number() && !day.is_u64()).then_some((
        NOT_TAKEN,
        "Failed to deserialize the JSON body into the target type: rule.days[1]: invalid type: floating point `1.0`, expected u8 at line 1 column 120",
    ))
}

pub fn unknown_key(body: &str) -> Refusal {
    let body = json::parse(body).unwrap_or_default();
    let mut keys = body.as_object().into_iter().flat_map(Map::keys);
    keys.any(|key| key != "name").then_some((
        NOT_TAKEN,
        "Failed to deserialize the JSON body into the target type: colour: unknown field `colour`, expected `name` at line 1 column 28",
    ))
}

pub fn key_twice(body: &str) -> Refusal {
    (body.matches("\"name\"").count() > 1).then_some((
        NOT_TAKEN,
        "Failed to deserialize the JSON body into the target type: name: duplicate field `name` at line 1 column 25",
    ))
}

pub fn infinity(body: &str) -> Refusal {
    body.contains("1e400")
        .then_some((StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"))
}

pub fn name_in_another_case(body: &str) -> Refusal {
    let body = json::parse(body).unwrap_or_default();
    let name = body["name"].as_str().unwrap_or_default();
    (name != "north-gate" && name.eq_ignore_ascii_case("north-gate")).then_some((
        StatusCode::CONFLICT,
        r#"{"detail":"A node with this name already exists"}"#,
    ))
}

/// The last of the values that a name has.
pub fn last_of(query: &str, name: &str) -> String {
    let mut pairs = query.split('&');
    match pairs.rfind(|pair| pair.split('=').next() == Some(name)) {
        Some(last) => format!("{}&{last}", without(query, name)),
        None => query.to_owned(),
    }
}

pub fn limit_clamped(query: &str) -> String {
    query.replace("limit=5001", "limit=5000")
}

/// In the words of serde, in place of a list of what is wrong.
pub fn plain_rejection(text: String) -> String {
    if text.starts_with(r#"{"detail":[{"#) {
        "Failed to deserialize the JSON body into the target type".to_owned()
    } else {
        text
    }
}

/// `1e+16` → `1e16`
pub fn without_plus(text: String) -> String {
    text.replace("e+", "e")
}

/// `ü` → `\u00fc`
pub fn escaped(text: String) -> String {
    let escape = |character: char| {
        if character.is_ascii() {
            return character.to_string();
        }
        let mut units = [0; 2];
        let units = character.encode_utf16(&mut units).iter();
        units.map(|unit| format!("\\u{unit:04x}")).collect()
    };
    text.chars().map(escape).collect()
}

pub fn keys_sorted(value: &mut Value) {
    if let Some(fields) = value.as_object_mut() {
        fields.sort_keys();
    }
}

pub fn next_double(value: &mut Value) {
    if let Some(number) = value.as_f64().map(f64::next_up).and_then(Number::from_f64) {
        *value = number.into();
    }
}

pub fn without_zone(value: &mut Value) {
    if let Some(time) = value.as_str().and_then(|text| text.strip_suffix('Z')) {
        *value = time.into();
    }
}

/// `90.5` → `PT90.5S`
pub fn as_duration(value: &mut Value) {
    *value = format!("PT{value}S").into();
}

/// `{"kind": "weekly", …}` → `{"weekly": {…}}`
pub fn tagged_outside(value: &mut Value) {
    let Some(mut fields) = value.as_object().cloned() else {
        return;
    };
    if let Some(Value::String(kind)) = fields.shift_remove("kind") {
        *value = Map::from_iter([(kind, fields.into())]).into();
    }
}

pub fn renamed(value: &mut Value, from: &str, to: &str) {
    if let Some(fields) = value.as_object_mut() {
        let pairs = std::mem::take(fields).into_iter();
        let named = |(key, value)| (if key == from { to.to_owned() } else { key }, value);
        *fields = pairs.map(named).collect();
    }
}

pub fn in_capitals(value: &mut Value) {
    *value = value.as_str().unwrap_or_default().to_uppercase().into();
}

pub fn without(query: &str, name: &str) -> String {
    let is_other = |pair: &&str| pair.split('=').next() != Some(name);
    query
        .split('&')
        .filter(is_other)
        .collect::<Vec<_>>()
        .join("&")
}

pub fn next_page(query: &str) -> String {
    query.replace("offset=1", "offset=2")
}

pub fn each(items: &mut Value, change: impl Fn(&mut Value)) {
    items.as_array_mut().into_iter().flatten().for_each(change);
}

pub fn reverse(items: &mut Value) {
    if let Some(items) = items.as_array_mut() {
        items.reverse();
    }
}

pub fn as_double(value: &mut Value) {
    if let Some(double) = value.as_f64().and_then(Number::from_f64) {
        *value = double.into();
    }
}

pub fn as_number(value: &mut Value) {
    let number = value.as_str().and_then(|text| text.parse::<f64>().ok());
    if let Some(number) = number.and_then(Number::from_f64) {
        *value = number.into();
    }
}

pub fn wrap(value: &mut Value) {
    if let Ok(number) = value.to_string().parse::<u128>() {
        *value = (number as i64).into();
    }
}

pub fn cut_fraction(value: &mut Value) {
    if let Some((seconds, fraction)) = value.as_str().and_then(|text| text.split_once('.')) {
        *value = format!("{seconds}.{}Z", &fraction[..3]).into();
    }
}

pub fn add_a_unit(value: &mut Value) {
    if let Some(number) = value.as_f64() {
        *value = (number + 0.001).into();
    }
}

pub fn capitals(words: &mut Value) {
    each(words, in_capitals);
}

pub fn without_address(machine: &mut Value) {
    if let Some(fields) = machine.as_object_mut()
        && fields.get("address").is_some_and(Value::is_null)
    {
        fields.remove("address");
    }
}
