"""Columns of two opposite words: yes/no, 예/아니오, true/false. 0/1 stay numbers."""

from __future__ import annotations

from collections.abc import Iterable

# family: (words for true, words for false), lower case
FAMILIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "yes_no": (("yes",), ("no",)),
    "y_n": (("y",), ("n",)),
    "true_false": (("true",), ("false",)),
    "t_f": (("t",), ("f",)),
    "ko": (("예", "네"), ("아니오", "아니요")),
    "ko_true": (("참",), ("거짓",)),
}
# Only on a person's word: a column of 0 and 1 is a number until someone says otherwise.
ONE_ZERO = "one_zero"
_WORDS = {**FAMILIES, ONE_ZERO: (("1", "1.0"), ("0", "0.0"))}


def words_of(family: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lower-case words for true and for false. Raises KeyError for an unknown family."""
    return _WORDS[family]


def family_of(values: Iterable[str]) -> str | None:
    """The family all `values` belong to, case aside; None if there is none or there are no values."""
    words = {v.strip().lower() for v in values}
    if not words:
        return None
    for family, (yes, no) in FAMILIES.items():
        if words <= {*yes, *no}:
            return family
    return None
