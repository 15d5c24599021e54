"""A service that counts, in memory: `python3 tally.py PORT`. GET /up 200, GET /count how often, POST /count one more, POST /reset none."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

count = 0


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(count)

    def do_POST(self):
        global count
        count = 0 if self.path == "/reset" else count + 1
        self.answer(count)

    def answer(self, value):
        body = json.dumps({"count": value}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
