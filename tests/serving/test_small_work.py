"""What is small enough to be done at once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from domain.requests import RequestKind
from records.tables import Document, Request
from sensors.work import WithDocument
from serving import warm_steps
from serving.warm_steps import SmallWork, is_served_here

SMALL = SmallWork(file_bytes=1_000, explained_bytes=100)


@pytest.mark.parametrize(
    ("size", "reasons", "attempt", "is_small"),
    [
        (100, True, 1, True),
        (101, True, 1, False),
        (101, False, 1, True),
        (1_001, False, 1, False),
        (100, True, 2, False),
    ],
)
def test_a_prediction_is_small_by_its_file_and_smaller_with_reasons(
    monkeypatch, tmp_path, size, reasons, attempt, is_small
):
    (tmp_path / "rows.csv").write_bytes(b"1" * size)
    monkeypatch.setattr(
        warm_steps.predictions, "of_request", lambda *_: SimpleNamespace(source_path="rows.csv")
    )
    request = Request(
        request_id=1, kind=RequestKind.PREDICT, attempt=attempt, params={"reasons": True} if reasons else {}
    )
    files = SimpleNamespace(store=SimpleNamespace(path=lambda key: tmp_path / key))
    assert is_served_here(None, WithDocument(request, Document()), files, SMALL) is is_small
