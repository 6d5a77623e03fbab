"""A network's folder is whole and ours, or refused; nothing in it is ever run to find out."""

from __future__ import annotations

import pickle

import pytest
import torch
import yaml

from ocr_lib.errors import NetworkRefused
from ocr_lib.networks.architecture import build, grow_head
from ocr_lib.networks.charset import Charset
from ocr_lib.networks.files import open_network, shipped_network, write_network

CHARSET = Charset(" \"'#:-가나다abc{}")


@pytest.fixture
def network(tmp_path):
    torch.manual_seed(0)
    return write_network(tmp_path / "n1", build(CHARSET).state_dict(), CHARSET, lineage={"base": "none"})


def test_what_is_written_is_read_with_its_characters_in_order(network):
    again = open_network(network.folder)
    assert again.charset == CHARSET
    assert again.lineage == {"base": "none"}
    assert {p.name for p in network.folder.iterdir()} == {
        "custom.pth",
        "custom.yaml",
        "custom.py",
        "manifest.json",
    }
    settings = yaml.safe_load((network.folder / "custom.yaml").read_text(encoding="utf-8"))
    assert settings["character_list"] == CHARSET.characters
    assert settings["imgH"] == 64
    state = again.state()
    assert all(v.dtype == torch.float32 for v in state.values() if v.is_floating_point())


@pytest.mark.parametrize("name", ["custom.pth", "custom.yaml", "custom.py", "manifest.json"])
@pytest.mark.parametrize("how", ["cut", "changed", "gone"])
def test_a_file_cut_changed_or_gone_is_refused(network, name, how):
    path = network.folder / name
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(data[: len(data) // 2] if how == "cut" else data[:-2] + b"xy")
    with pytest.raises(NetworkRefused) as refusal:
        open_network(network.folder)
    assert str(network.folder) in refusal.value.en
    if how != "gone" and name != "manifest.json":
        assert "바뀌었거나 잘린" in refusal.value.ko


class Trap:
    def __reduce__(self):
        return (open, ("trap", "w"))


@pytest.mark.parametrize("payload", [b"", b"not weights", pickle.dumps(Trap()), pickle.dumps({"a": 1})])
def test_weights_that_are_none_are_refused_without_running_anything(network, payload, tmp_path, monkeypatch):
    import hashlib
    import json

    monkeypatch.chdir(tmp_path)
    (network.folder / "custom.pth").write_bytes(payload)
    manifest = json.loads((network.folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["custom.pth"] = hashlib.sha256(payload).hexdigest()
    (network.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(NetworkRefused):
        open_network(network.folder).state()
    assert not (tmp_path / "trap").exists()


def test_weights_for_other_characters_are_refused(network, tmp_path):
    other = write_network(tmp_path / "n2", build(Charset("ab")).state_dict(), CHARSET, lineage={})
    with pytest.raises(NetworkRefused, match="fit"):
        other.state()


def test_writing_is_all_or_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(torch, "save", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_network(tmp_path / "n", build(CHARSET).state_dict(), CHARSET, lineage={})
    assert list(tmp_path.iterdir()) == []


def test_growing_keeps_what_is_known_and_adds_the_rest_quietly():
    state = build(CHARSET).state_dict()
    grown = CHARSET.grown(["뷁가", "a뷁"])
    new = grow_head(state, CHARSET, grown, torch.Generator().manual_seed(0))
    assert grown.characters == CHARSET.characters + "뷁"
    known = CHARSET.classes
    assert torch.equal(new["Prediction.weight"][:known], state["Prediction.weight"])
    assert torch.equal(new["Prediction.bias"][:known], state["Prediction.bias"])
    hangul = [CHARSET.encode(c)[0] for c in "가나다"]
    assert new["Prediction.bias"][known] < state["Prediction.bias"][hangul].mean()
    build(grown).load_state_dict(new)


def test_the_shipped_network_writes_what_korean_g2_cannot():
    shipped = shipped_network()
    assert shipped.charset.lacks("를 했 였 았 었 겠 될 됨 됩 됐 ₩ € ㈜ · ※ ① ㎡ ℃ 「 」") == ""
    hangul = [c for c in shipped.charset.characters if "가" <= c <= "힣"]
    assert len(hangul) >= 2350
    assert (shipped.folder / "custom.pth").stat().st_size < 10 * 2**20
