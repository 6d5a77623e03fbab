"""Which texts of a second reading replace those of the first, and which pages get one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ocr_lib.page_remarks import unreadable
from ocr_lib.page_texts import Line, PageReading
from ocr_lib.reader import PageReader
from ocr_lib.recognition.reading import Character
from ocr_lib.remarks import RemarkKind, remark
from ocr_lib.second_detection import FEW_TEXTS, likelier, may_be_mended
from tests.page_readers import Script


def line(text, score, x0=0, y0=0, x1=100, y1=20):
    quad = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return Line(text, score, (x0, y0, x1, y1), quad, np.zeros((2, 2), np.uint8), "custom")


def page(*lines, rotation=0):
    return PageReading(list(lines), rotation, 0.0)


def texts(reading):
    return [one.text for one in reading.lines]


def test_a_doubtful_text_gives_way_to_a_likelier_one():
    assert texts(likelier(page(line("오늘", 0.2)), page(line("오늘의메뉴", 0.9)))) == ["오늘의메뉴"]


@pytest.mark.parametrize(
    ("old", "new"),
    [(0.85, 0.99), (0.7, 0.6), (0.7, 0.7)],
    ids=["not doubtful", "less likely", "as likely"],
)
def test_other_texts_stay(old, new):
    assert texts(likelier(page(line("오늘", old)), page(line("오는", new)))) == ["오늘"]


def test_texts_that_share_print_are_replaced_together():
    first = page(
        line("오늘", 0.9, 0, 0, 40, 20), line("메", 0.3, 45, 0, 60, 20), line("휴무", 0.9, 0, 40, 40, 60)
    )
    second = page(line("오늘의 메뉴", 0.95, 0, 0, 90, 20), line("휴뮤", 0.99, 0, 40, 40, 60))
    assert texts(likelier(first, second)) == ["오늘의 메뉴", "휴무"]


def test_a_long_text_found_in_parts():
    first = page(line("가나 다라마바", 0.1, 0, 0, 100, 20))
    second = page(line("가나", 0.95, 0, 0, 40, 20), line("다라", 0.9, 50, 0, 100, 20))
    assert texts(likelier(first, second)) == ["가나", "다라"]


def characters(text, probability):
    return tuple(Character(c, probability, 0.0, 1.0) for c in text)


def test_a_long_text_with_sure_characters_replaces_its_fragments():
    fragments = [line(text, 0.7, 10 * n, 0, 10 * n + 10, 20) for n, text in enumerate("ㅁㅜ뚝하")]
    whole = replace(line("무뚝뚝한", 0.2), characters=characters("무뚝뚝한", 0.9))
    assert texts(likelier(page(*fragments), page(whole))) == ["무뚝뚝한"]
    unsure = replace(whole, characters=characters("무뚝뚝한", 0.3))
    assert texts(likelier(page(*fragments), page(unsure))) == list("ㅁㅜ뚝하")


def test_a_remark_names_a_text_that_stayed():
    stays = replace(line("뷁쀍", 0.1, 0, 40, 40, 60), characters=characters("뷁쀍", 0.1))
    first = replace(
        page(line("꽃㎏숲월", 0.2), stays), remarks=(unreadable("꽃㎏숲월"), remark(RemarkKind.FAINT))
    )
    mended = likelier(first, page(line("契約金額", 0.9)))
    assert texts(mended) == ["契約金額", "뷁쀍"]
    assert mended.remarks == (unreadable("뷁쀍"), remark(RemarkKind.FAINT))


def test_a_remark_on_unreadable_characters_goes_with_the_last_of_them():
    first = replace(page(line("꽃㎏숲월", 0.2)), remarks=(unreadable("꽃㎏숲월"),))
    assert likelier(first, page(line("契約金額", 0.9))).remarks == ()


def test_of_two_equal_readings_the_one_in_fewer_texts_is_likelier():
    first = page(line("가나", 0.7, 0, 0, 40, 20), line("다라", 0.7, 50, 0, 100, 20))
    assert texts(likelier(first, page(line("가나다라", 0.7)))) == ["가나다라"]


def test_what_only_the_second_reading_finds_is_left_out():
    assert texts(likelier(page(line("가", 0.5)), page(line("나", 0.99, 0, 50, 100, 70)))) == ["가"]


def test_a_page_that_the_second_reading_turns_stays():
    assert texts(likelier(page(line("가", 0.1)), page(line("가나", 0.99), rotation=90))) == ["가"]


def test_an_empty_page_stays_empty():
    assert texts(likelier(page(), page(line("가", 0.99)))) == []
    assert texts(likelier(page(line("가", 0.1)), page())) == ["가"]


@pytest.mark.parametrize(
    ("reading", "again"),
    [
        (page(line("가", 0.79)), True),
        (page(line("가", 0.81)), False),
        (page(), False),
        (page(*[line("가", 0.1)] * FEW_TEXTS), True),
        (page(*[line("가", 0.1)] * (FEW_TEXTS + 1)), True),
        (page(*[line("A", 0.1)] * (FEW_TEXTS + 1)), False),
        (page(*[line("가", 0.1)] * 5, *[line("나", 0.9)] * 15), False),
        (page(*[line("가", 0.1)] * 6, *[line("나", 0.9)] * 14), True),
        (page(*[line("한 줄로 찾은 손글씨", 0.1)] * (FEW_TEXTS + 1)), False),
    ],
)
def test_pages_with_few_texts_or_many_doubtful_korean_pieces_are_read_again(reading, again):
    assert may_be_mended(reading) is again


def test_the_second_detector_is_asked_for_at_the_first_doubtful_page():
    script, asked = Script(["가나", "다라"]), []

    def second():
        asked.append(True)
        return script

    picture = np.full((200, 200, 3), 255, np.uint8)
    reader = PageReader(script, script, second=second)
    assert texts(reader.read(picture)) == ["가나", "다라"]
    assert not asked
    script.probability = 0.4
    assert texts(reader.with_recognizer(script).read(picture)) == ["가나", "다라"]
    assert asked == [True]
