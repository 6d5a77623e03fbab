"""Bad inputs dropped into the inbox: each ends as it should, is kept, and holds no other up."""

from __future__ import annotations

import pytest

from tests.hostile.conftest import House
from tests.hostile.corpus import PAGES, TABLES
from tests.hostile.judge import check

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dropped(house: House) -> House:
    """A house in whose inbox the whole corpus was dropped at once."""
    before = house.outside()
    for case in TABLES:
        (house.intake.inbox.automl / case.file_name).write_bytes(case.content)
    for case in PAGES:
        (house.intake.inbox.ocr / case.file_name).write_bytes(case.content)
    assert house.take_inbox() == []
    house.run_waiting()
    assert house.outside() == before
    return house


@pytest.mark.parametrize("case", TABLES, ids=str)
def test_tables(dropped, case):
    check(case, dropped.tables()[case.file_name])


@pytest.mark.parametrize("case", PAGES, ids=str)
def test_pages(dropped, case):
    check(case, dropped.pages()[case.file_name])


def test_nothing_is_left_on_the_way(dropped):
    inbox = dropped.intake.inbox
    for folder in (inbox.automl, inbox.ocr, inbox.processing):
        assert list(folder.iterdir()) == []


def test_every_refused_file_lies_beside_its_reason(dropped):
    refused = {path.name for path in dropped.intake.inbox.refused.iterdir()}
    files = {name for name in refused if not name.endswith(".reason.txt")}
    assert files
    assert {f"{name}.reason.txt" for name in files} == refused - files
