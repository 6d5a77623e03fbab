"""Bounds of a night by which it makes and reads a few hundred general lines: thousands take minutes, and have tests of their own.

So many that one character more that is read wrong keeps no network back.
"""

from __future__ import annotations

FEW: dict[str, dict[str, object]] = {
    "ocr_lib.gate.general_set": {
        "SIZES": {"ko": 150, "en": 100, "digits": 100, "syllables": 60, "signs": 20}
    },
    "ocr_lib.training.fine_tune": {"GENERAL_LINES": 100, "MIXING_LINES": 300, "LEAST_MIXING_LINES": 300},
}
"""Values of constants by module and name."""
