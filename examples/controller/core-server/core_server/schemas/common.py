"""What the models of the API have in common."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from core_server.clock import to_utc

INT64_MAX = 2**63 - 1
"""The largest counter that the database holds."""


def to_utc_in_range(time: datetime) -> datetime:
    try:
        return to_utc(time)
    except OverflowError:
        raise PydanticCustomError(
            "datetime_out_of_range", "Input should lie between the years 1 and 9999 in UTC"
        ) from None


UtcDatetime = Annotated[AwareDatetime, AfterValidator(to_utc_in_range)]


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)
