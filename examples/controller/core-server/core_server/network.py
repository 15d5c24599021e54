"""Machines that were seen on the network; in the example from a file."""

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from core_server.errors import StartError
from core_server.schemas.adoption import Candidate
from core_server.settings import read_network_file

candidates_of_file = TypeAdapter(list[Candidate])


def list_seen() -> list[Candidate]:
    """Seen last first; of one moment by MAC."""
    file = read_network_file()
    seen = [] if file is None else list(read_file(file))
    by_mac = sorted(seen, key=lambda candidate: candidate.mac)
    return sorted(by_mac, key=lambda candidate: candidate.seen_at, reverse=True)


@cache
def read_file(file: Path) -> tuple[Candidate, ...]:
    try:
        return tuple(candidates_of_file.validate_json(file.read_bytes()))
    except (OSError, ValidationError) as error:
        raise StartError(f"Cannot read the machines of {file}: {error}.") from error
