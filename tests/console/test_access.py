"""Signing in: links, passwords, limits, and the end of sessions."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing
from datetime import timedelta
from hashlib import sha256

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from console import passwords
from console.pages import accounts
from console.passwords import is_right
from console.rate import source_of
from domain.access import Role
from records.access import users
from records.access.tables import SignedInSession
from records.engine import reading, transaction
from tests.console.conftest import HERE, PASSWORD


@pytest.fixture
def link(context, now):
    with transaction(context.engine) as session:
        user = users.add(session, "admin", Role.ADMIN, password_hash=None, now=now)
        users.add_link(session, user, "secret", expires_at=now + timedelta(hours=1))
    return "secret"


def test_a_link_lets_in_once_and_asks_for_a_password(visit, link):
    first = visit().post("/sign-in", data={"key": link})
    assert (first.status_code, first.headers["location"]) == (303, "/account")
    assert visit().post("/sign-in", data={"key": link}).status_code == 401


def test_who_came_by_a_link_is_told_why_a_password_is_asked_for(visit, link):
    client = visit()
    client.post("/sign-in", data={"key": link})
    assert "링크는 한 번만" in client.get("/account").text
    assert "링크는 한 번만" not in visit(Role.EDITOR).get("/account").text


def test_looking_at_a_link_does_not_use_it_up(visit, link):
    client = visit()
    assert client.get(f"/sign-in?key={link}").status_code == 200
    assert client.post("/sign-in", data={"key": link}).status_code == 303


def test_a_link_grows_old(visit, link, clock):
    clock.later(hours=2)
    assert visit().post("/sign-in", data={"key": link}).status_code == 401


def test_without_a_session_nothing_is_shown(visit, page_of):
    page_of(("비밀", 0.9))
    client = visit()
    for path in ("/ocr", "/automl", "/now", "/account", "/ocr/261122000000010"):
        answer = client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/sign-in?next=/"), path
    assert client.get("/files/ocr/crops/261122000000010_01_1/x").status_code == 401
    assert client.get("/openapi.json").status_code == 401


def test_after_signing_in_people_are_where_they_wanted_to_be_but_never_elsewhere(
    visit, context, now, password_hash
):
    with transaction(context.engine) as session:
        users.add(session, "kim", Role.VIEWER, password_hash=password_hash, now=now)

    def target(wanted: str) -> str:
        data = {"name": "kim", "password": PASSWORD, "next": wanted}
        return visit().post("/sign-in", data=data).headers["location"]

    assert target("/ocr?name=a") == "/ocr?name=a"
    for elsewhere in (
        "https://bad.example/",
        "//bad.example",
        "/\\bad.example",
        "javascript:alert(1)",
        "/a\r\nX: y",
    ):
        assert target(elsewhere) == "/now"


def test_sign_in_is_refused_after_many_failures_and_opens_again_later(
    visit, context, now, clock, password_hash
):
    with transaction(context.engine) as session:
        users.add(session, "kim", Role.VIEWER, password_hash=password_hash, now=now)
    client = visit()
    wrong = {"name": "kim", "password": "something else"}
    assert [client.post("/sign-in", data=wrong).status_code for _ in range(9)] == [401] * 8 + [429]
    right = {"name": "kim", "password": PASSWORD}
    assert client.post("/sign-in", data=right).status_code == 429
    clock.later(minutes=6)
    assert client.post("/sign-in", data=right).status_code == 303


def test_a_new_password_ends_other_sessions(visit, context):
    own, old = visit(Role.EDITOR), visit()
    assert old.post("/sign-in", data={"name": "kim", "password": PASSWORD}).status_code == 303
    assert old.get("/now").status_code == 200
    token = own.headers["x-csrf-token"]
    answer = own.post(
        "/sign-in/password", data={"current": PASSWORD, "password": "quite another one", "token": token}
    )
    assert answer.status_code == 303
    assert own.get("/now").status_code == 200
    assert old.get("/now").status_code == 401


def test_signing_out_ends_the_session_also_for_a_copy_of_its_cookie_and_no_other(visit):
    own, kept, copy = visit(Role.EDITOR), visit(), visit()
    kept.post("/sign-in", data={"name": "kim", "password": PASSWORD})
    copy.cookies.set("saebyeok_session", own.cookies["saebyeok_session"])
    assert copy.get("/now").status_code == 200
    assert own.post("/sign-out").status_code == 200
    assert copy.get("/now").status_code == 401
    assert kept.get("/now").status_code == 200


def test_signing_in_again_in_a_browser_ends_what_it_had(visit):
    client, copy = visit(Role.EDITOR), visit()
    copy.cookies.set("saebyeok_session", client.cookies["saebyeok_session"])
    assert client.post("/sign-in", data={"name": "kim", "password": PASSWORD}).status_code == 303
    assert client.get("/now").status_code == 200
    assert copy.get("/now").status_code == 401


def test_a_session_ends_by_itself(visit, context, clock):
    client = visit(Role.EDITOR)
    clock.later(hours=11, minutes=59)
    assert client.get("/now").status_code == 200
    clock.later(minutes=1)
    assert client.get("/now").status_code == 401
    visit(Role.EDITOR)
    with reading(context.engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SignedInSession)) == 1


def test_what_is_kept_of_a_session_opens_nothing(visit, context):
    visit(Role.EDITOR)
    with reading(context.engine) as session:
        (kept,) = session.scalars(sa.select(SignedInSession.secret_sha256)).all()
    thief = visit()
    thief.cookies.set("saebyeok_session", kept)
    assert thief.get("/now").status_code == 401


def test_who_sits_down_at_a_signed_in_browser_can_not_take_the_account_away(visit, context):
    client = visit(Role.EDITOR)
    assert 'name="current"' in client.get("/account").text
    new = {"password": "quite another one", "token": client.headers["x-csrf-token"]}
    tried = [client.post("/sign-in/password", data=new | {"current": f"guess {n}"}) for n in range(9)]
    assert [answer.status_code for answer in tried] == [403] * 8 + [429]
    with reading(context.engine) as session:
        assert is_right(PASSWORD, users.get(session, "kim").password_hash)


def test_a_password_once_chosen_closes_the_links_printed_before(visit, context, link, now):
    with transaction(context.engine) as session:
        users.add_link(session, users.get(session, "admin"), "later", expires_at=now + timedelta(hours=1))
    client = visit()
    assert client.post("/sign-in", data={"key": link}).status_code == 303
    token = client.get("/account").text.split('data-token="')[1].split('"')[0]
    chosen = client.post("/sign-in/password", data={"password": PASSWORD, "token": token})
    assert chosen.status_code == 303
    assert visit().post("/sign-in", data={"key": "later"}).status_code == 401


def test_checking_a_password_holds_nobody_up(visit, context, now, monkeypatch):
    with transaction(context.engine) as session:
        users.add(session, "kim", Role.VIEWER, password_hash="kept", now=now)
    wrote = []

    def slow_check(_password: str, _kept: str | None) -> bool:
        with closing(sqlite3.connect(context.engine.url.database, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            wrote.append(True)
        return False

    monkeypatch.setattr(accounts, "is_right", slow_check)
    assert visit().post("/sign-in", data={"name": "kim", "password": "x"}).status_code == 401
    assert wrote == [True]


def test_many_attempts_at_once_are_no_way_around_the_limit(visit, monkeypatch):
    client = visit()
    answers = []

    def ask_again_meanwhile(_password: str, _kept: str | None) -> bool:
        answers.append(client.post("/sign-in", data={"name": "kim", "password": "x"}).status_code)
        return False

    monkeypatch.setattr(accounts, "is_right", ask_again_meanwhile)
    client.post("/sign-in", data={"name": "kim", "password": "x"})
    assert answers == [429] + [401] * 7


def test_an_account_is_counted_once_however_its_name_is_written(visit, context, now, password_hash):
    with transaction(context.engine) as session:
        users.add(session, "김새벽", Role.VIEWER, password_hash=password_hash, now=now)
    app = visit().app

    def tries(host: str, name: str) -> int:
        client = TestClient(app, base_url=HERE, headers={"origin": HERE}, client=(host, 1))
        return client.post("/sign-in", data={"name": name, "password": "something else"}).status_code

    assert [tries(f"10.0.0.{n}", "김새벽") for n in range(8)] == [401] * 8
    assert tries("10.0.0.9", unicodedata.normalize("NFD", "김새벽")) == 429


def test_who_mistypes_does_not_lock_out_the_office_and_who_guesses_is_stopped(
    visit, password_hash, monkeypatch
):
    monkeypatch.setattr(passwords, "_UNKNOWN", password_hash)
    assert visit(Role.EDITOR) is not None
    client = visit()
    wrong = [client.post("/sign-in", data={"name": f"n{n}", "password": "x"}).status_code for n in range(12)]
    assert wrong == [401] * 12
    assert visit().post("/sign-in", data={"name": "kim", "password": PASSWORD}).status_code == 303
    wrong = [client.post("/sign-in", data={"name": f"m{n}", "password": "x"}).status_code for n in range(29)]
    assert wrong == [401] * 28 + [429]
    assert visit().post("/sign-in", data={"name": "kim", "password": PASSWORD}).status_code == 429


def test_signing_in_does_not_use_up_the_attempts_of_ones_office(visit):
    assert visit(Role.EDITOR) is not None
    data = {"name": "kim", "password": PASSWORD}
    assert [visit().post("/sign-in", data=data).status_code for _ in range(10)] == [303] * 10


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::2:3", "2001:db8::/64"),
        ("testclient", "testclient"),
    ],
)
def test_who_has_many_addresses_is_one(address, source):
    assert source_of(address) == source


def test_a_token_of_strange_characters_is_only_wrong(visit):
    client = visit(Role.EDITOR)
    answer = client.post("/ocr/texts/confirm", json={"ids": []}, headers={"x-csrf-token": b"\xe9\xff"})
    assert answer.status_code == 403


def test_a_disabled_account_is_out_at_once(visit, context):
    client = visit(Role.ADMIN)
    with transaction(context.engine) as session:
        users.disable(session, "kim")
    assert client.get("/now").status_code == 401


def test_one_s_own_sessions_are_listed_and_ended_by_any_role(visit):
    own, other = visit(Role.VIEWER), visit()
    other.post("/sign-in", data={"name": "kim", "password": PASSWORD})
    page = own.get("/account").text
    assert page.count('data-testid="session"') == 2
    assert page.count('data-testid="own-session"') == 1
    mark = page.split('data-testid="end-session"')[1].split('"mark": "')[1].split('"')[0]
    assert own.post("/account/sessions", data={"mark": mark}).status_code == 204
    assert other.get("/now").status_code == 401
    assert own.get("/now").status_code == 200


def test_sessions_of_others_can_not_be_ended(visit):
    kim, lee = visit(Role.EDITOR), visit(Role.EDITOR, "lee")
    mark = sha256(kim.cookies["saebyeok_session"].encode()).hexdigest()[:16]
    assert lee.post("/account/sessions", data={"mark": mark}).status_code == 204
    assert kim.get("/now").status_code == 200


def test_ending_a_session_needs_the_token_of_its_page(visit):
    own = visit(Role.VIEWER)
    mark = sha256(own.cookies["saebyeok_session"].encode()).hexdigest()[:16]
    del own.headers["x-csrf-token"]
    assert own.post("/account/sessions", data={"mark": mark}).status_code == 403
    assert own.get("/now").status_code == 200
