"""A server that closes a connection after an unhandled exception without saying so, as uvicorn does.

`python3 closing-server.py PORT`. `/boom` answers 500; whatever is sent on that connection afterwards gets no answer.
`GET /count` tells how many requests that write were handled.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    is_dead = False
    written = 0

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def handle_case(self):
        if self.is_dead:
            # The close of the other side had not come to the client when it sent this.
            self.close_connection = True
            return
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.command == "POST":
            Handler.written += 1
        if self.path == "/boom":
            self.is_dead = True
            self.answer(500, {"detail": "Internal Server Error"})
        elif self.path == "/count":
            self.answer(200, {"written": Handler.written})
        else:
            self.answer(200, {"status": "ok"})

    do_GET = do_POST = handle_case

    def log_message(self, *args):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
