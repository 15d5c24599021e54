from http import HTTPStatus
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, HTTPException, Query, Response
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core_server.api.nodes import find_node
from core_server.auth import ADMIN, VIEW
from core_server.clock import now
from core_server.db import DatabaseSession
from core_server.models import Sensor
from core_server.schemas.sensor import NewSensor, SensorAnswer, SensorInput, SensorKind

router = APIRouter(prefix="/sensors", tags=["sensors"])


@router.get("", response_model=list[SensorAnswer], dependencies=[VIEW])
def list_sensors(
    session: DatabaseSession,
    kind: Annotated[list[SensorKind], Query(default_factory=list, max_length=3)],
    node_id: UUID | None = None,
    search: Annotated[str, Query(max_length=64)] = "",
) -> list[Sensor]:
    """Oldest first; `search` is a part of the name, in any case of ASCII letters."""
    sensors = select(Sensor).where(Sensor.name.icontains(search, autoescape=True))
    if node_id is not None:
        sensors = sensors.where(Sensor.node_id == str(node_id))
    if kind:
        sensors = sensors.where(Sensor.kind.in_(kind))
    return list(session.scalars(sensors.order_by(Sensor.created_at, Sensor.id)))


@router.post("", response_model=SensorAnswer, status_code=HTTPStatus.CREATED, dependencies=[ADMIN])
def create_sensor(described: NewSensor, session: DatabaseSession) -> Sensor:
    node = find_node(session, described.node_id)
    created_at = now()
    sensor = Sensor(
        id=str(uuid4()),
        **described.model_dump(exclude={"node_id"}),
        node_id=node.id,
        created_at=created_at,
        updated_at=created_at,
    )
    session.add(sensor)
    commit_unique_name(session)
    return sensor


@router.get("/{sensor_id}", response_model=SensorAnswer, dependencies=[VIEW])
def read_sensor(sensor_id: UUID, session: DatabaseSession) -> Sensor:
    return find_sensor(session, sensor_id)


@router.put("/{sensor_id}", response_model=SensorAnswer, dependencies=[ADMIN])
def replace_sensor(sensor_id: UUID, described: SensorInput, session: DatabaseSession) -> Sensor:
    sensor = find_sensor(session, sensor_id)
    for field, value in described.model_dump().items():
        setattr(sensor, field, value)
    sensor.updated_at = now()
    commit_unique_name(session)
    return sensor


@router.delete(
    "/{sensor_id}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    dependencies=[ADMIN],
)
def delete_sensor(sensor_id: UUID, session: DatabaseSession) -> None:
    """With its readings."""
    session.delete(find_sensor(session, sensor_id))
    session.commit()


def find_sensor(session: Session, sensor_id: UUID) -> Sensor:
    sensor = session.get(Sensor, str(sensor_id))
    if sensor is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Sensor not found")
    return sensor


def commit_unique_name(session: Session) -> None:
    """The name within its node is the one value of a sensor that the database refuses."""
    try:
        session.commit()
    except IntegrityError as error:
        raise HTTPException(
            HTTPStatus.CONFLICT, "A sensor of this node has this name already"
        ) from error
