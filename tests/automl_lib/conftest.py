"""Small made tables with every type of column, and models trained on them once a session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from automl_lib.plan import PreprocessingPlan
from domain.columns import ColumnType
from domain.learners import CLASSIFIERS, ENSEMBLE
from domain.preprocessing import Missing
from domain.table_schema import ColumnSchema, TableSchema
from domain.tasks import Task

COLUMNS = {
    "Fresh": ColumnType.REAL,
    "Milk": ColumnType.INTEGER,
    "지역": ColumnType.TEXT,
    "가입일": ColumnType.DATE,
    "회원": ColumnType.BOOL,
    "y": ColumnType.TEXT,
}
SCHEMA = TableSchema(
    tuple(
        ColumnSchema(
            f"c{i:04d}", label, kind, {"true": "예", "false": "아니오"} if kind is ColumnType.BOOL else {}
        )
        for i, (label, kind) in enumerate(COLUMNS.items(), start=1)
    )
)
TARGET = "c0006"
FEATURES = ("c0001", "c0002", "c0003", "c0004", "c0005")


@dataclass(frozen=True)
class Table:
    """A made table: blanks in every column but the target, which depends on the others."""

    frame: pd.DataFrame
    schema: TableSchema
    plan: PreprocessingPlan


def make_table(rows: int = 160, classes: tuple[str, ...] = ("no", "yes"), seed: int = 0) -> Table:
    """The target follows "Fresh", "지역" and "회원" with some noise; every class has its share of rows."""
    random = np.random.default_rng(seed)
    fresh = random.normal(size=rows)
    region = random.choice(["서울", "부산", "제주"], rows)
    member = random.choice(["예", "아니오"], rows)
    days = random.integers(0, 700, rows)
    score = fresh + (region == "서울") + (member == "예") + random.normal(scale=0.4, size=rows)
    cuts = np.quantile(score, np.linspace(0, 1, len(classes) + 1)[1:-1])
    frame = pd.DataFrame(
        {
            "c0001": fresh,
            "c0002": random.integers(0, 50, rows).astype(float),
            "c0003": pd.Series(region, dtype=object),
            "c0004": pd.Series(np.datetime64("2024-01-01") + days.astype("timedelta64[D]")).astype(
                "datetime64[us]"
            ),
            "c0005": pd.Series(member, dtype=object),
            "c0006": pd.Series(np.array(classes, dtype=object)[np.searchsorted(cuts, score)], dtype=object),
        }
    )
    for step, key in zip((7, 11, 13, 17, 19), FEATURES, strict=True):
        frame.loc[::step, key] = None
    return Table(frame, SCHEMA, PreprocessingPlan(target=TARGET, columns=FEATURES, missing=Missing.KEEP))


@pytest.fixture(scope="session")
def table() -> Table:
    return make_table()


@pytest.fixture(scope="session")
def many_class_table() -> Table:
    return make_table(180, ("low", "middle", "high"))


@pytest.fixture(scope="session")
def trained(table: Table, many_class_table: Table) -> Callable:
    """Gives a model of a family, two-class or many-class, trained once; "ensemble" combines all that learn a target."""
    from automl_lib.ensemble import combine
    from automl_lib.training import train

    kept = {}

    def get(code: str, many: bool = False):
        if (code, many) not in kept:
            made = many_class_table if many else table
            kept[code, many] = (
                combine([get(one, many) for one in CLASSIFIERS])
                if code == ENSEMBLE
                else train(made.frame, made.schema, made.plan, code)
            )
        return kept[code, many]

    return get


@pytest.fixture(scope="session")
def table_maker() -> Callable[..., Table]:
    return make_table


def make_number_table(rows: int = 160, seed: int = 0, *, skewed: bool = False) -> Table:
    """The table of `make_table` with a number as target; `skewed`: with a long upper tail."""
    made = make_table(rows, seed=seed)
    random = np.random.default_rng(seed + 1)
    frame = made.frame
    score = frame["c0001"].fillna(0.0) + (frame["c0003"] == "서울") + random.normal(scale=0.4, size=rows)
    number = np.exp(8 + score) if skewed else 100 + 10 * score
    columns = tuple(
        replace(column, type=ColumnType.REAL) if column.key == TARGET else column for column in SCHEMA.columns
    )
    frame[TARGET] = np.asarray(number, dtype=float)
    return Table(frame, TableSchema(columns), replace(made.plan, task=Task.REGRESSION))


@pytest.fixture(scope="session")
def number_table() -> Table:
    return make_number_table()


@pytest.fixture(scope="session")
def number_table_maker() -> Callable[..., Table]:
    return make_number_table


@pytest.fixture(scope="session")
def trained_on_numbers(number_table: Table) -> Callable:
    """Gives a regressor of a family, trained once, or the ensemble of all."""
    from automl_lib.ensemble import combine
    from automl_lib.training import train

    kept = {}

    def get(code: str):
        if code not in kept:
            kept[code] = (
                combine([get(one) for one in CLASSIFIERS])
                if code == ENSEMBLE
                else train(number_table.frame, number_table.schema, number_table.plan, code)
            )
        return kept[code]

    return get
