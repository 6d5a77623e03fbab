"""VGG-BiLSTM-CTC as EasyOCR's second generation has it, and how its last layer grows."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ocr_lib.arrays import StateDict
from ocr_lib.networks.charset import Charset

if TYPE_CHECKING:
    import torch
    from easyocr.model.vgg_model import Model

IMAGE_HEIGHT = 64
PIXELS_A_FRAME = 4
PARAMETERS = {"input_channel": 1, "output_channel": 256, "hidden_size": 256}
_HEAD = ("Prediction.weight", "Prediction.bias")


def build(charset: Charset) -> Model:
    """A network with random weights for the charset, in training mode."""
    from easyocr.model.vgg_model import Model

    return Model(num_class=charset.classes, **PARAMETERS)


def steps(width: int) -> int:
    """How many frames the network sees in a picture of that width (64 high)."""
    return width // PIXELS_A_FRAME - 1


def steps_needed(label: str) -> int:
    """The fewest frames from which CTC can write a label: one each, and a blank between equals."""
    return len(label) + sum(a == b for a, b in itertools.pairwise(label))


def grow_head(state: StateDict, old: Charset, new: Charset, generator: torch.Generator) -> StateDict:
    """The weights for `new`, rows of the last layer copied by character.

    A new character starts near the mean of its script's rows with a low bias, so that it is not
    written before it is learnt.

    Args:
        state: state dict for `old`.
        generator: torch generator for the small noise that tells new rows apart.
    """
    import torch

    weight, bias = (state[name] for name in _HEAD)
    grown_weight = torch.zeros(new.classes, weight.shape[1], dtype=weight.dtype)
    grown_bias = torch.zeros(new.classes, dtype=bias.dtype)
    places = {character: place + 1 for place, character in enumerate(old.characters)}
    grown_weight[0], grown_bias[0] = weight[0], bias[0]
    for place, character in enumerate(new.characters, start=1):
        if character in places:
            grown_weight[place], grown_bias[place] = weight[places[character]], bias[places[character]]
            continue
        alike = [row for known, row in places.items() if _script(known) == _script(character)]
        rows = alike or list(places.values())
        noise = torch.randn(weight.shape[1], generator=generator) * weight[rows].std() * 0.1
        grown_weight[place] = weight[rows].mean(0) + noise.to(weight.dtype)
        grown_bias[place] = bias[rows].mean() - 2.0
    return {**state, _HEAD[0]: grown_weight, _HEAD[1]: grown_bias}


def _script(character: str) -> str:
    if "가" <= character <= "힣":
        return "hangul"
    if character.isascii():
        return "digit" if character.isdigit() else "latin" if character.isalpha() else "sign"
    return "letter" if character.isalpha() else "sign"
