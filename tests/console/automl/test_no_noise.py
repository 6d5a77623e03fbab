"""Numbers on the screens of a table: whatever binary noise rows hold, none of its digits is shown."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest

from domain.access import Role
from domain.calibration import Calibration, CalibrationBin
from domain.decision_rules import DecisionRule, ExpectedCosts, HeldBackCounts, RuleChoice, RuleKind
from domain.evaluations import RocCurve
from records import trainings
from records.engine import transaction
from records.tables import ColumnInfo, Document, Plan
from tests.console.automl.conftest import CHECK, DOC, EFFECT, plan_applied
from tests.console.automl.test_prepare import NUMBER
from tests.factories import HELD_BACK, evaluation, regression_evaluation

NOISE = 0.1 + 0.2
LONG = re.compile(r"\d\.\d{6,}")
"""More decimals than any screen shows. Coordinates of drawings have one."""
SETTINGS = {"learning_rate": NOISE, "layers": [NOISE, 1], "nested": {"alpha": NOISE}, "penalty": "l2"}


def noisy(scores):
    changed = {f.name: NOISE for f in fields(scores) if isinstance(getattr(scores, f.name), float)}
    return replace(scores, **changed)


@pytest.fixture
def noisy_document(prepared, context, now):
    with transaction(context.engine) as session:
        document = session.get_one(Document, DOC)
        document.target_check = CHECK
        column = session.get_one(ColumnInfo, (DOC, 1))
        for name in ("min", "max", "mean", "std", "var", "q1", "q2", "q3"):
            setattr(column, name, NOISE)
        column.profile = {
            **column.profile,
            "whisker_low": NOISE,
            "whisker_high": NOISE + 1,
            "outliers": [NOISE + 2],
            "histogram": {"edges": [NOISE, NOISE + 1], "counts": [3]},
            "top_values": [["0.30000000000000004", 3]],
        }
        plan = session.get_one(Plan, (DOC, document.plan_version))
        plan.plan = {**plan.plan, "outlier_factor": NOISE, "test_share": NOISE, "constant": None}
        plan.effect = {**EFFECT, "bounds": {"c0001": [NOISE, NOISE + 1]}, "fill_values": {"c0001": NOISE}}


def pages(client, training_id):
    own = ("data", "prepare", "train", "confirm", "predict", "log", "columns/1", "target", "rule", "plan")
    found = {path: client.get(f"/automl/{DOC}/{path}").text for path in own}
    return found | {"training": client.get(f"/automl/{DOC}/trainings/{training_id}").text}


def assert_clean(found):
    for path, page in found.items():
        # The value as it was read from the file is people's own text.
        assert LONG.findall(page.replace("0.30000000000000004</", "")) == [], path


def test_of_a_classifier(visit, noisy_document, trained, context):
    curve = RocCurve("yes", (0.0, NOISE, 1.0), (0.0, NOISE, 1.0), NOISE)
    scores = noisy(evaluation().scores)
    calibration = Calibration(NOISE, NOISE, NOISE, (CalibrationBin(9, NOISE, NOISE, NOISE, NOISE),))
    training_id = trained("svm", held_back=HELD_BACK)["svm"]
    costs = ExpectedCosts(*[1e6 * NOISE] * 4, NOISE, 1e6 * NOISE, 1e6 * NOISE, 1e6 * NOISE, NOISE)
    with transaction(context.engine) as session:
        training = trainings.get(session, training_id)
        kept = replace(
            evaluation(),
            scores=replace(
                scores,
                held_back=HELD_BACK,
                roc_curves=(curve,),
                calibration=calibration,
                average_precision=NOISE,
            ),
            settings=SETTINGS,
        )
        trainings.set_evaluated(training, kept)
        training.fit_seconds = NOISE
        training.decision_rule = DecisionRule(
            RuleChoice(RuleKind.COSTS, 5, 7), "yes", NOISE, HeldBackCounts(400, 60, 30, 50), costs
        )
    client = visit(Role.EDITOR)
    assert_clean(pages(client, training_id))
    other = trained("linear")["linear"]
    assert_clean(
        {"compare": client.get(f"/automl/{DOC}/compare?training={training_id}&training={other}").text}
    )


def test_of_a_regressor(visit, noisy_document, trained, context, now):
    with transaction(context.engine) as session:
        document = session.get_one(Document, DOC)
        document.target_key = NUMBER.key
        document.target_check = replace(NUMBER, numbers=replace(NUMBER.numbers, mean=NOISE, low=NOISE))
    plan_applied(context, now, task="regression", outlier_factor=NOISE)
    training_id = trained("svm")["svm"]
    with transaction(context.engine) as session:
        training = trainings.get(session, training_id)
        points = (NOISE, NOISE + 1)
        scores = replace(noisy(regression_evaluation().scores), actual=points, predicted=points[::-1])
        trainings.set_evaluated(training, replace(regression_evaluation(), scores=scores, settings=SETTINGS))
    assert_clean(pages(visit(Role.EDITOR), training_id))
