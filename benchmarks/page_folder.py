"""A folder of pictures with their truth, as `benchmarks.real_pages` reads it and `benchmarks.made_forms` writes it.

    FOLDER/data/SET/PICTURE             pictures: PNG, JPEG
    FOLDER/data/SET/truth.json          {picture: [{"text", "box": [x0, y0, x1, y1]}]}, each with its "row" if known; or
    FOLDER/truth/SET/PICTURE.txt        one row of the page a line, cells separated by "|"
    FOLDER/halves.json                  optional: {set: {"looked": [picture], "unseen": [picture]}}
    FOLDER/kinds.json                   optional: {set: {picture: [kind]}}, for scores by kind

Without `halves.json` every second picture by name is "unseen".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from benchmarks.page_scoring import TrueText, Truth, is_capitals_only

ENDINGS = (".png", ".jpg", ".jpeg")
HALVES = ("looked", "unseen")
Half = Literal["looked", "unseen", "all"]


@dataclass(frozen=True)
class PageSet:
    """Pictures of one kind with their truth.

    Attributes:
        truths: by the picture's file name, in order of the names.
        kinds: by the picture's file name; empty where the folder names none.
    """

    name: str
    folder: Path
    truths: dict[str, Truth]
    kinds: dict[str, list[str]]

    @property
    def pictures(self) -> list[Path]:
        return [self.folder / name for name in self.truths]

    @property
    def language(self) -> Literal["ko", "en"]:
        """Korean where any truth holds Hangul."""
        texts = (_text(item) for truth in self.truths.values() for item in truth)
        return "ko" if any("가" <= sign <= "힣" for text in texts for sign in text) else "en"

    @property
    def is_capitals_only(self) -> bool:
        return is_capitals_only(self.truths.values())


def open_sets(
    root: Path, *, names: list[str] | None = None, half: Half = "all", pages: int | None = None
) -> list[PageSet]:
    """The sets of a folder.

    Args:
        names: which sets; None is all.
        half: which half of each set's pictures.
        pages: at most so many pictures of a set.

    Raises:
        ValueError: a named set isn't there.
    """
    there = sorted(path.name for path in (root / "data").iterdir() if path.is_dir())
    if missing := sorted(set(names or []) - set(there)):
        raise ValueError(f"no set {', '.join(missing)} in {root / 'data'}; there are {', '.join(there)}")
    halves, kinds = _json(root / "halves.json"), _json(root / "kinds.json")
    sets = []
    for name in names or there:
        folder = root / "data" / name
        truths = _truths(root, name)
        chosen = _half(sorted(truths), halves.get(name), half)[:pages]
        in_set = kinds.get(name, {})
        sets.append(
            PageSet(
                name,
                folder,
                {picture: truths[picture] for picture in chosen},
                {picture: in_set[picture] for picture in chosen if picture in in_set},
            )
        )
    return [one for one in sets if one.truths]


def load_picture(path: Path) -> NDArray[np.uint8]:
    """A picture as RGB [height, width, 3], turned as its EXIF says."""
    with Image.open(path) as picture:
        return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))


def _truths(root: Path, name: str) -> dict[str, Truth]:
    """The truth of each picture that has one."""
    folder = root / "data" / name
    pictures = {path.name for path in folder.iterdir() if path.suffix.lower() in ENDINGS}
    if (file := folder / "truth.json").exists():
        return {
            picture: [TrueText(item["text"], tuple(item["box"]), item.get("row")) for item in items]
            for picture, items in json.loads(file.read_text(encoding="utf-8")).items()
            if picture in pictures
        }
    texts = {path.name.removesuffix(".txt"): path for path in (root / "truth" / name).glob("*.txt")}
    return {
        picture: texts[picture].read_text(encoding="utf-8").splitlines()
        for picture in pictures
        if picture in texts
    }


def _half(names: list[str], halves: dict[str, list[str]] | None, half: Half) -> list[str]:
    if half == "all":
        return names
    if halves is None:
        return names[HALVES.index(half) :: 2]
    return [name for name in names if name in set(halves[half])]


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _text(item: TrueText | str) -> str:
    return item.text if isinstance(item, TrueText) else item
