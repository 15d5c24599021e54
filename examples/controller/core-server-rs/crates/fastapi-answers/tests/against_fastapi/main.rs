//! Holds the crate against a real FastAPI, on requests drawn from a seed.
//!
//! `FASTAPI_PYTHON` names a Python that has FastAPI; else it is that of the example's own server.
//! `FASTAPI_SEED` draws other requests.

mod app;
mod requests;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use serde::Deserialize;
use tower::ServiceExt;

use requests::{Asked, Chance, draw, to_line};

const COUNT: usize = 3000;

/// What clients act on.
const HEADERS: &[&str] = &["allow", "content-type", "location", "www-authenticate"];

#[derive(Debug, Deserialize, PartialEq)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

#[tokio::test]
async fn generated_requests_are_answered_as_by_fastapi() {
    let seed = std::env::var("FASTAPI_SEED").map_or(1, |seed| seed.parse().unwrap());
    let mut chance = Chance::new(seed);
    let asked: Vec<_> = (0..COUNT).map(|_| draw(&mut chance)).collect();
    let expected = ask_fastapi(&asked);
    let mut statuses = BTreeMap::new();
    let mut wrong = Vec::new();
    for (asked, expected) in asked.iter().zip(expected) {
        *statuses.entry(expected.status).or_insert(0) += 1;
        if expected.status == 500 {
            continue;
        }
        let found = ask_axum(asked).await;
        if found != expected {
            wrong.push(format!(
                "{asked:?}\n  FastAPI {expected:?}\n  axum    {found:?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "seed {seed}, {} of {COUNT}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(12)].join("\n")
    );
    let failures = statuses.get(&500).copied().unwrap_or(0);
    assert!(
        failures * 50 < COUNT,
        "FastAPI itself failed {failures} times"
    );
    // That they were all refused would prove little.
    for status in [200, 201, 307, 400, 401, 404, 405, 422] {
        assert!(
            statuses.contains_key(&status),
            "no answer was {status}: {statuses:?}"
        );
    }
}

fn ask_fastapi(asked: &[Asked]) -> Vec<Answer> {
    let folder = env!("CARGO_MANIFEST_DIR");
    let python = std::env::var("FASTAPI_PYTHON")
        .unwrap_or_else(|_| format!("{folder}/../../../core-server/.venv/bin/python"));
    let mut child = Command::new(&python)
        .arg(format!("{folder}/tests/against_fastapi/app.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{python}: {error}; run `make venv` or set FASTAPI_PYTHON"));
    let mut input = child.stdin.take().unwrap();
    let lines: String = asked.iter().map(|asked| to_line(asked) + "\n").collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = BufReader::new(child.stdout.take().unwrap());
    let answers: Vec<Answer> = output
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .map(only_compared_headers)
        .collect();
    writer.join().unwrap().unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(answers.len(), asked.len());
    answers
}

async fn ask_axum(asked: &Asked) -> Answer {
    let mut request = Request::builder()
        .method(asked.method.as_str())
        .uri(&asked.target);
    for (name, value) in &asked.headers {
        request = request.header(name, value);
    }
    let body: Vec<u8> = asked
        .body
        .chars()
        .map(|character| character as u8)
        .collect();
    let response = app::app()
        .oneshot(request.body(Body::from(body)).unwrap())
        .await
        .unwrap();
    let status = response.status().as_u16();
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    only_compared_headers(Answer {
        status,
        headers,
        body,
    })
}

fn only_compared_headers(mut answer: Answer) -> Answer {
    answer
        .headers
        .retain(|name, _| HEADERS.contains(&name.as_str()));
    answer
}
