"""Which pages are made: by number, a kind of paper and how it was printed and captured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from benchmarks.made_forms.capture import Capture, flat, scaled
from benchmarks.made_forms.contents import Language
from benchmarks.made_forms.damage import dot_matrix, faint_thermal, faxed, scanned, skewed, taken_by_phone
from benchmarks.made_forms.forms import application, dense_table, notice, ruled_form
from benchmarks.made_forms.photographs import Scene, photographed
from benchmarks.made_forms.sheet import Sheet
from benchmarks.made_forms.slips import receipt, screenshot

Paper = Callable[[np.random.Generator, Language, float, int], tuple[Sheet, list[str]]]
SCAN_DPI = (100, 150, 200, 300, 600)
PHOTO_DPI = 220.0
NEEDLE_DPI = 170.0
"""Dots per inch of a dot-matrix printer."""
DESKS = ("dark", "wood", "plain", "cloth")
RECIPES: tuple[tuple[str, Paper, str], ...] = (
    ("ko", ruled_form, "scan"),
    ("ko", receipt, "photo"),
    ("en", ruled_form, "scan"),
    ("ko", application, "photo"),
    ("ko", dense_table, "scan"),
    ("ko", receipt, "thermal photo"),
    ("ko", ruled_form, "fax"),
    ("en", receipt, "thermal scan"),
    ("ko", notice, "photo"),
    ("ko", receipt, "needles"),
    ("ko", ruled_form, "photo"),
    ("en", notice, "fax"),
    ("ko", receipt, "crumpled photo"),
    ("ko", application, "scan"),
    ("en", receipt, "photo"),
    ("ko", dense_table, "photo"),
    ("ko", notice, "scan"),
    ("en", application, "photo"),
    ("ko", receipt, "curved photo"),
    ("en", receipt, "needles"),
)
SCREENSHOT_EVERY = 11
"""One page in so many is a screenshot."""


def made_capture(number: int, seed: int) -> tuple[Language, Capture]:
    """The page of a number: which kind follows from it, everything else from the seed too."""
    rng = np.random.default_rng([seed, number])
    if number % SCREENSHOT_EVERY == SCREENSHOT_EVERY - 1:
        language: Language = "en" if number % 3 == 0 else "ko"
        return language, flat(*screenshot(rng, language))
    name, paper, capture = RECIPES[number % len(RECIPES)]
    language = "en" if name == "en" else "ko"
    # Kinds take turns rather than being drawn, so that few pages have all of them.
    variant = sum(RECIPES[n % len(RECIPES)][1] is paper for n in range(number))
    captured = sum(RECIPES[n % len(RECIPES)][2].endswith(capture.split()[-1]) for n in range(number))

    def drawn(dpi: float) -> Capture:
        return flat(*paper(rng, language, dpi, variant))

    if capture == "needles":
        return language, _needles(rng, drawn(NEEDLE_DPI))
    if capture == "fax":
        made = drawn(200.0)
        return language, faxed(skewed(made, float(rng.uniform(-1.5, 1.5))), rng)
    if capture.endswith("scan"):
        dpi = float(SCAN_DPI[captured % len(SCAN_DPI)])
        return language, _scan(rng, drawn(dpi), dpi, is_thermal=capture.startswith("thermal"))
    return language, _photo(rng, drawn(PHOTO_DPI), capture, captured)


def _scan(rng: np.random.Generator, made: Capture, dpi: float, *, is_thermal: bool) -> Capture:
    if is_thermal:
        made = faint_thermal(made, rng)
    made = scanned(skewed(made, float(rng.uniform(-4, 4))), rng)
    return replace(made, kinds=[*made.kinds, f"{dpi:.0f} dpi"])


def _needles(rng: np.random.Generator, made: Capture) -> Capture:
    made = dot_matrix(made, rng)
    return scanned(skewed(scaled(made, float(rng.uniform(0.6, 0.9))), float(rng.uniform(-2, 2))), rng)


def _photo(rng: np.random.Generator, made: Capture, capture: str, nth: int) -> Capture:
    if capture.startswith("thermal"):
        made = faint_thermal(made, rng)
    is_slip = "receipt" in made.kinds
    bend = capture.split()[0] if capture.startswith(("curved", "crumpled")) else "flat"
    scene = Scene(
        desk=DESKS[nth % len(DESKS)],
        tilt=float(rng.uniform(3, 25)),
        turn=float(rng.uniform(-9, 9)),
        bend=bend,
        longer_side=int(rng.uniform(1900, 2600) if is_slip else rng.uniform(2500, 3200)),
        has_hand=nth % 3 == 0,
        has_shadow=bool(rng.random() < 0.5),
    )
    return taken_by_phone(photographed(made, scene, rng), rng, float(rng.uniform(0.7, 1.5)))
