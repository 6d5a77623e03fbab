"""How files and commands name the state of a value."""

from __future__ import annotations

import pytest

from domain.document_fields import FieldState
from records.ocr.document_fields.field_doubts import state_label
from records.ocr.document_fields.field_tables import OcrField


@pytest.mark.parametrize(
    ("state", "is_confirmed", "said"),
    [
        (FieldState.UNCHECKED, False, "확인 안 됨"),
        (FieldState.UNCHECKED, True, "확인함"),
        (FieldState.PROVEN, True, "증명됨 · 확인함"),
        (FieldState.CONTRADICTED, True, "모순 · 확인함"),
    ],
)
def test_a_value_that_a_person_confirmed_is_not_said_to_be_unchecked(state, is_confirmed, said):
    assert state_label(OcrField(state=state, confirmed=is_confirmed), "ko") == said
