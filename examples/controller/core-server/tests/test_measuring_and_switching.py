import pytest
from fastapi.testclient import TestClient

from tests.seeded import NORTH_GATE, UNKNOWN


@pytest.fixture
def sensor(admin: TestClient) -> str:
    described = {"node_id": NORTH_GATE, "name": "gauge", "kind": "level", "unit": "m"}
    answer = admin.post("/api/sensors", json=described | {"calibration_offset": "1.50"})
    assert answer.json()["calibration_offset"] == "1.50"
    return str(answer.json()["id"])


@pytest.fixture
def lamp(admin: TestClient) -> str:
    described = {"node_id": NORTH_GATE, "name": "beacon", "kind": "dimmer"}
    return str(admin.post("/api/outputs", json=described).json()["id"])


def reading(sensor: str, at: str, value: float) -> dict[str, object]:
    return {"sensor_id": sensor, "at": f"2024-06-01T{at}Z", "value": value}


def test_of_one_moment_the_first_reading_stays(admin: TestClient, sensor: str) -> None:
    batch = [reading(sensor, "00:00:00", 1), reading(sensor, "00:00:00", 2)]
    assert admin.post("/api/readings", json=batch).json() == {"accepted": 1, "repeated": 1}
    day = {"start": "2024-06-01T00:00:00Z", "end": "2024-06-02T00:00:00Z"}
    assert admin.get(f"/api/sensors/{sensor}/readings", params=day).json() == [
        {"at": "2024-06-01T00:00:00Z", "value": 1.0}
    ]


def test_a_batch_with_one_bad_reading_leaves_nothing(admin: TestClient, sensor: str) -> None:
    batch = [reading(sensor, "00:00:00", 1), reading(UNKNOWN, "00:00:00", 2)]
    assert admin.post("/api/readings", json=batch).status_code == 404
    day = {"start": "2024-06-01T00:00:00Z", "end": "2024-06-02T00:00:00Z"}
    assert admin.get(f"/api/sensors/{sensor}/readings", params=day).json() == []


def test_history_sums_up_each_interval_without_its_end(admin: TestClient, sensor: str) -> None:
    moments = [("00:00:00", 1), ("00:59:59.999999", 2), ("01:00:00", 10)]
    admin.post("/api/readings", json=[reading(sensor, at, value) for at, value in moments])
    hours = {"start": "2024-06-01T00:00:00Z", "end": "2024-06-01T02:00:00Z"}
    history = admin.get(f"/api/sensors/{sensor}/history", params=hours).json()
    assert [
        (bucket["start"], bucket["count"], bucket["minimum"], bucket["maximum"], bucket["mean"])
        for bucket in history["buckets"]
    ] == [
        ("2024-06-01T00:00:00Z", 2, 1.0, 2.0, 1.5),
        ("2024-06-01T01:00:00Z", 1, 10.0, 10.0, 10.0),
    ]


def test_a_range_that_ends_before_it_starts_is_refused(admin: TestClient, sensor: str) -> None:
    backwards = {"start": "2024-06-02T00:00:00Z", "end": "2024-06-01T00:00:00Z"}
    for path in ["readings", "history"]:
        answer = admin.get(f"/api/sensors/{sensor}/{path}", params=backwards)
        assert answer.json() == {"detail": "The end is not after the start"}


def test_a_search_takes_a_percent_sign_as_it_is(admin: TestClient, sensor: str) -> None:
    assert [s["id"] for s in admin.get("/api/sensors?search=GAU").json()] == [sensor]
    assert admin.get("/api/sensors", params={"search": "g%e"}).json() == []


def test_commands_set_the_level_and_are_told_newest_first(admin: TestClient, lamp: str) -> None:
    for command in [{"action": "on"}, {"action": "set", "level": 30}, {"action": "toggle"}]:
        answer = admin.post(f"/api/outputs/{lamp}/commands", json={"command": command})
        assert answer.status_code == 201
    told = admin.get(f"/api/outputs/{lamp}/commands").json()
    assert ([c["level"] for c in told["items"]], told["total"]) == ([0, 30, 100], 3)
    assert admin.get(f"/api/outputs/{lamp}").json()["level"] == 0


def test_what_is_locked_is_not_switched(admin: TestClient, lamp: str) -> None:
    locked = {"name": "beacon", "kind": "dimmer", "is_locked": True}
    assert admin.put(f"/api/outputs/{lamp}", json=locked).json()["is_locked"] is True
    answer = admin.post(f"/api/outputs/{lamp}/commands", json={"command": {"action": "on"}})
    assert (answer.status_code, answer.json()) == (409, {"detail": "The output is locked"})


def test_a_relay_is_on_or_off(admin: TestClient, lamp: str) -> None:
    dimmed = {"command": {"action": "set", "level": 30}}
    admin.post(f"/api/outputs/{lamp}/commands", json=dimmed)
    relay = {"name": "beacon", "kind": "relay"}
    assert admin.put(f"/api/outputs/{lamp}", json=relay).json()["level"] == 100
    assert admin.post(f"/api/outputs/{lamp}/commands", json=dimmed).status_code == 409
