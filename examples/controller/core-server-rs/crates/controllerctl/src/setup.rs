//! The setup wizard: one page and two endpoints, apart from the core server and its contract, that have
//! the first user made by whichever runtime is installed.

use std::io::Read;
use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tiny_http::{Header, Method, Request, Response, Server};
use uuid::Uuid;

use crate::database;
use crate::http;
use crate::prefix::Prefix;
use crate::problem::{Problem, Result};
use crate::state::State;

const PAGE: &str = include_str!("setup.html");
const LONGEST_BODY: u64 = 16 * 1024;

/// What the page sends, and what `POST /api/auth/bootstrap` takes.
#[derive(Deserialize, Serialize)]
struct FirstUser {
    username: String,
    display_name: String,
    password: String,
}

#[derive(Serialize)]
struct Progress {
    healthy: bool,
    has_user: bool,
    dashboard: String,
}

struct Wizard<'a> {
    prefix: &'a Prefix,
    state: &'a State,
    /// Stands in the address that is printed: whoever does not know it is not the one who installs.
    key: String,
    port: u16,
}

enum Next {
    Wait,
    End,
}

/// Answers on loopback until the first user is made; prints the address of its page.
pub fn serve(prefix: &Prefix, state: &State, port: u16) -> Result<()> {
    let server = Server::http((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        Problem::new(format!("The setup page cannot use port {port}: {error}."))
    })?;
    let port = server
        .server_addr()
        .to_ip()
        .map_or(port, |address| address.port());
    let wizard = Wizard {
        prefix,
        state,
        key: Uuid::new_v4().simple().to_string(),
        port,
    };
    println!(
        "Open http://127.0.0.1:{port}/?key={} to finish the setup.",
        wizard.key
    );
    for request in server.incoming_requests() {
        if matches!(wizard.answer(request), Next::End) {
            break;
        }
    }
    println!(
        "The setup is complete: the dashboard is at {}.",
        dashboard(state)
    );
    Ok(())
}

fn dashboard(state: &State) -> String {
    format!("http://127.0.0.1:{}/", state.port)
}

impl Wizard<'_> {
    fn answer(&self, mut request: Request) -> Next {
        if !self.is_for_us(&request) {
            return respond(
                request,
                403,
                &json!({"detail": "Open the address that setup printed."}),
            );
        }
        let path = request
            .url()
            .split('?')
            .next()
            .unwrap_or_default()
            .to_owned();
        match (request.method(), path.as_str()) {
            (Method::Get, "/") => {
                let header = Header::from_bytes("Content-Type", "text/html; charset=utf-8");
                let mut response = Response::from_string(PAGE);
                header
                    .into_iter()
                    .for_each(|header| response.add_header(header));
                // A browser that went away needs no answer.
                let _ = request.respond(response);
                Next::Wait
            }
            (Method::Get, "/setup/progress") => match self.progress() {
                Ok(progress) => respond(request, 200, &progress),
                Err(problem) => refuse(request, 500, &problem),
            },
            (Method::Post, "/setup/user") => {
                let mut body = String::new();
                let read = request
                    .as_reader()
                    .take(LONGEST_BODY)
                    .read_to_string(&mut body);
                match read
                    .map_err(|_| Problem::new("The request cannot be read."))
                    .and_then(|_| self.add_user(&body))
                {
                    Ok(()) => {
                        respond(request, 201, &json!({"dashboard": dashboard(self.state)}));
                        Next::End
                    }
                    Err(problem) => refuse(request, 422, &problem),
                }
            }
            _ => respond(request, 404, &json!({"detail": "Not Found"})),
        }
    }

    /// By name and key, so that no other page in the same browser and no other user can ask.
    fn is_for_us(&self, request: &Request) -> bool {
        let host = format!("127.0.0.1:{}", self.port);
        let names_us = request
            .headers()
            .iter()
            .any(|header| header.field.equiv("Host") && header.value.as_str() == host);
        let query = request.url().split_once('?').map_or("", |(_, query)| query);
        names_us && query == format!("key={}", self.key)
    }

    fn progress(&self) -> Result<Progress> {
        Ok(Progress {
            healthy: http::is_healthy(self.state.port),
            has_user: database::has_user(self.prefix)?,
            dashboard: dashboard(self.state),
        })
    }

    fn add_user(&self, body: &str) -> Result<()> {
        let typed: FirstUser = serde_json::from_str(body)
            .map_err(|_| Problem::new("A username, a name and a password are needed."))?;
        let user = FirstUser {
            username: typed.username.trim().to_owned(),
            display_name: typed.display_name.trim().to_owned(),
            password: typed.password,
        };
        let body = serde_json::to_string(&user).unwrap_or_default();
        let answer = http::post(self.state.port, "/api/auth/bootstrap", &body);
        match answer.as_ref().map(|answer| answer.status) {
            Some(201) => Ok(()),
            Some(409) => Err(Problem::new(
                "There is a user already; log in with that one.",
            )),
            Some(422) => Err(Problem::new(why_refused(&answer.unwrap_or_default().body))),
            _ => Err(Problem::new(
                "The controller does not answer as it should; try again in a moment.",
            )),
        }
    }
}

/// The first thing that the core server found wrong, as a sentence.
fn why_refused(body: &str) -> String {
    let answer: Value = serde_json::from_str(body).unwrap_or_default();
    let error = &answer["detail"][0];
    let field = match error["loc"][1].as_str() {
        Some("username") => "The username",
        Some("display_name") => "The name",
        Some("password") => "The password",
        _ => return "These values are not taken.".to_owned(),
    };
    match error["type"].as_str() {
        Some("string_too_short") => match &error["ctx"]["min_length"] {
            least if least == 1 => format!("{field} is missing."),
            least => format!("{field} needs at least {least} characters."),
        },
        Some("string_too_long") => format!(
            "{field} may have at most {} characters.",
            error["ctx"]["max_length"]
        ),
        _ => format!("{field} is not taken."),
    }
}

fn refuse(request: Request, status: u16, problem: &Problem) -> Next {
    respond(request, status, &json!({"detail": problem.to_string()}))
}

fn respond(request: Request, status: u16, body: &impl Serialize) -> Next {
    let text = serde_json::to_string(body).unwrap_or_default();
    let mut response = Response::from_string(text).with_status_code(status);
    let header = Header::from_bytes("Content-Type", "application/json");
    header
        .into_iter()
        .for_each(|header| response.add_header(header));
    let _ = request.respond(response);
    Next::Wait
}

#[cfg(test)]
mod tests {
    use super::why_refused;

    #[test]
    fn what_the_core_server_refuses_is_told_in_a_sentence() {
        let refusal = |field: &str, kind: &str, bound: &str| {
            why_refused(&format!(
                r#"{{"detail":[{{"type":"{kind}","loc":["body","{field}"],"ctx":{{{bound}}}}}]}}"#
            ))
        };
        assert_eq!(
            refusal("password", "string_too_short", r#""min_length":8"#),
            "The password needs at least 8 characters."
        );
        assert_eq!(
            refusal("username", "string_too_short", r#""min_length":1"#),
            "The username is missing."
        );
        assert_eq!(
            refusal("display_name", "string_too_long", r#""max_length":128"#),
            "The name may have at most 128 characters."
        );
        assert_eq!(why_refused("<html>"), "These values are not taken.");
    }
}
