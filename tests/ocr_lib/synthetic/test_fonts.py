"""Which characters a face has."""

from __future__ import annotations

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from ocr_lib.synthetic.fonts import FontFile, package_fonts, plotting_font


def face_with(characters: str) -> TTFont:
    """A face that has these characters, all of one empty shape."""
    names = [".notdef", *(f"g{ord(c)}" for c in characters)]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"g{ord(c)}" for c in characters})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Trial", "styleName": characters})
    builder.setupOS2()
    builder.setupPost()
    return builder.font


def test_a_face_covers_its_characters_and_spaces(tmp_path):
    face_with("가A𠀀").save(tmp_path / "a.ttf")
    font = FontFile(tmp_path / "a.ttf")
    assert font.covers("가 A𠀀")
    assert not font.covers("가나")


def test_each_face_of_a_collection_covers_its_own_characters(tmp_path):
    collection = TTCollection()
    collection.fonts = [face_with("A"), face_with("가")]
    collection.save(tmp_path / "a.ttc")
    first, second = (FontFile(tmp_path / "a.ttc", index) for index in (0, 1))
    assert (first.covers("A"), first.covers("가")) == (True, False)
    assert (second.covers("A"), second.covers("가")) == (False, True)


@pytest.mark.parametrize("font", [*package_fonts(), plotting_font()], ids=lambda font: font.name)
def test_a_face_of_every_machine_covers_what_its_character_map_lists(font):
    with TTFont(font.path) as opened:
        listed = opened.getBestCmap()
    assert font.covers("".join(map(chr, listed)))
    missing = next(chr(code) for code in range(0xE000, 0xF900) if code not in listed)
    assert not font.covers(missing)
