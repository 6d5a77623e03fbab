"""Fields of business papers: the kind of a document and its values, with what proves or contradicts each.

Pure functions of the texts of a document: no files, no pictures, no database.
"""

from __future__ import annotations

from ocr_lib.fields.companies import Company, CompanyList
from ocr_lib.fields.document import DocumentField, DocumentFields, ItemField
from ocr_lib.fields.extraction import read_fields
from ocr_lib.fields.kinds import KindFound, kind_of
from ocr_lib.fields.limits import FieldLimits
from ocr_lib.fields.reasons import FieldState
from ocr_lib.fields.table_items import ItemCell
from ocr_lib.fields.texts import CharacterReading, PageText
from ocr_lib.fields.typed_values import TypedValues, typed_by_people
from ocr_lib.fields.vocabulary import FIELDS, DocumentKind, FieldKey, FieldSpec, FieldType

__all__ = [
    "FIELDS",
    "CharacterReading",
    "Company",
    "CompanyList",
    "DocumentField",
    "DocumentFields",
    "DocumentKind",
    "FieldKey",
    "FieldLimits",
    "FieldSpec",
    "FieldState",
    "FieldType",
    "ItemCell",
    "ItemField",
    "KindFound",
    "PageText",
    "TypedValues",
    "kind_of",
    "read_fields",
    "typed_by_people",
]
