"""Keeps files in a folder and nothing else: `python3 files.py PORT FOLDER`.

GET /ready          200
GET /files          the names of all files
PUT /files/NAME     writes the body into the folder, and answers where it lies
DELETE /files/NAME  removes the file
POST /uploads       writes the body under a random name, and a record about it beside it
POST /log           adds a line to a log that it keeps open

FOLDER begins as Portolan made it; at its start the server makes `cache/` there. HABIT: `forget` answers as if it had
written, `shout` writes all in capitals, `warm` writes a file at its start.
"""

import json
import os
import sys
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

folder = sys.argv[2]
habit = os.environ.get("HABIT", "")
os.makedirs(os.path.join(folder, "cache"), exist_ok=True)
if habit == "warm":
    with open(os.path.join(folder, "warm.txt"), "w") as file:
        file.write("warm\n")
log = None


def names():
    return sorted(
        os.path.relpath(os.path.join(below, name), folder) for below, _, files in os.walk(folder) for name in files
    )


def write(name, content):
    path = os.path.join(folder, name)
    if habit == "forget":
        return path
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content.upper() if habit == "shout" else content)
    return path


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(200, {"status": "ok"} if self.path == "/ready" else names())

    def do_PUT(self):
        path = write(self.path.removeprefix("/files/"), self.body())
        self.answer(200, {"path": path})

    def do_DELETE(self):
        os.remove(os.path.join(folder, self.path.removeprefix("/files/")))
        self.answer(200, {"removed": True})

    def do_POST(self):
        global log
        if self.path == "/log":
            log = log or open(os.path.join(folder, "server.log"), "a")
            log.write("line\n")
            log.flush()
            return self.answer(200, {"logged": True})
        name = str(uuid.uuid4())
        content = self.body()
        path = write(f"uploads/{name}.bin", content)
        write(f"records/{name}.json", json.dumps({"id": name, "path": path, "size": len(content)}).encode())
        self.answer(200, {"id": name})

    def body(self):
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
