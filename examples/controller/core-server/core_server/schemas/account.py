"""Users, their sessions and their tokens."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from core_server.schemas.common import Answer, UtcDatetime


class Capability(StrEnum):
    VIEW = "view"
    CONTROL = "control"
    ADMIN = "admin"


def in_order(capabilities: Iterable[Capability]) -> list[Capability]:
    """Each once, in the order of the enum."""
    named = set(capabilities)
    return [capability for capability in Capability if capability in named]


Capabilities = Annotated[list[Capability], Field(max_length=8), AfterValidator(in_order)]
Password = Annotated[str, Field(min_length=8, max_length=128)]
Username = Annotated[str, Field(min_length=1, max_length=64)]
DisplayName = Annotated[str, Field(min_length=1, max_length=128)]


class Credentials(BaseModel):
    username: Username
    password: Annotated[str, Field(min_length=1, max_length=128)]


class FirstUser(BaseModel):
    username: Username
    display_name: DisplayName
    password: Password


class NewUser(FirstUser):
    capabilities: Capabilities = [Capability.VIEW]


class UserInput(BaseModel):
    """All that an administrator sets of a user; without a password the old one stays."""

    display_name: DisplayName
    capabilities: Capabilities
    is_enabled: bool = True
    password: Password | None = None


class UserAnswer(Answer):
    id: UUID
    username: str
    display_name: str
    capabilities: list[Capability]
    is_enabled: bool
    created_at: datetime


class SessionAnswer(Answer):
    token: str
    expires_at: datetime
    user: UserAnswer


class NewToken(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=64)]
    capabilities: Capabilities = [Capability.VIEW]
    expires_at: UtcDatetime | None = None


class TokenAnswer(Answer):
    id: UUID
    name: str
    capabilities: list[Capability]
    created_at: datetime
    expires_at: datetime | None


class NewTokenAnswer(TokenAnswer):
    token: str
    """Shown this once; the server keeps only its hash."""
