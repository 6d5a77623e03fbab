"""Counts which syllables follow which in made Korean business text, for the language decoder.

    python -m ocr_lib.training.count_characters [--texts N]

Writes `ocr_lib/recognition/language.txt.gz`. Only the project's own words are counted; kinds of text without words are left out.
"""

from __future__ import annotations

import argparse
import gzip

import numpy as np

from ocr_lib.networks.charset import Charset
from ocr_lib.networks.files import shipped_network
from ocr_lib.recognition import language
from ocr_lib.training.bootstrap import office_mix

SHARES = {"korean": 0.4, "mixed": 0.1, "receipt": 0.2, "form": 0.2, "address": 0.1}


def count(charset: Charset, texts: int, seed: int = 0) -> dict[str, int]:
    """The runs of so many made texts in the characters of a set."""
    mix = office_mix(charset).with_shares(**SHARES)
    rng = np.random.default_rng(seed)
    return language.counted(mix.draw(rng) for _ in range(texts))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=60_000)
    options = parser.parse_args()
    lines = language.to_lines(count(shipped_network().charset, options.texts))
    # Without the time of day, so that the same texts give the same file.
    language.COUNTS.write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main()
