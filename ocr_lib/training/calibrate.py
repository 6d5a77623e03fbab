"""Fits the probabilities that readings and characters are right, on made lines and pages in faces that no network has learnt.

    python -m ocr_lib.training.calibrate [--lines N] [--pages N] [--seed N] [--cache FOLDER] [--check]

To be run again whenever a shipped network changes: it takes some minutes of one processor, writes
`ocr_lib/recognition/calibration.json` and prints the expected calibration errors before and after, each fitted on
half of the faces and measured on those of the other half. `--check` writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ocr_lib.arrays import Floats
from ocr_lib.recognition import calibration as models
from ocr_lib.recognition.arbitration import decided, is_sure_latin
from ocr_lib.recognition.calibration import Calibration
from ocr_lib.recognition.crop_quality import CropQuality
from ocr_lib.recognition.reading import BOTH, CUSTOM, PPOCR, RECOGNISERS, Reading
from ocr_lib.recognition.token_kinds import settled
from ocr_lib.scoring import plain
from ocr_lib.training.logistic import fit_logistic
from ocr_lib.training.made_examples import Example, ExampleMaker


@dataclass(frozen=True)
class _Judged:
    """A reading that may be fitted on."""

    reading: Reading
    truth: str
    quality: CropQuality

    @property
    def is_right(self) -> bool:
        return plain(self.reading.text) == plain(self.truth)


def fit(examples: Sequence[Example]) -> Calibration:
    """The models of each recogniser."""
    whole = {
        CUSTOM: list(_readings(examples, CUSTOM)),
        PPOCR: list(_readings(examples, PPOCR)),
    }
    first = _fitted(whole)
    mixed = [
        _Judged(settled(decided(e.attempt)), e.truth, e.attempt.quality)
        for e in examples
        if any(answer.stretch is not None for answer in e.attempt.answers)
    ]
    second = _fitted({BOTH: mixed}, prior=first) if mixed else Calibration({}, {})
    return Calibration({**first.texts, **second.texts}, {**first.characters, **second.characters})


def right_characters(read: str, truth: str) -> Floats:
    """Which characters of a text that was read are in the truth too, by the alignment with the fewest edits; bool [characters]."""
    from rapidfuzz.distance import Levenshtein

    right = np.zeros(len(read), dtype=bool)
    for block in Levenshtein.opcodes(read, truth):
        if block.tag == "equal":
            right[block.src_start : block.src_end] = True
    return right


def _readings(examples: Iterable[Example], recogniser: str) -> Iterator[_Judged]:
    """Whole readings by one recogniser, whichever was believed."""
    for example in examples:
        attempt = example.attempt
        for reading in attempt.whole:
            if reading.recogniser == recogniser and reading.characters:
                yield _Judged(reading, example.truth, attempt.quality)
                if recogniser == PPOCR and is_sure_latin(reading):
                    # As on pages without Hangul, where the custom network isn't asked.
                    yield _Judged(replace(reading, similarity=None), example.truth, attempt.quality)


def _fitted(judged: dict[str, list[_Judged]], prior: Calibration | None = None) -> Calibration:
    # Lines of both recognisers are few, and most of their characters are the custom network's.
    text_prior = None if prior is None else prior.texts[CUSTOM]
    character_prior = None if prior is None else prior.characters[CUSTOM]
    texts, characters = {}, {}
    for name, items in judged.items():
        features = np.array([models.text_features(i.reading, i.quality) for i in items])
        right = np.array([i.is_right for i in items])
        texts[name] = fit_logistic(features, right, models.TEXT_FEATURES, models.CERTAINTIES, text_prior)
        logits = texts[name].logit(features)
        rows = [models.character_features(i.reading, logit) for i, logit in zip(items, logits, strict=True)]
        hits = [right_characters(i.reading.text, i.truth) for i in items]
        characters[name] = fit_logistic(
            np.concatenate(rows),
            np.concatenate(hits),
            models.CHARACTER_FEATURES,
            models.CERTAINTIES,
            character_prior,
        )
    return Calibration(texts, characters)


def report(examples: Sequence[Example]) -> Iterator[str]:
    """The errors of calibration, each half of the faces foretold from the other."""
    halves = [[e for e in examples if zlib.crc32(e.face.encode()) % 2 == half] for half in (0, 1)]
    pairs = []
    for own, other in (halves, reversed(halves)):
        calibration = fit(other)
        for example in own:
            attempt = example.attempt
            reading = settled(decided(attempt))
            after = calibration.calibrated(reading, attempt.quality)
            pairs.append((example.truth, reading, after))
    for name in ("all", *RECOGNISERS):
        chosen = [p for p in pairs if name in ("all", p[1].recogniser) and p[1].characters]
        if not chosen:
            continue
        right = np.array([plain(r.text) == plain(truth) for truth, r, _ in chosen])
        hits = np.concatenate([right_characters(r.text, truth) for truth, r, _ in chosen])
        errors = [
            (_error([r.score for r in readings], right), _error(_probabilities(readings), hits))
            for readings in ([p[1] for p in chosen], [p[2] for p in chosen])
        ]
        (text_before, character_before), (text_after, character_after) = errors
        yield (
            f"{name:13} {len(chosen):6} texts, {right.mean():.3f} right: {text_before:.4f} -> {text_after:.4f}; "
            f"{len(hits):7} characters, {hits.mean():.4f} right: {character_before:.4f} -> {character_after:.4f}"
        )


def _probabilities(readings: Iterable[Reading]) -> list[float]:
    return [character.probability for reading in readings for character in reading.characters]


def _error(probabilities: Sequence[float], right: Floats) -> float:
    return models.expected_calibration_error(np.array(probabilities), right)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=1200)
    parser.add_argument("--pages", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, help="folder for the converted network")
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args()
    maker = ExampleMaker(options.seed, cache=options.cache)
    examples = [*maker.lines(options.lines), *maker.pages(options.pages)]
    sys.stdout.write("expected calibration error, before -> after\n")
    sys.stdout.writelines(f"{line}\n" for line in report(examples))
    if not options.check:
        models.COEFFICIENTS.write_text(models.to_json(fit(examples)), encoding="utf-8")


if __name__ == "__main__":
    main()
