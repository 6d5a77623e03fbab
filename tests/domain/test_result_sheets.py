"""Profiles and results as sheets: values as they are, and only scores that some model has."""

from datetime import UTC, date, datetime

from domain.evaluations import ClassScores
from domain.messages import Message
from domain.profile_sheets import profile_sheets
from domain.result_sheets import ResultLine, result_sheets


def column(key, kind, **values):
    given = {"key": key, "label": f"={key}", "type": kind, "missing": 0, "distinct": 2, "top_values": []}
    return {**given, **values}


def test_a_profile_has_numbers_and_dates_as_such():
    columns = [
        column("c0001", "real", min=1.5, max=2, top_values=[["1.5", 3]]),
        column("c0002", "date", min="2025-10-06", max="2025-10-07T09:30:00"),
    ]
    warning = {"ko": "주의", "en": "look"}
    statistics, frequent, remarks = profile_sheets(columns, [warning], [], "en", unused=frozenset({"c0002"}))
    assert statistics.headings[:5] == ["Column", "Type", "Used", "Min", "Max"]
    assert statistics.rows[0][:5] == ["=c0001", "real", "Y", 1.5, 2]
    assert statistics.rows[1][2:5] == ["N", date(2025, 10, 6), datetime(2025, 10, 7, 9, 30)]
    assert frequent.rows == [["=c0001", "1.5", 3]]
    assert remarks.rows == [["look", "To look at"]]


def test_results_leave_out_scores_that_no_model_has():
    scores = ClassScores(0.5, 0.6, 0.7, None, 9)
    lines = [
        ResultLine(
            "svm",
            {"f1": 0.8, "r2": None},
            {"예": scores},
            {"C": 1.0, "text_columns": ["비고", "메모"]},
            datetime(2025, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
            1.234,
            Message("evaluated"),
            is_confirmed=True,
        ),
        ResultLine("unheard_of"),
    ]
    models, by_class, settings = result_sheets(lines, "en")
    assert models.headings == ["Model", "F1-score", "Trained", "Seconds", "State", "confirmed"]
    assert models.rows[0] == ["SVM", 0.8, datetime(2025, 1, 2, 3, 4, 5), 1.23, "evaluated", "★"]
    assert models.rows[1] == ["unheard_of", None, None, None, None, None]
    assert by_class.rows == [["SVM", "예", 0.5, 0.6, 0.7, None, 9]]
    assert settings.rows == [["SVM", "Strength of fit (C)", 1.0], ["SVM", "Text columns used", "비고, 메모"]]


def test_scores_have_the_digits_of_their_kind_and_errors_those_of_the_target():
    line = ResultLine(
        "linear", {"r2": 0.7200333333333334, "mae": 142578723.404255, "mape": 0.0312}, fit_seconds=1
    )
    (models, _) = result_sheets([line], "en")
    shown = {heading: models.formats.get(at) for at, heading in enumerate(models.headings)}
    assert (shown["R²"], shown["MAE"], shown["MAPE"], shown["Seconds"]) == ("0.0000", None, "0.0%", "#,##0.0")


def test_columns_that_no_model_has_anything_in_are_left_out_and_a_recommended_model_is_not_confirmed():
    lines = [
        ResultLine("linear", {"r2": 0.7}, fit_seconds=1, is_recommended=True),
        ResultLine("svm", {"r2": 0.6}, fit_seconds=2),
    ]
    (models, _) = result_sheets(lines, "en")
    assert models.headings == ["Model", "R²", "Seconds", "Recommended"]
    assert [row[-1] for row in models.rows] == ["★", None]
    assert models.formats[2] == "#,##0.0"
