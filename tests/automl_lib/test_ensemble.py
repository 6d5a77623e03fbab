"""The ensemble of models that were trained by one plan."""

from dataclasses import replace

import numpy as np
import pytest

from automl_lib.ensemble import combine
from automl_lib.errors import TrainingRefused
from automl_lib.evaluation import evaluate_classifier
from automl_lib.held_back import HeldBack
from automl_lib.plan import apply_plan
from automl_lib.recommendation import recommended_model
from automl_lib.training import train
from domain.learners import CLASSIFIERS, ENSEMBLE


@pytest.fixture(scope="module")
def families(trained):
    return [trained(code) for code in CLASSIFIERS]


def test_it_is_at_least_as_good_on_held_back_rows_as_a_usual_member(families, trained):
    losses = [one.validation["log_loss"] for one in families]
    assert trained(ENSEMBLE).validation["log_loss"] <= np.median(losses)


def test_it_predicts_raw_rows_as_the_mixture_of_its_members(families, table):
    two = [one for one in families if one.code in ("gradient_boost", "linear")]
    ensemble = combine(two)
    assert ensemble.settings["combined_by"] == "weighted_mean"
    expected = sum(
        float(weight) * one.predict_proba(table.frame)
        for one in two
        if (weight := ensemble.settings.get(one.code))
    )
    assert np.allclose(ensemble.predict_proba(table.frame), expected, atol=2e-3)


def test_it_is_judged_like_any_other_model(trained, table):
    split = apply_plan(table.frame, table.schema, table.plan)
    found = evaluate_classifier(trained(ENSEMBLE), table.frame.iloc[split.test_rows])
    assert (found.rows, found.labels) == (len(split.test_rows), ("no", "yes"))
    recommendation = recommended_model({ENSEMBLE: trained(ENSEMBLE)}, {ENSEMBLE: found})
    assert recommendation is not None
    assert recommendation.training_id == ENSEMBLE


def test_its_time_includes_its_members(families, trained):
    settings = trained(ENSEMBLE).settings
    members = [one for one in families if one.code in (*settings, *settings.get("models", ()))]
    assert len(members) >= 1
    assert trained(ENSEMBLE).fit_seconds > sum(one.fit_seconds for one in members)


def test_one_model_is_no_ensemble(families):
    with pytest.raises(TrainingRefused) as refused:
        combine(families[:1])
    assert refused.value.code == "too_few_members"


def test_models_kept_before_held_back_rows_were_cannot_be_combined(families):
    with pytest.raises(TrainingRefused) as refused:
        combine([families[0], replace(families[1], held_back=None)])
    assert refused.value.code == "too_few_members"


def test_models_of_different_rows_are_not_mixed(families, table):
    other = train(table.frame, table.schema, replace(table.plan, seed=5), "linear")
    with pytest.raises(TrainingRefused) as refused:
        combine([families[0], other])
    assert refused.value.code == "different_rows"


def test_a_member_that_held_back_few_rows_is_left_out(families):
    hasty = _held_back_only(families[1], 3)
    ensemble = combine([families[0], hasty, families[2]])
    assert hasty.code not in (*ensemble.settings, *ensemble.settings.get("models", ()))
    with pytest.raises(TrainingRefused) as refused:
        combine([families[0], hasty])
    assert refused.value.code == "too_little_time"


def test_too_few_common_rows_are_refused(families):
    few = [_held_back_only(one, 6) for one in families[:2]]
    with pytest.raises(TrainingRefused) as refused:
        combine(few)
    assert refused.value.code == "too_few_rows"


def _held_back_only(model, rows):
    predictions = model.held_back.predictions.copy()
    predictions[rows:] = np.nan
    return replace(model, held_back=HeldBack(model.held_back.truth, predictions))
