"""A manifest is read as it was written."""

from __future__ import annotations

import json

import pytest

from ocr_lib.datasets.manifest import ManifestItem, count_by_part, from_json_lines, to_json_lines
from ocr_lib.datasets.splitting import TRAIN, VALIDATION

ITEM = ManifestItem("d_01_1", "d", "ocr/d/crops/1.png", "0" * 64, "합계", "함계", True, TRAIN)


def test_items_are_read_as_they_were_written():
    items = [ITEM, ManifestItem("d_02_1", "d", "c", "1" * 64, '"1,200"', "", False, VALIDATION)]
    assert from_json_lines(to_json_lines(items)) == items
    assert to_json_lines([]) == b""
    assert from_json_lines(b"") == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\x85", "\x1c"])
def test_a_text_that_holds_the_end_of_a_line_stays_one_item(end):
    item = ManifestItem("t", "d", "c", "0", "가나", f"가{end}나", True, TRAIN)
    assert from_json_lines(to_json_lines([item, ITEM])) == [item, ITEM]


def test_a_part_without_items_counts_none():
    assert count_by_part([ITEM, ITEM]) == {TRAIN: 2, VALIDATION: 0}
    assert count_by_part([]) == {TRAIN: 0, VALIDATION: 0}


def test_korean_is_legible_and_each_item_has_a_line():
    (line,) = to_json_lines([ITEM]).decode().splitlines()
    assert "합계" in line
    assert list(json.loads(line)) == [
        "text_id",
        "document",
        "crop",
        "sha256",
        "label",
        "read",
        "selected",
        "part",
    ]


def test_what_is_no_manifest_is_refused():
    with pytest.raises(TypeError):
        from_json_lines(b'{"text_id": "t"}\n')
    with pytest.raises(ValueError):
        from_json_lines(b"{")
