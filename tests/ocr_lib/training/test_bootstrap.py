"""The recipe of the shipped network: english_g2's body, a head for Korean, made text; stopped, it goes on."""

from __future__ import annotations

import pytest
import torch

from ocr_lib.gate.character_classes import office_characters
from ocr_lib.networks.files import shipped_network
from ocr_lib.training import bootstrap
from ocr_lib.training.bootstrap import BootstrapSettings, train_from_english, train_further

pytestmark = pytest.mark.slow

SETTINGS = BootstrapSettings(iterations=2, pixels=1200, validation_lines=4, average=0.0)


@pytest.fixture(autouse=True)
def few_lines(monkeypatch):
    monkeypatch.setattr(bootstrap, "POOL", 24)


def test_it_writes_korean_with_the_body_of_the_english_network(tmp_path):
    told = []
    words = tmp_path / "ko.dic"
    words.write_text("2\n새벽/1\n됩니다\n", encoding="utf-8")
    checkpoint = tmp_path / "a.pt"
    state, charset = train_from_english(
        SETTINGS,
        word_files=[words],
        checkpoint=checkpoint,
        on_progress=lambda step: told.append(step.iteration),
    )
    assert charset == shipped_network().charset
    assert state["Prediction.weight"].shape[0] == charset.classes
    english = bootstrap._english_body()
    for name in ("FeatureExtraction.ConvNet.0.weight", "SequenceModeling.0.linear.weight"):
        assert torch.allclose(state[name], english[name], atol=0.01)
    assert told == [0, 2]
    assert checkpoint.exists()


def test_the_shipped_network_is_trained_on_with_the_characters_of_an_office():
    base = shipped_network()
    state, charset = train_further(base, SETTINGS)
    assert charset.characters.startswith(base.charset.characters)
    assert not charset.lacks(office_characters())
    assert state["Prediction.weight"].shape[0] == charset.classes
    before = base.state()
    # What two steps teach is small, and the first convolutions stay as they are.
    assert torch.equal(
        state["FeatureExtraction.ConvNet.6.weight"], before["FeatureExtraction.ConvNet.6.weight"]
    )
    last = "FeatureExtraction.ConvNet.18.weight"
    assert torch.allclose(state[last], before[last], atol=0.01)
