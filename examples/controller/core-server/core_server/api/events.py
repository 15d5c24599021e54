from collections.abc import AsyncIterator
from typing import Annotated

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session, sessionmaker

from core_server.auth import VIEW
from core_server.db import DatabaseSession
from core_server.events import list_events, to_message
from core_server.models import Event
from core_server.schemas.common import INT64_MAX

router = APIRouter(tags=["events"])

PAUSE_SECONDS = 0.5
BEAT_SECONDS = 15


@router.get("/events", response_class=StreamingResponse, dependencies=[VIEW])
async def stream_events(
    request: Request,
    session: DatabaseSession,
    after: Annotated[int, Query(ge=0, le=INT64_MAX)] = 0,
    follow: bool = False,
) -> StreamingResponse:
    """What was told since; with `follow` also what is told from now on, without an end."""
    # The stream outlives the request's session.
    await run_sync(session.close)
    messages = list_messages(request.app.state.session_factory, after, follow)
    return StreamingResponse(
        messages, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def list_messages(
    session_factory: sessionmaker[Session], after: int, follow: bool
) -> AsyncIterator[str]:
    def read() -> list[Event]:
        with session_factory() as session:
            return list_events(session, after)

    quiet_seconds = 0.0
    while True:
        events = await run_sync(read)
        for event in events:
            after = event.id
            yield to_message(event)
        if not follow:
            return
        quiet_seconds = 0 if events else quiet_seconds + PAUSE_SECONDS
        if quiet_seconds >= BEAT_SECONDS:
            quiet_seconds = 0
            yield ": still here\n\n"
        await anyio.sleep(PAUSE_SECONDS)
