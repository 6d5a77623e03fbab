"""The OCR half of `saebyeok demo`: pages dropped, corrected as a person would from what they say, learnt, read again."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import samples
from domain.messages import Message, Sentences
from domain.sheets import escaped
from orchestration.demo.shell import Shell, Typing, failed

SAMPLES = Path(samples.__file__).parent / "ocr"
COMPANY = "새벽상사"
BY_HAND = "메모-"
"""Notes by hand, which the shipped network can't read: what is learnt tonight."""
STATEMENT = "거래명세서.png"
WAIT_SECONDS = 600.0
MINUTES = 0.5


def is_note(name: str) -> bool:
    """Whether a page of this file name is a note by hand."""
    return name.startswith(BY_HAND)


def read_notes(shell: Shell, home: Path, servers: subprocess.Popen[bytes]) -> dict[str, str]:
    """Drop the notes by hand, correct what was read, and tick it; the documents' ids by file name."""
    _drop(shell, home, _files(notes=True))
    notes = _wait_for_texts(shell, servers, _files(notes=True))
    correct(shell, home, notes)
    return notes


def begin_night(shell: Shell) -> Typing:
    """Begin to learn what is ticked."""
    return shell.begin("ocr", "retrain", "--minutes", str(MINUTES))


def drop_other_pages(shell: Shell, home: Path) -> None:
    """Copy the sample pages that are no notes into the inbox."""
    _drop(shell, home, _files(notes=False))


def read_other_pages(shell: Shell, home: Path, servers: subprocess.Popen[bytes]) -> dict[str, str]:
    """Wait until the pages that are no notes are read, and correct them; the documents' ids by file name."""
    pages = _wait_for_texts(shell, servers, _files(notes=False))
    correct(shell, home, pages)
    return pages


def correct(shell: Shell, home: Path, documents: Mapping[str, str]) -> None:
    """Correct every text in a spreadsheet from what the page says, and tick the notes by hand."""
    sheet = home / "texts.csv"
    shell.type("ocr", "export-texts", *documents.values(), str(sheet))
    corrections = [
        correction
        for name, found in _texts(shell, documents).items()
        for correction in _corrections(found, _truth(SAMPLES / name), tick=is_note(name))
    ]
    _correct(sheet, dict(corrections))
    shell.type("ocr", "import-texts", str(sheet))


def show_fields(shell: Shell, home: Path, documents: Mapping[str, str]) -> None:
    """The fields of a 거래명세서 with their proofs, and the document as an Excel file of its fields, line items and tables."""
    doc = documents[STATEMENT]
    shell.type("ocr", "fields", doc)
    shell.type("ocr", "export", doc, "--format", "xlsx", "--out", str(home / f"{Path(STATEMENT).stem}.xlsx"))


def summary(shell: Shell, home: Path, documents: Mapping[str, str]) -> None:
    """What was read, and what the night changed."""
    from orchestration.cli.language import translated
    from orchestration.cli.output import print_table

    rows = []
    for name, found in _texts(shell, documents).items():
        rows.append(
            {
                "document": name,
                "texts": len(found),
                "corrected": sum(t["state"] == "corrected" for t in found),
                "ticked": sum(t["selected"] for t in found),
                "CER as read": _error_rate([(t["text"], t["corrected"] or t["text"]) for t in found]),
                "CER read again": _error_rate(
                    [
                        (t["trained_text"], t["corrected"] or t["text"])
                        for t in found
                        if t["trained_text"] is not None
                    ]
                ),
            }
        )
    network = shell.ask("ocr", "networks")[0]
    validation = (network["scores"] or {}).get("validation") or {}
    if not validation:
        raise failed("saebyeok ocr retrain", network["reason_en"] or network["status"])
    shell.on_progress("")
    print_table(rows, title=translated("Saebyeok demo: {count} scanned documents", count=len(documents)))
    shell.on_progress(
        Message(
            "{items} validation items: CER {before:.4f} → {after:.4f}; {reason}",
            **{key: validation[key] for key in ("items", "before", "after")},
            reason=Sentences(network["reason_ko"], network["reason_en"]),
        )
    )
    shell.on_progress(Message("network: {folder}", folder=network["folder"]))
    pdf = home / "searchable.pdf"
    shell.type("ocr", "export", next(iter(documents.values())), "--format", "pdf", "--out", str(pdf))
    shell.on_progress(Message("searchable PDF: {pdf}", pdf=pdf))


def _files(*, notes: bool) -> list[Path]:
    """The sample pages that are notes by hand, or the others."""
    return sorted(path for path in SAMPLES.iterdir() if path.is_file() and is_note(path.name) == notes)


def _drop(shell: Shell, home: Path, files: Iterable[Path]) -> None:
    """Copy pages into the inbox, in a folder named for their company."""
    folder = home / "inbox" / "ocr" / COMPANY
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        shell.on_progress(f"$ cp samples/ocr/{file.name} {folder}/")
        shutil.copyfile(file, folder / file.name)


def _wait_for_texts(shell: Shell, servers: subprocess.Popen[bytes], files: Iterable[Path]) -> dict[str, str]:
    return shell.wait_for_documents("ocr", [file.name for file in files], "extracted", servers, WAIT_SECONDS)


def _texts(shell: Shell, documents: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """The texts of all documents by their file name."""
    found = shell.ask("ocr", "texts", *documents.values(), "--no-suggest")
    return {name: [text for text in found if text["doc_id"] == doc] for name, doc in documents.items()}


def _truth(file: Path) -> list[list[dict[str, Any]]]:
    text = (SAMPLES / "truth" / f"{file.stem}.json").read_text(encoding="utf-8")
    pages: list[list[dict[str, Any]]] = json.loads(text)
    return pages


def _corrections(
    texts: Sequence[Mapping[str, Any]], truth: Sequence[Sequence[Mapping[str, Any]]], *, tick: bool
) -> Iterator[tuple[str, dict[str, str]]]:
    """The ids of texts at whose place the page has one line, with the cells of their rows."""
    for text in texts:
        said = _line_at(text["box"], truth[text["page_no"] - 1])
        if said is not None:
            typed = f"'{said}" if said.startswith("'") else escaped(said)
            yield text["text_id"], {"corrected": typed, "use": "Y" if tick else "N"}


def _correct(sheet: Path, corrections: Mapping[str, Mapping[str, str]]) -> None:
    """Type the cells into the sheet."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows, names = list(reader), list(reader.fieldnames or [])
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows({**row, **corrections.get(row["text_id"], {})} for row in rows)


def _line_at(box: Sequence[int], lines: Sequence[Mapping[str, Any]]) -> str | None:
    """The line whose box this is; None where the text is a piece of one, or of two."""
    best, shared = None, 0.6
    for line in lines:
        other = line["box"]
        wide = min(box[2], other[2]) - max(box[0], other[0])
        high = min(box[3], other[3]) - max(box[1], other[1])
        if wide <= 0 or high <= 0:
            continue
        if (part := wide / (max(box[2], other[2]) - min(box[0], other[0]))) > shared:
            best, shared = str(line["text"]), part
    return best


def _error_rate(pairs: Sequence[tuple[str, str]]) -> float | None:
    from ocr_lib.scoring import error_rate

    return error_rate([read for read, _ in pairs], [said for _, said in pairs]) if pairs else None
