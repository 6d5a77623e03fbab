"""How well the recogniser learns a hand it can't read: 300 corrected items, a bounded training, other lines of that hand.

    python -m benchmarks.learn_handwriting --face NanumPen --minutes 15

Prints JSON: the character error rate on 300 other lines before and after, and on each part of the general set.
Each network reads through the class that serves.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from ocr_lib.gate.comparison import compare
from ocr_lib.gate.general_set import general_set
from ocr_lib.networks.files import shipped_network, write_network
from ocr_lib.recognition.recognizer import Recognizer
from ocr_lib.synthetic.fonts import installed_fonts, named
from ocr_lib.synthetic.lines import LineMaker
from ocr_lib.synthetic.style import Style
from ocr_lib.synthetic.texts import TextMix
from ocr_lib.training.fine_tune import FineTuneSettings, fine_tune

ITEMS = 300
PEN = Style(font_size=(20, 36))


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--face", default="NanumPen", help="a handwriting face that is never trained on")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--checkpoint", type=Path, help="file that a stopped run goes on from")
    options = parser.parse_args()
    base = shipped_network()
    faces = named(installed_fonts(), [options.face])
    if not faces:
        raise SystemExit(
            f"the face {options.face} is not installed (Debian: fonts-nanum, fonts-unfonts-core)"
        )
    mix = TextMix(frozenset(base.charset.characters))
    lines = {
        name: [(line.image, line.text) for line in LineMaker(mix.draw, faces, PEN, seed).lines(0, ITEMS)]
        for name, seed in (
            ("items", options.seed + 1),
            ("validation", options.seed + 2),
            ("other", options.seed + 3),
        )
    }
    began = time.monotonic()
    trained = fine_tune(
        base,
        lines["items"],
        lines["validation"][:60],
        FineTuneSettings(seconds=60 * options.minutes, seed=options.seed),
        checkpoint=options.checkpoint,
        on_progress=lambda step: print(step, file=sys.stderr, flush=True),
    )
    seconds = time.monotonic() - began
    with TemporaryDirectory() as folder:
        made = write_network(Path(folder) / "network", trained.state, trained.charset, lineage={})
        old, new = Recognizer(base), Recognizer(made)
        sets = {"other": ([i for i, _ in lines["other"]], [t for _, t in lines["other"]])}
        general = general_set()
        sets |= {f"general_{kind}": (general.crops[kind], general.labels[kind]) for kind in general.crops}
        found = {
            name: asdict(
                compare(labels, [r.text for r in old.read(crops)], [r.text for r in new.read(crops)])
            )
            for name, (crops, labels) in sets.items()
        }
    print(
        json.dumps(
            {
                "face": options.face,
                "items": ITEMS,
                "training_seconds": round(seconds, 1),
                "best_iteration": trained.iteration,
                "ratio": round(found["other"]["after"] / max(1e-9, found["other"]["before"]), 3),
                **found,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
