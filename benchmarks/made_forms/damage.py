"""What printers, scanners, fax machines and cameras do to a picture."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.made_forms.capture import Capture, moved_texts, scaled


def faint_thermal(capture: Capture, rng: np.random.Generator) -> Capture:
    """Thermal print that has faded, in bands along the paper, with worn print-head dots."""
    height, width = capture.picture.shape[:2]
    ink = 1 - capture.picture.astype(np.float32).mean(axis=2) / 255
    strength = float(rng.uniform(0.32, 0.5))
    bands = cv2.resize(
        rng.uniform(0.8, 1.1, (1, 9)).astype(np.float32), (width, 1), interpolation=cv2.INTER_CUBIC
    )
    along = cv2.resize(
        rng.uniform(0.85, 1.1, (8, 1)).astype(np.float32), (1, height), interpolation=cv2.INTER_CUBIC
    )
    field = strength * bands * along
    for x in rng.integers(0, width, 2):  # dead dots of the print head
        field[:, x : x + max(1, width // 600)] *= 0.3
    paper = np.array([246, 244, 240], np.float32)
    picture = paper - (ink * field)[:, :, None] * np.array([225, 222, 205], np.float32)
    return capture.with_picture(np.clip(picture, 0, 255).astype(np.uint8), "faint thermal")


def dot_matrix(capture: Capture, rng: np.random.Generator, dots: int = 3) -> Capture:
    """Printed by needles: each pixel of the drawing is a dot or none, `dots` pixels wide, some missing, the ribbon uneven."""
    ink = capture.picture.astype(np.float32).mean(axis=2) < 205
    ink &= rng.random(ink.shape) > 0.008
    height, width = ink.shape
    spread = np.zeros((height * dots, width * dots), np.float32)
    spread[dots // 2 :: dots, dots // 2 :: dots] = ink
    round_dot = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (dots, dots)).astype(np.float32)
    spread = cv2.GaussianBlur(np.minimum(cv2.filter2D(spread, -1, round_dot), 1), (0, 0), dots * 0.22)
    ribbon = cv2.resize(rng.uniform(0.62, 0.95, (12, 3)).astype(np.float32), spread.shape[::-1])
    grey = 250 - spread * ribbon * 205
    picture = np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)
    return replace(scaled(capture, dots), picture=picture, kinds=[*capture.kinds, "dot matrix"])


def skewed(capture: Capture, degrees: float) -> Capture:
    """Laid on a scanner's glass at an angle (counter-clockwise)."""
    height, width = capture.picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    picture = cv2.warpAffine(capture.picture, matrix, (width, height), borderValue=(255, 255, 255))

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.c_[points, np.ones(len(points))] @ matrix.T

    return replace(
        capture,
        picture=picture.astype(np.uint8),
        texts=moved_texts(capture.texts, move),
        kinds=[*capture.kinds, "skewed"],
    )


def scanned(capture: Capture, rng: np.random.Generator) -> Capture:
    """Grey paper, a little blur and noise."""
    height, width = capture.picture.shape[:2]
    paper = cv2.resize(rng.uniform(0.93, 1.0, (4, 4)).astype(np.float32), (width, height))
    picture = cv2.GaussianBlur(capture.picture, (0, 0), 0.5).astype(np.float32) * paper[:, :, None]
    picture += rng.normal(0, 4, (height, width, 1))
    return capture.with_picture(np.clip(picture, 0, 255).astype(np.uint8), "scan")


def faxed(capture: Capture, rng: np.random.Generator) -> Capture:
    """One bit a pixel, with specks and lost scan lines."""
    grey = cv2.cvtColor(capture.picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.6) + rng.normal(0, 14, grey.shape)
    black = grey < rng.uniform(170, 200)
    black |= rng.random(grey.shape) < 0.0008
    for row in rng.integers(0, len(black), 3):
        black[row] = False
    picture = np.where(black, 0, 255).astype(np.uint8)
    return capture.with_picture(np.repeat(picture[:, :, None], 3, axis=2), "bilevel fax")


def taken_by_phone(capture: Capture, rng: np.random.Generator, blur: float) -> Capture:
    """Out of focus or shaken, noisy, sharpened by the phone.

    Args:
        blur: standard deviation in pixels.
    """
    picture = cv2.GaussianBlur(capture.picture, (0, 0), blur).astype(np.float32)
    if rng.random() < 0.3:
        length = max(2, round(blur * 2.5))
        picture = cv2.filter2D(picture, -1, np.full((1, length), 1 / length, np.float32))
    noise = cv2.GaussianBlur(rng.normal(0, 9, picture.shape).astype(np.float32), (0, 0), 0.7)
    picture += noise
    picture += 0.5 * (picture - cv2.GaussianBlur(picture, (0, 0), 2))
    return capture.with_picture(np.clip(picture, 0, 255).astype(np.uint8), "phone blur")


def jpeg(capture: Capture, quality: int) -> tuple[bytes, str]:
    """The file of the picture, and its kind."""
    bgr = cv2.cvtColor(capture.picture, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError(f"no JPEG of a picture of {capture.picture.shape}")
    return data.tobytes(), f"JPEG {'30-50' if quality <= 50 else '51-70' if quality <= 70 else '71-90'}"
