"""A server with notes in an SQLite database, of the standard library alone: python3 notes.py PORT

NOTES_DATABASE names the database (./notes.db without it). What else it does wrong is said by the environment:

CONNECTION=short   opens a connection for each request, and none at its start
MIGRATE=own        makes a table of its own at its start
MEMORY=count       keeps the number of written notes in the process; MEMORY=list keeps the notes themselves there
FAULT=background   writes in the background without a pause

POST /hold leaves a transaction open, /delete, /replace and /damage do that to the file of the database.

SESSIONS=rows      writes a row for each login, and one more for each note of that session
DATABASE=none      never opens its database
FOLDER=PATH        keeps all in one folder: its database, app.db in WAL mode, and a file for each note that is written
CACHE=FILE         writes into a second database at its start
"""

import json
import os
import shutil
import sqlite3
import sys
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOLDER = os.environ.get("FOLDER")
FILE = f"{FOLDER}/db/app.db" if FOLDER else os.environ.get("NOTES_DATABASE", "notes.db")
SETTINGS = {name: os.environ.get(name, "") for name in ("CONNECTION", "MIGRATE", "MEMORY", "SESSIONS", "DATABASE", "FAULT")}
LOCK = threading.Lock()


def connect():
    return sqlite3.connect(FILE, timeout=10, isolation_level=None, check_same_thread=False)


KEPT = None if "short" in SETTINGS["CONNECTION"] or SETTINGS["DATABASE"] == "none" else connect()
if KEPT is not None:
    KEPT.execute("SELECT count(*) FROM sqlite_schema").fetchall()
if FOLDER:
    KEPT.execute("PRAGMA journal_mode = WAL").fetchall()
if SETTINGS["MIGRATE"] == "own":
    own = connect()
    own.execute("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT)")
    own.execute("CREATE TABLE IF NOT EXISTS own_migrations (name TEXT)")
    own.execute("INSERT INTO own_migrations VALUES ('0001')")
    own.close()
if os.environ.get("CACHE"):
    cache = sqlite3.connect(os.environ["CACHE"], isolation_level=None)
    cache.execute("CREATE TABLE IF NOT EXISTS starts (at INTEGER)")
    cache.execute("INSERT INTO starts VALUES (?)", (time.time_ns(),))
    cache.close()
STATE = {"written": 0, "notes": None, "leak": None}


def query(sql, *values):
    """Rows of one statement, on the connection that is kept or on one of its own."""
    if SETTINGS["DATABASE"] == "none":
        return [(1, "north")]
    with LOCK:
        if KEPT is not None:
            return KEPT.execute(sql, values).fetchall()
        connection = connect()
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()


def notes():
    rows = query("SELECT id, text FROM notes ORDER BY id")
    if SETTINGS["MEMORY"] == "list":
        STATE["notes"] = STATE["notes"] or [list(row) for row in rows]
        rows = STATE["notes"]
    return [{"id": id, "text": text} for id, text in rows]


def add_note(session):
    query("INSERT INTO notes (text) VALUES ('new')")
    STATE["written"] += 1
    if FOLDER:
        with open(f"{FOLDER}/note-{STATE['written']}.txt", "w") as file:
            file.write("new")
    if STATE["notes"] is not None:
        STATE["notes"].append([len(STATE["notes"]) + 1, "new"])
    if SETTINGS["SESSIONS"] == "rows" and session:
        query("UPDATE sessions SET used = used + 1 WHERE token = ?", session)
    return {"detail": "written"}


def log_in():
    token = uuid.uuid4().hex
    if SETTINGS["SESSIONS"] == "rows":
        query("INSERT INTO sessions VALUES (?, ?, 0)", token, time.time_ns())
    return {"auth": {"token": token}}


HELD = []


def hold():
    connection = connect()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO notes (text) VALUES ('half')")
    HELD.append(connection)
    return {"detail": "held"}


def delete():
    os.remove(FILE)
    return {"detail": "deleted"}


def replace():
    shutil.copy(FILE, FILE + ".copy")
    os.replace(FILE + ".copy", FILE)
    return {"detail": "replaced"}


def damage():
    with open(FILE, "r+b") as file:
        file.write(b"no database")
    return {"detail": "damaged"}


def write_for_ever():
    connection = connect()
    while True:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE sessions SET used = used + 1")
        time.sleep(0.003)
        connection.execute("COMMIT")
        time.sleep(0.01)


if SETTINGS["FAULT"] == "background":
    threading.Thread(target=write_for_ever, daemon=True).start()


def log_out(session):
    query("DELETE FROM sessions WHERE token = ?", session)
    return {"detail": "logged out"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("content-length") or 0))
        session = (self.headers.get("authorization") or "").removeprefix("Bearer ")
        answers = {
            "GET /ready": lambda: {"status": "ok"},
            "POST /login": log_in,
            "POST /logout": lambda: log_out(session),
            "POST /hold": hold,
            "POST /delete": delete,
            "POST /replace": replace,
            "POST /damage": damage,
            "GET /notes": notes,
            "GET /count": lambda: {"written": STATE["written"] if SETTINGS["MEMORY"] == "count" else 0},
            "GET /chance": lambda: {"chance": uuid.uuid4().hex},
            "POST /notes": lambda: add_note(session),
        }
        give = answers.get(f"{self.command} {self.path}")
        try:
            status, body = (404, {"detail": "Not Found"}) if give is None else (200, give())
        except sqlite3.Error as error:
            status, body = 500, {"detail": str(error)}
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
