"""What is told live."""

from typing import Any

from pydantic_core import to_json
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core_server.clock import now
from core_server.models import Event


def tell(session: Session, kind: str, subject: str, detail: dict[str, Any]) -> None:
    """Becomes known with the transaction that it is part of."""
    session.execute(text("UPDATE event_counter SET last = last + 1"))
    number = session.scalar(text("SELECT last FROM event_counter"))
    session.add(Event(id=number, kind=kind, subject=subject, detail=detail, created_at=now()))


def list_events(session: Session, after: int) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.id > after).order_by(Event.id)))


def to_message(event: Event) -> str:
    """As server-sent events are written (HTML, section 9.2)."""
    data = to_json({"subject": event.subject, **event.detail}).decode()
    return f"id: {event.id}\nevent: {event.kind}\ndata: {data}\n\n"
