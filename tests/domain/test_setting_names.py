"""Settings of models in people's words."""

from __future__ import annotations

from domain.setting_names import named_settings


def test_settings_and_words_have_names_in_both_languages():
    settings = {"combined_by": "weighted_mean", "linear": 0.25, "target_scale": "log"}
    assert named_settings(settings, "ko") == {
        "결합 방법": "가중 평균",
        "선형 모델": 0.25,
        "목표변수의 척도": "로그",
    }
    assert named_settings(settings, "en") == {
        "Combined by": "weighted mean",
        "Linear model": 0.25,
        "Scale of the target": "logarithm",
    }


def test_a_setting_without_a_name_keeps_its_key():
    assert named_settings({"unheard_of": "auto"}, "ko") == {"unheard_of": "auto"}
