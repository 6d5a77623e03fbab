"""Photographs of sheets: perspective, desks, hands, shadows, camera."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.made_forms.capture import Bend, Capture, Points, crumple, curve, moved_texts, no_bend

DISTANCE = 2.4
"""Of the camera, in longer sides of the sheet."""
MARGIN = 0.09
"""Of the picture around the sheet, as a share of the picture's longer side."""
SKIN = ((224, 172, 140), (198, 140, 108), (236, 190, 164))


@dataclass(frozen=True)
class Scene:
    """How a sheet is photographed.

    Attributes:
        desk: "dark", "wood", "plain" or "cloth".
        tilt: degrees by which the sheet leans away from the camera.
        turn: degrees by which it is turned in the picture.
        bend: "flat", "curved" or "crumpled".
        longer_side: of the picture in pixels.
    """

    desk: str
    tilt: float
    turn: float
    bend: str
    longer_side: int
    has_hand: bool
    has_shadow: bool


def photographed(capture: Capture, scene: Scene, rng: np.random.Generator) -> Capture:
    """A photograph of a flat capture; the truth's boxes move along."""
    height, width = capture.picture.shape[:2]
    bend, shade = no_bend((height, width)), np.ones((height, width), np.float32)
    if scene.bend == "curved":
        bend = curve((height, width), rng, float(rng.uniform(0.012, 0.024)))
        roll = np.sin(np.linspace(0, np.pi * rng.uniform(1, 2), width) + rng.uniform(0, 3))
        shade = (shade + 0.1 * roll[None, :]).astype(np.float32)
    elif scene.bend == "crumpled":
        bend, shade = crumple((height, width), rng, 0.0022)
    sheet = np.clip(capture.picture * shade[:, :, None], 0, 255).astype(np.uint8)
    matrix, size = _homography((height, width), scene, rng)
    picture, cover = _seen(sheet, bend, matrix, size)
    desk = _desk(scene.desk, size, rng)
    soft = cv2.GaussianBlur(np.roll(cover, (size[0] // 160, size[0] // 200), (0, 1)), (0, 0), size[0] / 160)
    desk *= 1 - 0.45 * soft[:, :, None]
    picture = picture * cover[:, :, None] + desk * (1 - cover[:, :, None])

    def move(points: Points) -> Points:
        return np.asarray(cv2.perspectiveTransform(bend.move(points)[None], matrix)[0], float)

    texts = moved_texts(capture.texts, move)
    kinds = [*capture.kinds, "photograph", f"{scene.desk} desk", f"{scene.bend} sheet"]
    kinds.append("perspective over 12°" if scene.tilt > 12 else "perspective to 12°")
    if scene.has_hand and _add_hand(picture, cover, texts, rng):
        kinds.append("hand")
    if scene.has_shadow:
        picture *= _shadow(size, rng)[:, :, None]
        kinds.append("shadow")
    picture *= _light(size, rng)
    return replace(capture, picture=np.clip(picture, 0, 255).astype(np.uint8), texts=texts, kinds=kinds)


def _homography(
    shape: tuple[int, int], scene: Scene, rng: np.random.Generator
) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """From the sheet to the picture, and the picture's [height, width]."""
    height, width = shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], float)
    flat = (corners - (width / 2, height / 2)) / max(shape)
    lean, way = np.deg2rad(scene.tilt), rng.uniform(0, 2 * np.pi)
    turn = np.deg2rad(scene.turn)
    flat = flat @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    axis = np.array([np.cos(way), np.sin(way), 0.0]) * lean
    rotation, _ = cv2.Rodrigues(axis)
    space = np.c_[flat, np.zeros(4)] @ rotation.T
    seen = space[:, :2] / (DISTANCE + space[:, 2:])
    seen -= seen.min(axis=0)
    wide, high = seen.max(axis=0)
    inside = scene.longer_side * (1 - 2 * MARGIN)
    seen *= inside / max(wide, high)
    size = np.ceil(seen.max(axis=0) + 2 * MARGIN * scene.longer_side).astype(int)
    seen += MARGIN * scene.longer_side
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    return matrix, (int(size[1]), int(size[0]))


def _seen(
    sheet: NDArray[np.uint8], bend: Bend, matrix: NDArray[np.float64], size: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The bent sheet in the picture, and how much of each pixel it covers."""
    ys, xs = np.mgrid[0 : size[0], 0 : size[1]].astype(float)
    points = np.stack([xs.ravel(), ys.ravel()], axis=1)
    before = cv2.perspectiveTransform(points[None], np.linalg.inv(matrix))[0]
    source = bend.sources(before).astype(np.float32).reshape(*size, 2)
    shrink = np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    if shrink < 0.8:  # remap samples single pixels, so what is reduced is blurred first
        sheet = cv2.GaussianBlur(sheet, (0, 0), 0.35 / shrink)
    seen = cv2.remap(sheet, source[..., 0], source[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    height, width = sheet.shape[:2]
    inside = np.minimum.reduce(
        [source[..., 0], source[..., 1], width - 1 - source[..., 0], height - 1 - source[..., 1]]
    )
    return seen.astype(np.float32), np.clip(inside * shrink + 0.5, 0, 1).astype(np.float32)


def _desk(kind: str, size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    height, width = size
    u, v = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    if kind == "wood":
        bend = cv2.resize(
            rng.normal(0, 1, (5, 3)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        grain = 0.5 + 0.5 * np.sin((v + 0.05 * bend) * rng.uniform(90, 150) + 2 * bend)
        fine = cv2.resize(rng.normal(0, 1, (height // 2, 12)).astype(np.float32), (width, height))
        tone = 0.75 + 0.2 * grain + 0.05 * fine
        boards = 1 - 0.55 * (np.abs((v * 3.3 + 0.2) % 1 - 0.5) > 0.492)
        return (np.array([166, 118, 74]) * (tone * boards)[:, :, None]).astype(np.float32)
    if kind == "cloth":
        threads = 0.85 + 0.1 * np.sin(u * width * 0.9) * np.sin(v * height * 0.9)
        return (np.array([70, 84, 120]) * threads[:, :, None]).astype(np.float32)
    colour = np.array([46, 46, 50] if kind == "dark" else [188, 186, 180])
    cloud = cv2.resize(
        rng.uniform(0.8, 1.2, (4, 4)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    desk = colour * (cloud + rng.normal(0, 0.03, size))[:, :, None]
    # Another sheet lies at the picture's edge.
    corner = [(width * 0.9, -5), (width + 5, -5), (width + 5, height * 0.4), (width * 0.95, height * 0.42)]
    cv2.fillPoly(desk, [np.array(corner, np.int32)], (214, 212, 206))
    return desk.astype(np.float32)


def _add_hand(
    picture: NDArray[np.float32], cover: NDArray[np.float32], texts: list, rng: np.random.Generator
) -> bool:
    """Draw a thumb that holds the sheet's left or right edge, where it covers no text."""
    height, width = cover.shape
    thick = int(0.055 * max(cover.shape))
    for _ in range(60):
        y, is_left = int(rng.uniform(0.3, 0.85) * height), bool(rng.random() < 0.5)
        inside = np.flatnonzero(cover[y] > 0.5)
        if not len(inside):
            continue
        edge = int(inside[0] if is_left else inside[-1])
        tip = edge + (1 if is_left else -1) * int(thick * rng.uniform(-0.45, 0.5))
        low, high = (0, tip + 0.8 * thick) if is_left else (tip - 0.8 * thick, width)
        box = (low, y - 1.6 * thick, high, y + 1.6 * thick)
        if any(
            text.box[0] < box[2] and text.box[2] > box[0] and text.box[1] < box[3] and text.box[3] > box[1]
            for text in texts
        ):
            continue
        outside = -2 * thick if is_left else width + 2 * thick
        mask = np.zeros(cover.shape, np.float32)
        cv2.line(mask, (outside, y + thick), (tip, y), 1.0, int(thick * 1.5), cv2.LINE_AA)
        mask = cv2.GaussianBlur(mask, (0, 0), thick / 25)
        shade = cv2.GaussianBlur(mask, (0, 0), thick / 3)
        skin = np.array(SKIN[int(rng.integers(len(SKIN)))]) * (0.55 + 0.45 * shade[:, :, None])
        nail = np.zeros(cover.shape, np.float32)
        way = 1 if is_left else -1
        cv2.ellipse(
            nail, (tip + way * thick // 5, y), (thick // 2, thick // 3), 0, 0, 360, 0.5, -1, cv2.LINE_AA
        )
        skin = skin * (1 - nail[:, :, None]) + np.array([240, 205, 196]) * nail[:, :, None]
        picture *= 1 - 0.35 * (shade * (1 - mask))[:, :, None]
        picture *= 1 - mask[:, :, None]
        picture += skin * mask[:, :, None]
        return True
    return False


def _shadow(size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """The shadow of the photographer: a darker region with a soft edge."""
    height, width = size
    mask = np.zeros(size, np.float32)
    x, slope = rng.uniform(0.25, 0.75) * width, rng.uniform(-0.5, 0.5) * width
    side = 0 if rng.random() < 0.5 else width
    corners = [(side, 0), (x + slope, 0), (x - slope, height), (side, height)]
    cv2.fillPoly(mask, [np.array(corners, np.int32)], 1.0)
    mask = cv2.GaussianBlur(mask, (0, 0), max(size) * float(rng.uniform(0.006, 0.03)))
    return 1 - float(rng.uniform(0.3, 0.5)) * mask


def _light(size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """Uneven light of some tint, [height, width, 3]."""
    field = cv2.resize(
        rng.uniform(0.72, 1.02, (3, 3)).astype(np.float32), size[::-1], interpolation=cv2.INTER_CUBIC
    )
    tint = 1 + rng.uniform(-0.07, 0.05) * np.array([-1.0, 0.1, 1.6])
    return (field[:, :, None] * tint * 0.95).astype(np.float32)
