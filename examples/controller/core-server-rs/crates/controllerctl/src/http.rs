//! The little of HTTP that it takes to ask a server on loopback how it is, and to hand it something.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use crate::problem::{Problem, Result};

#[derive(Default)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// Asks by GET; nothing where nobody answers within two seconds.
pub fn get(port: u16, path: &str) -> Option<Answer> {
    let bound = Duration::from_secs(2);
    send(port, &format!("GET {path} HTTP/1.1"), "", bound).ok()
}

/// Sends JSON by POST; nothing where nobody answers within half a minute, which is long enough to hash a password.
pub fn post(port: u16, path: &str, body: &str) -> Option<Answer> {
    let bound = Duration::from_secs(30);
    // By 1.0 the body of the answer comes in one piece.
    send(port, &format!("POST {path} HTTP/1.0"), body, bound).ok()
}

fn send(port: u16, request_line: &str, body: &str, bound: Duration) -> std::io::Result<Answer> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, bound)?;
    stream.set_read_timeout(Some(bound))?;
    stream.set_write_timeout(Some(bound))?;
    let length = body.len();
    write!(
        stream,
        "{request_line}\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    let mut bytes = Vec::new();
    stream.take(1 << 20).read_to_end(&mut bytes)?;
    read_answer(&String::from_utf8_lossy(&bytes))
        .ok_or_else(|| std::io::ErrorKind::InvalidData.into())
}

fn read_answer(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer {
        status,
        body: body.to_owned(),
    })
}

/// Whether a core server answers there, be it through the Node server.
pub fn is_healthy(port: u16) -> bool {
    get(port, "/healthz")
        .is_some_and(|answer| answer.status == 200 && answer.body.contains("\"ok\""))
}

/// Whether nobody listens there.
pub fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

pub fn require_free(port: u16) -> Result<()> {
    if is_free(port) {
        return Ok(());
    }
    Err(Problem::new(format!(
        "Port {port} is in use by a program that is not this installation's; end it, or install with another --port."
    )))
}

/// A port that nobody has now.
pub fn find_free_port() -> Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Problem::new(format!("There is no free port: {error}.")))
}

#[cfg(test)]
mod tests {
    use super::read_answer;

    #[test]
    fn status_and_body_are_read() {
        let answer =
            read_answer("HTTP/1.1 200 OK\r\nserver: x\r\n\r\n{\"status\":\"ok\"}").unwrap();
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, "{\"status\":\"ok\"}");
        assert!(read_answer("HTTP/1.1 200 OK\r\n").is_none());
    }
}
