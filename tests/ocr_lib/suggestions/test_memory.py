"""What was corrected once is offered wherever it is read again."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_lib.suggestions import CorrectionMemory


def best(memory, text):
    found = memory.suggest(text)
    return found[0].text if found else None


@pytest.fixture
def memory():
    return CorrectionMemory([("디엘이언씨 (주)", "디엘이엔씨(주)")])


def test_the_same_text_is_offered_as_it_was_corrected(memory):
    assert best(memory, "디엘이언씨 (주)") == "디엘이엔씨(주)"


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("디엘이언씨", "디엘이엔씨"),
        ("주식회사 디엘이언씨 귀중", "주식회사 디엘이엔씨 귀중"),
        ("(주)디엘이언씨", "(주)디엘이엔씨"),
        ("디엘이언씨에서", "디엘이엔씨에서"),
        ("디엘이언시", "디엘이엔씨"),
        ("주식회사 디엘이언시 귀중", "주식회사 디엘이엔씨 귀중"),
        ("(주)디엘이언시", "(주)디엘이엔씨"),
        ("㈜디엘이언시", "㈜디엘이엔씨"),
        ("공급자:디엘이언시 귀하", "공급자:디엘이엔씨 귀하"),
        ("주식회사디엘이언시", "주식회사디엘이엔씨"),
    ],
)
def test_it_is_offered_inside_longer_texts_and_one_letter_away(memory, read, said):
    assert best(memory, read) == said


def test_all_that_was_wrong_before_is_mended_at_once(memory):
    memory.learn("합게 금액", "합계 금액")
    first, *others = memory.suggest("디엘이언씨 합게 (디엘이언씨)")
    assert first.text == "디엘이엔씨 합계 (디엘이엔씨)"
    assert "디엘이엔씨 합게 (디엘이언씨)" in [other.text for other in others]


@pytest.mark.parametrize("text", ["디엘이엔씨", "디엘이엔씨(주)", "전혀 다른 글", "", "  "])
def test_what_is_right_or_unrelated_gets_no_offer(memory, text):
    assert memory.suggest(text) == []


def test_the_commoner_correction_comes_first_and_of_two_alike_the_later():
    memory = CorrectionMemory([("가나다라", "가나다리"), ("가나다라", "가나다로"), ("가나다라", "가나다로")])
    assert [s.text for s in memory.suggest("가나다라")] == ["가나다로", "가나다리"]
    memory.learn("가나다라", "가나다리")
    assert best(memory, "가나다라") == "가나다리"


def test_a_short_part_is_offered_as_a_word_only():
    memory = CorrectionMemory([("니다", "습니다")])
    assert memory.suggest("그렇게 합니다") == []
    assert best(memory, "그렇게 하겠 니다") == "그렇게 하겠 습니다"


def test_one_syllable_that_fits_everywhere_is_not_offered_everywhere():
    memory = CorrectionMemory([("을", "를"), ("물건 을 사다", "물건 를 사다")])
    assert memory.suggest("가을 하늘") == []


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=8), st.text(max_size=20))
def test_any_text_is_answered_and_never_with_itself(pairs, text):
    memory = CorrectionMemory(pairs)
    for asked in (text, *(read for read, _ in pairs)):
        plain = " ".join(unicodedata.normalize("NFC", asked).split())
        assert plain not in [suggestion.text for suggestion in memory.suggest(asked)]


def test_decomposed_hangul_is_the_same_text(memory):
    assert best(memory, unicodedata.normalize("NFD", "디엘이언씨")) == "디엘이엔씨"


PAIRS = st.tuples(
    st.text("가나다라 마씨시", min_size=1, max_size=8), st.text("가나다라 마씨시", min_size=1, max_size=8)
)


@given(st.lists(PAIRS, max_size=6), st.lists(PAIRS, max_size=4), st.text("가나다라 마씨시", max_size=12))
def test_what_is_forgotten_was_never_learnt(kept, forgotten, text):
    memory = CorrectionMemory([*kept, *forgotten])
    for pair in reversed(forgotten):
        memory.forget(*pair)
    memory.forget("never", "learnt")
    for asked in (text, *(read for read, _ in [*kept, *forgotten])):
        assert memory.suggest(asked) == CorrectionMemory(kept).suggest(asked)
