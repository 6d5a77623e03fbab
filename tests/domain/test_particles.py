"""Korean particles by the sound before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages import Message
from domain.particles import with_particles


@pytest.mark.parametrize(
    ("open_form", "said"),
    [
        ("'메모'은(는) 폴더입니다", "'메모'는 폴더입니다"),
        ("'금액'은(는) 숫자가 아닙니다", "'금액'은 숫자가 아닙니다"),
        ("글을(를) 읽고 나무을(를) 본다", "글을 읽고 나무를 본다"),
        ("문서 261201000000003이(가) 없습니다", "문서 261201000000003이 없습니다"),
        ("학습 999이(가) 없습니다", "학습 999가 없습니다"),
        ("확률이 10(으)로, 7(으)로, 4(으)로", "확률이 10으로, 7로, 4로"),
        ("'서울'(으)로 '부산'(으)로 '제주'(으)로", "'서울'로 '부산'으로 '제주'로"),
        ("상호와(과) 주소과(와) 번호", "상호와 주소와 번호"),
        ("'예'(이)라고 답해도, '정상'(이)라고 답해도", "'예'라고 답해도, '정상'이라고 답해도"),
        ("'정상'(이)어서, 5(이)어서, 10(이)어서", "'정상'이어서, 5여서, 10이어서"),
        ("품목(단위)을(를) 떼고", "품목(단위)를 떼고"),
        ("'rows.csv'은(는) 파일이 아닙니다", "'rows.csv'은(는) 파일이 아닙니다"),
        ("ROC AUC이(가) 0.5, RMSE이(가) 3", "ROC AUC가 0.5, RMSE가 3"),
        ("OCR을(를) 켜고 'PDF'(으)로, URL(으)로", "OCR을 켜고 'PDF'로, URL로"),
        ("3.4%에서 87.9%(으)로, 비율(%)이(가)", "3.4%에서 87.9%로, 비율(%)가"),
        ("Grocery이(가), iOS을(를), X을(를)", "Grocery이(가), iOS을(를), X을(를)"),
        ("'-'을(를) 빈 값으로", "'-'을(를) 빈 값으로"),
    ],
)
def test_the_particle_fits_the_last_syllable_or_digit(open_form, said):
    assert with_particles(open_form) == said


@given(st.text())
def test_any_text_without_open_particles_stays(text):
    if "(" not in text:
        assert with_particles(text) == text


def test_korean_messages_have_fitting_particles_and_english_ones_are_left():
    gone = Message("there is no text {text_id}; see the texts of its document", text_id="4_1_2")
    assert gone.ko.startswith("글자 4_1_2가 없습니다")
    assert Message("{name}을(를)", name="메모").en == "메모을(를)"
