"""What only the first dashboard asked for; kept for who still has it, and not ported."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from sqlalchemy import func, select

from core_server.auth import VIEW
from core_server.db import DatabaseSession
from core_server.models import Node

router = APIRouter(tags=["legacy"], dependencies=[VIEW])


@router.get("/status.txt", response_class=PlainTextResponse)
def read_status_text(session: DatabaseSession) -> str:
    """One line a status, for the text display that stood in the harbour office."""
    counts = select(Node.status, func.count()).group_by(Node.status).order_by(Node.status)
    return "".join(f"{status}: {count}\n" for status, count in session.execute(counts))


@router.get("/nodes/{name}/ping")
def ping_node(name: str) -> dict[str, str]:
    """Nodes report by themselves now; nothing is pinged any more."""
    return {"name": name, "answer": "pong"}
