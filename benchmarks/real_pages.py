"""Reading pages that were not made for a reader: ours beside EasyOCR, Tesseract and RapidOCR.

    python -m benchmarks.real_pages FOLDER [--sets NAME ...] [--half looked|unseen|all] [--pages N]
        [--readers ours easyocr easyocr-stock tesseract rapidocr] [--rapidocr-python PATH | --make-rapidocr FOLDER]
        [--out FILE] [--worst FOLDER]

FOLDER holds pictures and their truth, see `benchmarks.page_folder`. Each reader reads each set in a process of its own with one thread.
Prints a table; `--out` gets everything as JSON: by set and reader the character error rate with spaces ignored, the same of what was read
where the truth has texts (some truths leave handwriting out), words, cells found whole,
share of rows found, CPU seconds a page and peak memory, the same by kind where the folder names kinds, and each page's error rate. What
was read goes to FOLDER/out/SET.READER.json. `--worst` gets pictures of the worst pages of ours with boxes and texts.

- easyocr: EasyOCR with the shipped network as its custom one; easyocr-stock: EasyOCR with its own English network.
- tesseract: page segmentation modes 3, 4, 6 and 11; the best by character error rate counts as its result for a set.
- rapidocr: 3.10 with PP-OCRv6 small, which has no Hangul, so that Korean sets are left out. It needs an environment of its own, which
  `--make-rapidocr` makes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.page_folder import PageSet, open_sets
from benchmarks.page_readers import (
    TESSERACT_MODES,
    ReadPages,
    make_rapidocr_environment,
    prepare_ours,
    read_set,
)
from benchmarks.page_rows import Box, ReadText
from benchmarks.page_scoring import PageScore, TrueText, Truth, score_page
from benchmarks.worst_pages import draw_worst

READERS = ("ours", "easyocr", "easyocr-stock", "tesseract", "rapidocr")
COLUMNS = ("cer", "word_f1", "cells_whole", "rows_found", "cpu_seconds_a_page", "peak_mib")
IN_TRUE_BOXES = 0.2
WORST = 10
"""Pages that `--worst` draws."""


def main() -> None:
    options = _options()
    sets = open_sets(options.folder, names=options.sets, half=options.half, pages=options.pages)
    python = options.rapidocr_python
    if options.make_rapidocr:
        python = make_rapidocr_environment(options.make_rapidocr)
    if "ours" in options.readers:
        prepare_ours()
    found: dict[str, dict[str, Any]] = {}
    ours: dict[str, tuple[PageSet, ReadPages, dict[str, PageScore]]] = {}
    for pages in sets:
        in_set = found[pages.name] = {}
        for reader in options.readers:
            if reader == "rapidocr" and (python is None or pages.language == "ko"):
                reason = "no Hangul" if pages.language == "ko" else "no environment (--make-rapidocr FOLDER)"
                in_set[reader] = {"reason": reason}
                continue
            if reader == "easyocr-stock" and pages.language == "ko":
                in_set[reader] = {"reason": "its Korean network is not installed"}
                continue
            modes = [f"tesseract-{mode}" for mode in TESSERACT_MODES] if reader == "tesseract" else [reader]
            results = {mode: _read_and_score(mode, pages, options.folder, python) for mode in modes}
            best = min(results, key=lambda mode: results[mode][0]["cer"])
            summary, read, scores = results[best]
            in_set[reader] = dict(summary)
            if reader == "tesseract":
                in_set[reader]["mode"] = best
                in_set[reader]["modes"] = {mode: result[0] for mode, result in results.items()}
            if reader == "ours":
                ours[pages.name] = (pages, read, scores)
            print(_row(pages, reader, in_set[reader]), *_kind_rows(in_set[reader]), sep="\n", flush=True)
            if options.out:
                options.out.parent.mkdir(parents=True, exist_ok=True)
                options.out.write_text(
                    json.dumps({"half": options.half, "sets": found}, ensure_ascii=False, indent=1)
                )
    if options.worst:
        draw_worst(ours.values(), options.worst, WORST)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+")
    parser.add_argument("--half", choices=("looked", "unseen", "all"), default="all")
    parser.add_argument("--pages", type=int, help="at most so many of a set")
    parser.add_argument("--readers", nargs="+", choices=READERS, default=READERS)
    parser.add_argument("--rapidocr-python", type=Path)
    parser.add_argument("--make-rapidocr", type=Path, metavar="FOLDER")
    parser.add_argument("--out", type=Path, metavar="FILE")
    parser.add_argument("--worst", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    try:
        open_sets(options.folder, names=options.sets)
    except (ValueError, FileNotFoundError) as error:
        parser.error(str(error))
    return options


def _read_and_score(
    reader: str, pages: PageSet, root: Path, python: Path | None
) -> tuple[dict[str, Any], ReadPages, dict[str, PageScore]]:
    try:
        read = read_set(reader, pages, rapidocr_python=python)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        sys.exit(f"{reader} failed on {pages.name}: {error}")
    _keep(read, root / "out" / f"{pages.name}.{reader}.json")
    ignore_case = pages.is_capitals_only
    scores = {
        name: score_page(truth, read.texts[name], ignore_case=ignore_case)
        for name, truth in pages.truths.items()
    }
    within = {
        name: score_page(truth, in_true_boxes(truth, read.texts[name]), ignore_case=ignore_case)
        for name, truth in pages.truths.items()
    }
    seconds = sum(read.seconds.values()) / len(read.seconds)
    summary = {
        **summarise(scores.values()),
        "cer_in_true_boxes": summarise(within.values())["cer"],
        "cpu_seconds_a_page": round(seconds, 2),
        "peak_mib": round(read.peak_mib),
        "empty_pages": sorted(name for name, texts in read.texts.items() if not texts),
        "cer_by_page": {name: round(score.error_rate, 4) for name, score in scores.items()},
    }
    if pages.kinds:
        summary["by_kind"] = _by_kind(scores, pages)
    return summary, read, scores


def in_true_boxes(truth: Truth, read: Sequence[ReadText]) -> list[ReadText]:
    """The texts that were read where the truth has any, by a fifth of their box.

    Some truths leave out what was written by hand or stamped on a receipt, so that reading it counts as an error.
    """
    boxes = [item.box for item in truth if isinstance(item, TrueText)]
    return [text for text in read if not boxes or _share_within(text.box, boxes) > IN_TRUE_BOXES]


def _share_within(box: Box, others: Iterable[Box]) -> float:
    """Share of a box's area that others cover, counted twice where two of them do."""
    covered = (
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in others
    )
    return sum(covered) / max(1e-9, (box[2] - box[0]) * (box[3] - box[1]))


def summarise(scores: Iterable[PageScore]) -> dict[str, Any]:
    """Rates over pages: edits and counts are added up before they are divided."""
    pages = list(scores)

    def total(name: str) -> int:
        return sum(getattr(page, name) for page in pages)

    precision = total("words_shared") / max(1, total("words_read"))
    recall = total("words_shared") / max(1, total("words_true"))
    return {
        "pages": len(pages),
        "characters": total("characters"),
        "cer": round(total("edits") / max(1, total("characters")), 4),
        "cer_median": round(statistics.median(page.error_rate for page in pages), 4),
        "word_precision": round(precision, 3),
        "word_recall": round(recall, 3),
        "word_f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
        "cells_whole": round(total("cells_whole") / max(1, total("cells")), 3),
        "rows_found": round(total("found") / max(1, total("findable")), 3),
    }


def _by_kind(scores: dict[str, PageScore], pages: PageSet) -> dict[str, dict[str, Any]]:
    kinds = sorted({kind for kinds in pages.kinds.values() for kind in kinds})
    return {
        kind: summarise(score for name, score in scores.items() if kind in pages.kinds.get(name, ()))
        for kind in kinds
    }


def _keep(read: ReadPages, path: Path) -> None:
    """Write what was read: {"pred": {picture: texts}, "cpu": {picture: seconds}, "pages"}."""
    path.parent.mkdir(exist_ok=True)
    pred = {
        name: [
            {"text": text.text, "score": text.score, "box": text.box}
            | ({"quad": text.quad} if text.quad else {})
            for text in texts
        ]
        for name, texts in read.texts.items()
    }
    path.write_text(
        json.dumps({"pred": pred, "cpu": read.seconds, "pages": len(pred)}, ensure_ascii=False),
        encoding="utf-8",
    )


def _row(pages: PageSet, reader: str, result: dict[str, Any]) -> str:
    cells: Sequence[str] = [f"{name} {result[name]}" for name in COLUMNS]
    mode = f" ({result['mode']})" if "mode" in result else ""
    return f"| {pages.name}, {result['pages']} | {reader}{mode} | " + " | ".join(cells) + " |"


def _kind_rows(result: dict[str, Any]) -> list[str]:
    """The kinds of pages, worst first."""
    kinds = sorted(result.get("by_kind", {}).items(), key=lambda kind: -kind[1]["cer"])
    return [
        f"    {name}: {kind['pages']} pages, cer {kind['cer']}, rows_found {kind['rows_found']}"
        for name, kind in kinds
    ]


if __name__ == "__main__":
    main()
