"""Columns as numbers: blanks, indicators, and shares of the class."""

import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from automl_lib.learners.encoding import TableEncoder


@pytest.fixture
def cells():
    random = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "x": [*random.normal(size=198), np.nan, 3.0],
            "pair": pd.Series(random.choice(["예", "아니오"], 200), dtype=object),
            "few": pd.Series(random.choice(["가", "나", "다"], 200), dtype=object),
            "many": pd.Series([f"도시{i % 40}" for i in range(200)], dtype=object),
        }
    )


Y = np.arange(200) % 2


def test_trees_get_numbers_and_blanks_as_they_are(cells):
    matrix = TableEncoder(scaled=False, random_state=0).fit(cells[["x"]], Y).transform(cells[["x"]])
    assert np.array_equal(matrix[:, 0], cells["x"].to_numpy(), equal_nan=True)


def test_distances_get_no_blank_but_a_mark_where_one_was(cells):
    matrix = TableEncoder(scaled=True, random_state=0).fit(cells[["x"]], Y).transform(cells[["x"]])
    assert np.isfinite(matrix).all()
    assert np.flatnonzero(matrix[:, 1] != matrix[0, 1]).tolist() == [198]


def test_few_categories_become_indicators_and_a_pair_one(cells):
    encoder = TableEncoder(scaled=False, random_state=0)
    assert encoder.fit_transform(cells[["pair", "few"]], Y).shape == (200, 1 + 3)


def test_many_categories_become_one_share_of_the_class(cells):
    assert TableEncoder(scaled=False, random_state=0).fit_transform(cells[["many"]], Y).shape == (200, 1)


def test_shares_of_learned_rows_do_not_see_their_own_class():
    random = np.random.default_rng(0)
    noise = pd.DataFrame({"many": pd.Series([f"n{i}" for i in random.integers(0, 150, 400)], dtype=object)})
    y = random.integers(0, 2, 400)
    shares = TableEncoder(scaled=False, random_state=0).fit_transform(noise, y)[:, 0]
    assert abs(np.corrcoef(shares, y)[0, 1]) < 0.2


def test_without_a_target_many_categories_are_capped(cells):
    assert TableEncoder(scaled=True).fit_transform(cells[["many"]]).shape[1] <= 12


@pytest.mark.parametrize("scaled", [False, True])
def test_an_unseen_category_is_encoded_without_a_word(cells, scaled):
    encoder = TableEncoder(scaled=scaled, random_state=0).fit(cells, Y)
    strange = cells.assign(few="달", many="달", pair="달")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isfinite(encoder.transform(strange)[:, 1:]).all()


def test_an_encoder_can_be_cloned(cells):
    encoder = TableEncoder(scaled=True, one_hot_limit=3, random_state=4, spread="deviation")
    assert clone(encoder).get_params() == encoder.get_params()
