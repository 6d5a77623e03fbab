"""Which crops can be learnt from: those a network can see and whose label it can write. The rest are named."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from domain.messages import Message, Worded
from ocr_lib.arrays import Grey
from ocr_lib.networks.architecture import steps, steps_needed
from ocr_lib.networks.charset import clean_label
from ocr_lib.recognition.preprocess import fit_height, padded_width

NARROWEST = 3
"""Pixels of height or width under which there is nothing to see."""


@dataclass(frozen=True)
class Item:
    """A crop as a file, and what it says.

    Attributes:
        image: an encoded picture (PNG, JPEG, …).
    """

    id: str
    image: bytes
    label: str


@dataclass(frozen=True)
class Rejected(Worded):
    """Why an item can't be learnt from."""

    id: str
    message: Message


def check_items(items: Iterable[Item]) -> tuple[list[Item], list[Rejected]]:
    """Part those that can be learnt from (labels cleaned) from those that can't."""
    accepted, rejected = [], []
    for item in items:
        reason = _reason(item)
        if reason is None:
            accepted.append(Item(item.id, item.image, clean_label(item.label)))
        else:
            rejected.append(Rejected(item.id, reason))
    return accepted, rejected


def decode(image: bytes) -> Grey | None:
    """The picture, uint8 grey [height, width]; None where it is broken."""
    if not image:
        return None
    found = cv2.imdecode(np.frombuffer(image, np.uint8), cv2.IMREAD_GRAYSCALE)
    return found if found is not None and found.size else None


def _reason(item: Item) -> Message | None:
    label = clean_label(item.label)
    if not label:
        return Message("its label is empty")
    if unshown := [c for c in label if unicodedata.category(c) in ("Cc", "Cs", "Cn", "Co")]:
        code = f"U+{ord(unshown[0]):04X}"
        return Message("its label has {code}, which no page shows", code=code)
    grey = decode(item.image)
    if grey is None:
        return Message("its picture is broken")
    if min(grey.shape) < NARROWEST:
        size = f"{grey.shape[1]}×{grey.shape[0]}"
        return Message("its picture is too small ({size})", size=size)
    fitted = fit_height(grey)
    if fitted is None or fitted.shape[0] != 64:
        return Message("its picture is higher than wide, which is not learnt from")
    room, needed = steps(padded_width(grey)), steps_needed(label)
    if needed > room:
        return Message(
            "its label is too long for its width (needs {needed} frames of {room})", needed=needed, room=room
        )
    return None
