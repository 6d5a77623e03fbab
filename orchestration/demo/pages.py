"""The OCR half of `saebyeok demo`: pages dropped, corrected as a person would from what they say, learnt, read again."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import samples
from orchestration.demo.shell import DemoError, Shell

SAMPLES = Path(samples.__file__).parent / "ocr"
COMPANY = "새벽상사"
BY_HAND = "메모-"
"""Notes by hand, which the shipped network can't read: what is learnt tonight."""
WAIT_SECONDS = 600.0
MINUTES = 3.0


def drop_pages(shell: Shell, home: Path) -> None:
    """Copy the sample pages into the inbox, in a folder named for their company."""
    folder = home / "inbox" / "ocr" / COMPANY
    folder.mkdir(parents=True, exist_ok=True)
    for file in _files():
        shell.on_progress(f"$ cp samples/ocr/{file.name} {folder}/")
        shutil.copyfile(file, folder / file.name)


def wait_for_texts(shell: Shell, servers: subprocess.Popen[bytes]) -> dict[str, str]:
    """Wait until all pages are read; the documents' ids by file name."""
    end, last = time.monotonic() + WAIT_SECONDS, ""
    while True:
        found = {d["file_name"]: d for d in shell.ask("ocr", "list")["documents"]}
        line = f"{sum(d['status'] == 'extracted' for d in found.values())}/{len(_files())} 문서를 읽음"
        if line != last:
            shell.on_progress(f"  {line}")
            last = line
        if failed := [d for d in found.values() if d["status"] == "failed"]:
            raise DemoError(f"추출 단계: {failed[0]['file_name']}: {failed[0]['failure']}")
        if len(found) == len(_files()) and all(d["status"] == "extracted" for d in found.values()):
            return {name: d["doc_id"] for name, d in found.items()}
        if servers.poll() is not None or time.monotonic() > end:
            raise DemoError(f"추출 단계: {WAIT_SECONDS:.0f}초 안에 끝나지 않았습니다: {line}")
        time.sleep(2)


def correct_and_learn(shell: Shell, home: Path, documents: Mapping[str, str]) -> None:
    """Correct every text in a spreadsheet from what the page says, tick the notes by hand, and run the night."""
    for file in _files():
        doc = documents[file.name]
        truth = _truth(file)
        sheet = home / f"{doc}.csv"
        shell.type("ocr", "export-texts", doc, str(sheet))
        by_hand = file.name.startswith(BY_HAND)
        _correct(sheet, shell.ask("ocr", "texts", doc, "--no-suggest"), truth, tick=by_hand)
        shell.type("ocr", "import-texts", str(sheet))
    shell.type("ocr", "retrain", "--minutes", str(MINUTES))


def summary(
    shell: Shell, home: Path, documents: Mapping[str, str], on_progress: Callable[[str], None]
) -> None:
    """What was read, and what the night changed."""
    from orchestration.cli.output import print_table

    rows = []
    for name, doc in documents.items():
        found = shell.ask("ocr", "texts", doc, "--no-suggest")
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
        raise DemoError(f"재학습 단계: {network['reason_en'] or network['status']}")
    on_progress("")
    print_table(rows, title=f"새벽 demo: {len(documents)} scanned documents")
    on_progress(
        f"검증용 {validation['items']}개 (held-out items): CER {validation['before']:.4f} → {validation['after']:.4f}; "
        f"{network['reason_ko']}"
    )
    on_progress(f"네트워크 (network): {network['folder']}")
    shell.type(
        "ocr",
        "export",
        next(iter(documents.values())),
        "--format",
        "pdf",
        "--out",
        str(home / "searchable.pdf"),
    )
    on_progress(f"글자를 찾을 수 있는 PDF (searchable): {home / 'searchable.pdf'}")


def _files() -> list[Path]:
    return sorted(path for path in SAMPLES.iterdir() if path.is_file())


def _truth(file: Path) -> list[list[dict[str, Any]]]:
    text = (SAMPLES / "truth" / f"{file.stem}.json").read_text(encoding="utf-8")
    pages: list[list[dict[str, Any]]] = json.loads(text)
    return pages


def _correct(
    sheet: Path,
    texts: Sequence[Mapping[str, Any]],
    truth: Sequence[Sequence[Mapping[str, Any]]],
    *,
    tick: bool,
) -> None:
    """Type into the sheet what the page says at each text's place, where that is one line of it."""
    places = {text["text_id"]: text for text in texts}
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows, names = list(reader), list(reader.fieldnames or [])
    for row in rows:
        text = places[row["text_id"]]
        said = _line_at(text["box"], truth[text["page_no"] - 1])
        if said is not None:
            row["corrected"] = f"'{said}" if said.startswith(("=", "+", "-", "@", "'")) else said
            row["use"] = "Y" if tick else "N"
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


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
