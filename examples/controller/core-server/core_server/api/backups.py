import hashlib
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, HTTPException, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from core_server.api.nodes import commit_unique_name, find_node
from core_server.auth import ADMIN, VIEW
from core_server.backups import restore, save
from core_server.clock import now
from core_server.db import DatabaseSession
from core_server.models import Backup, Node
from core_server.ranges import Unsatisfiable, read_range
from core_server.schemas.backup import BackupAnswer, NewBackup
from core_server.schemas.node import NodeAnswer

router = APIRouter(tags=["backups"])


@router.get("/nodes/{node_id}/backups", response_model=list[BackupAnswer], dependencies=[VIEW])
def list_backups(node_id: UUID, session: DatabaseSession) -> list[Backup]:
    """Newest first; backups of one moment by id."""
    node = find_node(session, node_id)
    backups = select(Backup).where(Backup.node_id == node.id)
    return list(session.scalars(backups.order_by(Backup.created_at.desc(), Backup.id)))


@router.post(
    "/nodes/{node_id}/backups",
    response_model=BackupAnswer,
    status_code=HTTPStatus.CREATED,
    dependencies=[ADMIN],
)
def create_backup(node_id: UUID, described: NewBackup, session: DatabaseSession) -> Backup:
    node = find_node(session, node_id)
    content = save(session, node)
    backup = Backup(
        id=str(uuid4()),
        node_id=node.id,
        label=described.label,
        content=content,
        size_bytes=len(content.encode()),
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        created_at=now(),
    )
    session.add(backup)
    session.commit()
    return backup


@router.get("/backups/{backup_id}/content", response_class=Response, dependencies=[ADMIN])
def download_backup(
    backup_id: UUID,
    session: DatabaseSession,
    asked: Annotated[str | None, Header(alias="Range")] = None,
) -> Response:
    """All of it, or the one part that `Range` asks for."""
    backup = find_backup(session, backup_id)
    content = backup.content.encode()
    name = quote(find_node(session, UUID(backup.node_id)).name, safe="")
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}.json",
        "ETag": f'"{backup.sha256}"',
    }
    try:
        part = read_range(asked, len(content))
    except Unsatisfiable:
        raise HTTPException(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            "The backup has no such bytes",
            headers={"Content-Range": f"bytes */{len(content)}"},
        ) from None
    media_type = "application/octet-stream"
    if part is None:
        return Response(content, headers=headers, media_type=media_type)
    headers["Content-Range"] = f"bytes {part.first}-{part.last}/{len(content)}"
    return Response(
        content[part.first : part.last + 1],
        status_code=HTTPStatus.PARTIAL_CONTENT,
        headers=headers,
        media_type=media_type,
    )


@router.post("/backups/{backup_id}/restore", response_model=NodeAnswer, dependencies=[ADMIN])
def restore_backup(backup_id: UUID, session: DatabaseSession) -> Node:
    backup = find_backup(session, backup_id)
    node = find_node(session, UUID(backup.node_id))
    with session.no_autoflush:
        restore(session, node, backup.content)
    commit_unique_name(session)
    return node


def find_backup(session: Session, backup_id: UUID) -> Backup:
    backup = session.get(Backup, str(backup_id))
    if backup is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Backup not found")
    return backup
