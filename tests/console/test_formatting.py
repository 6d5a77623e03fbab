"""The one format of numbers on screens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import console
from console.formatting import exact_number, shown_cell, shown_number, shown_score, shown_value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0, "0"),
        (7, "7"),
        (1234, "1,234"),
        (1234.0, "1,234"),
        (-12987.816, "-12,987.82"),
        (8615.5, "8,615.50"),
        (99.999, "100"),
        (12.345, "12.35"),
        (0.6900000000000001, "0.69"),
        (0.4914285714285715, "0.4914"),
        (0.00123456, "0.001235"),
        (8.23e12, "8,230,000,000,000"),
        (2.9164e12 + 0.5, "2,916,400,000,000.50"),
        (1.0286e29, "1.029×10²⁹"),
        (-1.2e-5, "-1.2×10⁻⁵"),
        (float("inf"), "inf"),
    ],
)
def test_a_number_is_shown_with_thousands_and_the_digits_people_read(value, shown):
    assert shown_number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.6900000000000001, "0.69"),
        (12987.816123, "12,987.816123"),
        (8.23e12, "8,230,000,000,000"),
        (1e300, "1×10³⁰⁰"),
        (None, ""),
    ],
)
def test_all_digits_of_a_number_are_those_people_wrote(value, shown):
    assert exact_number(value) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("13117", "13,117"),
        ("-2316.5", "-2,316.5"),
        ("0.6900000000000001", "0.69"),
        ("1,234원", "1,234원"),
        ("63%", "63%"),
        ("12345678901234567890", "12345678901234567890"),
        ("2,316", "2,316"),
        ("", ""),
    ],
)
def test_a_cell_of_a_column_of_numbers_has_separators_where_it_is_a_plain_number(cell, shown):
    assert shown_cell(cell) == shown


def test_a_score_has_four_digits():
    assert (shown_score(0.9), shown_score(None)) == ("0.9000", "")


def test_a_setting_that_is_no_number_is_shown_as_it_is():
    assert [shown_value(one) for one in (0.1, 1000, True, "gini", None)] == [
        "0.1",
        "1,000",
        "True",
        "gini",
        "None",
    ]


def test_templates_format_no_number_themselves():
    own = re.compile(r"""["']\{:|["']%[-+.0-9]*[feg]""")
    templates = Path(console.__file__).parent / "templates"
    assert [
        (page.name, line)
        for page in templates.glob("*.html")
        # The score of a text has three digits, as exports write it.
        if not page.name.startswith(("ocr_", "history"))
        for line in page.read_text(encoding="utf-8").splitlines()
        if own.search(line)
    ] == []
