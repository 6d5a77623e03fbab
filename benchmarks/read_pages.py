"""How fast and how rightly pages are read: ours beside stock EasyOCR and Tesseract, on the same made A4 pages.

Run as `python -m benchmarks.read_pages`. Prints one JSON object; progress goes to stderr. The readers are in
`page_readers`. The pages are in faces and of sentences that nothing was trained on, with noise, tilt and JPEG 60.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from PIL import Image

from benchmarks.page_readers import READERS
from benchmarks.watched import family, peak_memory
from ocr_lib.scoring import edit_distance, plain
from ocr_lib.synthetic.fonts import installed_fonts, named
from ocr_lib.synthetic.pages import made_page
from ocr_lib.synthetic.scan import scanned

FACES = ["NotoSerifCJK-Regular", "NanumSquareRoundR", "gulim", "UnGraphic", "NanumBarunpenR"]
"""Never used in training; see `ocr_lib/weights/README.md`."""
PAGES = (
    ("ko", "letter", 10.5, -1.0),
    ("ko", "columns", 10.5, 0.4),
    ("ko", "form", 8.0, 0.8),
    ("ko", "invoice", 12.0, -0.3),
    ("ko", "notice", 24.0, 0.6),
    ("en", "letter", 10.5, 1.0),
    ("en", "columns", 8.0, -0.6),
    ("en", "form", 12.0, 0.2),
    ("en", "invoice", 24.0, -0.8),
    ("en", "notice", 10.0, 0.5),
)
"""Language, layout, points of the print, degrees of tilt."""


def main() -> None:
    arguments = _arguments()
    with TemporaryDirectory() as folder:
        work = Path(folder) / "pages"
        work.mkdir()
        truth = _make_pages(work, arguments.seed, arguments.network)
        results = {name: _measured(name, work, truth, arguments.threads) for name in arguments.readers}
        # Again with what the first run left in the cache: what a restart costs.
        if "ours" in results:
            again = _measured("ours", work, truth, arguments.threads)
            results["ours"] = {**again, "ready_seconds_without_cache": results["ours"]["ready_seconds"]}
    print(
        json.dumps(
            {"benchmark": "read_pages", "readers": results, **_ratios(results)}, ensure_ascii=False, indent=1
        )
    )


def _make_pages(work: Path, seed: int, network: Path | None) -> list[dict[str, Any]]:
    """Writes the pages, and gives what they say."""
    fonts = named(installed_fonts(), FACES)
    if not fonts:
        raise SystemExit(f"install one of these faces: {', '.join(FACES)}")
    pages = []
    for number, (language, layout, points, tilt) in enumerate(PAGES):
        # Each page in the next face that has its glyphs.
        ordered = [fonts[(number + step) % len(fonts)] for step in range(len(fonts))]
        page = None
        for font in ordered:
            try:
                page = made_page(
                    seed * 100 + number, fonts=[font], language=language, layout=layout, point_size=points
                )
                break
            except LookupError:
                continue
        if page is None:
            raise SystemExit(f"no face of {', '.join(FACES)} has the glyphs of the pages")
        page = scanned(page, seed * 100 + number, tilt=tilt, jpeg=60)
        name = f"{number}_{language}_{layout}_{points:g}pt_{font.name}.png"
        Image.fromarray(page.picture).save(work / name)
        pages.append({"file": name, "language": language, "lines": [line.text for line in page.lines]})
    warm_up = scanned(made_page(9, fonts=fonts, language="en", layout="letter"), 9)
    Image.fromarray(warm_up.picture).save(work / "warm_up.png")
    told = {"pages": [{k: page[k] for k in ("file", "language")} for page in pages]}
    (work / "pages.json").write_text(
        json.dumps({**told, "network": str(network.resolve()) if network else None})
    )
    return pages


def _measured(name: str, work: Path, truth: list[dict[str, Any]], threads: int) -> dict[str, Any]:
    if name == "tesseract" and shutil.which("tesseract") is None:
        return {"pages_per_minute": None, "reason": "tesseract is not installed"}
    command = [sys.executable, "-m", "benchmarks.page_readers", name, str(work), str(threads)]
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    process = subprocess.Popen(command, env=environment)
    with peak_memory(lambda: family(psutil.Process(process.pid))) as peak:
        code = process.wait()
    if code:
        return {"pages_per_minute": None, "reason": f"ended with {code}"}
    answer = json.loads((work / f"{name}.json").read_text(encoding="utf-8"))
    pages = [
        {
            "file": page["file"],
            "seconds": round(seconds, 2),
            "character_error_rate": round(_rate([(lines, page["lines"])]), 5),
        }
        for page, seconds, lines in zip(truth, answer["seconds"], answer["lines"], strict=True)
    ]
    result = {
        "seconds_per_page": round(sum(answer["seconds"]) / len(truth), 3),
        "median_seconds": round(median(answer["seconds"]), 3),
        "pages_per_minute": round(60 * len(truth) / sum(answer["seconds"]), 2),
        "ready_seconds": round(answer["ready_seconds"], 2),
        "first_page_seconds": round(answer["first_page_seconds"], 2),
        "peak_mib": round(peak.mib),
        "pages": pages,
    }
    for language in ("ko", "en"):
        pairs = [
            (lines, page["lines"])
            for page, lines in zip(truth, answer["lines"], strict=True)
            if page["language"] == language
        ]
        # Stock EasyOCR has no network for Korean in any package.
        readable = not (language == "ko" and name == "stock_easyocr")
        result[f"character_error_rate_{language}"] = round(_rate(pairs), 5) if readable else None
    return result


def _rate(pairs: list[tuple[list[str], list[str]]]) -> float:
    """Edits over characters, each page as one text."""
    edits = sum(edit_distance(" ".join(read), " ".join(true)) for read, true in pairs)
    return edits / sum(len(plain(" ".join(true))) for _, true in pairs)


def _ratios(results: dict[str, dict[str, Any]]) -> dict[str, Any]:
    ours = results.get("ours", {}).get("pages_per_minute")
    if not ours:
        return {}
    return {
        "times_as_fast_as": {
            name: round(ours / result["pages_per_minute"], 2)
            for name, result in results.items()
            if name != "ours" and result["pages_per_minute"]
        }
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", nargs="*", choices=tuple(READERS), default=list(READERS))
    parser.add_argument("--network", type=Path, help="a network's folder; the shipped one when left out")
    parser.add_argument("--seed", type=int, default=1, help="of the pages")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
