"""What people and other systems put in or use: assets that Dagster shows and no run of ours makes.

With them the lineage begins at a person's file or decision and ends at what is used.
"""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

from assets.runs import OWNERS


def _external(key: str, group: str, kind: str, description: str, deps: Iterable[str] = ()) -> dg.AssetSpec:
    return dg.AssetSpec(
        key, group_name=group, owners=OWNERS, kinds={kind}, description=description, deps=list(deps)
    )


INBOX_TABLES = _external(
    "inbox_tables", "automl_data", "file", "Tables that people upload or drop into inbox/automl."
)
INBOX_NEW_ROWS = _external(
    "inbox_new_rows",
    "automl_confirmation",
    "file",
    "Rows to predict, uploaded or dropped into inbox/predict/ID.",
)
INBOX_MORE_ROWS = _external(
    "inbox_more_rows",
    "automl_data",
    "file",
    "Rows for a table that grows, uploaded or dropped into inbox/automl/ID.",
)
INBOX_PAGES = _external(
    "inbox_pages", "ocr_reading", "file", "Pictures and PDF files that people upload or drop into inbox/ocr."
)
CORRECTIONS = _external(
    "corrections",
    "ocr_learning",
    "table",
    "Texts that people corrected and chose for training (TB_OCR_TEXT_HISTORY).",
    ["extracted_texts"],
)
REGISTERED_MODEL = _external(
    "registered_model",
    "automl_confirmation",
    "mlflow",
    "The version of automl-ID in MLflow with the alias champion: what people confirmed.",
    ["confirmed_model"],
)
READING_NETWORK = _external(
    "reading_network",
    "ocr_learning",
    "easyocr",
    "The network that reads pages: the row of TB_OCR_NETWORK marked as deployed, and deployed.json.",
    ["deployed_network"],
)
EXTERNAL = [
    INBOX_TABLES,
    INBOX_NEW_ROWS,
    INBOX_MORE_ROWS,
    INBOX_PAGES,
    CORRECTIONS,
    REGISTERED_MODEL,
    READING_NETWORK,
]
