"""LMDB as deep-text-recognition-benchmark reads and writes it."""

from __future__ import annotations

import io

import cv2
import lmdb
import numpy as np
import pytest
from PIL import Image

from ocr_lib.datasets.lmdb_files import read_lmdb, write_lmdb
from ocr_lib.errors import TrainingRefused

LABELS = ["합계 1,200", "탭\t과 / 따옴표 \"'", "(주)디엘이엔씨"]


@pytest.fixture
def samples():
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 255, (32, 90 + n), dtype=np.uint8) for n in range(3)]
    return [(bytes(cv2.imencode(".png", p)[1]), label) for p, label in zip(pictures, LABELS, strict=True)]


def test_what_is_written_is_read(tmp_path, samples):
    assert write_lmdb(tmp_path / "train", samples) == 3
    read = list(read_lmdb(tmp_path / "train"))
    assert [label for _, label in read] == LABELS
    assert [image.shape for image, _ in read] == [(32, 90), (32, 91), (32, 92)]


def test_its_keys_are_those_the_benchmarks_own_loader_asks_for(tmp_path, samples):
    write_lmdb(tmp_path / "train", samples)
    # As LmdbDataset of deep-text-recognition-benchmark opens and reads it.
    env = lmdb.open(
        str(tmp_path / "train"), max_readers=32, readonly=True, lock=False, readahead=False, meminit=False
    )
    with env.begin(write=False) as txn:
        assert int(txn.get(b"num-samples")) == 3
        label = txn.get(b"label-%09d" % 2).decode("utf-8")
        image = Image.open(io.BytesIO(txn.get(b"image-%09d" % 2))).convert("L")
    env.close()
    assert label == LABELS[1]
    assert image.size == (91, 32)


def test_writing_again_replaces_and_a_writer_that_fails_leaves_the_old_one(tmp_path, samples):
    write_lmdb(tmp_path / "train", samples)

    def failing():
        yield samples[0]
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_lmdb(tmp_path / "train", failing())
    assert len(list(read_lmdb(tmp_path / "train"))) == 3
    assert write_lmdb(tmp_path / "train", samples[:1]) == 1
    assert len(list(read_lmdb(tmp_path / "train"))) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["train"]


def test_an_empty_set_is_a_set_and_what_is_none_is_refused(tmp_path):
    write_lmdb(tmp_path / "valid", [])
    assert list(read_lmdb(tmp_path / "valid")) == []
    (tmp_path / "none").mkdir()
    with pytest.raises(TrainingRefused):
        list(read_lmdb(tmp_path / "none"))
