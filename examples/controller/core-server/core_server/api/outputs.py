from http import HTTPStatus
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, HTTPException, Query, Response
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core_server.api.nodes import find_node
from core_server.auth import ADMIN, VIEW, Controller
from core_server.clock import now
from core_server.db import DatabaseSession
from core_server.events import tell
from core_server.models import Command, Output
from core_server.schemas.output import (
    CommandAnswer,
    CommandInput,
    CommandPage,
    NewOutput,
    OutputAnswer,
    OutputInput,
    OutputKind,
    SetLevel,
    Toggle,
    TurnOff,
    TurnOn,
)

router = APIRouter(prefix="/outputs", tags=["outputs"])


@router.get("", response_model=list[OutputAnswer], dependencies=[VIEW])
def list_outputs(session: DatabaseSession, node_id: UUID | None = None) -> list[Output]:
    """Oldest first; outputs of the same age by id."""
    outputs = select(Output)
    if node_id is not None:
        outputs = outputs.where(Output.node_id == str(node_id))
    return list(session.scalars(outputs.order_by(Output.created_at, Output.id)))


@router.post("", response_model=OutputAnswer, status_code=HTTPStatus.CREATED, dependencies=[ADMIN])
def create_output(described: NewOutput, session: DatabaseSession) -> Output:
    """It begins switched off."""
    node = find_node(session, described.node_id)
    created_at = now()
    output = Output(
        id=str(uuid4()),
        **described.model_dump(exclude={"node_id"}),
        node_id=node.id,
        level=0,
        created_at=created_at,
        updated_at=created_at,
    )
    session.add(output)
    commit_unique_name(session)
    return output


@router.get("/{output_id}", response_model=OutputAnswer, dependencies=[VIEW])
def read_output(output_id: UUID, session: DatabaseSession) -> Output:
    return find_output(session, output_id)


@router.put("/{output_id}", response_model=OutputAnswer, dependencies=[ADMIN])
def replace_output(output_id: UUID, described: OutputInput, session: DatabaseSession) -> Output:
    output = find_output(session, output_id)
    for field, value in described.model_dump().items():
        setattr(output, field, value)
    if output.kind == OutputKind.RELAY and output.level > 0:
        output.level = 100
    output.updated_at = now()
    commit_unique_name(session)
    return output


@router.delete(
    "/{output_id}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    dependencies=[ADMIN],
)
def delete_output(output_id: UUID, session: DatabaseSession) -> None:
    """With what it was told to do."""
    session.delete(find_output(session, output_id))
    session.commit()


@router.post("/{output_id}/commands", response_model=CommandAnswer, status_code=HTTPStatus.CREATED)
def command_output(
    output_id: UUID, described: CommandInput, principal: Controller, session: DatabaseSession
) -> Command:
    output = find_output(session, output_id)
    if output.is_locked:
        raise HTTPException(HTTPStatus.CONFLICT, "The output is locked")
    output.level = level_after(described.command, output)
    output.updated_at = now()
    command = Command(
        id=str(uuid4()),
        output_id=output.id,
        user_id=principal.user.id,
        action=described.command.action,
        level=output.level,
        created_at=output.updated_at,
    )
    session.add(command)
    tell(session, "switched", output.id, {"level": output.level, "by": principal.user.username})
    session.commit()
    return command


@router.get("/{output_id}/commands", response_model=CommandPage, dependencies=[VIEW])
def list_commands(
    output_id: UUID,
    session: DatabaseSession,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, object]:
    """Newest first; commands of one moment by id."""
    output = find_output(session, output_id)
    commands = select(Command).where(Command.output_id == output.id)
    page = commands.order_by(Command.created_at.desc(), Command.id).limit(limit).offset(offset)
    return {
        "items": session.scalars(page).all(),
        "total": session.scalar(select(func.count()).select_from(commands.subquery())),
    }


def level_after(command: TurnOn | TurnOff | Toggle | SetLevel, output: Output) -> int:
    match command:
        case TurnOn():
            return 100
        case TurnOff():
            return 0
        case Toggle():
            return 100 if output.level == 0 else 0
        case SetLevel(level=level):
            if output.kind == OutputKind.RELAY and level not in (0, 100):
                raise HTTPException(HTTPStatus.CONFLICT, "A relay is on or off")
            return level


def find_output(session: Session, output_id: UUID) -> Output:
    output = session.get(Output, str(output_id))
    if output is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Output not found")
    return output


def commit_unique_name(session: Session) -> None:
    """The name within its node is the one value of an output that the database refuses."""
    try:
        session.commit()
    except IntegrityError as error:
        raise HTTPException(
            HTTPStatus.CONFLICT, "An output of this node has this name already"
        ) from error
