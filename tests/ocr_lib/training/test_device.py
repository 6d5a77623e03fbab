"""Where a training computes."""

from __future__ import annotations

import pytest
import torch

from ocr_lib.errors import TrainingRefused
from ocr_lib.training.device import chosen_device, multiplies_bfloat16


@pytest.mark.parametrize(
    ("there", "asked", "taken"), [(False, "auto", "cpu"), (True, "auto", "cuda"), (True, "cpu", "cpu")]
)
def test_a_card_is_taken_where_there_is_one(monkeypatch, there, asked, taken):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    assert chosen_device(asked) == taken


def test_a_card_that_is_not_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(TrainingRefused, match="device"):
        chosen_device("cuda")


def test_another_name_is_an_error():
    with pytest.raises(ValueError, match="tpu"):
        chosen_device("tpu")


@pytest.mark.parametrize(
    ("device", "capabilities", "quicker"),
    [
        ("cpu", {"amx_bf16": True}, True),
        ("cpu", {"amx_bf16": False}, False),
        ("cpu", {}, False),
        ("cuda", {"amx_bf16": True}, False),
    ],
)
def test_bfloat16_is_for_processors_with_tiles_for_it(monkeypatch, device, capabilities, quicker):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities)
    assert multiplies_bfloat16(device) is quicker
