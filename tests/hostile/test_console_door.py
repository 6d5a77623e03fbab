"""Bad inputs uploaded in the console: each ends as it should, is kept, and holds no other up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from starlette.testclient import TestClient

from console.passwords import hash_password
from domain.access import Role
from orchestration.runtime.console_server import build_console
from records.access import users
from records.engine import transaction
from tests.hostile.case import Case, Refused
from tests.hostile.conftest import House
from tests.hostile.corpus import PAGES, TABLES
from tests.hostile.judge import check

pytestmark = pytest.mark.slow

HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def client(house: House) -> TestClient:
    """Signed in, with its page's token."""
    with transaction(house.workshop.engine) as session:
        users.add(
            session,
            "kim",
            Role.EDITOR,
            password_hash=hash_password("a long password"),
            now=house.workshop.now(),
        )
    client = TestClient(
        build_console(house.workshop.settings),
        base_url=HERE,
        follow_redirects=False,
        headers={"origin": HERE},
        raise_server_exceptions=False,
    )
    assert client.post("/sign-in", data={"name": "kim", "password": "a long password"}).status_code == 303
    client.headers["x-csrf-token"] = client.get("/now").text.split('data-token="')[1].split('"')[0]
    return client


def upload(client: TestClient, address: str, cases: Sequence[Case]) -> str:
    files = [("files", (case.file_name, case.content, "application/octet-stream")) for case in cases]
    answer = client.post(address, files=files)
    assert answer.status_code == 200
    return answer.text


@pytest.fixture(scope="module")
def uploaded(house: House, client: TestClient) -> tuple[House, str]:
    """A house to whose console the whole corpus was uploaded, and what the page answered."""
    before = house.outside()
    said = upload(client, "/automl/uploads", TABLES) + upload(client, "/ocr/uploads", PAGES)
    house.run_waiting()
    assert house.outside() == before
    return house, said


@pytest.mark.parametrize("case", TABLES, ids=str)
def test_tables(uploaded, case):
    check(case, uploaded[0].tables()[case.file_name])


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_pages(uploaded, case):
    check(case, uploaded[0].pages()[case.file_name])


def test_the_page_says_at_once_what_became_of_each(uploaded):
    _, said = uploaded
    assert said.count("<li") == len(TABLES) + len(PAGES)
    at_once = [c for c in (*TABLES, *PAGES) if isinstance(c.outcome, Refused) and c.outcome.by_intake]
    assert said.count('<li class="bad"') == len(at_once)


@pytest.mark.parametrize("address", ["/automl", "/ocr", "/now"])
def test_pages_show_all_of_it_without_a_programs_inside(uploaded, client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Traceback" not in answer.text


def test_nothing_is_left_on_the_way(uploaded):
    house, _ = uploaded
    assert list((house.intake.inbox.root / ".uploads").iterdir()) == []
    assert list(house.intake.inbox.processing.iterdir()) == []
