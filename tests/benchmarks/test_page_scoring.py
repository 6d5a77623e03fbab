"""Scores of pages, by truths with boxes and by rows of text."""

from __future__ import annotations

import pytest

from benchmarks.page_rows import ReadText, deskewed, page_slope, text_rows
from benchmarks.page_scoring import TrueText, is_capitals_only, score_page

LABEL = TrueText("합계", (10, 10, 60, 30))
AMOUNT = TrueText("1,200", (100, 10, 160, 30))
BELOW = TrueText("수고하셨습니다", (10, 50, 160, 70))


def read(text: str, *box: float) -> ReadText:
    return ReadText(text, (box[0], box[1], box[2], box[3]))


def test_a_row_read_as_one_text_has_no_errors() -> None:
    score = score_page(
        [LABEL, AMOUNT, BELOW], [read("합계 1,200", 8, 8, 162, 32), read(BELOW.text, *BELOW.box)]
    )
    assert (score.edits, score.characters) == (0, 14)
    assert (score.found, score.findable) == (3, 3)
    assert (score.cells_whole, score.cells) == (3, 3)


def test_a_missed_text_counts_its_characters_and_is_not_found() -> None:
    score = score_page([LABEL, AMOUNT, BELOW], [read("합계", *LABEL.box), read(BELOW.text, *BELOW.box)])
    assert (score.edits, score.found) == (len("1,200"), 2)


def test_a_text_near_no_true_text_counts_as_insertions() -> None:
    score = score_page([LABEL], [read("합계", *LABEL.box), read("abc", 300, 400, 340, 420)])
    assert score.edits == 3


def test_an_empty_page_is_all_errors() -> None:
    score = score_page([LABEL, AMOUNT], [])
    assert score.error_rate == 1.0
    assert (score.found, score.cells_whole, score.words_read) == (0, 0, 0)


def test_given_rows_hold_on_a_tilted_page_where_upright_boxes_cross() -> None:
    # Lines that rise so steeply that the left end of one is level with the right end of the line below it.
    def line(row: int, words: str) -> list[TrueText]:
        return [
            TrueText(word, (100 * n, 80 + 40 * row - 20 * n, 100 * n + 80, 110 + 40 * row - 20 * n), row)
            for n, word in enumerate(words.split())
        ]

    texts = ("가나 다라 마바", "사아 자차 카타", "파하 거너 더러")
    truth = [item for row, words in enumerate(texts) for item in line(row, words)]
    lines = [read(words, 0, 40 + 40 * row, 280, 110 + 40 * row) for row, words in enumerate(texts)]
    assert score_page(truth, lines).edits == 0


@pytest.mark.parametrize(
    ("rows", "edits", "found"),
    [
        (["품목 | 수량", "볼트 | 12"], 0, 2),
        (["품목 | 수량", "볼트 | 13"], 1, 2),
        (["품목 | 수량", "볼트 | 12", "없는 줄"], 3, 2),
        (["품목 | 수량", "전혀 다른 글"], 5, 1),
    ],
)
def test_rows_of_text_are_aligned_with_rows_of_boxes(rows: list[str], edits: int, found: int) -> None:
    page = [
        read("품목", 10, 10, 60, 30),
        read("수량", 100, 10, 160, 30),
        read("볼트", 10, 50, 60, 70),
        read("12", 100, 50, 160, 70),
    ]
    score = score_page(rows, page)
    assert (score.edits, score.found) == (edits, found)


def test_a_true_row_may_be_read_as_two() -> None:
    page = [read("서울 마포구", 10, 10, 100, 30), read("월드컵로", 10, 40, 100, 60)]
    score = score_page(["서울 마포구 월드컵로"], page)
    assert (score.edits, score.found, score.findable) == (0, 1, 1)


def test_cells_are_those_between_bars() -> None:
    score = score_page(
        ["합 계|1,200", "부가세|120"],
        [read("합계 1,200", 10, 10, 160, 30), read("부가세 12O", 10, 50, 160, 70)],
    )
    assert (score.cells_whole, score.cells) == (3, 4)


def test_words_are_shared_as_often_as_both_have_them() -> None:
    score = score_page(["a a b"], [read("a b b", 0, 0, 60, 20)])
    assert (score.words_shared, score.words_read, score.words_true) == (2, 3, 3)


@pytest.mark.parametrize(
    ("one", "other"), [("￦1,000", "₩1,000"), ("２：", "２:"), ("A—B", "A-B"), ("“가”", '"가"')]
)
def test_signs_that_look_alike_are_equal(one: str, other: str) -> None:
    assert score_page([one], [read(other, 0, 0, 60, 20)]).edits == 0


def test_case_counts_only_where_the_truth_has_lower_case() -> None:
    page = [read("Total Due", 0, 0, 90, 20)]
    assert score_page(["TOTAL DUE"], page, ignore_case=True).edits == 0
    assert score_page(["TOTAL DUE"], page).edits == 6
    assert is_capitals_only([["TOTAL 10"], ["RM 5"]])
    assert not is_capitals_only([["TOTAL 10"], ["www.example.com"]])
    assert not is_capitals_only([["12,000", "345"]])


def test_a_tilted_page_is_levelled_before_its_texts_are_chained() -> None:
    # Two lines with a slope of 0.2 whose texts lie 300 pixels apart.
    def at(text: str, x: float, y: float) -> ReadText:
        quad = ((x, y), (x + 100, y + 20), (x + 96, y + 40), (x - 4, y + 20))
        return ReadText(text, (x - 4, y, x + 100, y + 40), quad)

    texts = [at("가", 10, 10), at("나", 310, 70), at("다", 10, 70), at("라", 310, 130)]
    assert page_slope(texts) == pytest.approx(0.2)
    assert text_rows(deskewed(texts, page_slope(texts))) == ["가 나", "다 라"]


def test_a_paragraph_that_the_truth_writes_as_one_row_is_aligned_with_its_rows():
    rows = [f"{n}번째 줄에 적힌 성분과 함량" for n in range(1, 8)]
    page = [read(row, 0, 30 * n, 200, 30 * n + 20) for n, row in enumerate(["머리글", *rows, "끝"])]
    score = score_page(["머리글", " ".join(rows), "끝"], page)
    assert (score.edits, score.found, score.findable) == (0, 3, 3)
