"""Bounds of a night by which it makes and reads few general lines: thousands take minutes, and have tests of their own."""

from __future__ import annotations

FEW: dict[str, dict[str, object]] = {
    "ocr_lib.gate.general_set": {"SIZES": {"ko": 20, "en": 20, "digits": 20, "syllables": 5, "signs": 5}},
    "ocr_lib.training.fine_tune": {"GENERAL_LINES": 100, "MIXING_LINES": 60, "LEAST_MIXING_LINES": 60},
}
"""Values of constants by module and name."""
