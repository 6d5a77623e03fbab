"""What components say of the target together, without a row's own answer."""

import numpy as np
import pytest

from automl_lib.learners.encoding import TableEncoder
from automl_lib.learners.text_scores import TextScores
from automl_lib.split_keys import SplitKeys
from domain.split import SplitMethod

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(300, 8))
MEANING = X @ RANDOM.normal(size=8)


@pytest.mark.parametrize(
    ("target", "scores"),
    [
        (MEANING, 1),
        ((MEANING > 0).astype(int), 1),
        (np.digitize(MEANING, [-1.0, 1.0]), 3),
        (np.arange(300) % 13, 0),
    ],
    ids=["number", "two classes", "three classes", "too many classes"],
)
def test_a_column_for_each_class_and_one_of_two_classes_or_a_number(target, scores):
    fitted = TextScores(random_state=0)
    assert fitted.fit_transform(X, target).shape == (300, scores)
    assert fitted.transform(X[:5]).shape == (5, scores)
    assert len(fitted.get_feature_names_out()) == scores


def test_scores_follow_the_meaning_of_the_components():
    fitted = TextScores(random_state=0)
    assert np.corrcoef(fitted.fit_transform(X, MEANING)[:, 0], MEANING)[0, 1] > 0.99


def test_noise_is_not_remembered():
    # 150 columns could remember 300 random answers, as the regression on all rows does.
    noise, wide = RANDOM.normal(size=300), RANDOM.normal(size=(300, 150))
    fitted = TextScores(random_state=0)
    inside = fitted.fit_transform(wide, noise)[:, 0]
    assert np.corrcoef(fitted.transform(wide)[:, 0], noise)[0, 1] > 0.6
    assert abs(np.corrcoef(inside, noise)[0, 1]) < 0.3


def test_too_few_rows_to_leave_some_out_have_no_score():
    assert TextScores().fit_transform(X[:9], MEANING[:9]).shape == (9, 0)


def test_rows_of_a_group_do_not_score_each_other():
    import pandas as pd

    who = np.repeat(np.arange(60), 5)
    marks = RANDOM.normal(size=(60, 50))[who]
    answers = RANDOM.normal(size=60)[who]
    frame = pd.DataFrame({f"c0001.text{n + 1}": marks[:, n] for n in range(50)})
    by_group, at_random = (
        TableEncoder(scaled=False, random_state=0).fit_transform(frame, answers, keys)[:, -1]
        for keys in (SplitKeys(SplitMethod.GROUP, who), None)
    )
    assert np.corrcoef(at_random, answers)[0, 1] > 0.8
    assert abs(np.corrcoef(by_group, answers)[0, 1]) < 0.5
