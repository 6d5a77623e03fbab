"""Texts as a CSV people correct in a spreadsheet, and back."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from domain.messages import Message
from domain.ocr import TextState
from domain.registration_numbers import mask_resident_numbers
from domain.sheets import escaped, unescaped
from intake.names import shown_name
from orchestration.cli.group import REFUSED, Said
from orchestration.cli.input_files import read_whole
from orchestration.cli.ocr_output import write_out
from orchestration.cli.session import CliContext
from records.ocr import decisions, documents, resident_numbers, texts
from records.ocr.tables import OcrText
from store.files import Store

COLUMNS = ("text_id", "crop", "text", "score", "corrected", "use")
CHECKED = (TextState.CONFIRMED, TextState.CORRECTED)


@dataclass(frozen=True)
class Applied:
    """How many texts an import changed, by what it did."""

    corrected: int
    confirmed: int
    selected: int
    deselected: int


def rows_of(
    cli: CliContext, store: Store, doc_id: str, *, whole_numbers: bool = True
) -> list[dict[str, str]]:
    """The texts of a document, in reading order.

    Args:
        whole_numbers: leave resident registration numbers as they are. Else they are masked.
    """
    with cli.reading() as session:
        documents.get(session, doc_id)
        found = texts.of_document(session, doc_id)

    def shown(text: OcrText, words: str) -> str:
        return words if whole_numbers else mask_resident_numbers(words, text.beside)

    return [
        {
            "text_id": text.text_id,
            "crop": str(store.path(text.crop_path)) if text.is_read else "",
            "text": _escaped(shown(text, text.text)),
            "score": f"{text.score:.4f}",
            "corrected": _escaped(shown(text, text.label) if text.state in CHECKED else ""),
            "use": "Y" if text.selected else "N",
        }
        for text in found
    ]


def write_csv(out: Path, rows: list[dict[str, str]]) -> None:
    """UTF-8 with a mark, which spreadsheets need to show Korean."""
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    write_out(sheet.getvalue().encode("utf-8-sig"), out)


LONGEST_CELL = 100_000
"""Characters of a cell. Python's own limit is one for the whole process, which reading a table raises."""


def read_csv(file: Path) -> list[dict[str, str]]:
    """The rows of an edited file; UTF-8, or CP949 as Korean Excel saves. Raises Said where it isn't one."""
    data = read_whole(file)
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise _not_ours(file, "neither UTF-8 nor CP949")
    try:
        # Not `splitlines`, which ends a line at characters that stand within cells.
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        # Spreadsheets keep rows that were emptied; nothing is in them.
        numbered = [(reader.line_num, row) for row in reader if any(row.values())]
    except csv.Error as error:
        raise _not_ours(file, str(error)) from error
    missing = {"text_id", "corrected", "use"} - set(reader.fieldnames or [])
    if missing:
        raise _not_ours(file, f"without the columns {', '.join(sorted(missing))}")
    for number, row in numbered:
        if None in row or None in row.values():
            raise _not_ours(file, f"with another number of cells in line {number}")
        if max(map(len, row.values())) > LONGEST_CELL:
            raise _not_ours(file, f"with a cell of more than {LONGEST_CELL:,} characters in line {number}")
        if "\x00" in "".join(row.values()):
            raise _not_ours(file, f"with a NUL in line {number}")
        if row["use"].strip().upper() not in ("Y", "N", ""):
            raise _not_ours(file, f"with {row['use']!r} for Y or N in line {number}")
    return [row for _, row in numbered]


def apply_rows(cli: CliContext, rows: list[dict[str, str]]) -> Applied:
    """Write what was changed, in one transaction. An empty corrected text leaves the text as it is, one that is the same as
    the extracted text says that it was read rightly. Masked resident registration numbers keep the digits that they have."""
    corrected = confirmed = selected = deselected = 0
    now = cli.now()
    with cli.transaction() as session:
        for row in rows:
            text = texts.get(session, row["text_id"].strip())
            # A spreadsheet that made 123 of 00123 did so in both cells.
            as_read = row.get("text") == row["corrected"] != ""
            typed = _plain(text.text if as_read else _unescaped(row["corrected"]))
            wanted = _plain(resident_numbers.as_meant(typed, text.label, text.text, beside=text.beside))
            if wanted and (wanted != _plain(text.label) or text.state == TextState.MACHINE):
                done = decisions.correct(session, text.text_id, wanted, by=cli.by, now=now)
                corrected += done.state == TextState.CORRECTED
                confirmed += done.state == TextState.CONFIRMED
            use = row["use"].strip().upper()
            if use and (use == "Y") != text.selected:
                decisions.select(session, [text.text_id], chosen=use == "Y", by=cli.by, now=now)
                selected += use == "Y"
                deselected += use == "N"
    return Applied(corrected, confirmed, selected, deselected)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _escaped(text: str) -> str:
    """As `escaped`; texts with an apostrophe of their own get another one, so that they come back as they were."""
    return f"'{text}" if text.startswith("'") else escaped(text)


def _unescaped(text: str) -> str:
    return text[1:] if text.startswith("''") else unescaped(text)


def _not_ours(file: Path, why: str) -> Said:
    return Said(
        Message(
            "'{name}' can't be imported ({why}); edit a file made by 'saebyeok ocr export-texts'",
            name=shown_name(file.name),
            why=why,
        ),
        exit_code=REFUSED,
    )
