"""The one-shot with a number as target."""

import json

import polars as pl
import pytest

from automl_lib.errors import PlanRefused
from automl_lib.fit import fit_file
from domain.tasks import Task


@pytest.fixture
def prices(tmp_path, number_table):
    """Rents as people write them, in won; the last rows in a file of their own."""
    labels = {c.key: c.label for c in number_table.schema.columns} | {"c0006": "월세"}
    people = number_table.frame.rename(columns=labels)
    people["가입일"] = people["가입일"].dt.strftime("%Y-%m-%d")
    people["월세"] = [f"{1000 * value:,.0f}원" for value in people["월세"]]
    people.iloc[:120].to_csv(tmp_path / "학습.csv", index=False)
    people.iloc[120:].to_csv(tmp_path / "시험.csv", index=False)
    return tmp_path


def test_a_number_as_target_is_predicted_without_being_asked_for(prices):
    found = json.loads(json.dumps(fit_file(prices / "학습.csv", "월세", ["decision_tree", "svm", "k_means"])))
    assert (found["task"], found["reason"], found["classes"]) == ("regression", None, {})
    assert found["numbers"]["rows"] == 120
    assert set(found["models"]) == {"decision_tree", "svm"}
    assert found["best"] in found["models"]
    best = found["models"][found["best"]]
    assert best["rmse"] < found["baseline"]["rmse"]
    assert {"r2", "mae", "mape", "coverage", "interval_width", "fit_seconds"} <= set(best)
    assert found["plan"]["task"] == "regression"


def test_a_test_file_is_what_numbers_are_scored_on(prices):
    test = pl.read_csv(prices / "시험.csv", infer_schema=False)
    blank = test.with_row_index().with_columns(
        pl.when(pl.col("index") < 2)
        .then(None)
        .when(pl.col("index") == 2)
        .then(pl.lit("12345.5원"))
        .otherwise("월세")
        .alias("월세")
    )
    blank.drop("index").write_csv(prices / "빈 값.csv")
    found = fit_file(prices / "학습.csv", "월세", ["decision_tree"], test_path=prices / "빈 값.csv")
    assert found["rows"] == {"train": 120, "test": 38}
    (note,) = [note for note in found["notes"] if note["code"] == "test_rows_without_target"]
    assert "빈 행 2개" in note["ko"]


def test_a_test_file_without_numbers_in_the_target_is_refused(prices):
    pl.read_csv(prices / "시험.csv", infer_schema=False).with_columns(pl.lit(None).alias("월세")).write_csv(
        prices / "없음.csv"
    )
    with pytest.raises(PlanRefused, match=r"'없음\.csv'") as refusal:
        fit_file(prices / "학습.csv", "월세", ["decision_tree"], test_path=prices / "없음.csv")
    assert refusal.value.code == "test_numbers"


def test_people_decide_on_a_target_with_few_numbers(tmp_path):
    path = tmp_path / "평점.csv"
    path.write_text(
        "거리,평점\n" + "".join(f"{n % 31},{1 + n % 31 // 7}\n" for n in range(200)), encoding="utf-8"
    )
    classes = fit_file(path, "평점", ["decision_tree"])
    numbers = fit_file(path, "평점", ["decision_tree"], task=Task.REGRESSION)
    assert (classes["task"], list(classes["classes"])) == ("classification", ["1", "2", "3", "4", "5"])
    assert "숫자" in classes["reason"]["ko"]
    assert (numbers["task"], numbers["numbers"]["distinct"]) == ("regression", 5)
    with pytest.raises(PlanRefused) as refusal:
        fit_file(path, "거리", ["decision_tree"], task=Task.CLASSIFICATION)
    assert refusal.value.code == "target_numeric"


@pytest.fixture
def scores(tmp_path):
    """A table whose target is a score from 1 to 5."""
    table = pl.DataFrame({"x": [n % 7 for n in range(120)], "score": [1 + n % 5 for n in range(120)]})
    table.write_csv(tmp_path / "scores.csv")
    return tmp_path / "scores.csv"


@pytest.mark.parametrize("answer", list(Task))
def test_a_target_of_few_numbers_is_what_people_answer(scores, answer):
    asked = []

    def ask(question):
        asked.append(question)
        return answer

    found = fit_file(scores, "score", ["decision_tree"], ask_task=ask)
    assert found["task"] == answer
    (question,) = asked
    assert question.rows == [(str(n), 24) for n in range(1, 6)]


def test_who_names_the_task_is_not_asked_and_without_an_answer_the_rule_decides(scores):
    def ask(_):
        pytest.fail("asked")

    named = fit_file(scores, "score", ["decision_tree"], task=Task.REGRESSION, ask_task=ask)
    assert named["task"] == "regression"
    ruled = fit_file(scores, "score", ["decision_tree"], ask_task=lambda _: None)
    assert ruled["task"] == "classification"


def test_a_target_of_many_numbers_is_not_asked_about(prices):
    found = fit_file(prices / "학습.csv", "월세", ["decision_tree"], ask_task=lambda _: pytest.fail("asked"))
    assert found["task"] == "regression"
