"""What is kept of a training table can be read again, also as earlier versions kept it."""

from __future__ import annotations

import pytest

from automl_lib.drift.reference import ReferenceTable
from automl_lib.drift.written import WrittenForm
from automl_lib.profile.result import TableProfile

KEPT = {"rows": 3, "columns": []}


def form(**kept: object) -> WrittenForm | None:
    return ReferenceTable.from_dict({**KEPT, "forms": {"c0001": {"percent": 0, "present": 3, **kept}}}).form(
        "c0001"
    )


def test_it_comes_back_as_it_was_kept():
    reference = ReferenceTable(
        TableProfile(3, ()), {"c0001": WrittenForm(1, 3, has_unit=True, has_seconds=True)}
    )
    assert ReferenceTable.from_dict(reference.to_dict()) == reference


@pytest.mark.parametrize(("units", "has_unit"), [(["원"], True), ([], False)])
def test_forms_that_kept_which_units_there_were(units, has_unit):
    assert form(units=units) == WrittenForm(0, 3, has_unit=has_unit)


def test_a_reference_from_before_there_were_forms():
    assert ReferenceTable.from_dict(KEPT).forms == {}
