"""A confirmed model of a small table, and files with later rows."""

from __future__ import annotations

import numpy as np
import pytest

from domain.preprocessing import PlanChoices
from domain.table_additions import AdditionChoices
from intake.destinations import MoreRows
from intake.take import Refused
from orchestration.runtime.reading_resources import build_files
from records.engine import reading
from records.growth import additions


def csv_of(first, count, *, slope=1.0, seed=0):
    """Rows of a table whose 종류 follows 크기, the other way round where `slope` is negative."""
    random = np.random.default_rng(seed)
    size = random.integers(0, 100, count)
    answer = slope * (size - 50) + random.normal(scale=8, size=count) > 0
    lines = [f"{first + n},{size[n]},{'예' if answer[n] else '아니오'}" for n in range(count)]
    return "번호,크기,종류\n" + "\n".join(lines) + "\n"


@pytest.fixture
def grown(begun_homes, workshop, tmp_path):
    """A document, and a function that adds a file to its table."""
    doc = begun_homes.copied_to(workshop, upload)
    return doc, adding(workshop, doc, tmp_path)


@pytest.fixture
def confirmed_grown(begun_homes, workshop, tmp_path):
    """As `grown`, with a confirmed model, whose training's id comes last."""
    doc, training_id = begun_homes.copied_to(workshop, upload_and_confirm)
    return doc, adding(workshop, doc, tmp_path), training_id


def upload(workshop, folder):
    path = folder / "base.csv"
    path.write_text(csv_of(0, 160))
    doc = workshop.add(path)
    workshop.run_waiting()
    return doc


def upload_and_confirm(workshop, folder):
    doc = upload(workshop, folder)
    return doc, confirmed(workshop, doc)


def adding(workshop, doc, folder):
    def add(text, name="more.csv", to=doc, **choices):
        file = folder / name
        file.write_text(text)
        rows = MoreRows(to, choices=AdditionChoices(**choices).to_json())
        taken = (
            build_files(workshop.settings)
            .intake(workshop.engine)
            .take(file, rows, by="me", now=workshop.now(), keep=True)
        )
        if isinstance(taken, Refused):
            return taken
        workshop.run_waiting()
        with reading(workshop.engine) as session:
            return additions.get(session, taken.id)

    return add


def confirmed(workshop, doc):
    return workshop.confirm(doc, "종류", choices=PlanChoices(duplicates="keep"))
