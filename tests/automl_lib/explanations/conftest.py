"""Models whose outputs are known formulas, and the backgrounds of trained ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from automl_lib.explanations import Background, background_of
from automl_lib.plan import PreprocessingPlan, apply_plan
from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema
from domain.tasks import Task

NUMBERS = ("크기", "나이", "거리")


@dataclass
class MadeModel:
    """A `TrainedModel` as far as explanations look at it: a formula over the columns, as a number or as a probability.

    Attributes:
        calls: rows of each call.
    """

    schema: TableSchema
    formula: Callable[[pd.DataFrame], np.ndarray]
    task: Task = Task.REGRESSION
    classes: tuple[str, ...] = ()
    threshold: float = 0.5
    text_columns: tuple[str, ...] = ()
    calls: list[int] = field(default_factory=list)

    @property
    def columns(self):
        return tuple(column.key for column in self.schema.columns if column.key != "target")

    @property
    def plan(self):
        return PreprocessingPlan(target="target", columns=self.columns, task=self.task)

    @property
    def is_classifier(self):
        return self.task is Task.CLASSIFICATION

    @property
    def is_regressor(self):
        return self.task is Task.REGRESSION

    def predict_numbers(self, frame):
        self.calls.append(len(frame))
        number = np.asarray(self.formula(frame), dtype=float)
        return np.column_stack([number, number - 1, number + 1])

    def predict_proba(self, frame):
        self.calls.append(len(frame))
        positive = np.asarray(self.formula(frame), dtype=float)
        return positive if positive.ndim == 2 else np.column_stack([1 - positive, positive])

    def predict(self, frame):
        if self.is_regressor:
            return self.predict_numbers(frame)[:, 0]
        probabilities = self.predict_proba(frame)
        if len(self.classes) == 2:
            chosen = (probabilities[:, 1] >= self.threshold).astype(int)
        else:
            chosen = probabilities.argmax(axis=1)
        return np.array(self.classes, dtype=object)[chosen]


def number_schema(labels=NUMBERS) -> TableSchema:
    columns = [ColumnSchema(f"c{place}", label, ColumnType.REAL) for place, label in enumerate(labels)]
    return TableSchema((*columns, ColumnSchema("target", "값", ColumnType.REAL)))


@pytest.fixture
def made() -> Callable[..., tuple[MadeModel, pd.DataFrame, Background]]:
    """Gives a model of a formula over standard normal numbers, rows of it with the target, and its background."""

    def make(
        formula, *, labels=NUMBERS, rows=300, classes=(), threshold=0.5, seed=0, change=lambda frame: frame
    ):
        random = np.random.default_rng(seed)
        schema = number_schema(labels)
        frame = pd.DataFrame({f"c{place}": random.normal(size=rows) for place in range(len(labels))})
        frame = change(frame)
        task = Task.CLASSIFICATION if classes else Task.REGRESSION
        if classes:
            kinds = {"target": ColumnType.TEXT}
            schema = TableSchema(
                tuple(ColumnSchema(c.key, c.label, kinds.get(c.key, c.type)) for c in schema.columns)
            )
        model = MadeModel(schema, formula, task, classes, threshold)
        frame["target"] = pd.Series(model.predict(frame), dtype=object if classes else float)
        return model, frame, background_of(model, frame)

    return make


@pytest.fixture(scope="session")
def explainable(trained, trained_on_numbers, table, many_class_table, number_table) -> Callable:
    """Gives a trained model with its training rows, held-out rows and background: "two", "many" or "number"."""

    def get(code: str, kind: str = "two"):
        source = {"two": table, "many": many_class_table, "number": number_table}[kind]
        model = trained_on_numbers(code) if kind == "number" else trained(code, kind == "many")
        split = apply_plan(source.frame, source.schema, source.plan)
        learned, held_out = source.frame.iloc[split.train_rows], source.frame.iloc[split.test_rows]
        return model, learned, held_out, background_of(model, learned)

    return get
