"""The manifest of a training: the items a network learns from and those that judge it, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ocr_lib.datasets.splitting import TRAIN, VALIDATION


@dataclass(frozen=True)
class ManifestItem:
    """A text people labelled.

    Attributes:
        document: id of the document it was read from.
        crop: key of its picture in the store.
        sha256: of that picture, hexadecimal.
        label: what it says, as `clean_label` gives it.
        read: what the network in use read.
        selected: whether people chose it to be learnt; others were learnt before.
        part: `splitting.TRAIN` or `splitting.VALIDATION`.
    """

    text_id: str
    document: str
    crop: str
    sha256: str
    label: str
    read: str
    selected: bool
    part: str


def count_by_part(items: Sequence[ManifestItem]) -> dict[str, int]:
    """How many items are learnt from and how many judge; a part without items counts 0."""
    return {part: sum(item.part == part for item in items) for part in (TRAIN, VALIDATION)}


def to_json_lines(items: Sequence[ManifestItem]) -> bytes:
    """UTF-8, a line for each item; read by `from_json_lines`."""
    return "".join(json.dumps(asdict(item), ensure_ascii=False) + "\n" for item in items).encode()


def from_json_lines(data: bytes) -> list[ManifestItem]:
    """What `to_json_lines` wrote.

    Raises:
        TypeError: an item has other entries than those of `ManifestItem`.
        ValueError: a line is no JSON, or the file is not UTF-8.
    """
    # Only line feeds part items: labels may hold other characters that end lines, such as U+2028.
    return [ManifestItem(**json.loads(line)) for line in data.decode().split("\n") if line]
