"""Machines that were seen on the network."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from core_server.schemas.common import Answer

Mac = Annotated[str, Field(pattern="^[0-9a-f]{2}(:[0-9a-f]{2}){5}$")]


class Candidate(Answer):
    mac: str
    hostname: str
    address: str | None
    model: str
    seen_at: datetime


class Adopt(BaseModel):
    name: Annotated[str, Field(min_length=2, max_length=64)] | None = None
    """The host's name without it."""
