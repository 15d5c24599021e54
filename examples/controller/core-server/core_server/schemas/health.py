"""Whether the server answers."""

from core_server.schemas.common import Answer


class Health(Answer):
    status: str
