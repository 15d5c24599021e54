from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from core_server.models import Schedule
from core_server.schedules import expand
from tests.seeded import seeded


def schedule(rule: dict[str, object], time_zone: str = "UTC") -> Schedule:
    return Schedule(
        id=seeded("f9"),
        output_id=seeded("d1"),
        name="night",
        time_zone=time_zone,
        rule=rule,
        level=100,
        is_enabled=True,
        created_at=datetime(2024, 1, 1, tzinfo=UTC),
        updated_at=datetime(2024, 1, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        # Berlin's clocks skip from 2:00 to 3:00.
        ("2024-03-31", "02:30", "2024-03-31T01:30:00+00:00"),
        # They go from 3:00 back to 2:00.
        ("2024-10-27", "02:30", "2024-10-27T00:30:00+00:00"),
        ("2024-07-07", "00:00", "2024-07-06T22:00:00+00:00"),
    ],
)
def test_a_weekly_rule_follows_the_clocks_of_its_zone(day: str, at: str, moment: str) -> None:
    start = datetime.fromisoformat(f"{day}T00:00:00+02:00")
    end = datetime.fromisoformat(f"{day}T12:00:00+02:00")
    sundays = schedule({"kind": "weekly", "days": [7], "at": at}, "Europe/Berlin")
    assert [found.isoformat() for found in expand(sundays, start, end)] == [moment]


def test_an_interval_counts_from_its_start_and_leaves_the_end_out() -> None:
    often = schedule({"kind": "interval", "every_minutes": 90, "starts": "2024-06-01T00:30:00Z"})
    start, end = datetime(2024, 6, 1, 2, tzinfo=UTC), datetime(2024, 6, 1, 5, tzinfo=UTC)
    assert [found.strftime("%H:%M") for found in expand(often, start, end)] == ["02:00", "03:30"]


def test_nothing_comes_of_an_interval_before_it_starts() -> None:
    later = schedule({"kind": "interval", "every_minutes": 1, "starts": "2025-01-01T00:00:00Z"})
    start, end = datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 6, 2, tzinfo=UTC)
    assert list(expand(later, start, end)) == []


def test_a_schedule_that_is_not_enabled_is_not_in_the_calendar(operator: TestClient) -> None:
    rule = {"kind": "weekly", "days": [6], "at": "12:00"}
    body = {"output_id": seeded("d2"), "name": "noon", "rule": rule}
    made = operator.post("/api/schedules", json=body).json()
    saturday = {"start": "2024-06-01T11:59:00Z", "end": "2024-06-01T12:01:00Z"}

    def named() -> list[str]:
        found = operator.get("/api/calendar", params=saturday).json()
        return [o["name"] for o in found if o["schedule_id"] == made["id"]]

    assert named() == ["noon"]
    operator.put(f"/api/schedules/{made['id']}", json=body | {"is_enabled": False})
    assert named() == []


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_zone_that_is_none_is_refused(operator: TestClient, zone: str) -> None:
    rule = {"kind": "weekly", "days": [6], "at": "12:00"}
    body = {"output_id": seeded("d2"), "name": "noon", "rule": rule, "time_zone": zone}
    assert operator.post("/api/schedules", json=body).status_code == 422
