"""A table that is ready for training."""

from __future__ import annotations

import pytest

from domain.preprocessing import PlanChoices
from work_requests import automl_decisions


def written(folder):
    path = folder / "매출.csv"
    lines = ["크기,색,종류"] + [
        f"{n % 40},{'빨강' if n % 3 else '파랑'},{'예' if n % 40 > 20 else '아니오'}" for n in range(120)
    ]
    path.write_text("\n".join(lines), encoding="cp949")
    return path


@pytest.fixture
def table(tmp_path):
    return written(tmp_path)


@pytest.fixture
def prepared(begun_homes, workshop):
    """A document whose plan was applied."""
    return begun_homes.copied_to(workshop, prepare)


def prepare(workshop, folder):
    doc = workshop.add(written(folder))
    workshop.run_waiting()
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.set_target, doc, label="종류", positive_class=None)
    workshop.run_waiting()
    workshop.decide(automl_decisions.prepare, doc, choices=PlanChoices(duplicates="keep"), preview=False)
    workshop.run_waiting()
    return doc
