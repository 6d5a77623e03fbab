"""Predictions beside what became of their rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from automl_lib.errors import PredictionRefused
from automl_lib.new_rows import NewRows
from automl_lib.outcome_measures import Expectation
from automl_lib.outcomes import score_outcomes
from automl_lib.prediction_csv import PredictedRows, write_predictions
from automl_lib.reading import ReadLimits
from automl_lib.reading.table import read_table
from automl_lib.training import train
from domain.columns import ColumnType
from domain.decision_rules import DecisionRule, RuleChoice, RuleKind, RuleScores
from domain.table_schema import TableSchema

LABELS = ["번호", "Fresh"]
EXPECTED = Expectation(0.9, 40)


@pytest.fixture
def predicted(tmp_path):
    """Writes a file of predictions for rows 0 … n − 1."""

    def write(answers, cells=None):
        rows = cells or [[str(n), f"{n}.5"] for n in range(len(answers))]
        path = tmp_path / "predictions.csv"
        write_predictions(path, LABELS, [PredictedRows(rows, answers)])
        return path

    return write


@pytest.fixture
def outcomes(tmp_path):
    def read(text):
        folder = tmp_path / "outcomes"
        folder.mkdir(exist_ok=True)
        file = tmp_path / "outcomes.csv"
        file.write_text(text)
        report = read_table(file, folder, file.name, ReadLimits())
        labels = {column.key: column.label for column in report.schema.columns}
        return NewRows(folder / "cells.parquet", labels, file.name, report.ledger)

    return read


def test_rows_are_found_by_their_columns_in_any_order(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes", "no", "yes", "no"])
    rows = outcomes("y,번호\nno,3\nyes,0\nno,2\nyes,99\n")
    found = score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path).scores
    # Right of 3 and 0, wrong of 2; 99 was not predicted.
    assert (found.score, found.rows, found.unmatched) == ("accuracy", 3, 1)
    assert found.value == pytest.approx(2 / 3)
    assert found.low < found.value < found.high
    assert not found.is_alarming


def test_many_wrong_predictions_are_alarming(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes"] * 100)
    rows = outcomes("번호,y\n" + "".join(f"{n},{'yes' if n % 2 else 'no'}\n" for n in range(100)))
    found = score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path).scores
    assert (found.value, found.is_alarming) == (0.5, True)


def test_a_fall_within_the_chance_of_both_samples_is_not_alarming(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes"] * 60)
    rows = outcomes("번호,y\n" + "".join(f"{n},{'no' if n < 4 else 'yes'}\n" for n in range(60)))
    few = score_outcomes(trained("linear"), path, rows, Expectation(1.0, 40), tmp_path).scores
    assert (few.value, few.is_alarming) == (56 / 60, False)
    assert score_outcomes(trained("linear"), path, rows, Expectation(1.0, 4000), tmp_path).scores.is_alarming


def test_the_file_of_predictions_with_the_target_beside_them_is_understood(
    trained, predicted, outcomes, tmp_path
):
    path = predicted(["yes", "no"])
    text = path.read_text(encoding="utf-8-sig").splitlines()
    rows = outcomes("\n".join(f"{line},{y}" for line, y in zip(text, ("y", "yes", "no"), strict=True)))
    assert score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path).scores.value == 1.0


def test_equal_rows_are_taken_in_their_order(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes", "yes"], cells=[["1", "2"], ["1", "2"]])
    rows = outcomes("번호,Fresh,y\n1,2,yes\n1,2,no\n1,2,no\n")
    found = score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path).scores
    assert (found.value, found.rows, found.repeated) == (0.5, 2, 1)


def test_a_row_of_which_the_file_says_different_things_is_left_out(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes", "no", "yes"])
    rows = outcomes("번호,y\n0,yes\n0,no\n1,no\n1,no\n2,no\n")
    scored = score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path)
    assert scored.known == {1: "no", 2: "no"}
    assert (scored.scores.contradicting, scored.scores.repeated) == (1, 1)
    assert "Of 1 predicted rows the file says different things" in scored.scores.sentence.en
    with pytest.raises(PredictionRefused, match="different things"):
        score_outcomes(trained("linear"), path, outcomes("번호,y\n0,yes\n0,no\n"), EXPECTED, tmp_path)


def test_rows_that_do_not_count_are_told(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes", "no", "yes"])
    rows = outcomes("번호,y\n0,yes\n1,\n2,held\n77,yes\n78,no\n0,yes\n")
    scores = score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path).scores
    assert (scores.rows, scores.unmatched, scores.blank, scores.unknown, scores.repeated) == (2, 2, 1, 1, 1)
    told = scores.sentence.en
    for part in (
        "1 rows became of a class",
        "2 rows of the file are none",
        "1 rows have no outcome",
        "1 rows of the",
    ):
        assert part in told


def test_a_word_that_a_yes_no_target_cannot_hold_is_an_unknown_class(
    predicted, outcomes, tmp_path, table_maker
):
    made = table_maker()
    frame = made.frame.assign(c0006=made.frame["c0006"].map({"yes": "Y", "no": "N"}))
    kept = {"true": "Y", "false": "N", "family": "y_n"}
    columns = tuple(
        replace(column, type=ColumnType.BOOL, parsing=kept) if column.key == "c0006" else column
        for column in made.schema.columns
    )
    model = train(frame, TableSchema(columns), made.plan, "linear")
    rows = outcomes("번호,y\n0,Y\n1,보류\n2,-\n3,N\n4,Y\n5,Y\n")
    scores = score_outcomes(model, predicted(["Y", "N", "N", "N", "Y", "Y"]), rows, EXPECTED, tmp_path).scores
    assert (scores.rows, scores.unknown, scores.blank, scores.value) == (5, 1, 1, 0.8)


def test_the_order_counts_only_where_people_say_so(trained, predicted, outcomes, tmp_path):
    path, model = predicted(["yes", "no"]), trained("linear")
    same = outcomes("y\nyes\nyes\n")
    with pytest.raises(PredictionRefused, match="Add '번호'; or") as refused:
        score_outcomes(model, path, same, EXPECTED, tmp_path)
    assert refused.value.code == "outcomes_unmatched"
    assert score_outcomes(model, path, same, EXPECTED, tmp_path, in_order=True).scores.value == 0.5
    with pytest.raises(PredictionRefused, match="3 rows and 2 were predicted"):
        score_outcomes(model, path, outcomes("y\nyes\nyes\nno\n"), EXPECTED, tmp_path, in_order=True)


def test_a_file_without_the_target_or_with_other_rows_is_refused(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes", "no"])
    with pytest.raises(PredictionRefused) as refused:
        score_outcomes(trained("linear"), path, outcomes("번호\n0\n1\n"), EXPECTED, tmp_path)
    assert refused.value.code == "target_missing"
    assert "'y', the target" in refused.value.message.en
    with pytest.raises(PredictionRefused) as refused:
        score_outcomes(trained("linear"), path, outcomes("번호,y\n7,yes\n8,no\n"), EXPECTED, tmp_path)
    assert refused.value.code == "outcomes_unmatched"


def test_numbers_have_a_mean_error_with_its_interval(trained_on_numbers, predicted, outcomes, tmp_path):
    path = predicted([str(100 + n) for n in range(50)])
    rows = outcomes("번호,y\n" + "".join(f"{n},{100.5 + n + n % 2}\n" for n in range(50)))
    found = score_outcomes(
        trained_on_numbers("linear"), path, rows, Expectation(0.2, 40, 0.1), tmp_path
    ).scores
    assert (found.score, found.value, found.rows) == ("mae", 1.0, 50)
    assert 0.8 < found.low < 1.0 < found.high < 1.2
    assert found.is_alarming


def test_outcomes_of_several_files_are_all_counted_and_the_newer_one_of_a_row_wins(
    trained, predicted, outcomes, tmp_path
):
    path = predicted(["yes"] * 10)
    first = outcomes("번호,y\n" + "".join(f"{n},yes\n" for n in range(8)))
    before = score_outcomes(trained("linear"), path, first, EXPECTED, tmp_path)
    assert (before.scores.rows, before.scores.again) == (8, 0)
    # Of rows known before one changes and one doesn't; 8 is new, 9 has no outcome, 99 wasn't predicted.
    second = outcomes("번호,Fresh,y\n0,0.5,no\n1,1.5,yes\n8,8.5,no\n9,9.5,\n99,99.5,yes\n")
    found = score_outcomes(trained("linear"), path, second, EXPECTED, tmp_path, before=before.known)
    assert (found.scores.rows, found.scores.again, found.scores.changed) == (9, 2, 1)
    assert (found.scores.unmatched, found.scores.blank) == (1, 1)
    assert found.scores.value == pytest.approx(7 / 9)
    assert found.known == {**dict.fromkeys(range(1, 8), "yes"), 0: "no", 8: "no"}
    assert "2 rows of the file had an outcome already; 1 of them" in found.scores.sentence.en
    assert before.known == dict.fromkeys(range(8), "yes")


def test_numbers_of_several_files_are_merged_too(trained_on_numbers, predicted, outcomes, tmp_path):
    path, model = predicted(["100", "110", "120"]), trained_on_numbers("linear")
    expected = Expectation(5.0, 40, 1.0)
    before = score_outcomes(model, path, outcomes("번호,y\n0,101\n1,113\n"), expected, tmp_path)
    found = score_outcomes(
        model, path, outcomes("번호,y\n1,111\n2,124\n"), expected, tmp_path, before=before.known
    )
    # Off by 1, 1 and 4.
    assert (found.scores.value, found.scores.rows, found.scores.changed) == (2.0, 3, 1)


def test_a_class_that_the_model_does_not_know_is_wrong_and_told(trained, predicted, outcomes, tmp_path):
    path = predicted(["yes", "no", "yes", "no"])
    rows = outcomes("번호,y\n0,yes\n1,no\n2,stopped\n3,stopped\n")
    scores = score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path).scores
    assert (scores.value, scores.unknown) == (0.5, 2)
    assert "2 rows became of a class" in scores.sentence.en


def test_mistakes_cost_what_the_rule_says(trained, predicted, outcomes, tmp_path):
    costs = RuleChoice(RuleKind.COSTS, miss_cost=500, false_alarm_cost=20)
    held_out = RuleScores(0.5, 0.5, 0.5, 0.5, ((6, 2), (1, 1)))
    rule = DecisionRule(costs, "yes", 0.1, held_out=held_out)
    path = predicted(["yes", "yes", "no", "no"])
    rows = outcomes("번호,y\n0,yes\n1,no\n2,yes\n3,no\n")
    scores = score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path, rule=rule).scores
    # One false alarm and one miss in four rows; before two and one in ten.
    assert (scores.cost, scores.expected_cost) == (130_000, 54_000)
    assert "130,000 won per 1,000 rows; 54,000 was expected" in scores.sentence.en
    by_recall = DecisionRule(RuleChoice(RuleKind.RECALL, wished=0.9), "yes", 0.1, held_out=held_out)
    assert (
        score_outcomes(trained("linear"), path, rows, EXPECTED, tmp_path, rule=by_recall).scores.cost is None
    )
