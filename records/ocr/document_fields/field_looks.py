"""Second looks at fields: which are drawn, how their two values are compared, and what settles a difference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import FieldState, FieldType
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.tables import OcrDocument

AS_PRINTED = (FieldType.NAME, FieldType.TEXT)
"""Types of fields that are compared to the letter; of others only the digits count, as people key what is printed."""


def drawable(session: Session, *, since: datetime) -> Sequence[str]:
    """Ids of fields that people confirmed or corrected since, each read from one text that shows it whole."""
    rows = session.execute(
        sa.select(OcrField.field_id, OcrField.text_ids)
        .join(OcrDocument, OcrDocument.doc_id == OcrField.doc_id)
        .where(OcrDocument.deleted.is_(False), OcrField.at >= since, ~OcrField.repaired)
        .where(sa.or_(OcrField.confirmed, OcrField.corrected.is_not(None)))
        # A value that is not on the paper can't be keyed.
        .where(sa.func.coalesce(OcrField.corrected, OcrField.machine) != "")
        # Resident registration numbers are kept masked, so there is nothing to compare them with.
        .where(OcrField.type != FieldType.RESIDENT_NUMBER, OcrField.machine.is_not(None))
        .order_by(OcrField.field_id)
    )
    return [field_id for field_id, text_ids in rows if len(text_ids) == 1]


def amounts_in(session: Session, doc_id: str) -> set[str]:
    """Ids of the texts of a document that hold an amount among its fields."""
    rows = session.scalars(
        sa.select(OcrField.text_ids).where(OcrField.doc_id == doc_id, OcrField.type == FieldType.WON)
    )
    return {text_id for text_ids in rows for text_id in text_ids}


def comparable(value: str, type_: str) -> str:
    """A value as two keyings of a field are compared."""
    if type_ in AS_PRINTED:
        return "".join(value.split()).casefold()
    groups = re.findall(r"\d+", value.replace(",", ""))
    # A date as it is printed has no leading zeros.
    return "-".join(str(int(one)) for one in groups) if type_ == FieldType.DATE else "".join(groups)


def states(session: Session) -> dict[FieldState, int]:
    """How many fields of documents outside the trash are in each state."""
    rows = session.execute(
        sa.select(OcrField.state, sa.func.count())
        .join(OcrDocument, OcrDocument.doc_id == OcrField.doc_id)
        .where(OcrDocument.deleted.is_(False), OcrField.line_no == 0)
        .group_by(OcrField.state)
    )
    found = {FieldState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in FieldState}
