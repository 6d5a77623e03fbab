"""Characters become lines: words stay together, cells apart, and nothing is lost or said twice."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_lib.pages.pdf.characters import SYMBOLS, Character, is_known
from ocr_lib.pages.pdf.lines import lines_of
from ocr_lib.pages.text_layer import LayerLine, TextLayer, bounds

EM = 20.0


def row(text, x=100.0, y=100.0, *, em=EM, gap=1.0, space=2):
    """The characters of a level text, an em apart; `gap` is the width of its spaces in em."""
    found, waits, starts = [], 0, True
    for one in text:
        if one == " ":
            x += gap * em - em
            x, waits = x + em, space
            continue
        box = (x + 0.05 * em, y - 0.8 * em, x + 0.95 * em, y + 0.1 * em)
        found.append(Character(one, (x, y), box, (1.0, 0.0), em, 0, True, True, waits, starts))
        x, waits, starts = x + em, 0, False
    return found


def texts(characters):
    return [run.text for run in lines_of(characters)]


def test_words_of_a_line_stay_together_and_cells_part():
    assert texts(row("합계 금액", gap=0.5)) == ["합계 금액"]
    assert texts(row("합계 금액", gap=3)) == ["합계", "금액"]
    assert texts(row("합계 금액", gap=1.2, space=1)) == ["합계", "금액"]


def test_pieces_written_at_different_times_join_on_one_baseline():
    assert texts([*row("금액", x=145), *row("합계", x=100)]) == ["합계 금액"]
    assert texts([*row("금액", x=140), *row("합계", x=100)]) == ["합계금액"]
    assert texts([*row("둘째", y=140), *row("첫째", y=100)]) == ["첫째", "둘째"]


def test_a_text_drawn_twice_is_one():
    assert texts([*row("그림자"), *row("그림자", x=101, y=101)]) == ["그림자"]
    assert texts([*row("같은 말", gap=0.5), *row("같은 말", y=300, gap=0.5)]) == ["같은 말"] * 2


def test_the_letters_of_a_ligature_stay_in_their_word():
    before, after = row("a"), row("le", x=140)
    glyph = [one._replace(box=(120, 84, 139, 102)) for one in row("f", x=120) + row("i", x=120)]
    whole = [one._replace(starts_line=number == 0) for number, one in enumerate([*before, *glyph, *after])]
    assert texts(whole) == ["afile"]


def test_letters_taken_apart_are_put_together():
    assert texts(row("\u1112\u1161\u11ab글")) == ["한글"]


def test_a_line_of_dashes_is_as_high_as_one_of_letters():
    dash = Character("-", (100, 100), (101, 92, 109, 94), (1.0, 0.0), EM, 0, True, True, 0, True)
    (run,) = lines_of([dash])
    x0, y0, x1, y1 = bounds(run.quad)
    assert y1 - y0 > 0.7 * EM
    assert x0 <= 101 < 109 <= x1


characters = st.builds(
    lambda text, x, y, direction, em, space, starts: Character(
        text, (x, y), (x, y - em, x + em, y), direction, em, 0, True, True, space, starts
    ),
    text=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Mc", "Me"]),
    x=st.floats(-50, 2000),
    y=st.floats(-50, 2000),
    direction=st.sampled_from([(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.6, -0.8)]),
    em=st.floats(2, 200),
    space=st.integers(0, 2),
    starts=st.booleans(),
)


@given(st.lists(characters, max_size=30, unique_by=lambda c: c.text))
def test_every_character_is_in_one_line(found):
    runs = lines_of(found)
    placed = Counter(character for run in runs for character in run.characters)
    assert placed == Counter(found)
    for run in runs:
        assert len(run.quad) == 4


@given(st.characters())
def test_every_character_is_known_or_not(character):
    known = is_known(character)
    assert known or not character.isalnum() or ord(character) >= 0xD800


@pytest.mark.parametrize("garbage", ["\ufffd", "\x00", "\x7f", "\x9d", "\ue012", "\U000f0000", "\ud800"])
def test_what_says_nothing_is_not_known(garbage):
    assert not is_known(garbage)


def test_signs_of_symbol_fonts_are_known_by_their_names():
    assert all(is_known(sign) for sign in SYMBOLS.values())
    assert not any(map(is_known, SYMBOLS))


boxes = st.tuples(*[st.integers(0, 5000)] * 4)
corners = st.tuples(st.floats(-100, 5000), st.floats(-100, 5000))
layers = st.builds(
    TextLayer,
    lines=st.lists(
        st.builds(
            LayerLine,
            text=st.text(st.characters(codec="utf-8")),
            quad=st.tuples(*[corners] * 4),
            font=st.integers(0, 9),
            drawn=st.booleans(),
        ),
        max_size=5,
    ).map(tuple),
    regions=st.lists(boxes, max_size=5).map(tuple),
    hidden=st.integers(0, 9),
    unknown=st.integers(0, 9),
)


@given(layers)
def test_a_layer_crosses_to_another_process_unchanged(layer):
    import json

    assert TextLayer.from_dict(json.loads(json.dumps(layer.to_dict()))) == layer
