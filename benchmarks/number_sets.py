"""Tables whose target is a number: those that come with scikit-learn, and made ones. Nothing is downloaded or measured here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.model_sets import ModelSet, typed_set

_ROWS = 600


def load_number_set(name: str) -> ModelSet:
    """Loads one of `NUMBER_SETS`."""
    return typed_set(name, NUMBER_SETS[name](), "target")


def _bundled(name: str, target: str) -> Callable[[], pd.DataFrame]:
    def load() -> pd.DataFrame:
        from sklearn import datasets

        frame = getattr(datasets, f"load_{name}")(as_frame=True).frame
        other = frame.drop(columns=[column for column in ("target",) if column != target])
        return other.rename(columns={target: "target"})

    return load


def _made_by(function: str, **options: Any) -> Callable[[], pd.DataFrame]:
    """A table of one of scikit-learn's generators."""

    def load() -> pd.DataFrame:
        from sklearn import datasets

        X, y = getattr(datasets, function)(n_samples=_ROWS, random_state=0, **options)
        return pd.DataFrame(X, columns=[f"x{i}" for i in range(X.shape[1])]).assign(target=y)

    return load


def _made(
    draw: Callable[[np.random.Generator, int], pd.DataFrame], rows: int = _ROWS
) -> Callable[[], pd.DataFrame]:
    return lambda: draw(np.random.default_rng(0), rows)


def _rents(random: np.random.Generator, rows: int) -> pd.DataFrame:
    """Prices that grow by rates, so that errors grow with the price."""
    area, age = random.uniform(15, 120, rows), random.integers(0, 40, rows)
    district = random.choice(["강남", "노원", "마포", "종로"], rows)
    level = pd.Series(district).map({"강남": 1.0, "노원": 0.2, "마포": 0.6, "종로": 0.5}).to_numpy()
    price = np.exp(10 + 0.9 * np.log(area) + level - 0.01 * age + random.normal(scale=0.35, size=rows))
    return pd.DataFrame({"area": area, "age": age, "district": district, "target": price})


def _counts(random: np.random.Generator, rows: int) -> pd.DataFrame:
    """Whole numbers, zeros among them."""
    x, weekend = random.normal(size=rows), random.integers(0, 2, rows).astype(bool)
    return pd.DataFrame({"x": x, "weekend": weekend, "target": random.poisson(np.exp(1 + 0.6 * x + weekend))})


def _heavy_tails(random: np.random.Generator, rows: int) -> pd.DataFrame:
    x, z = random.normal(size=(2, rows))
    return pd.DataFrame({"x": x, "z": z, "target": 3 * x + np.sin(3 * z) + random.standard_t(3, rows)})


def _growing_noise(random: np.random.Generator, rows: int) -> pd.DataFrame:
    x = random.uniform(0, 4, rows)
    return pd.DataFrame({"x": x, "target": 2 * x + random.normal(scale=0.2 + 0.5 * x)})


def _branches(random: np.random.Generator, rows: int) -> pd.DataFrame:
    """A category of many values, each with a level of its own."""
    branch, x = random.integers(0, 40, rows), random.normal(size=rows)
    level = random.normal(scale=3, size=40)[branch]
    return pd.DataFrame(
        {"branch": [f"지점 {n}" for n in branch], "x": x, "target": level + x + random.normal(size=rows)}
    )


def _steps(random: np.random.Generator, rows: int) -> pd.DataFrame:
    x, z = random.uniform(0, 10, (2, rows))
    return pd.DataFrame({"x": x, "z": z, "target": 5 * (x // 3) * (z > 5) + random.normal(size=rows)})


def _blanks(random: np.random.Generator, rows: int) -> pd.DataFrame:
    x = random.normal(size=(rows, 6))
    target = x[:, 0] + x[:, 1] * x[:, 2] + random.normal(scale=0.5, size=rows)
    x[random.random(x.shape) < 0.2] = np.nan
    return pd.DataFrame(x, columns=list("abcdef")).assign(target=target)


def _wide(random: np.random.Generator, rows: int) -> pd.DataFrame:
    x = random.normal(size=(rows, 60))
    target = x[:, :5].sum(axis=1) + random.normal(scale=1.5, size=rows)
    return pd.DataFrame(x, columns=[f"x{i}" for i in range(60)]).assign(target=target)


def _noise(random: np.random.Generator, rows: int) -> pd.DataFrame:
    """Nothing to learn."""
    return pd.DataFrame({"x": random.normal(size=rows), "target": random.normal(100, 15, rows)})


NUMBER_SETS: dict[str, Callable[[], pd.DataFrame]] = {
    "diabetes": _bundled("diabetes", "target"),
    "iris petal width": _bundled("iris", "petal width (cm)"),
    "wine alcohol": _bundled("wine", "alcohol"),
    "wine colour": _bundled("wine", "color_intensity"),
    "breast cancer smoothness": _bundled("breast_cancer", "mean smoothness"),
    "friedman 1": _made_by("make_friedman1", noise=1.0),
    "friedman 2": _made_by("make_friedman2", noise=100.0),
    "friedman 3": _made_by("make_friedman3", noise=0.1),
    "linear": _made_by("make_regression", n_features=12, n_informative=6, noise=20.0),
    "sparse": _made_by("make_sparse_uncorrelated"),
    "rents": _made(_rents),
    "counts": _made(_counts),
    "heavy tails": _made(_heavy_tails),
    "growing noise": _made(_growing_noise),
    "branches": _made(_branches),
    "steps": _made(_steps),
    "blanks": _made(_blanks),
    "wide": _made(_wide, 200),
    "small": _made(_growing_noise, 60),
    "noise": _made(_noise, 300),
}
