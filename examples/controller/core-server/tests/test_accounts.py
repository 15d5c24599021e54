from fastapi.testclient import TestClient
from sqlalchemy import Engine

from core_server.app import create_app
from tests.seeded import ADMIN, VIEWER

FIRST = {"username": "mara", "display_name": "Mara Köster", "password": "ebb-and-flow"}


def test_the_first_user_may_do_everything_and_is_the_only_first(engine: Engine) -> None:
    client = TestClient(create_app(engine))
    made = client.post("/api/auth/bootstrap", json=FIRST)
    assert made.status_code == 201
    assert made.json()["capabilities"] == ["view", "control", "admin"]
    assert client.post("/api/auth/bootstrap", json=FIRST).status_code == 409
    assert client.post("/api/auth/login", json=FIRST).json()["user"]["username"] == "mara"


def test_a_login_is_known_by_token_and_by_cookie_until_its_logout(client: TestClient) -> None:
    credentials = {"username": "operator", "password": "harbour-master"}
    answer = client.post("/api/auth/login", json=credentials)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Max-Age=43200" in cookie
    assert client.get("/api/auth/me").json()["username"] == "operator"
    client.cookies.clear()
    headers = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert client.get("/api/auth/me", headers=headers).json()["username"] == "operator"
    assert client.post("/api/auth/logout", headers=headers).status_code == 204
    assert client.get("/api/auth/me", headers=headers).status_code == 401


def test_a_wrong_password_and_an_unknown_user_are_refused_in_the_same_words(
    client: TestClient,
) -> None:
    answers = [
        client.post("/api/auth/login", json={"username": name, "password": "harbor-master"})
        for name in ["admin", "nobody", "gone"]
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {
        (401, '{"detail":"Incorrect username or password"}')
    }
    assert all(answer.headers["www-authenticate"] == "Bearer" for answer in answers)


def test_a_viewer_may_look_and_no_more(viewer: TestClient) -> None:
    assert viewer.get("/api/nodes").status_code == 200
    assert viewer.get("/api/users").status_code == 403
    assert viewer.post("/api/nodes", json={"name": "mine"}).status_code == 403


def test_a_token_that_was_given_more_does_no_more_than_its_user(operator: TestClient) -> None:
    assert operator.get("/api/users").status_code == 403


def test_a_token_is_shown_once_and_stored_hashed(admin: TestClient) -> None:
    made = admin.post("/api/tokens", json={"name": "crane", "capabilities": ["view"]}).json()
    assert made["token"].startswith("core_")
    listed = admin.get("/api/tokens")
    assert made["id"] in [token["id"] for token in listed.json()]
    assert made["token"] not in listed.text
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert admin.get("/api/nodes", headers=headers).status_code == 200
    assert admin.get("/api/users", headers=headers).status_code == 403
    assert admin.delete(f"/api/tokens/{made['id']}").status_code == 204
    assert admin.get("/api/nodes", headers=headers).status_code == 401


def test_a_new_password_ends_the_sessions(admin: TestClient) -> None:
    login = {"username": "viewer", "password": "harbour-master"}
    token = admin.post("/api/auth/login", json=login).json()["token"]
    admin.cookies.clear()
    body = {"display_name": "灯台守", "capabilities": ["view"], "password": "fog-horn-7"}
    assert admin.put(f"/api/users/{VIEWER}", json=body).status_code == 200
    headers = {"Authorization": f"Bearer {token}"}
    assert admin.get("/api/auth/me", headers=headers).status_code == 401
    assert admin.post("/api/auth/login", json=login).status_code == 401


def test_the_last_administrator_cannot_go_before_the_others(admin: TestClient) -> None:
    assert admin.delete(f"/api/users/{ADMIN}").status_code == 409
    lesser = {"display_name": "Ada", "capabilities": ["view"]}
    assert admin.put(f"/api/users/{ADMIN}", json=lesser).status_code == 409
    assert admin.get("/api/auth/me").json()["capabilities"] == ["view", "control", "admin"]


def test_a_name_is_taken_once(admin: TestClient) -> None:
    taken = {"username": "viewer", "display_name": "Another", "password": "fathom-8"}
    answer = admin.post("/api/users", json=taken)
    assert (answer.status_code, answer.json()) == (
        409,
        {"detail": "A user with this name already exists"},
    )
