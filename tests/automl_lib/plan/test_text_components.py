"""Texts of the same kind are near each other, whatever people write, and no word of theirs is kept."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl_lib.persistence.skops_io import skops_io
from automl_lib.plan.text_components import TextComponents

LEAVING = ["요금제 해지하고 싶어요", "인터넷 해지 문의", "해지 위약금 얼마인가요", "해지해 주세요"]
THANKING = ["친절한 안내 감사합니다", "빠른 배송 감사해요", "감사 인사 드립니다", "정말 감사합니다"]


def texts(*values):
    return pd.Series(list(values), dtype=object)


def test_texts_that_share_a_stem_are_nearer_than_others():
    fitted = TextComponents(components=2).fit(texts(*LEAVING, *THANKING))
    leave, again, thank = fitted.transform(texts("해지요", "계약 해지", "감사드려요"))
    assert np.linalg.norm(leave - again) < np.linalg.norm(leave - thank)


def test_blanks_and_texts_that_share_nothing_are_zeros():
    fitted = TextComponents().fit(texts(*LEAVING))
    assert not fitted.transform(texts(None, "", "xyzw")).any()


def test_a_text_has_the_same_components_alone_and_among_others():
    fitted = TextComponents(components=3).fit(texts(*LEAVING, *THANKING))
    together = fitted.transform(texts(*THANKING, None, *LEAVING))
    alone = fitted.transform(texts(LEAVING[2]))
    assert together[-2] == pytest.approx(alone[0])


def test_what_is_kept_holds_no_word_of_a_person():
    secret = "홍길동해지민원"
    kept = skops_io().dumps(TextComponents().fit(texts(secret, *THANKING)))
    for word in (secret, "홍길동", "감사"):
        assert word.encode() not in kept
        assert word.encode("unicode_escape") not in kept


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=2, max_size=8, unique=True))
def test_any_texts_become_finite_numbers(values):
    fitted = TextComponents(components=4).fit(texts(*values))
    assert np.isfinite(fitted.transform(texts(*values, "새 글 🎉 new"))).all()


def test_only_the_beginning_of_a_huge_text_is_looked_at():
    fitted = TextComponents(components=2).fit(texts(*LEAVING, *THANKING))
    beginning = "해지 문의 " * 100
    huge = beginning + "감사합니다 " * 20_000
    assert len(huge) > 100_000
    np.testing.assert_array_equal(*fitted.transform(texts(beginning[:500], huge)).reshape(2, -1))


def test_components_of_very_many_texts_are_fewer(monkeypatch):
    many = texts(*(f"{word} {n}" for n in range(100) for word in LEAVING))
    assert TextComponents().fit(many).transform(many).shape == (400, 80)
    monkeypatch.setattr("automl_lib.plan.text_components._MOST_NUMBERS", 400 * 12)
    assert TextComponents().fit(many).transform(many).shape == (400, 12)
