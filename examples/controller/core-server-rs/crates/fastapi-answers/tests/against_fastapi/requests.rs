//! Requests drawn from what a client might send by mistake, the same ones from the same seed.

use serde_json::{Map, Value, json};

#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    /// Each character is a byte.
    pub body: String,
}

/// A generator of numbers (xorshift64*), small enough to need no crate.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, options: &[&'a T]) -> &'a T {
        options[self.below(options.len())]
    }
}

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"];

const PATHS: &[&str] = &[
    "/things",
    "/things/",
    "/%74hings",
    "/thing",
    "/things/{id}",
    "/things/{id}/",
    "/things/a%2Fb",
    "/things/%FF",
    "/parts",
    "/parts/",
    "/slashed",
    "/slashed/",
    "/",
    "/things//",
];

const IDS: &[&str] = &[
    "00000000-0000-4000-8000-0000000000a1",
    "000000000000400080000000000000A1",
    "{00000000-0000-4000-8000-0000000000a1}",
    "urn:uuid:00000000-0000-4000-8000-0000000000a1",
    "00000000-0000-4000-8000-0000000000g1",
    "0000-4000",
    "north%20gate",
    "%C3%BC",
];

const QUERY_VALUES: &[&str] = &[
    "",
    "1",
    "16",
    "200",
    "201",
    "-1",
    "+5",
    "3.0",
    "3.5",
    "1_0",
    "%201%20",
    "1+",
    "abc",
    "red",
    "RED",
    "green",
    "true",
    "off",
    "Yes",
    "2",
    "2024-05-04T10:15:30Z",
    "2024-05-04T10:15:30%2B02:00",
    "2024-05-04",
    "1714817730",
    "9223372036854775808",
    "null",
    "%FF",
    "1e3",
    "NaN",
];

/// JSON texts of a value, of which some suit any field.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "16",
    "-5",
    "-6",
    "16.0",
    "16.5",
    "-0",
    "-0.0",
    "1e2",
    "1E400",
    "1e16",
    "1e-7",
    "0.1",
    "9223372036854775807",
    "9223372036854775808",
    "123456789012345678901234567890",
    "\"\"",
    "\"a\"",
    "\"ab\"",
    "\"abcdefgh\"",
    "\"abcdefghi\"",
    "\"ü🌉\"",
    "\"16\"",
    "\" 16.0 \"",
    "\"1_6\"",
    "\"1e2\"",
    "\"-1.50\"",
    "\"1.2345\"",
    "\"00.1000\"",
    "\"123450.00000\"",
    "\"1e-3\"",
    "\"0.0000\"",
    "\"1E5\"",
    "\"123456.1\"",
    "\"nan\"",
    "\"inf\"",
    "\"-Infinity\"",
    "\"yes\"",
    "\"OFF\"",
    "\"red\"",
    "\"2024-05-04T12:15:30.5+02:00\"",
    "\"2024-05-04T10:15:30Z\"",
    "\"2024-05-04\"",
    "\"2024-02-30T10:00:00Z\"",
    "\"24:00\"",
    "\"10:15\"",
    "\"tomorrow\"",
    "\"1714817730.25\"",
    "\"00000000-0000-4000-8000-0000000000a1\"",
    "\"000000000000400080000000000000A1\"",
    "[]",
    "{}",
    "[1]",
    "[\"a\",\"b\"]",
    "[\"a\",\"b\",\"c\"]",
    "[{\"weight\":1}]",
    "[{\"weight\":\"11\"},{}]",
    "[{\"weight\":null},3]",
    "{\"a\":1,\"a\":2}",
    "{\"kind\":\"daily\",\"at\":\"10:15\"}",
    "{\"kind\":\"daily\",\"at\":\"10-15\"}",
    "{\"kind\":\"every\",\"minutes\":\"5\"}",
    "{\"kind\":\"every\"}",
    "{\"kind\":\"never\"}",
    "{\"kind\":7}",
    "{\"at\":\"10:15\"}",
    "{\"deep\":[{\"x\":1e400,\"y\":-0.0}]}",
];

const FIELDS: &[&str] = &[
    "name", "count", "ratio", "flag", "colour", "at", "amount", "owner", "extra", "tags", "parts",
    "rule", "other",
];

const BROKEN: &[&str] = &[
    "",
    " ",
    "{",
    "[",
    "[1,]",
    "{\"a\" 1}",
    "{'a': 1}",
    "{\"name\": \"ab\"} x",
    "nul",
    "01",
    "\"a",
    "\"\\x\"",
    "\u{ef}\u{bb}\u{bf}{\"name\":\"ab\"}",
    "\u{ff}",
    "7",
    "\"text\"",
    "null",
    "[[]]",
];

const CONTENT_TYPES: &[&str] = &[
    "application/json",
    "application/json",
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    "application/vnd.api+json",
    "text/plain",
    "application/x-www-form-urlencoded",
];

pub fn draw(chance: &mut Chance) -> Asked {
    let (method, target) = if chance.one_in(3) {
        let path = chance.pick(PATHS).replace("{id}", chance.pick(IDS));
        (chance.pick(METHODS).to_owned(), path)
    } else {
        let known = [
            ("GET", "/things"),
            ("POST", "/things"),
            ("PUT", "/things/{id}"),
            ("GET", "/things/{id}"),
            ("POST", "/parts"),
        ];
        let (method, path) = known[chance.below(known.len())];
        (method.to_owned(), path.replace("{id}", chance.pick(IDS)))
    };
    let target = draw_query(chance, target);
    let mut headers = vec![("host".to_owned(), "test:80".to_owned())];
    if !chance.one_in(4) {
        headers.push(("x-key".to_owned(), "open".to_owned()));
    }
    let body = if method == "GET" || method == "HEAD" {
        String::new()
    } else {
        draw_body(chance, &target)
    };
    if !chance.one_in(12) {
        headers.push((
            "content-type".to_owned(),
            chance.pick(CONTENT_TYPES).to_owned(),
        ));
    }
    Asked {
        method,
        target,
        headers,
        body,
    }
}

fn draw_query(chance: &mut Chance, path: String) -> String {
    let names = [
        "limit", "colour", "since", "flag", "tag", "tag", "size", "force", "li%6Dit",
    ];
    let pairs: Vec<_> = (0..chance.below(5))
        .map(|_| format!("{}={}", chance.pick(&names), chance.pick(QUERY_VALUES)))
        .collect();
    if pairs.is_empty() {
        path
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

fn draw_body(chance: &mut Chance, target: &str) -> String {
    if chance.one_in(8) {
        return chance.pick(BROKEN).to_owned();
    }
    let text = if target.starts_with("/parts") {
        let parts: Vec<_> = (0..chance.below(5)).map(|_| draw_part(chance)).collect();
        format!("[{}]", parts.join(","))
    } else {
        draw_thing(chance)
    };
    text.bytes().map(char::from).collect()
}

fn draw_part(chance: &mut Chance) -> String {
    let (weight, at) = (chance.pick(VALUES), chance.pick(VALUES));
    match chance.below(4) {
        0 => chance.pick(VALUES).to_owned(),
        1 => format!("{{\"weight\":{weight},\"at\":{at}}}"),
        _ => format!("{{\"weight\":{weight}}}"),
    }
}

fn draw_thing(chance: &mut Chance) -> String {
    let mut fields: Vec<_> = (0..chance.below(4))
        .map(|_| format!("\"{}\":{}", chance.pick(FIELDS), chance.pick(VALUES)))
        .collect();
    if !chance.one_in(4) {
        fields.push("\"name\":\"abc\"".to_owned());
    }
    format!("{{{}}}", fields.join(","))
}

/// As `app.py` reads it, in one line.
pub fn to_line(asked: &Asked) -> String {
    let headers: Vec<Value> = asked
        .headers
        .iter()
        .map(|(name, value)| json!([name, value]))
        .collect();
    let mut line = Map::new();
    line.insert("method".to_owned(), asked.method.clone().into());
    line.insert("target".to_owned(), asked.target.clone().into());
    line.insert("headers".to_owned(), headers.into());
    line.insert("body".to_owned(), asked.body.clone().into());
    Value::Object(line).to_string()
}
