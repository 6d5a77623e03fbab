"""All bad inputs, by the half of the product they are brought to."""

from __future__ import annotations

from tests.hostile import csv_files, pdf_files, pictures, workbooks

TABLES = (*csv_files.CASES, *workbooks.CASES)
PAGES = (*pdf_files.CASES, *pictures.CASES)
