"""Reports, which are of a later milestone."""

from fastapi import APIRouter
from sqlalchemy import func, select

from core_server.auth import VIEW
from core_server.db import DatabaseSession
from core_server.models import ApiToken, Node, User
from core_server.schemas.report import AccessReport, FleetReport, TrafficLine

router = APIRouter(prefix="/reports", tags=["reports"], dependencies=[VIEW])


@router.get("/fleet")
def report_fleet(session: DatabaseSession) -> FleetReport:
    nodes = session.scalars(select(Node)).all()
    seen = [node.last_seen_at for node in nodes if node.last_seen_at is not None]
    return FleetReport(
        nodes=len(nodes),
        never_seen=len(nodes) - len(seen),
        longest_unseen_at=min(seen, default=None),
    )


@router.get("/traffic")
def report_traffic(session: DatabaseSession) -> list[TrafficLine]:
    """Most first."""
    nodes = select(Node).order_by(Node.bytes_sent.desc(), Node.id)
    return [TrafficLine.model_validate(node) for node in session.scalars(nodes)]


@router.get("/access")
def report_access(session: DatabaseSession) -> AccessReport:
    def count(table: type[User] | type[ApiToken]) -> int:
        return session.scalar(select(func.count()).select_from(table)) or 0

    return AccessReport(users=count(User), tokens=count(ApiToken))
