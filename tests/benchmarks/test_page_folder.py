"""The layout of a folder of pictures with their truth."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.page_folder import load_picture, open_sets
from benchmarks.page_scoring import TrueText


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("boxed/a.png", "boxed/b.jpg", "rows/c.png", "rows/d.PNG", "rows/e.png", "rows/untold.png"):
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (40, 20), "white").save(path)
    truth = {"a.png": [{"text": "TOTAL", "box": [1, 2, 30, 12]}], "b.jpg": [], "gone.png": []}
    (tmp_path / "data" / "boxed" / "truth.json").write_text(json.dumps(truth))
    (tmp_path / "truth" / "rows").mkdir(parents=True)
    for name in ("c.png", "d.PNG", "e.png"):
        (tmp_path / "truth" / "rows" / f"{name}.txt").write_text("합계|1,200\n", encoding="utf-8")
    return tmp_path


def test_both_kinds_of_truth_are_read(root: Path) -> None:
    boxed, rows = open_sets(root)
    assert boxed.truths == {"a.png": [TrueText("TOTAL", (1, 2, 30, 12))], "b.jpg": []}
    assert rows.truths == {name: ["합계|1,200"] for name in ("c.png", "d.PNG", "e.png")}
    assert (boxed.language, rows.language) == ("en", "ko")
    assert (boxed.is_capitals_only, rows.is_capitals_only) == (True, False)


def test_halves_alternate_by_name_or_follow_the_file(root: Path) -> None:
    assert list(open_sets(root, names=["rows"], half="looked")[0].truths) == ["c.png", "e.png"]
    assert list(open_sets(root, names=["rows"], half="unseen")[0].truths) == ["d.PNG"]
    halves = {"rows": {"looked": ["d.PNG"], "unseen": ["c.png", "e.png"]}}
    (root / "halves.json").write_text(json.dumps(halves))
    assert list(open_sets(root, names=["rows"], half="looked")[0].truths) == ["d.PNG"]
    assert list(open_sets(root, names=["rows"], half="unseen", pages=1)[0].truths) == ["c.png"]


def test_kinds_are_those_of_the_pictures_chosen(root: Path) -> None:
    (root / "kinds.json").write_text(json.dumps({"rows": {"c.png": ["fax"], "d.PNG": ["scan"]}}))
    (rows,) = open_sets(root, names=["rows"], half="looked")
    assert rows.kinds == {"c.png": ["fax"]}


def test_a_set_that_is_not_there_is_named(root: Path) -> None:
    with pytest.raises(ValueError, match="no set missing"):
        open_sets(root, names=["missing", "rows"])


def test_pictures_are_turned_as_their_exif_says(tmp_path: Path) -> None:
    picture = Image.new("RGB", (40, 20), "white")
    picture.putpixel((0, 0), (0, 0, 0))
    exif = Image.Exif()
    exif[274] = 6  # the top of the page is on the right of the file's picture
    picture.save(tmp_path / "a.png", exif=exif)
    turned = load_picture(tmp_path / "a.png")
    assert turned.shape == (40, 20, 3)
    assert np.argwhere(turned.sum(axis=2) == 0).tolist() == [[0, 19]]
