"""Probabilities that readings are right: their errors, their order, and where they come from."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from ocr_lib.recognition.calibration import (
    CERTAINTIES,
    CHARACTER_FEATURES,
    TEXT_FEATURES,
    CalibratedReader,
    expected_calibration_error,
    from_json,
    shipped_calibration,
    text_features,
    to_json,
)
from ocr_lib.recognition.crop_quality import CropQuality
from ocr_lib.recognition.reading import CUSTOM, PPOCR, RECOGNISERS, Character, Reading


def reading(text, *probabilities, recogniser=CUSTOM, lowest=None):
    width = 1 / max(1, len(text))
    characters = tuple(
        Character(c, p, n * width, (n + 1) * width)
        for n, (c, p) in enumerate(zip(text, probabilities, strict=True))
    )
    lowest = min(probabilities) if lowest is None else lowest
    return Reading(text, float(np.prod(probabilities)), characters, recogniser, lowest)


def test_the_error_is_the_distance_between_what_was_foretold_and_what_happened():
    right = np.array([True, True, True, False])
    assert expected_calibration_error(np.full(4, 0.75), right) == pytest.approx(0.0)
    assert expected_calibration_error(np.full(4, 0.95), right) == pytest.approx(0.2)


def test_errors_of_different_bins_do_not_cancel():
    right = np.array([True, True, False, False])
    assert expected_calibration_error(np.array([0.5, 0.5, 0.5, 0.5]), right) == pytest.approx(0.0)
    assert expected_calibration_error(np.array([0.0, 0.0, 1.0, 1.0]), right) == pytest.approx(1.0)
    assert expected_calibration_error(np.array([1.0, 1.0, 0.0, 0.0]), right) == pytest.approx(0.0)


@pytest.mark.parametrize("recogniser", RECOGNISERS)
def test_a_surer_reading_never_gets_a_smaller_probability(recogniser):
    steps = [0.2, 0.5, 0.8, 0.95, 0.99, 0.9999]
    read = [reading("A12가", 0.9, p, 0.9, 0.9, recogniser=recogniser) for p in steps]
    found = [shipped_calibration().calibrated(one, CropQuality(32, 120)) for one in read]
    assert all(a.score <= b.score for a, b in pairwise(found))
    own = [one.characters[1].probability for one in found]
    assert own == sorted(own)
    assert own[0] < own[-1]


@pytest.mark.parametrize("recogniser", RECOGNISERS)
def test_agreement_of_the_other_recogniser_never_makes_a_text_less_probable(recogniser):
    read = reading("A-17", 0.9, 0.9, 0.9, 0.9, recogniser=recogniser)
    alike, unlike = (
        shipped_calibration().calibrated(replace(read, similarity=s), CropQuality(32, 90)).score
        for s in (1.0, 0.25)
    )
    assert unlike <= alike


def test_certainties_weigh_nothing_or_more():
    shipped = shipped_calibration()
    for models, names in ((shipped.texts, TEXT_FEATURES), (shipped.characters, CHARACTER_FEATURES)):
        assert set(models) == set(RECOGNISERS)
        for model in models.values():
            assert all(
                weight >= 0 for name, weight in zip(names, model.weights, strict=True) if name in CERTAINTIES
            )


def test_features_are_finite_for_a_text_that_is_surely_wrong_in_a_crop_without_height():
    assert np.isfinite(text_features(reading("1", 0.0), CropQuality(0, 0))).all()


def test_what_is_written_is_read_again():
    shipped = shipped_calibration()
    assert from_json(to_json(shipped)) == shipped


def test_coefficients_of_other_features_are_refused():
    written = to_json(shipped_calibration()).replace('"least"', '"largest"')
    with pytest.raises(ValueError, match="largest"):
        from_json(written)


class Fixed:
    def __init__(self, *readings):
        self.readings = list(readings)
        self.custom = self

    def read(self, crops):
        return self.readings


def test_places_and_texts_stay_and_the_custom_network_alone_keeps_its_own_scores():
    raw = [reading("A1", 0.9, 0.8, recogniser=PPOCR), Reading("", 0.0), Reading("가나", 0.4)]
    reader = CalibratedReader(Fixed(*raw), shipped_calibration())
    crops = [np.zeros((30, 60), np.uint8), np.zeros((0, 0), np.uint8), np.zeros((30, 60), np.uint8)]
    first, empty, without_characters = reader.read(crops)
    assert (first.text, first.recogniser) == ("A1", PPOCR)
    assert [(c.text, c.start, c.end) for c in first.characters] == [("A", 0.0, 0.5), ("1", 0.5, 1.0)]
    assert first.score != raw[0].score
    assert (empty, without_characters) == (raw[1], raw[2])
    assert reader.custom.read(crops) == raw
