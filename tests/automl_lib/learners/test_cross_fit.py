"""Candidates judged on rows held back from them, and averaged."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from automl_lib.learners.cross_fit import CrossFitClassifier
from automl_lib.split_keys import SplitKeys
from domain.split import SplitMethod

RANDOM = np.random.default_rng(0)
X = pd.DataFrame({"x": RANDOM.normal(size=200)})
Y = (X["x"].to_numpy() + RANDOM.normal(scale=0.5, size=200) > 0).astype(int)


class Numbers(TransformerMixin, BaseEstimator):
    """Remembers the rows it was fitted on."""

    def fit(self, X, y=None):
        self.rows_ = set(X.index)
        return self

    def transform(self, X):
        return X.to_numpy()


class Lines(Numbers):
    """Takes the keys of the rows too."""

    def fit_transform(self, X, y=None, keys=None):
        assert keys is None or len(keys.codes) == len(X)
        return self.fit(X, y).transform(X)


def test_the_candidate_that_judges_held_back_rows_best_is_chosen():
    fitted = CrossFitClassifier(Numbers(), [DummyClassifier(strategy="prior"), LogisticRegression()]).fit(
        X, Y
    )
    assert fitted.chosen_ == 1
    assert len(fitted.members_) == 1


def test_held_back_probabilities_come_from_models_that_did_not_see_the_row():
    labels = np.random.default_rng(1).integers(0, 2, 200)
    from sklearn.neighbors import KNeighborsClassifier

    fitted = CrossFitClassifier(Numbers(), [KNeighborsClassifier(1)]).fit(X, labels)
    # One nearest neighbour knows every row it has seen by heart, and nothing about noise.
    assert (fitted.predict(X) == labels).all()
    assert (fitted.out_of_fold_.argmax(axis=1) == labels).mean() < 0.65


def test_every_fold_fits_an_encoder_of_its_own():
    fitted = CrossFitClassifier(Numbers(), [LogisticRegression()], keep="members", n_folds=4).fit(X, Y)
    seen = [encoder.rows_ for encoder, _ in fitted.members_]
    assert [len(rows) for rows in seen] == [150] * 4
    assert len(set.intersection(*seen)) == 0


def test_members_are_averaged():
    fitted = CrossFitClassifier(Numbers(), [LogisticRegression()], keep="members", n_folds=3).fit(X, Y)
    each = [model.predict_proba(X.to_numpy()) for _, model in fitted.members_]
    assert np.allclose(fitted.predict_proba(X), np.mean(each, axis=0))


def test_calibrated_scores_are_probabilities_that_hold():
    fitted = CrossFitClassifier(Numbers(), [LinearSVC(class_weight={0: 1, 1: 20})], calibrated=True).fit(X, Y)
    probabilities = fitted.predict_proba(X)
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(200))
    assert probabilities[:, 1].mean() == pytest.approx(Y.mean(), abs=0.03)


def test_rare_classes_bound_the_number_of_folds():
    y = np.zeros(200, dtype=int)
    y[:3] = 1
    assert len(CrossFitClassifier(Numbers(), [LogisticRegression()], keep="members").fit(X, y).members_) == 3


def test_after_the_deadline_one_fold_of_one_candidate_is_left():
    fitted = CrossFitClassifier(
        Numbers(), [LogisticRegression(), LogisticRegression(C=9)], keep="members", deadline=0.0
    ).fit(X, Y)
    assert (len(fitted.members_), len(fitted.losses_)) == (1, 1)
    assert np.isnan(fitted.out_of_fold_).any()


@pytest.mark.parametrize("keep", ["members", "refit"])
def test_progress_by_time_rises_to_its_total(keep):
    told = []
    keys = SplitKeys(SplitMethod.TIME, np.arange(200))
    CrossFitClassifier(
        Lines(),
        [LogisticRegression(), LogisticRegression(C=9)],
        keep=keep,
        progress=lambda done, total, _: told.append((done, total)),
    ).fit(X, Y, keys)
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_members_by_time_know_the_newest_rows_and_held_back_rows_are_predicted_from_older_ones():
    keys = SplitKeys(SplitMethod.TIME, np.arange(200))
    fitted = CrossFitClassifier(Lines(), [LogisticRegression()], keep="members").fit(X, Y, keys)
    assert np.isnan(fitted.out_of_fold_[:80]).all()
    assert not np.isnan(fitted.out_of_fold_[80:]).any()
    seen = [encoder.rows_ for encoder, _ in fitted.members_]
    assert [len(rows) for rows in seen] == [160] * 5
    assert sum(199 in rows for rows in seen) == 4
