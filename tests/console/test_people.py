"""사용자: an admin adds people, changes what they may, lets them in again, closes their accounts; no other role does."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.access import Role
from records.access import users
from records.engine import reading, transaction
from tests.console.conftest import HERE, PASSWORD


def link_in(answer) -> str:
    return unescape(re.search(r'value="(http[^"]+)"', answer.text)[1])


def key_of(link: str) -> str:
    return parse_qs(urlsplit(link).query)["key"][0]


@pytest.fixture
def admin(visit):
    return visit(Role.ADMIN, "admin")


def test_somebody_new_comes_in_by_the_link_that_is_shown_once(admin, visit, clock):
    answer = admin.post("/users", data={"name": "lee@dawn.kr", "role": "viewer"})
    link = link_in(answer)
    assert link.startswith(f"{HERE}/sign-in?key=")
    assert key_of(link) not in admin.get("/users").text
    lee = visit()
    assert lee.post("/sign-in", data={"key": key_of(link)}).headers["location"] == "/account"
    assert "lee@dawn.kr" in lee.get("/now").text
    assert lee.get("/users").status_code == 403
    assert visit().post("/sign-in", data={"key": key_of(link)}).status_code == 401
    other = link_in(admin.post("/users", data={"name": "choi"}))
    clock.later(hours=25)
    assert visit().post("/sign-in", data={"key": key_of(other)}).status_code == 401


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_only_admins_see_and_change_who_may_come_in(visit, context, role):
    client = visit(role)
    assert 'href="/users"' not in client.get("/now").text
    assert client.get("/users").status_code == 403
    for path in ("/users", "/users/role", "/users/reset", "/users/remove"):
        assert client.post(path, data={"name": "kim", "role": "admin"}).status_code == 403, path
    with reading(context.engine) as session:
        assert users.get(session, "kim").role == role


def test_a_changed_role_is_in_force_at_once(admin, visit):
    kim = visit(Role.VIEWER)
    assert kim.post("/learning/train").status_code == 403
    assert admin.post("/users/role", data={"name": "kim", "role": "editor"}).status_code == 204
    assert kim.post("/learning/texts", data={"lines": "새벽"}).status_code == 200
    assert admin.post("/users/role", data={"name": "kim", "role": "owner"}).status_code == 422


def test_a_new_link_ends_sessions_and_the_old_password(admin, visit):
    kim = visit(Role.EDITOR)
    link = link_in(admin.post("/users/reset", data={"name": "kim"}))
    assert kim.get("/now").status_code == 401
    assert visit().post("/sign-in", data={"name": "kim", "password": PASSWORD}).status_code == 401
    assert visit().post("/sign-in", data={"key": key_of(link)}).status_code == 303


def test_who_is_closed_is_out_and_comes_back_only_by_a_new_link(admin, visit):
    kim = visit(Role.EDITOR)
    assert admin.post("/users/remove", data={"name": "kim"}).status_code == 204
    assert kim.get("/now").status_code == 401
    assert admin.post("/users/reset", data={"name": "kim"}).status_code == 409
    closed = admin.get("/users").text.split('data-name="kim"')[1].split("</tr>")[0]
    assert "막음" in closed
    assert 'data-testid="reopen"' in closed
    link = link_in(admin.post("/users", data={"name": "kim", "role": "viewer"}))
    assert visit().post("/sign-in", data={"name": "kim", "password": PASSWORD}).status_code == 401
    assert visit().post("/sign-in", data={"key": key_of(link)}).status_code == 303


def test_adding_who_is_there_already_changes_nothing(admin, visit):
    kim = visit(Role.VIEWER)
    answer = admin.post("/users", data={"name": "kim", "role": "admin"})
    assert "이미 있습니다" in answer.text
    assert kim.get("/users").status_code == 403
    assert "이름은 글자" in admin.post("/users", data={"name": "<b>"}).text


def test_the_last_admin_stays(admin, context):
    for path, more in (("/users/role", {"role": "viewer"}), ("/users/remove", {})):
        answer = admin.post(path, data={"name": "admin", **more})
        assert answer.status_code == 409
        assert "관리자가 한 사람은" in answer.text
    assert admin.post("/users/reset", data={"name": "admin"}).status_code == 409
    assert admin.get("/users").status_code == 200


def test_one_of_two_admins_may_go(admin, context, now):
    with transaction(context.engine) as session:
        users.add(session, "second", Role.ADMIN, password_hash=None, now=now)
    assert admin.post("/users/remove", data={"name": "second"}).status_code == 204
    with reading(context.engine) as session:
        assert users.find(session, "second") is None
