"""Settings of models in people's words."""

from __future__ import annotations

from domain.setting_names import named_settings, settings_line


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


def test_the_models_of_a_stack_are_named():
    settings = {"combined_by": "stacking", "models": ["linear", "svm"]}
    assert named_settings(settings, "en") == {
        "Combined by": "stacking",
        "Combined models": "Linear model, SVM",
    }


def test_a_setting_without_a_name_keeps_its_key():
    assert named_settings({"unheard_of": "auto"}, "ko") == {"unheard_of": "auto"}


def test_a_line_of_settings_has_names_short_numbers_and_the_first_of_long_lists():
    settings = {
        "penalty": 0.30000000000000004,
        "coefficients": 1234,
        "target_scale": "log",
        "text_columns": ["비고", "메모"],
        "text_columns_left_out": [f"글{n}" for n in range(9)],
    }
    line = settings_line(settings, "en")
    assert line == (
        "Penalty 0.3, Number of coefficients 1,234, Scale of the target logarithm, Text columns used (비고, 메모), "
        "Text columns left out (글0, 글1, 글2, 글3, 글4 and 4 more)"
    )
    korean = settings_line(settings, "ko")
    assert "목표변수의 척도 로그" in korean
    assert "외 4개" in korean
    assert not any(key in korean for key in settings)
