"""A FastAPI application with one of each thing that the crate covers, and a way to ask it.

Reads requests from standard input, one JSON object a line, and writes the answers the same way. It calls
the application as uvicorn would, without a port between.
"""

import asyncio
import json
import sys
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import unquote
from uuid import UUID

from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import AwareDatetime, BaseModel, Field
from pydantic_core import to_json

INT64_MAX = 2**63 - 1

app = FastAPI()


@app.exception_handler(RequestValidationError)
async def answer_validation_error(_request: Request, error: RequestValidationError) -> Response:
    """FastAPI's own answer; its own fails with 500 where the input holds an infinity."""
    content = to_json({"detail": error.errors()}, inf_nan_mode="null")
    return Response(content, status_code=422, media_type="application/json")


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class Part(BaseModel):
    weight: Annotated[float, Field(ge=-1.5, le=10, allow_inf_nan=False)]
    at: AwareDatetime | None = None


class Daily(BaseModel):
    kind: Literal["daily"]
    at: Annotated[str, Field(pattern="^[0-9]{2}:[0-9]{2}$")]


class Every(BaseModel):
    kind: Literal["every"]
    minutes: Annotated[int, Field(ge=1, le=1440)]


class Thing(BaseModel):
    name: Annotated[str, Field(min_length=2, max_length=8)]
    count: Annotated[int, Field(ge=-5, le=INT64_MAX)] = 1
    ratio: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.5
    flag: bool = True
    colour: Colour | None = None
    at: AwareDatetime | None = None
    amount: Annotated[Decimal, Field(max_digits=8, decimal_places=3)] | None = None
    owner: UUID | None = None
    extra: dict[str, Any] = {}
    tags: Annotated[list[str], Field(max_length=2)] = []
    parts: list[Part] = []
    rule: Annotated[Daily | Every, Field(discriminator="kind")] | None = None


def require_key(request: Request) -> None:
    if request.headers.get("x-key") != "open":
        raise HTTPException(401, "No key", headers={"WWW-Authenticate": "Bearer"})


@app.get("/things")
def list_things(
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    colour: Colour | None = None,
    since: AwareDatetime | None = None,
    flag: bool = False,
    tag: Annotated[list[str], Query(max_length=3)] = [],
) -> Any:
    return {"limit": limit, "colour": colour, "since": since, "flag": flag, "tag": tag}


@app.post("/things", status_code=201)
def create_thing(thing: Thing) -> Thing:
    return thing


@app.put("/things/{thing_id}", dependencies=[Depends(require_key)])
def replace_thing(thing_id: UUID, thing: Thing, force: bool = False) -> Any:
    return {"id": thing_id, "force": force, "name": thing.name}


@app.get("/things/{thing_id}")
def read_thing(thing_id: UUID, size: Annotated[int, Query(ge=0, le=INT64_MAX)]) -> Any:
    return {"id": thing_id, "size": size}


@app.post("/parts", dependencies=[Depends(require_key)])
def add_parts(parts: Annotated[list[Part], Field(min_length=1, max_length=3)]) -> Any:
    return {"weights": [part.weight for part in parts]}


@app.get("/slashed/")
def slashed() -> Any:
    return "ok"


async def ask(request: dict[str, Any]) -> dict[str, Any]:
    path, _, query = request["target"].partition("?")
    body = request["body"].encode("latin-1")
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request["method"],
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in request["headers"]],
        "server": ("test", 80),
        "client": ("test", 1),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    try:
        await app(scope, receive, send)
    except Exception:
        # FastAPI's own failure, as with a body that is not UTF-8; the server has said 500.
        return {"status": 500, "headers": {}, "body": ""}
    told = b"".join(message.get("body", b"") for message in sent[1:])
    return {
        "status": sent[0]["status"],
        "headers": {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]},
        "body": "" if request["method"] == "HEAD" else told.decode(),
    }


async def main() -> None:
    for line in sys.stdin:
        print(json.dumps(await ask(json.loads(line))), flush=True)


asyncio.run(main())
