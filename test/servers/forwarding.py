"""Asks another server and answers what it answered: `python3 forwarding.py PORT URL`.

GET /ready           200
any other request    is sent on to URL with its path, query, body and content type

HABIT: `silent` asks nobody and answers as if, `twice` asks twice, `thrice` three times, `key` sends an Authorization header, `loud` sends the
body in capitals.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

url = sys.argv[2]
habit = os.environ.get("HABIT", "")


def ask(method, path, body, media):
    headers = {"content-type": media} if body else {}
    if habit == "key":
        headers["authorization"] = "Bearer the-key-of-the-account"
    data = (body.upper() if habit == "loud" else body) or None
    request = urllib.request.Request(url + path, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path == "/ready":
            return self.answer(200, b"{}")
        if habit == "silent":
            return self.answer(200, b'{"silent": true}')
        for _ in range({"twice": 1, "thrice": 2}.get(habit, 0)):
            ask(self.command, self.path, body, self.headers.get("content-type", ""))
        self.answer(*ask(self.command, self.path, body, self.headers.get("content-type", "")))

    do_GET = do_POST = do_PUT = do_DELETE = forward

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
