"""Lists of documents are filtered by their names; who sees numbers masked learns nothing of what is masked."""

from __future__ import annotations

import pytest

from records.documents import Search, sorted_page
from records.engine import reading, transaction
from records.ocr.document_lists import ListFilter, page_of_list
from tests.factories import document, ocr_document

NAMES = ("주민 900101-1234567 등본.png", "홍길동9001011234567.png", "전각 ９００１０１－１２３４５６７.png")
OTHERS = ("계약 2026-11.png", "전화 010-1234-5678.png")


@pytest.fixture
def listed(engine, now):
    with transaction(engine) as session:
        for number, name in enumerate((*NAMES, *OTHERS)):
            session.add(ocr_document(f"26112200000001{number}", now, file_name=name))
    return engine


def found(engine, words, *, shows_numbers, place="name"):
    wanted = ListFilter(**{place: words}, shows_numbers=shows_numbers)
    with reading(engine) as session:
        return {row.file_name for row in page_of_list(session, wanted)[0]}


@pytest.mark.parametrize("words", ["1234567", "900101-1", "4567 등", "１２３４"])
def test_digits_find_no_name_with_a_number_for_those_who_see_it_masked(listed, words):
    assert found(listed, words, shows_numbers=True) & set(NAMES)
    assert not found(listed, words, shows_numbers=False) & set(NAMES)


def test_other_words_and_names_are_found_by_all(listed):
    assert found(listed, "주민", shows_numbers=False) == {NAMES[0]}
    assert found(listed, "2026", shows_numbers=False) == {OTHERS[0]}
    assert found(listed, "1234", shows_numbers=False) == {OTHERS[1]}


def test_numbers_in_a_company_and_in_names_of_tables_are_as_safe(engine, now):
    with transaction(engine) as session:
        session.add(ocr_document("261122000000010", now, file_name="a.png", company=NAMES[0]))
        session.add(document("261122000000001", now, name=NAMES[0]))
    for shows, rows in ((True, 1), (False, 0)):
        for place in ("company", "name"):
            assert len(found(engine, "1234567", shows_numbers=shows, place=place)) == rows
        with reading(engine) as session:
            search = Search("1234567", shows_numbers=shows)
            tables, _ = sorted_page(session, search, by="name", descending=False, skip=0, limit=9)
            assert len(tables) == rows
