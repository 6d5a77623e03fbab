"""Keyset pagination: every row is met once on the way on, and once on the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.pagination import paginate
from domain.requests import RequestKind
from records.engine import reading, transaction
from records.ocr import document_lists, texts
from records.ocr.learning import networks
from tests.console.conftest import DOC
from work_requests import lifecycle


def asker(rows):
    """A list in descending order, as the records answer for one."""

    def ask(behind, ahead_of, limit):
        if ahead_of is not None:
            return [row for row in rows if row > ahead_of][-limit:]
        return [row for row in rows if behind is None or row < behind][:limit]

    return ask


@given(rows=st.sets(st.integers(1, 1000)), size=st.integers(1, 7))
def test_on_to_the_end_and_back_to_the_start(rows, size):
    ask = asker(sorted(rows, reverse=True))
    page = paginate(ask, behind=None, ahead_of=None, size=size)
    way = [page]
    while page.has_next:
        page = paginate(ask, behind=page.rows[-1], ahead_of=None, size=size)
        way.append(page)
    assert [row for one in way for row in one.rows] == sorted(rows, reverse=True)
    assert not way[0].has_previous
    assert all(one.has_previous for one in way[1:])
    for expected in way[-2::-1]:
        page = paginate(ask, behind=None, ahead_of=page.rows[0], size=size)
        assert page == expected


def test_what_is_ahead_and_fills_no_page_is_the_first_page():
    assert list(paginate(asker([5, 4, 3, 2, 1]), behind=None, ahead_of=4, size=3).rows) == [5, 4, 3]


def test_lists_give_the_nearest_rows_ahead(context, page_of, now):
    for number in (4, 5, 6):
        page_of(("글자", 0.5), doc_id=f"26112200000000{number}")
    with transaction(context.engine) as session:
        for _ in range(3):
            asked = lifecycle.ask(session, RequestKind.OCR_RETRAIN, doc_id=None, params={}, by="kim", now=now)
            networks.begin(session, request_id=asked.request_id, parent_id="261122000000001", now=now)
    with reading(context.engine) as session:
        rows, total = document_lists.page_of_list(session, after="261122000000004", limit=1)
        assert ([row.doc_id for row in rows], total) == (["261122000000005"], 3)
        ids = [row.network_id for row in networks.newest(session)]
        assert [row.network_id for row in networks.newest(session, after=ids[2], limit=1)] == [ids[1]]


@pytest.mark.parametrize("by_score", [True, False])
def test_the_grid_turns_back_in_its_order(context, page_of, by_score):
    page_of(*((f"글자 {n}", (n * 7 % 10) / 10) for n in range(10)))
    with reading(context.engine) as session:
        ids = [text.text_id for text in texts.of_document(session, DOC, by_score=by_score)]
        ahead = texts.of_document(session, DOC, by_score=by_score, before=ids[6], limit=3)
    assert [text.text_id for text in ahead] == ids[3:6]
