"""The families there are, what they build and say of themselves."""

import pytest

from automl_lib.learners import load_learner
from domain.learners import CLASSIFIERS, FAMILIES, LEARNERS


def test_there_are_six_families_with_a_target_and_one_clustering():
    assert (len(CLASSIFIERS), set(FAMILIES) - set(CLASSIFIERS)) == (6, {"k_means"})


@pytest.mark.parametrize("code", FAMILIES)
def test_every_family_builds_an_estimator(code):
    from automl_lib.learners import BuildRequest

    learner = load_learner(code)
    assert hasattr(learner.build(BuildRequest(rows=100, classes=2, seed=0)), "fit")


@pytest.mark.parametrize("code", LEARNERS)
def test_every_family_says_what_it_chose(trained, code):
    import json

    settings = dict(trained(code).settings)
    assert settings
    assert json.loads(json.dumps(settings)) == settings


def test_an_unknown_family_is_an_error():
    with pytest.raises(KeyError):
        load_learner("crystal_ball")


def test_the_exact_svm_gives_way_to_an_approximation_for_many_rows():
    from automl_lib.learners import BuildRequest

    svm = load_learner("svm")
    kinds = [type(svm.build(BuildRequest(rows, 2, 0)).candidates[0]).__name__ for rows in (10_000, 10_001)]
    assert kinds == ["SVC", "ApproximateSvm"]
