"""Blanks and outliers are treated as the plan says, with what the training rows taught."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from automl_lib.plan.cleaner import PlanCleaner, cleaner_for

NUMBERS = pd.DataFrame({"x": [1.0, 2.0, 2.0, 3.0, 12.0, np.nan]})


@pytest.mark.parametrize(
    ("missing", "value"), [("mean", 4.0), ("median", 2.0), ("mode", 2.0), ("remove", 2.0), ("constant", -1.0)]
)
def test_blank_numbers_are_filled_as_the_plan_says(missing, value):
    cleaner = PlanCleaner(numeric=["x"], missing=missing, constant="-1").fit(NUMBERS)
    assert cleaner.transform(NUMBERS)["x"].iloc[-1] == value


def test_kept_blanks_stay_for_the_learner():
    assert np.isnan(PlanCleaner(numeric=["x"]).fit(NUMBERS).transform(NUMBERS)["x"].iloc[-1])


def test_an_infinite_number_is_a_blank():
    cleaner = PlanCleaner(numeric=["x"], missing="median").fit(NUMBERS)
    assert cleaner.transform(pd.DataFrame({"x": [np.inf, -np.inf]}))["x"].tolist() == [2.0, 2.0]


def test_clipping_uses_the_bounds_of_the_rows_it_was_fitted_on():
    cleaner = PlanCleaner(numeric=["x"], outliers="clip").fit(pd.DataFrame({"x": np.arange(9.0)}))
    assert cleaner.transform(pd.DataFrame({"x": [-100.0, 5.0, 100.0]}))["x"].tolist() == [-4.0, 5.0, 12.0]


def test_what_is_filled_is_learned_after_clipping():
    cells = pd.DataFrame({"x": [*np.arange(9.0), 1e9]})
    cleaner = PlanCleaner(numeric=["x"], outliers="clip", missing="mean").fit(cells)
    high = cleaner.bounds_["x"][1]
    assert cleaner.fill_values_["x"] == pytest.approx((36 + high) / 10)


@pytest.mark.parametrize("missing", ["mean", "median", "mode"])
def test_blank_text_takes_the_most_frequent_value(missing):
    cells = pd.DataFrame({"t": pd.Series(["가", "나", "나", None], dtype=object)})
    assert PlanCleaner(categorical=["t"], missing=missing).fit_transform(cells)["t"].iloc[-1] == "나"


def test_kept_blank_text_is_a_category_of_its_own():
    cells = pd.DataFrame({"t": pd.Series(["가", "나", None], dtype=object)})
    assert PlanCleaner(categorical=["t"]).fit_transform(cells)["t"].nunique() == 3


def test_dates_become_the_parts_that_differ():
    cells = pd.DataFrame({"d": pd.to_datetime(["2024-03-05", "2024-12-31", None]).astype("datetime64[us]")})
    parts = PlanCleaner(dates=["d"]).fit_transform(cells)
    assert parts.loc[:1, "d.days"].tolist() == [0, 301]
    assert parts.loc[0, ["d.month", "d.day", "d.quarter"]].tolist() == [3, 5, 1]
    assert not {"d.hour", "d.weekday", "d.year"} & set(parts)  # a Tuesday both times
    assert parts.iloc[2].isna().all()


def test_a_cleaner_of_an_earlier_version_gives_the_parts_it_was_fitted_with():
    cells = pd.DataFrame({"d": pd.to_datetime(["2024-03-05", "2024-12-31"]).astype("datetime64[us]")})
    cleaner = PlanCleaner(dates=["d"]).fit(cells)
    for name in ("date_parts_", "first_moments_", "texts_"):
        delattr(cleaner, name)
    parts = cleaner.transform(cells)
    assert list(parts) == ["d.days", "d.month", "d.day", "d.weekday"]
    assert parts.loc[0, "d.days"] == 19787


def test_times_of_day_are_kept_where_there_are_any():
    cells = pd.DataFrame(
        {"d": pd.to_datetime(["2024-03-05 06:30", "2024-03-06 00:00"]).astype("datetime64[us]")}
    )
    assert PlanCleaner(dates=["d"]).fit_transform(cells)["d.hour"].tolist() == [6.5, 0.0]


def test_columns_that_say_nothing_are_left_out_with_the_reason():
    cells = pd.DataFrame(
        {
            "same": np.ones(60),
            "blank": np.full(60, np.nan),
            "name": pd.Series([f"사람 {i}" for i in range(60)], dtype=object),
            "x": np.arange(60.0),
        }
    )
    cleaner = PlanCleaner(numeric=["same", "blank", "x"], categorical=["name"]).fit(cells)
    assert cleaner.dropped_ == {"same": "constant", "blank": "blank", "name": "free_text"}
    assert list(cleaner.transform(cells).columns) == ["x"]


def test_a_single_value_with_kept_blanks_still_says_something():
    cells = pd.DataFrame({"x": [1.0, np.nan, 1.0]})
    assert PlanCleaner(numeric=["x"]).fit(cells).dropped_ == {}


def test_any_row_can_be_cleaned_whatever_is_missing(table):
    for missing in ("keep", "remove", "mean", "median", "mode", "constant"):
        plan = replace(table.plan, missing=missing, constant="0")
        cleaner = cleaner_for(plan, table.schema).fit(table.frame)
        blank = table.frame.iloc[:1].copy()
        for key in plan.columns:
            blank[key] = pd.Series([None], dtype=table.frame[key].dtype)
        cleaned = cleaner.transform(blank)
        assert list(cleaned.columns) == cleaner.feature_names_out_
        assert missing == "keep" or not cleaned.isna().any(axis=None)


def test_numbers_beyond_single_precision_stay_usable():
    cleaner = PlanCleaner(numeric=["x"]).fit(pd.DataFrame({"x": [1.0, 1e300]}))
    assert np.isfinite(cleaner.transform(pd.DataFrame({"x": [1e300]}))["x"].to_numpy(np.float32)).all()
