"""Ids of the seed's rows."""


def seeded(end: str) -> str:
    """`a1` → the id of the first node."""
    return f"00000000-0000-4000-8000-{end:0>12}"


ADMIN = seeded("1")
VIEWER = seeded("3")
NORTH_GATE = seeded("a1")
UNKNOWN = seeded("ff")
