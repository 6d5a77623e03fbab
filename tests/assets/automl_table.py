"""A table that is ready for training."""

from __future__ import annotations

import pytest

from domain.preprocessing import PlanChoices
from work_requests import automl_decisions


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "매출.csv"
    lines = ["크기,색,종류"] + [
        f"{n % 40},{'빨강' if n % 3 else '파랑'},{'예' if n % 40 > 20 else '아니오'}" for n in range(120)
    ]
    path.write_text("\n".join(lines), encoding="cp949")
    return path


@pytest.fixture
def prepared(workshop, table):
    """A document whose plan was applied."""
    doc = workshop.add(table)
    workshop.run_waiting()
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.set_target, doc, label="종류", positive_class=None)
    workshop.run_waiting()
    workshop.decide(automl_decisions.prepare, doc, choices=PlanChoices(duplicates="keep"), preview=False)
    workshop.run_waiting()
    return doc
