"""A document of customers, up to its plan."""

from __future__ import annotations

import pytest

from domain.preprocessing import PlanChoices
from work_requests import automl_decisions

PERSON = "900101-1234568"


@pytest.fixture
def prepared(begun_homes, workshop):
    """A document of customers whose answer follows 나이 and 등급; one column holds the same personal value in many rows."""
    return begun_homes.copied_to(workshop, prepare)


def prepare(workshop, folder):
    path = folder / "고객.csv"
    rows = "".join(
        f"{20 + n * 7 % 50}세,{'가나다'[n % 3]},{PERSON if n % 2 else '없음'},{'예' if n * 7 % 50 + 15 * (n % 3) > 30 else '아니오'}\n"
        for n in range(160)
    )
    path.write_text("나이,등급,비고,해지\n" + rows, encoding="utf-8")
    doc = workshop.add(path)
    workshop.run_waiting()
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.set_target, doc, label="해지", positive_class=None)
    workshop.run_waiting()
    workshop.decide(automl_decisions.prepare, doc, choices=PlanChoices(), preview=False)
    workshop.run_waiting()
    return doc
