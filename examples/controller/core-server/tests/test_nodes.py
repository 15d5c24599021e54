from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.seeded import NORTH_GATE, UNKNOWN


def names(answer: Any) -> list[str]:
    return [node["name"] for node in answer.json()["items"]]


def test_what_is_left_out_has_its_default(admin: TestClient) -> None:
    made = admin.post("/api/nodes", json={"name": "buoy"})
    assert made.status_code == 201
    node = made.json()
    assert node["created_at"] == node["updated_at"]
    assert {
        key: node[key] for key in ["status", "address", "agent_port", "load_average", "config"]
    } == {
        "status": "offline",
        "address": None,
        "agent_port": 9443,
        "load_average": None,
        "config": {},
    }
    assert admin.get(f"/api/nodes/{node['id']}").json() == node


def test_a_page_is_cut_from_what_the_filter_leaves(admin: TestClient) -> None:
    online = admin.get("/api/nodes", params={"status": "online"}).json()
    assert {node["status"] for node in online["items"]} == {"online"}
    page = admin.get("/api/nodes", params={"status": "online", "limit": 1, "offset": 1}).json()
    assert page["items"] == online["items"][1:2]
    assert page["total"] == online["total"] == len(online["items"])


def test_nodes_are_put_in_order_and_stay_so(admin: TestClient) -> None:
    ids = [node["id"] for node in admin.get("/api/nodes").json()["items"]]
    assert admin.put("/api/node-order", json={"node_ids": ids[::-1]}).status_code == 200
    assert [node["id"] for node in admin.get("/api/nodes").json()["items"]] == ids[::-1]
    assert admin.put("/api/node-order", json={"node_ids": ids[1:]}).status_code == 409


def test_a_counter_past_2_to_the_53_is_kept(admin: TestClient) -> None:
    body = {"name": "counter", "bytes_sent": 2**63 - 1}
    made = admin.post("/api/nodes", json=body)
    assert '"bytes_sent":9223372036854775807' in made.text
    assert admin.post("/api/nodes", json=body | {"bytes_sent": 2**63}).status_code == 422


def test_times_are_told_in_utc(admin: TestClient) -> None:
    body = {"name": "clock", "last_seen_at": "2024-05-04T12:15:30.5+02:00"}
    made = admin.post("/api/nodes", json=body).json()
    assert made["last_seen_at"] == "2024-05-04T10:15:30.500000Z"


def test_with_a_node_goes_what_is_its_own(admin: TestClient) -> None:
    sensors = [s["id"] for s in admin.get("/api/sensors", params={"node_id": NORTH_GATE}).json()]
    assert sensors
    assert admin.delete(f"/api/nodes/{NORTH_GATE}").status_code == 204
    assert admin.get(f"/api/nodes/{NORTH_GATE}").status_code == 404
    assert all(admin.get(f"/api/sensors/{sensor}").status_code == 404 for sensor in sensors)


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({}, [["body", "name"]]),
        ({"name": "x", "agent_port": 0}, [["body", "name"], ["body", "agent_port"]]),
        ({"name": "xy", "last_seen_at": "2024-05-04T12:15:30"}, [["body", "last_seen_at"]]),
    ],
)
def test_each_wrong_field_is_told(
    admin: TestClient, body: dict[str, object], places: list[list[str]]
) -> None:
    answer = admin.post("/api/nodes", json=body)
    assert answer.status_code == 422
    assert [error["loc"] for error in answer.json()["detail"]] == places


def test_a_number_that_json_cannot_hold_is_refused_without_a_failure(admin: TestClient) -> None:
    content = '{"name": "loud", "load_average": 1e400}'
    headers = {"Content-Type": "application/json"}
    answer = admin.post("/api/nodes", content=content, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["input"] is None


def test_an_unknown_node_and_an_id_that_is_none_are_told_apart(admin: TestClient) -> None:
    assert admin.get(f"/api/nodes/{UNKNOWN}").status_code == 404
    assert admin.get("/api/nodes/north-gate").status_code == 422


def test_the_first_page_counts_nodes_by_status(viewer: TestClient) -> None:
    state = viewer.get("/api/dashboard/state").json()
    nodes = viewer.get("/api/nodes").json()["items"]
    assert state["nodes"]["total"] == len(nodes) == sum(state["nodes"]["by_status"].values())
    assert state["bytes_sent_total"] == sum(node["bytes_sent"] for node in nodes)
