"""Tells `portolan cases record` what tests send to the app under test.

Loaded by `pytest -p portolan_pytest`, which that command adds. It wraps Starlette's TestClient and httpx's ASGITransport,
changes nothing of what they send or answer, and writes nothing to the disk: each exchange goes, as a line of JSON, to the
port of loopback that PORTOLAN_RECORD names. Without that variable it does nothing.
"""

import base64
import contextlib
import gzip
import importlib
import json
import os
import socket
import sys
import threading
import zlib


def pytest_configure(config):
    address = os.environ.get("PORTOLAN_RECORD")
    if address is None or config.pluginmanager.has_plugin("portolan-recorder"):
        return
    port, token = address.split(":")
    config.pluginmanager.register(Recorder(int(port), token), "portolan-recorder")


class Recorder:
    """Sends what passes the wrapped clients, from any thread."""

    def __init__(self, port, token):
        # Connected at once: tests may forbid sockets while they run.
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.lock = threading.Lock()
        self.send_line(token)
        wrap_test_client(self)
        for name in ("httpx", "httpx2"):
            wrap_asgi_transport(self, name)

    def pytest_unconfigure(self):
        self.connection.close()

    def send_line(self, text):
        # Where Portolan has ended, the tests go on without it.
        with self.lock, contextlib.suppress(OSError):
            self.connection.sendall(text.encode() + b"\n")

    def tell(self, request, body, response, answer):
        if dict(lowered(response.headers)).get("content-encoding") == "gzip":
            # A client may close an answer before its end.
            with contextlib.suppress(OSError, EOFError, zlib.error):
                answer = gzip.decompress(answer)
        self.send_line(
            json.dumps(
                {
                    # "tests/test_nodes.py::test_create (call)"
                    "session": os.environ.get("PYTEST_CURRENT_TEST", "").rsplit(" ", 1)[0],
                    "method": request.method,
                    "target": request.url.raw_path.decode("ascii"),
                    "headers": pairs(request.headers),
                    "body": base64.b64encode(body).decode(),
                    "status": response.status_code,
                    "answerHeaders": lowered(response.headers),
                    "answer": base64.b64encode(answer).decode(),
                }
            )
        )


def wrap_test_client(recorder):
    try:
        transport = importlib.import_module("starlette.testclient")._TestClientTransport
    except (ImportError, AttributeError, RuntimeError):
        # No Starlette, one that is older than its httpx client, or one without its client's package.
        return
    original = transport.handle_request

    def handle_request(self, request):
        body = request.read()
        response = original(self, request)
        response.stream = sync_tee(response, lambda answer: recorder.tell(request, body, response, answer))
        return response

    transport.handle_request = handle_request


def wrap_asgi_transport(recorder, package):
    try:
        transport = importlib.import_module(package).ASGITransport
    except (ImportError, AttributeError):
        return
    original = transport.handle_async_request

    async def handle_async_request(self, request):
        body = await request.aread()
        response = await original(self, request)
        response.stream = async_tee(response, lambda answer: recorder.tell(request, body, response, answer))
        return response

    transport.handle_async_request = handle_async_request


class Copied:
    """The stream of a response, and `done` with all that was read of it, once. The base of the two kinds of stream."""

    def __init__(self, inner, done):
        self.inner = inner
        self.done = done
        self.parts = []
        self.is_told = False

    def tell(self):
        if not self.is_told:
            self.is_told = True
            self.done(b"".join(self.parts))


def sync_tee(response, done):
    class Tee(Copied, package_of(response).SyncByteStream):
        def __iter__(self):
            for part in self.inner:
                self.parts.append(part)
                yield part
            self.tell()

        def close(self):
            self.inner.close()
            self.tell()

    return Tee(response.stream, done)


def async_tee(response, done):
    class Tee(Copied, package_of(response).AsyncByteStream):
        async def __aiter__(self):
            async for part in self.inner:
                self.parts.append(part)
                yield part
            self.tell()

        async def aclose(self):
            await self.inner.aclose()
            self.tell()

    return Tee(response.stream, done)


def package_of(response):
    """httpx or httpx2, whichever made the response."""
    return sys.modules[type(response).__module__.split(".")[0]]


def pairs(headers):
    return [[name.decode("latin-1"), value.decode("latin-1")] for name, value in headers.raw]


def lowered(headers):
    return [[name.lower(), value] for name, value in pairs(headers)]
