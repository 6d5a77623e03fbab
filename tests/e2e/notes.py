"""Pages of the samples that the OCR stories bring, and how they are corrected by the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tests.e2e.conftest import Saebyeok

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "ocr"
NOTE, INVOICE = "메모-1.jpg", "거래명세서.png"


def listed(saebyeok: Saebyeok) -> dict[str, dict[str, Any]]:
    """The documents of pages by file name."""
    return {d["file_name"]: d for d in saebyeok.json("ocr", "list")["documents"]}


def extracted(saebyeok: Saebyeok, *names: str) -> dict[str, dict[str, Any]]:
    """As `listed`, once these are read or refused."""

    def look() -> dict[str, dict[str, Any]] | None:
        found = listed(saebyeok)
        return (
            found if all(found.get(n, {}).get("status") in ("extracted", "failed") for n in names) else None
        )

    found: dict[str, dict[str, Any]] = saebyeok.wait_for(look)
    return found


def correct_in_a_spreadsheet(saebyeok: Saebyeok, doc: str, folder: Path) -> None:
    """Write what the note says over what was read, and tick it, in the CSV of its texts."""
    sheet = folder / "texts.csv"
    saebyeok.type("ocr", "export-texts", doc, str(sheet))
    with sheet.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for row, line in zip(rows, note_lines(), strict=False):
        row.update(corrected=line, use="Y")
    with sheet.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    saebyeok.type("ocr", "import-texts", str(sheet))


def note_lines() -> list[str]:
    """What `NOTE` says."""
    return [line["text"] for line in json.loads((SAMPLES / "truth" / "메모-1.json").read_text("utf-8"))[0]]
