"""A part of a content, as `Range` asks for it (RFC 9110, section 14)."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """From the first byte up to and with the last."""

    first: int
    last: int


class Unsatisfiable(Exception):
    """No byte of the content is asked for."""


def read_range(header: str | None, size: int) -> Part | None:
    """None where all is asked for, or what is asked for is not one range of bytes."""
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", header or "")
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        part = Part(max(0, size - int(last)), size - 1)
    else:
        part = Part(int(first), min(int(last), size - 1) if last else size - 1)
        if last and int(last) < int(first):
            return None
    if part.first > part.last:
        raise Unsatisfiable
    return part
