"""Tells what a server finds around it: `python3 world-server.py PORT DATABASE`. It keeps the SQLite database open.

GET /ready          200
GET /environment    its variables
GET /home           what stands in its HOME, after it has written a file there
GET /reach/PORT     the first line that comes from a port of localhost, or why none does
Before that it reads a .env file in its folder, as python-dotenv does: what is set already stays, also where it is empty.
With NEEDS=NAME it ends at its start where the variable NAME is missing, as settings classes do.
"""

import json
import os
import socket
import sqlite3
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

if os.path.exists(".env"):
    with open(".env") as file:
        for line in file:
            name, _, value = line.strip().partition("=")
            os.environ.setdefault(name, value)

needed = os.environ.get("NEEDS")
if needed and needed not in os.environ:
    sys.exit(f"1 validation error for Settings\n{needed.lower()}\n  Field required")

database = sqlite3.connect(sys.argv[2], check_same_thread=False)
database.execute("SELECT count(*) FROM sqlite_master").fetchone()


def reach(port):
    try:
        with socket.create_connection(("localhost", port), timeout=5) as connection:
            return connection.makefile().readline().strip()
    except OSError as error:
        return type(error).__name__


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/ready":
            return self.answer({"status": "ok"})
        if self.path == "/environment":
            return self.answer(dict(os.environ))
        if self.path == "/home":
            with open(os.path.expanduser("~/.cached"), "a") as file:
                file.write("x")
            return self.answer(sorted(os.listdir(os.path.expanduser("~"))))
        if self.path.startswith("/reach/"):
            return self.answer(reach(int(self.path.removeprefix("/reach/"))))
        self.send_error(404)

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
