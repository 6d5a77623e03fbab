"""Held-out rows are judged by their class, and what is told of them is plain JSON."""

import json

import numpy as np
import pytest

from automl_lib.evaluation import evaluate_classifier
from automl_lib.plan import apply_plan


@pytest.fixture
def held_out(table):
    return table.frame.iloc[apply_plan(table.frame, table.schema, table.plan).test_rows]


@pytest.fixture
def many_held_out(many_class_table):
    t = many_class_table
    return t.frame.iloc[apply_plan(t.frame, t.schema, t.plan).test_rows]


def test_the_confusion_matrix_counts_every_held_out_row_by_its_class(trained, held_out):
    model = trained("random_forest")
    found = evaluate_classifier(model, held_out)
    matrix = np.array(found.confusion_matrix)
    assert (
        dict(zip(found.labels, matrix.sum(axis=1).tolist(), strict=True))
        == held_out["c0006"].value_counts().to_dict()
    )
    assert matrix.trace() == (model.predict(held_out) == held_out["c0006"].to_numpy()).sum()


def test_headlines_are_those_of_the_positive_class(trained, held_out):
    found = evaluate_classifier(trained("random_forest"), held_out)
    positive = found.per_class["yes"]
    assert (found.precision, found.sensitivity, found.f1) == (
        positive.precision,
        positive.sensitivity,
        positive.f1,
    )
    assert found.positive_class == "yes"


def test_headlines_of_many_classes_are_means_over_them(trained, many_held_out):
    found = evaluate_classifier(trained("random_forest", many=True), many_held_out)
    assert found.f1 == pytest.approx(np.mean([scores.f1 for scores in found.per_class.values()]))
    assert found.roc_auc == pytest.approx(np.mean([curve.area for curve in found.roc_curves]))
    assert [curve.label for curve in found.roc_curves] == list(found.labels)


def test_two_classes_have_the_one_curve_of_the_positive_one(trained, held_out):
    (curve,) = evaluate_classifier(trained("random_forest"), held_out).roc_curves
    assert curve.label == "yes"
    area = np.trapezoid(curve.true_positive_rate, curve.false_positive_rate)
    assert area == pytest.approx(curve.area, abs=0.01)


def test_curves_are_thinned_but_keep_their_ends(trained, table_maker):
    (curve,) = evaluate_classifier(trained("svm"), table_maker(3000, seed=5).frame).roc_curves
    assert len(curve.false_positive_rate) <= 200
    ends = [(rate[0], rate[-1]) for rate in (curve.false_positive_rate, curve.true_positive_rate)]
    assert ends == [(0.0, 1.0), (0.0, 1.0)]


def test_a_class_absent_from_the_held_out_rows_is_named_and_has_no_scores(trained, many_held_out):
    rows = many_held_out[many_held_out["c0006"] != "low"]
    found = evaluate_classifier(trained("random_forest", many=True), rows)
    assert found.absent_classes == ("low",)
    assert (found.per_class["low"].support, found.per_class["low"].f1) == (0, None)


def test_rows_of_unknown_or_blank_class_are_counted_and_left_out(trained, held_out):
    rows = held_out.copy()
    rows.iloc[0, rows.columns.get_loc("c0006")] = "maybe"
    rows.iloc[1, rows.columns.get_loc("c0006")] = None
    found = evaluate_classifier(trained("decision_tree"), rows)
    assert (found.rows, found.rows_unknown_class) == (len(rows) - 2, 2)


def test_nothing_to_evaluate_is_an_error(trained, held_out):
    with pytest.raises(ValueError, match="known class"):
        evaluate_classifier(trained("decision_tree"), held_out.assign(c0006=None))


def test_an_evaluation_is_json(trained, many_held_out):
    found = evaluate_classifier(trained("decision_tree", many=True), many_held_out).to_json()
    assert json.loads(json.dumps(found, allow_nan=False))["rows"] == len(many_held_out)
