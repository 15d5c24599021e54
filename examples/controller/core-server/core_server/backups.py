"""What a backup holds, and how a node becomes what it was."""

from uuid import uuid4

from pydantic_core import to_json
from sqlalchemy import select
from sqlalchemy.orm import Session

from core_server.clock import now
from core_server.models import Node, Output, Sensor
from core_server.schemas.backup import Saved, SavedNode, SavedOutput, SavedSensor

FORMAT = 1


def save(session: Session, node: Node) -> str:
    """Compact JSON; sensors and outputs oldest first."""
    saved = Saved(
        format=FORMAT,
        node=SavedNode.model_validate(node),
        sensors=[SavedSensor.model_validate(sensor) for sensor in sensors_of(session, node)],
        outputs=[SavedOutput.model_validate(output) for output in outputs_of(session, node)],
    )
    return to_json(saved).decode()


def restore(session: Session, node: Node, content: str) -> None:
    """Sensors and outputs are found again by name; those that the backup does not have stay."""
    saved = Saved.model_validate_json(content)
    moment = now()
    set_fields(node, saved.node)
    node.updated_at = moment
    sensors = {sensor.name: sensor for sensor in sensors_of(session, node)}
    for saved_sensor in saved.sensors:
        sensor = sensors.get(saved_sensor.name)
        if sensor is None:
            sensor = Sensor(id=str(uuid4()), node_id=node.id, created_at=moment)
            session.add(sensor)
        set_fields(sensor, saved_sensor)
        sensor.updated_at = moment
    outputs = {output.name: output for output in outputs_of(session, node)}
    for saved_output in saved.outputs:
        output = outputs.get(saved_output.name)
        if output is None:
            output = Output(id=str(uuid4()), node_id=node.id, level=0, created_at=moment)
            session.add(output)
        set_fields(output, saved_output)
        output.updated_at = moment


def set_fields(row: Node | Sensor | Output, saved: SavedNode | SavedSensor | SavedOutput) -> None:
    for field, value in saved.model_dump().items():
        setattr(row, field, value)


def sensors_of(session: Session, node: Node) -> list[Sensor]:
    sensors = select(Sensor).where(Sensor.node_id == node.id)
    return list(session.scalars(sensors.order_by(Sensor.created_at, Sensor.id)))


def outputs_of(session: Session, node: Node) -> list[Output]:
    outputs = select(Output).where(Output.node_id == node.id)
    return list(session.scalars(outputs.order_by(Output.created_at, Output.id)))
