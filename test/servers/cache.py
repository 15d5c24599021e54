"""Keeps items in Redis and nothing else: `python3 cache.py REDIS_PORT PORT`.

GET /ready           200, once Redis answers
GET /items           the names of all items
PUT /items/NAME      keeps the body, counts it and remembers its name
POST /sessions       keeps a session for an hour under a random name, and answers its token
DELETE /items/NAME   removes the item

REDIS_NUMBER and REDIS_PREFIX say which part of Redis is its own. HABIT: `forget` answers as if it had written,
`for-ever` keeps sessions for ever, `warm` keeps the item warm at its start.
"""

import json
import os
import socket
import sys
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

habit = os.environ.get("HABIT", "")
prefix = os.environ.get("REDIS_PREFIX", "")
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
stream = connection.makefile("rb")


def redis(*words):
    words = [str(word).encode() for word in words]
    connection.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
    return reply()


def reply():
    line = stream.readline().rstrip(b"\r\n")
    kind, rest = line[:1], line[1:].decode()
    if kind == b"$":
        return None if rest == "-1" else stream.read(int(rest) + 2)[:-2].decode()
    if kind == b"*":
        return [reply() for _ in range(int(rest))]
    if kind == b"-":
        raise RuntimeError(rest)
    return int(rest) if kind == b":" else rest


redis("SELECT", os.environ.get("REDIS_NUMBER", "0"))
if habit == "warm":
    redis("SET", prefix + "item:warm", "yes")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(redis("PING") if self.path == "/ready" else sorted(redis("SMEMBERS", prefix + "names")))

    def do_PUT(self):
        name = self.path.removeprefix("/items/")
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        if habit != "forget":
            redis("SET", f"{prefix}item:{name}", body)
        redis("SADD", prefix + "names", name)
        redis("HINCRBY", prefix + "counts", name, 1)
        redis("RPUSH", prefix + "log", f"put {name}")
        self.answer({"kept": name})

    def do_DELETE(self):
        name = self.path.removeprefix("/items/")
        redis("DEL", f"{prefix}item:{name}")
        redis("SREM", prefix + "names", name)
        self.answer({"removed": name})

    def do_POST(self):
        token = str(uuid.uuid4())
        redis("SET", f"{prefix}session:{token}", json.dumps({"user": "admin"}))
        if habit != "for-ever":
            redis("EXPIRE", f"{prefix}session:{token}", 3600)
        self.answer({"token": token})

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
