"""Fields of business papers: the kind of a document and its values, with what proves or contradicts each.

Pure functions of the texts of a document: no files, no pictures, no database.
"""

from __future__ import annotations

from ocr_lib.fields.companies import Company, CompanyList
from ocr_lib.fields.document import DocumentField, DocumentFields
from ocr_lib.fields.extraction import read_fields
from ocr_lib.fields.reasons import FieldState
from ocr_lib.fields.texts import CharacterReading, PageText
from ocr_lib.fields.vocabulary import DocumentKind, FieldKey, FieldType

__all__ = [
    "CharacterReading",
    "Company",
    "CompanyList",
    "DocumentField",
    "DocumentFields",
    "DocumentKind",
    "FieldKey",
    "FieldState",
    "FieldType",
    "PageText",
    "read_fields",
]
