"""CHECK_VALUE of TB_OCR_DOC_TEXT, in step with what was read."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapper

from domain.check_value import check_value
from records.ocr.tables import OcrText


def set_value(_mapper: Mapper[OcrText], _connection: sa.Connection, text: OcrText) -> None:
    """Before a text is written."""
    if (
        sa.inspect(text).attrs.text.history.has_changes()
        or sa.inspect(text).attrs.score.history.has_changes()
    ):
        text.check_value = check_value(text.text, text.score, text.characters)


sa.event.listen(OcrText, "before_insert", set_value)
sa.event.listen(OcrText, "before_update", set_value)
