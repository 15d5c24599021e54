import hashlib

import pytest
from fastapi.testclient import TestClient

from core_server.ranges import Part, Unsatisfiable, read_range
from tests.seeded import NORTH_GATE


def test_a_backup_brings_back_what_it_saved(admin: TestClient) -> None:
    before = admin.get(f"/api/nodes/{NORTH_GATE}").json()
    backup = admin.post(f"/api/nodes/{NORTH_GATE}/backups", json={"label": "可"}).json()
    admin.put(f"/api/nodes/{NORTH_GATE}", json={"name": "renamed", "config": {"a": 1}})
    restored = admin.post(f"/api/backups/{backup['id']}/restore").json()
    saved = ["name", "status", "address", "agent_port", "is_enabled", "config"]
    assert {key: restored[key] for key in saved} == {key: before[key] for key in saved}


def test_a_backup_is_downloaded_in_parts(admin: TestClient) -> None:
    backup = admin.post(f"/api/nodes/{NORTH_GATE}/backups", json={}).json()
    path = f"/api/backups/{backup['id']}/content"
    whole = admin.get(path)
    assert len(whole.content) == backup["size_bytes"]
    assert hashlib.sha256(whole.content).hexdigest() == backup["sha256"]
    part = admin.get(path, headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.content) == (206, whole.content[2:6])
    assert part.headers["content-range"] == f"bytes 2-5/{len(whole.content)}"
    behind = admin.get(path, headers={"Range": f"bytes={len(whole.content)}-"})
    assert behind.status_code == 416


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (None, None),
        ("bytes=0-0", Part(0, 0)),
        ("bytes=-3", Part(7, 9)),
        ("bytes=-30", Part(0, 9)),
        ("bytes=4-", Part(4, 9)),
        ("bytes=4-99", Part(4, 9)),
        ("bytes=5-4", None),
        ("bytes=0-1,3-4", None),
        ("items=0-1", None),
    ],
)
def test_a_range_is_read_as_rfc_9110_says(header: str | None, part: Part | None) -> None:
    assert read_range(header, 10) == part


@pytest.mark.parametrize(("header", "size"), [("bytes=10-", 10), ("bytes=-0", 10), ("bytes=0-", 0)])
def test_a_range_without_a_byte_cannot_be_answered(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        read_range(header, size)


def test_a_machine_becomes_a_node_and_is_told_live(admin: TestClient) -> None:
    seen = [machine["mac"] for machine in admin.get("/api/adoption").json()]
    node = admin.post(f"/api/adoption/{seen[0]}/adopt", json={"name": "adopted"})
    assert node.status_code == 201
    assert [machine["mac"] for machine in admin.get("/api/adoption").json()] == seen[1:]
    assert admin.post(f"/api/adoption/{seen[0]}/forget").status_code == 409
    told = admin.get("/api/events").text
    assert told.endswith(
        f'event: adopted\ndata: {{"subject":"{seen[0]}",'
        f'"node_id":"{node.json()["id"]}","name":"adopted"}}\n\n'
    )


def test_a_name_that_is_taken_leaves_neither_node_nor_event(admin: TestClient) -> None:
    before = (admin.get("/api/nodes").json()["total"], admin.get("/api/events").text)
    mac = admin.get("/api/adoption").json()[0]["mac"]
    answer = admin.post(f"/api/adoption/{mac}/adopt", json={"name": "north-gate"})
    assert answer.status_code == 409
    assert (admin.get("/api/nodes").json()["total"], admin.get("/api/events").text) == before
