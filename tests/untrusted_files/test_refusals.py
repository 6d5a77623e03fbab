"""Refusals name the file safely, and its page."""

from __future__ import annotations

import pytest

from domain.messages import Message
from untrusted_files import Refusals, display_name, readable_size

refuse = Refusals(
    {
        "large": (
            Message("is {size}, over the limit of {limit}"),
            Message("Split the file, or raise SAEBYEOK_MAX_FILE_MB"),
        )
    }
)


def test_a_refusal_names_the_file_the_problem_and_the_remedy():
    refusal = refuse("large", "폴더/자료.csv", size="5 B", limit="4 B")
    assert refusal.code == "large"
    assert refusal.ko == (
        "'자료.csv' 파일: 크기가 5 B로 한도 4 B를 넘습니다. 파일을 나누거나 설정 SAEBYEOK_MAX_FILE_MB를 늘려 주세요."
    )
    assert (
        refusal.en
        == "'자료.csv' is 5 B, over the limit of 4 B. Split the file, or raise SAEBYEOK_MAX_FILE_MB."
    )


def test_a_refusal_of_a_page_names_it():
    refusal = refuse("large", "a.pdf", page=3, size="5 B", limit="4 B")
    assert refusal.ko.startswith("'a.pdf' 파일 3쪽: ")
    assert refusal.en.startswith("page 3 of 'a.pdf' is ")


@pytest.mark.parametrize(("code", "values"), [("other", {}), ("large", {})])
def test_an_unknown_code_or_a_missing_value_is_a_key_error(code, values):
    with pytest.raises(KeyError):
        refuse(code, "a", **values)


@pytest.mark.parametrize("control", ["\u202e", "\x00", "\n", "\u2028", "\u2029"])
def test_control_and_direction_characters_are_not_shown(control):
    assert display_name(f"a{control}b.csv") == "ab.csv"


@pytest.mark.parametrize(("size", "shown"), [(0, "0 B"), (1536, "1.5 KiB"), (3 * 2**40, "3.0 TiB")])
def test_sizes_have_binary_units(size, shown):
    assert readable_size(size) == shown
