"""Korean shows as Korean, and what can't be shown is replaced rather than crashed on."""

from __future__ import annotations

import pytest

from automl_lib.pictures.fonts import (
    families,
    font,
    korean_font_path,
    printable,
    printable_lines,
    shorten,
)
from domain.characters import columns_wide


def test_the_korean_font_draws_every_syllable_and_hanja() -> None:
    from matplotlib.ft2font import FT2Font

    drawable = FT2Font(str(korean_font_path())).get_charmap()
    wanted = {*range(0xAC00, 0xD7A4), *map(ord, "漢字㎡℃₩−·…ㄱㅎ")}
    assert wanted - drawable.keys() == set()


def test_matplotlib_finds_the_font_by_its_family() -> None:
    from matplotlib.font_manager import findfont

    families()
    assert findfont(font(10), fallback_to_default=False) == str(korean_font_path())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("재고 📦 수량", "재고 □ 수량"),
        ("줄\n바꿈\t탭", "줄 바꿈 탭"),
        ("값\u200b\ufe0f", "값"),
        ("각", "각"),
        ("$x$", r"\$x\$"),
        (None, "None"),
        ("", ""),
    ],
)
def test_text_is_made_fit_for_drawing(text: object, shown: str) -> None:
    assert printable(text) == shown


def test_long_text_keeps_both_ends() -> None:
    short = shorten("폐합성수지류 처리업체 소재지 우편번호", 16)
    assert columns_wide(short) <= 16
    assert short.startswith("폐합")
    assert short.endswith("번호")
    assert shorten("짧다", 16) == "짧다"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ROC Curve", ["ROC Curve"]),
        ("Confusion Matrix · Gradient Boost", ["Confusion Matrix ·", "Gradient Boost"]),
        ("고객이탈예측자료모음", ["고객이탈예측자료모", "음"]),
        ("$5 이상", [r"\$5 이상"]),
    ],
)
def test_a_title_is_wrapped_between_words(text: str, lines: list[str]) -> None:
    assert printable_lines(text, 18, 3).split("\n") == lines


def test_only_a_title_beyond_its_last_line_is_cut() -> None:
    wrapped = printable_lines("가 나다라 " * 20 + "끝", 10, 3).split("\n")
    assert len(wrapped) == 3
    assert max(columns_wide(line) for line in wrapped) <= 10
    assert wrapped[0].startswith("가 나다라")
    assert wrapped[-1].endswith("끝")
