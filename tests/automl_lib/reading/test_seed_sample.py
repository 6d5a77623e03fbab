"""The sample table printed in the specification reads as a person would read it."""

from __future__ import annotations

import pytest

LABELS = [
    "Channel",
    "Region",
    "Fresh",
    "Milk",
    "Grocery",
    "Frozen",
    "Detergent",
    "Delicassen",
    "Sugar",
    "Apple",
    "y",
]

# As printed: row number, numbers, then yes or no. Two rows print one number more than there are names.
PRINTED = """\
2 2 3 705 980 9566 7561 214 2674 1338 4656 3174 no
3 2 3 705 980 9566 7561 1762 3286 1776 6008 2397 yes
4 2 3 683 800 7684 6441 3516 7834 2196 5404 no
5 1 3 13265 1196 4221 6404 507 1788 2196 5404 no
6 2 3 22615 5410 7195 3915 1777 5185 4470 2915 no
7 2 3 9413 8259 5126 466 1798 1451 7259 766 yes
8 2 3 12126 3199 6975 480 3140 545 4199 580 no
9 2 3 7579 9423 10423 1967 3321 2568 3993 1659 yes
10 1 3 3463 3648 6192 425 1716 750 3148 475 yes
11 2 3 6006 11093 18881 1159 7425 2098 11023 1139 yes"""
ROWS = [line.split() for line in PRINTED.splitlines()]


def eleven_columns(row: list[str]) -> list[str]:
    """The row without its number and its surplus number, blanks before y where it is short."""
    *numbers, y = row[1:]
    return [*(numbers + [""] * 10)[:10], y]


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_the_table_itself(read, delimiter):
    body = [eleven_columns(row) for row in ROWS]
    body[3][9] = ""
    outcome = read("\n".join(delimiter.join(r) for r in [LABELS, *body]))
    assert outcome.labels == LABELS
    assert outcome.types == {**dict.fromkeys(LABELS, "integer"), "y": "bool"}
    assert outcome.values("Fresh")[0] == 705
    assert outcome.values("Apple")[3] is None
    yes = [row[-1] == "yes" for row in ROWS]
    assert outcome.values("y") == yes
    assert outcome.report.schema.by_label("y").parsing["true"] == "yes"


def test_the_printed_grid_with_column_letters_and_row_numbers(read):
    letters = ["", *"ABCDEFGHIJK"]
    header = ["1", *LABELS]
    body = [[row[0], *eleven_columns(row)] for row in ROWS]
    outcome = read("\n".join("\t".join(r) for r in [letters, header, *body]))
    assert outcome.labels == LABELS
    assert outcome.report.rows == 10
    assert outcome.values("Channel") == [int(row[1]) for row in ROWS]
    assert outcome.types["y"] == "bool"
    assert {"column_letters_dropped", "row_numbers_dropped"} <= outcome.codes


def test_letters_printed_one_place_to_the_left_are_known_too(read):
    letters = [*"ABCDEFGHIJK", ""]
    header = ["1", *LABELS]
    body = [[row[0], *eleven_columns(row)] for row in ROWS]
    outcome = read("\n".join("\t".join(r) for r in [letters, header, *body]))
    assert outcome.labels == LABELS
    assert outcome.report.rows == 10


def test_twelve_columns_when_the_surplus_numbers_are_kept(read):
    header = [*LABELS[:10], "", "y"]
    body = [[*([*row[1:-1], ""])[:11], row[-1]] for row in ROWS]
    outcome = read("\n".join(",".join(r) for r in [header, *body]))
    assert outcome.labels == [*LABELS[:10], "열11", "y"]
    assert outcome.values("열11") == [3174, 2397, *[None] * 8]
    assert outcome.types["y"] == "bool"
