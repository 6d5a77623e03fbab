"""EasyOCR's Korean network, by a stand-in of its shape: found by its hash, grown, and read by our class."""

from __future__ import annotations

import hashlib

import pytest
import torch
from easyocr.config import recognition_models

from ocr_lib.errors import NetworkRefused
from ocr_lib.networks.architecture import build
from ocr_lib.networks.charset import Charset
from ocr_lib.networks.files import shipped_network
from ocr_lib.networks.korean_g2 import (
    FILE_NAME,
    as_network,
    download_korean_g2,
    easyocr_folder,
    find_korean_g2,
)

PUBLISHED = recognition_models["gen2"]["korean_g2"]


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    torch.manual_seed(0)
    network = build(Charset(PUBLISHED["characters"]))
    path = tmp_path / "model" / FILE_NAME
    path.parent.mkdir()
    torch.save({f"module.{name}": value for name, value in network.state_dict().items()}, path)
    monkeypatch.setitem(PUBLISHED, "md5sum", hashlib.md5(path.read_bytes()).hexdigest())
    return path


def test_it_is_found_only_where_it_is_whole(stand_in, tmp_path):
    assert find_korean_g2([tmp_path / "nowhere", stand_in.parent]) == stand_in
    stand_in.write_bytes(stand_in.read_bytes()[:-1])
    assert find_korean_g2([stand_in.parent]) is None


def test_it_keeps_what_it_knew_and_gets_rows_for_the_rest(stand_in, tmp_path):
    shipped = shipped_network().charset
    made = as_network(stand_in, shipped, tmp_path / "network")
    known = len(PUBLISHED["characters"])
    assert made.charset.characters.startswith(PUBLISHED["characters"])
    assert set(made.charset.characters) == set(shipped.characters) | set(PUBLISHED["characters"])
    before = torch.load(stand_in, weights_only=True)["module.Prediction.weight"]
    after = made.state()["Prediction.weight"]
    assert torch.allclose(after[: known + 1], before.half().float())
    assert len(after) == made.charset.classes


def test_other_weights_under_its_name_are_refused(tmp_path):
    other = build(Charset("가나다"))
    path = tmp_path / FILE_NAME
    torch.save({f"module.{name}": value for name, value in other.state_dict().items()}, path)
    with pytest.raises(NetworkRefused, match="classes"):
        as_network(path, shipped_network().charset, tmp_path / "network")


def test_without_a_way_out_it_says_where_to_put_the_file(tmp_path, monkeypatch):
    monkeypatch.setitem(PUBLISHED, "url", "http://127.0.0.1:9/korean_g2.zip")
    with pytest.raises(NetworkRefused) as refusal:
        download_korean_g2(tmp_path / "model")
    assert str(tmp_path / "model") in refusal.value.ko


def test_easyocrs_folder_is_the_one_its_own_settings_name(tmp_path, monkeypatch):
    monkeypatch.setenv("EASYOCR_MODULE_PATH", str(tmp_path))
    assert easyocr_folder() == tmp_path / "model"
