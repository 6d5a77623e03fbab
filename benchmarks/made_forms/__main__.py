"""Makes pages that are hard to read, with their truth, for `benchmarks.real_pages`.

    python -m benchmarks.made_forms OUT [--count N] [--half looked|unseen] [--seed S]

Forms with rules of 0.1 to 1.0 mm, hatched, coloured and dark headers, underlined and struck texts, stamps and check boxes; receipts with
tight rows and condensed letters, faint thermal and dot-matrix print; scans of 100 to 600 dpi, bilevel faxes, photographs with perspective up
to 25°, shadows, desks, hands, curved and crumpled paper; screenshots with type of 12 pixels; JPEG of quality 30 to 90. Their layouts, texts
and damage share nothing with what the shipped network is trained on, and their faces are kept from training. Stamps and check boxes
are not in the truth.

Both halves have the same kinds of pages in different random numbers. The looked-at half is for working on the reader; of the unseen half
only scores are looked at.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.made_forms.damage import jpeg
from benchmarks.made_forms.recipes import made_capture
from benchmarks.page_folder import HALVES

QUALITY = (30, 91)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=40, help="pages")
    parser.add_argument("--half", choices=HALVES, default="looked")
    parser.add_argument("--seed", type=int, default=19)
    options = parser.parse_args()
    write_pages(options.out, range(options.count), options.half, options.seed)


def write_pages(out: Path, numbers: Iterable[int], half: str, seed: int) -> None:
    """Write pages, their truth, kinds and halves into a folder as `benchmarks.page_folder` describes.

    Args:
        numbers: of the pages; the kind of a page follows from its number.
        half: "looked" or "unseen"; each page belongs to one of them for good.
    """
    truths: dict[str, dict[str, Any]] = defaultdict(dict)
    kinds: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for number in numbers:
        language, made = made_capture(number, 2 * seed + HALVES.index(half))
        name, folder = f"{half}_{number:04}", out / "data" / f"made_{language}"
        folder.mkdir(parents=True, exist_ok=True)
        page_kinds = list(made.kinds)
        if "screenshot" in made.kinds and number % 2:
            name += ".png"
            cv2.imwrite(str(folder / name), cv2.cvtColor(made.picture, cv2.COLOR_RGB2BGR))
        else:
            name += ".jpg"
            data, kind = jpeg(made, int(np.random.default_rng([seed, number]).integers(*QUALITY)))
            (folder / name).write_bytes(data)
            page_kinds.append(kind)
        truths[folder.name][name] = [
            {"text": text.text, "box": [round(side) for side in text.box], "row": text.row}
            for text in made.texts
        ]
        kinds[folder.name][name] = page_kinds
    for language_set, truth in truths.items():
        path = out / "data" / language_set / "truth.json"
        path.write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    halves = {
        name: {each: sorted(pages) if each == half else [] for each in HALVES}
        for name, pages in kinds.items()
    }
    for path, content in ((out / "kinds.json", kinds), (out / "halves.json", halves)):
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
