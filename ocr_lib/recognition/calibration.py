"""Probabilities that what was read is right, by logistic models over what the recognisers say.

A recogniser's own probabilities are not frequencies: a network is too sure of what it misreads. The models are fitted on made
lines in faces the networks have not seen, by `python -m ocr_lib.training.calibrate`, which writes `calibration.json` beside
this file. They are fitted for the shipped networks and hold about as well for what fine-tuning makes of them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from ocr_lib.arrays import Floats, Picture
from ocr_lib.recognition.crop_quality import CropQuality, crop_quality
from ocr_lib.recognition.language import LONGEST, shipped_model
from ocr_lib.recognition.reading import Character, Reading
from ocr_lib.recognition.recognizer import CropReader
from ocr_lib.recognition.token_kinds import settled

COEFFICIENTS = Path(__file__).parent / "calibration.json"
TEXT_FEATURES = (
    "least", "mean", "sum", "lowest_frame", "score", "similarity",
    "not_asked", "length", "hangul", "latin", "digits", "confusable", "height", "width_of_character",
    "language", "contrast", "sharpness", "noise",
)  # fmt: skip
CHARACTER_FEATURES = (
    "own", "neighbours", "text", "similarity",
    "not_asked", "hangul", "latin", "digit", "confusable", "first", "last",
)  # fmt: skip
CERTAINTIES = frozenset(
    {"least", "mean", "sum", "lowest_frame", "score", "similarity", "own", "neighbours", "text"}
)
"""Features that may only raise a probability."""
CONFUSABLE = frozenset("0OoQD1lIi|!5S8B2Z6Gb9gq.,:;'`-_")
SMALLEST = 1e-4
"""Probabilities are kept this far from 0 and 1 before their logarithm is taken."""


@dataclass(frozen=True)
class Logistic:
    """A logistic model: a weight for each feature, and a bias."""

    weights: tuple[float, ...]
    bias: float

    def logit(self, features: Floats) -> Floats:
        """Log odds, float [rows], of features, float [rows, features]."""
        found: Floats = features @ np.asarray(self.weights) + self.bias
        return found


@dataclass(frozen=True)
class Calibration:
    """The fitted models.

    Args:
        texts: whether a whole text is right, by recogniser.
        characters: whether one character is right, by recogniser.
    """

    texts: dict[str, Logistic]
    characters: dict[str, Logistic]

    def text_logit(self, reading: Reading, quality: CropQuality) -> float:
        """Log odds that a reading of a crop of that quality is wholly right."""
        return float(self.texts[reading.recogniser].logit(text_features(reading, quality)))

    def calibrated(self, reading: Reading, quality: CropQuality) -> Reading:
        """The reading with its score and the probabilities of its characters replaced by calibrated ones.

        A reading without characters, as EasyOCR's word search gives them, keeps its score.
        """
        if not reading.characters:
            return reading
        logit = self.text_logit(reading, quality)
        logits = self.characters[reading.recogniser].logit(character_features(reading, logit))
        characters = tuple(
            replace(character, probability=float(probability))
            for character, probability in zip(reading.characters, _sigmoid(logits), strict=True)
        )
        return replace(reading, score=float(_sigmoid(np.array(logit))), characters=characters)


class CalibratedReader:
    """A reader of crops whose scores and probabilities are frequencies, and whose look-alikes are settled.

    Args:
        reader: reads the crops.
        calibration: fitted for its recognisers.
    """

    def __init__(self, reader: CropReader, calibration: Calibration) -> None:
        self._reader = reader
        self._calibration = calibration

    @property
    def custom(self) -> CropReader:
        """The custom network alone, with EasyOCR's scores."""
        return self._reader.custom

    @property
    def for_latin(self) -> CropReader:
        """The reader for pages without Hangul, calibrated too."""
        return CalibratedReader(self._reader.for_latin, self._calibration)

    def read(self, crops: Sequence[Picture]) -> list[Reading]:
        """What the crops (uint8 grey [height, width]) say, in their order; an empty crop says nothing."""
        return [
            self._calibration.calibrated(settled(reading), crop_quality(crop))
            for crop, reading in zip(crops, self._reader.read(crops), strict=True)
        ]


@cache
def shipped_calibration() -> Calibration:
    """That of the shipped networks."""
    return from_json(COEFFICIENTS.read_text(encoding="utf-8"))


def from_json(text: str) -> Calibration:
    """What `to_json` wrote.

    Raises:
        ValueError: it was fitted with other features.
    """
    found = json.loads(text)
    return Calibration(
        {name: _from_named(weights, TEXT_FEATURES) for name, weights in found["texts"].items()},
        {name: _from_named(weights, CHARACTER_FEATURES) for name, weights in found["characters"].items()},
    )


def to_json(calibration: Calibration) -> str:
    """Weights by the names of their features."""

    def named(models: dict[str, Logistic], features: tuple[str, ...]) -> dict[str, dict[str, float]]:
        return {
            name: {"bias": round(model.bias, 4)}
            | {feature: round(weight, 4) for feature, weight in zip(features, model.weights, strict=True)}
            for name, model in models.items()
        }

    whole = {
        "texts": named(calibration.texts, TEXT_FEATURES),
        "characters": named(calibration.characters, CHARACTER_FEATURES),
    }
    return json.dumps(whole, indent=1) + "\n"


def text_features(reading: Reading, quality: CropQuality) -> Floats:
    """The `TEXT_FEATURES` of a reading with at least one character, from a crop of that quality; float [features]."""
    probabilities = np.array([c.probability for c in reading.characters])
    logits = _logit(probabilities)
    count = len(probabilities)
    kinds = np.array([_kinds(c) for c in reading.characters]).mean(axis=0)
    return np.array(
        [
            logits.min(),
            logits.mean(),
            np.log(np.clip(probabilities, SMALLEST, 1)).sum(),
            _logit(np.array(reading.lowest_frame)),
            _logit(np.array(reading.score)),
            reading.similarity or 0.0,
            reading.similarity is None,
            np.log(count),
            *kinds,
            np.log(max(1, quality.height) / 32),
            np.log(max(1, quality.width) / max(1, quality.height) / count),
            _preference(reading.text),
            quality.contrast,
            quality.sharpness,
            quality.noise,
        ],
        dtype=float,
    )


def character_features(reading: Reading, text_logit: float) -> Floats:
    """The `CHARACTER_FEATURES` of each character; float [characters, features].

    Args:
        text_logit: log odds that the whole text is right.
    """
    logits = _logit(np.array([c.probability for c in reading.characters]))
    most = _logit(np.array(1.0))
    padded = np.concatenate([[most], logits, [most]])
    places = np.arange(len(logits))
    rows = [
        logits,
        np.minimum(padded[:-2], padded[2:]),
        np.full(len(logits), text_logit),
        np.full(len(logits), reading.similarity or 0.0),
        np.full(len(logits), reading.similarity is None),
        *np.array([_kinds(c) for c in reading.characters]).T,
        places == 0,
        places == len(logits) - 1,
    ]
    return np.array(rows, dtype=float).T


def expected_calibration_error(probabilities: Floats, right: Floats, bins: int = 15) -> float:
    """Mean distance between what was foretold and what happened, over bins of equal width, weighted by their size.

    Args:
        probabilities: float [items], 0 … 1.
        right: bool [items], whether each was right.
    """
    bin_of = np.minimum((probabilities * bins).astype(int), bins - 1)
    foretold = np.bincount(bin_of, weights=probabilities, minlength=bins)
    happened = np.bincount(bin_of, weights=right, minlength=bins)
    return float(np.abs(foretold - happened).sum() / max(1, len(probabilities)))


def _from_named(weights: dict[str, float], features: tuple[str, ...]) -> Logistic:
    if set(weights) != {"bias", *features}:
        raise ValueError(f"the calibration has other features: {', '.join(weights)}")
    return Logistic(tuple(weights[feature] for feature in features), weights["bias"])


def _preference(text: str) -> float:
    """How much likelier its syllables are after each other than by themselves, in the mean over all characters."""
    model = shipped_model()
    found = (
        model.preference(text[max(0, place - LONGEST + 1) : place], sign) for place, sign in enumerate(text)
    )
    return sum(found) / max(1, len(text))


def _kinds(character: Character) -> tuple[bool, bool, bool, bool]:
    """Hangul, Latin, a digit, easily taken for another."""
    text = character.text
    return "가" <= text <= "힣", text.isascii() and text.isalpha(), text.isdecimal(), text in CONFUSABLE


def _logit(probabilities: Floats) -> Floats:
    kept = np.clip(probabilities, SMALLEST, 1 - SMALLEST)
    found: Floats = np.log(kept / (1 - kept))
    return found


def _sigmoid(logits: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-logits))
    return found
