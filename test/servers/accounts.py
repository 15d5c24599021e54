"""A server with accounts in an SQLite database, of the standard library alone: python3 accounts.py PORT DATABASE

POST /token      a form as FastAPI's OAuth2PasswordRequestForm has it: username, password, grant_type → a token
POST /sessions   JSON: name, password → 303 and the cookie `sid`, which is asked for below /; and `refresh` for /sessions only
POST /accounts   JSON: name, password → 201; registers
GET /me          who asks: by a token, a session, X-Api-Key, or a web token that the key JWT_KEY (HS256) signed
GET /cookies     the names of the cookies that came
GET /shown       the variable SHOWN
POST /notes      writes the name of who asks
"""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import time
import urllib.parse
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DATABASE = sqlite3.connect(sys.argv[2], isolation_level=None, check_same_thread=False)


def query(sql, *values):
    return DATABASE.execute(sql, values).fetchall()


def account(name, password):
    return query("SELECT name FROM accounts WHERE name = ? AND password = ?", name, password)


def new_session(name):
    token = uuid.uuid4().hex
    query("INSERT INTO sessions VALUES (?, ?)", token, name)
    return token


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def subject_of(token):
    """The subject of a web token (RFC 7519) that our key signed and that has not expired."""
    header, claims, signature = token.split(".")
    key = os.environ.get("JWT_KEY", "").encode()
    expected = hmac.new(key, f"{header}.{claims}".encode(), hashlib.sha256).digest()
    is_ours = json.loads(decoded(header))["alg"] == "HS256" and hmac.compare_digest(expected, decoded(signature))
    said = json.loads(decoded(claims))
    return said["sub"] if is_ours and said["exp"] > time.time() else None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def cookies(self):
        pairs = (self.headers.get("cookie") or "").split("; ")
        return dict(pair.split("=", 1) for pair in pairs if "=" in pair)

    def who(self):
        if self.headers.get("x-api-key") == "key-of-the-reader-1":
            return "reader"
        token = (self.headers.get("authorization") or "").removeprefix("Bearer ")
        if token.count(".") == 2:
            return subject_of(token)
        rows = query("SELECT name FROM sessions WHERE token = ?", token or self.cookies().get("sid", ""))
        return rows[0][0] if rows else None

    def answer(self):
        text = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        give = getattr(self, f"{self.command}_{self.path.strip('/')}", None)
        status, body, headers = (404, {"detail": "Not Found"}, []) if give is None else give(text)
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in [("content-type", "application/json"), ("content-length", str(len(content))), *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def GET_ready(self, _):
        return 200, {"status": "ok"}, []

    def POST_token(self, text):
        form = dict(urllib.parse.parse_qsl(text))
        if "x-www-form-urlencoded" not in self.headers.get("content-type", ""):
            return 415, {"detail": "a form is asked for"}, []
        if not account(form.get("username"), form.get("password")):
            return 401, {"detail": "Incorrect username or password"}, []
        return 200, {"access_token": new_session(form["username"]), "token_type": "bearer"}, []

    def POST_sessions(self, text):
        said = json.loads(text)
        if not account(said["name"], said["password"]):
            return 303, {}, [("location", "/login?failed")]
        sid = f"sid={new_session(said['name'])}; Path=/; HttpOnly; Secure"
        gone = "old=1; Max-Age=0"
        return 302, {}, [("location", "/"), ("set-cookie", sid), ("set-cookie", "refresh=again"), ("set-cookie", gone)]

    def POST_accounts(self, text):
        said = json.loads(text)
        if query("SELECT name FROM accounts WHERE name = ?", said["name"]):
            return 409, {"detail": "there is such an account"}, []
        query("INSERT INTO accounts VALUES (?, ?)", said["name"], said["password"])
        return 201, {"name": said["name"]}, []

    def GET_me(self, _):
        name = self.who()
        return (401, {"detail": "Not authenticated"}, []) if name is None else (200, {"name": name}, [])

    def GET_accounts(self, _):
        return 200, [name for (name,) in query("SELECT name FROM accounts ORDER BY name")], []

    def GET_shown(self, _):
        return 200, os.environ.get("SHOWN", ""), []

    def GET_cookies(self, _):
        return 200, sorted(self.cookies()), []

    def POST_notes(self, _):
        name = self.who()
        if name is None:
            return 401, {"detail": "Not authenticated"}, []
        query("INSERT INTO notes VALUES (?)", name)
        return 201, [owner for (owner,) in query("SELECT owner FROM notes")], []

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
