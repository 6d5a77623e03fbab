"""What reading found, as it is kept in rows."""

from __future__ import annotations

import json

import pytest

from domain.columns import ColumnType
from domain.messages import Message
from domain.read_report import LedgerEntry, ReadReport, SheetInfo
from domain.table_schema import ColumnSchema

STORED = {
    "name": "2024.xlsx",
    "format": "xlsx",
    "rows": 12,
    "schema": {
        "columns": [
            {"key": "c0001", "label": "금액", "type": "integer", "parsing": {"unit": "원"}},
            {"key": "c0002", "label": "등급", "type": "text", "parsing": {}},
        ]
    },
    "encoding": None,
    "delimiter": None,
    "sheet": "1월",
    "other_sheets": [{"name": "2월", "hidden": True}],
    "header": {"rows": 1, "skipped": 2},
    "ledger": [
        {
            "column": "금액",
            "code": "missing_word",
            "count": 2,
            "examples": [["-", None]],
            "ko": "'금액' 열: '-'을(를) 빈 값으로 읽었습니다(2칸).",
            "en": "Column '금액': '-' read as missing (2 cells).",
        }
    ],
    "files": {"cells.parquet": "0" * 64},
}


def test_what_is_stored_reads_back_and_is_stored_the_same():
    report = ReadReport.from_json(STORED)
    assert report.schema.by_label("금액") == ColumnSchema("c0001", "금액", ColumnType.INTEGER, {"unit": "원"})
    assert report.other_sheets == (SheetInfo("2월", hidden=True),)
    assert report.ledger[0].ko == STORED["ledger"][0]["ko"]
    assert json.loads(json.dumps(report.to_json())) == STORED


@pytest.mark.parametrize("key", ["delimiter", "sheet", "other_sheets", "ledger", "files"])
def test_a_key_that_earlier_versions_did_not_write_has_its_default(key):
    report = ReadReport.from_json({name: value for name, value in STORED.items() if name != key})
    assert not getattr(report, key)


def test_an_entry_is_stored_in_both_languages():
    message = Message("there is no value in it.")
    stored = LedgerEntry("금액", "all_blank", 0, (), message).to_json()
    assert (stored["ko"], stored["en"]) == (message.ko, message.en)
