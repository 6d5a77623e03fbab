"""Columns that name documents are not used in a table made of them, until people set them as used."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import make_transient

from records import columns
from records.engine import reading, transaction


def added(workshop, folder, header):
    path = folder / "거래명세서 품목.csv"
    lines = [
        f"{261_201_000_000_001 + paper},명세서 {paper}.pdf,{line},{paper * 7 + line * 3}"
        for paper in range(20)
        for line in (1, 2, 3)
    ]
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    doc = workshop.add(path)
    workshop.run_waiting()
    return doc


def used(workshop, doc):
    with reading(workshop.engine) as session:
        return list(columns.used(session, doc).values())


def test_numbers_and_files_of_documents_are_not_used_in_a_table_of_documents(workshop, tmp_path):
    doc = added(workshop, tmp_path, "순번,파일명,번호,수량")
    assert used(workshop, doc) == ["번호", "수량"]


def test_what_people_set_as_used_stays_so(workshop, tmp_path):
    doc = added(workshop, tmp_path, "순번,파일명,번호,수량")
    with transaction(workshop.engine) as session:
        columns.set_used(session, doc, ["파일명"], used=True)
        again = columns.of_document(session, doc)
        for column in again:
            session.expunge(column)
            make_transient(column)
        columns.replace_all(session, doc, again, unused_at_first=["순번", "파일명"])
    assert used(workshop, doc) == ["파일명", "번호", "수량"]


@pytest.mark.parametrize("header", ["번호,파일명,줄,수량", "순번,이름,번호,수량"])
def test_in_other_tables_people_choose(workshop, tmp_path, header):
    doc = added(workshop, tmp_path, header)
    assert used(workshop, doc) == header.split(",")
