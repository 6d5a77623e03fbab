"""A column that gives the target away is found; noise, ids and good honest columns are not."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from automl_lib.profile import leakage_warnings
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema
from domain.tasks import Task

ROWS = 600


def found(folder: Path, target: object, kind: ColumnType, *, seed: int = 0, **column: object) -> list[str]:
    """Codes of the warnings about one column beside a target."""
    ((name, cells),) = column.items()
    path = folder / "typed.parquet"
    pl.DataFrame({"c0001": cells, "c0002": target}).write_parquet(path)
    target_kind = ColumnType.TEXT if isinstance(target, list) else ColumnType.INTEGER
    schema = TableSchema((ColumnSchema("c0001", name, kind), ColumnSchema("c0002", "목표", target_kind)))
    return [warning.code for warning in leakage_warnings(path, schema, "c0002", seed=seed)]


def binary(seed: int, share: float = 0.4) -> np.ndarray:
    return (np.random.default_rng(seed).random(ROWS) < share).astype(int)


def test_a_threshold_on_one_number_gives_the_target_away(tmp_path: Path) -> None:
    answers = binary(1)
    paid = np.where(answers, 1000.0, 0.0) + np.random.default_rng(2).random(ROWS)
    assert found(tmp_path, answers, ColumnType.REAL, paid=paid) == ["leakage"]


def test_a_rare_class_of_many_rows_is_given_away_by_a_number(tmp_path: Path) -> None:
    answers = np.zeros(19_000, dtype=int)
    answers[::380] = 1
    paid = np.where(answers, 1000.0, 0.0) + np.random.default_rng(2).random(len(answers))
    assert found(tmp_path, answers, ColumnType.REAL, paid=paid) == ["leakage"]


def test_large_neighbouring_numbers_are_told_apart(tmp_path: Path) -> None:
    answers = binary(1)
    numbers = 2**52 + answers * 4 + np.random.default_rng(2).integers(0, 4, ROWS)
    assert found(tmp_path, answers, ColumnType.INTEGER, number=numbers) == ["leakage"]


def test_a_date_filled_in_only_afterwards_gives_the_target_away(tmp_path: Path) -> None:
    answers = binary(3)
    days = [datetime(2024, 1, 1) + timedelta(days=i % 90) if a else None for i, a in enumerate(answers)]
    assert found(tmp_path, answers, ColumnType.DATE, closed=pl.Series(days, dtype=pl.Datetime("us"))) == [
        "leakage"
    ]


def test_reasons_that_belong_to_one_class_each_give_a_many_class_target_away(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    grades = rng.choice(["우수", "보통", "미흡"], ROWS)
    reasons = [f"{grade} 사유 {rng.integers(4)}" for grade in grades]
    assert found(tmp_path, grades.tolist(), ColumnType.TEXT, reason=reasons) == ["leakage"]


def test_the_target_under_other_names_is_a_duplicate(tmp_path: Path) -> None:
    answers = binary(6)
    names = ["승인" if answer else "거절" for answer in answers]
    assert found(tmp_path, answers, ColumnType.TEXT, result=names) == ["duplicate_of_target"]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("share", [0.4, 0.03])
def test_noise_gives_nothing_away(tmp_path: Path, seed: int, share: float) -> None:
    noise = np.random.default_rng(100 + seed).normal(size=ROWS)
    assert found(tmp_path, binary(seed, share), ColumnType.REAL, seed=seed, noise=noise) == []


@pytest.mark.parametrize("classes", [2, 3, 20])
def test_an_id_is_not_memorised(tmp_path: Path, classes: int) -> None:
    target = [f"등급 {i}" for i in np.random.default_rng(8).integers(0, classes, ROWS)]
    assert found(tmp_path, target, ColumnType.TEXT, id=[f"고객-{i}" for i in range(ROWS)]) == []


def test_an_id_beside_an_id_as_target_is_not_a_duplicate(tmp_path: Path) -> None:
    target = [f"번호 {i}" for i in range(ROWS)]
    assert found(tmp_path, target, ColumnType.TEXT, id=[f"고객-{i}" for i in range(ROWS)]) == []


def test_a_good_honest_column_is_not_suspected(tmp_path: Path) -> None:
    answers = binary(9)
    helpful = answers * 2.5 + np.random.default_rng(10).normal(size=ROWS)
    assert found(tmp_path, answers, ColumnType.REAL, helpful=helpful) == []


def test_rows_without_a_target_are_left_out(tmp_path: Path) -> None:
    target = ["예" if answer else "아니오" for answer in binary(11)]
    holed = [None if i % 3 == 0 else cell for i, cell in enumerate(target)]
    assert found(tmp_path, holed, ColumnType.TEXT, copy=["x" + cell for cell in target]) == [
        "duplicate_of_target"
    ]


def test_only_a_sample_of_a_long_table_is_looked_at(tmp_path: Path) -> None:
    answers = binary(12)
    path = tmp_path / "typed.parquet"
    pl.DataFrame(
        {"c0001": answers * 10.0 + np.random.default_rng(0).random(ROWS), "c0002": answers}
    ).write_parquet(path, row_group_size=70)
    schema = TableSchema(
        (ColumnSchema("c0001", "열", ColumnType.REAL), ColumnSchema("c0002", "목표", ColumnType.INTEGER))
    )
    found_in_sample = leakage_warnings(path, schema, "c0002", seed=1, sample_rows=200)
    assert [warning.code for warning in found_in_sample] == ["leakage"]
    assert leakage_warnings(path, schema, "c0002", seed=1, sample_rows=30) == []


def found_of_number(folder: Path, target: np.ndarray, kind: ColumnType, column: object) -> list[str]:
    path = folder / "typed.parquet"
    pl.DataFrame({"c0001": column, "c0002": target}).write_parquet(path)
    schema = TableSchema((ColumnSchema("c0001", "열", kind), ColumnSchema("c0002", "목표", ColumnType.REAL)))
    warnings = leakage_warnings(path, schema, "c0002", seed=0, task=Task.REGRESSION)
    return [warning.code for warning in warnings]


def prices(seed: int = 0) -> np.ndarray:
    return np.exp(np.random.default_rng(seed).normal(3, 1, ROWS))


def test_a_price_with_tax_gives_the_price_away(tmp_path: Path) -> None:
    assert found_of_number(tmp_path, prices(), ColumnType.REAL, prices() * 1.1) == ["leakage"]


def test_a_good_honest_number_does_not_give_a_number_away(tmp_path: Path) -> None:
    area = prices() * np.random.default_rng(1).uniform(0.7, 1.3, ROWS)
    assert found_of_number(tmp_path, prices(), ColumnType.REAL, area) == []


def test_a_category_that_fixes_a_number_gives_it_away_but_an_id_does_not(tmp_path: Path) -> None:
    plan = np.random.default_rng(0).integers(0, 40, ROWS)
    fee = 10.0 * plan + np.random.default_rng(1).uniform(0, 0.1, ROWS)
    assert found_of_number(tmp_path, fee, ColumnType.TEXT, [f"요금제 {n}" for n in plan]) == ["leakage"]
    assert found_of_number(tmp_path, fee, ColumnType.TEXT, [f"고객 {n}" for n in range(ROWS)]) == []
