"""A last layer in which syllables share what they have in common, for training alone.

A syllable's row is the sum of its jamo's parts (as `networks.jamo_rows` has them) and a rest of its own. What is learnt of one syllable
thereby serves those that share its jamo: a syllable that is met once in thousands of lines follows the layers below as they change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from ocr_lib.arrays import StateDict
from ocr_lib.networks.charset import Charset
from ocr_lib.networks.jamo_rows import PARTS, parts_of

if TYPE_CHECKING:
    from easyocr.model.vgg_model import Model

# Adam's steps don't depend on a gradient's size, so that these are shares of the learning rate.
PART_RATE, REST_RATE = 0.5, 0.3
_RIDGE = 0.01
_PREFIX = "Prediction."


class JamoHead(torch.nn.Module):
    """Replaces the last layer of a recogniser; says at first exactly what that layer says.

    Args:
        layer: the last layer; a row for each class of `charset`.
    """

    def __init__(self, layer: torch.nn.Linear, charset: Charset) -> None:
        super().__init__()
        rows = torch.cat([layer.weight.detach(), layer.bias.detach()[:, None]], dim=1)
        places = [place for place, c in enumerate(charset.characters, start=1) if "가" <= c <= "힣"]
        numbers, weights = parts_of([charset.characters[place - 1] for place in places])
        # The last part is nothing: characters that are no syllables consist of it.
        parts = torch.full((len(rows), numbers.shape[1]), PARTS)
        parts[places] = torch.from_numpy(numbers)
        self.parts_of: torch.Tensor
        self.weights: torch.Tensor
        self.rates: torch.Tensor
        self.register_buffer("parts_of", parts)
        self.register_buffer("weights", torch.from_numpy(weights).float() * PART_RATE)
        rates = torch.ones(len(rows), 1)
        rates[places] = REST_RATE
        self.register_buffer("rates", rates)
        self.parts = torch.nn.Parameter(self._fitted(rows, places))
        self.rest = torch.nn.Parameter((rows - self._composed(torch.arange(len(rows)))).detach() / rates)

    @property
    def out_features(self) -> int:
        """How many classes it scores."""
        return len(self.rest)

    def rows(self, classes: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The weights [classes, features] and biases [classes] of some classes."""
        rows = self._composed(classes) + self.rest[classes] * self.rates[classes]
        return rows[:, :-1], rows[:, -1]

    def forward(self, frames: torch.Tensor) -> torch.Tensor:
        """As the layer it replaces."""
        return torch.nn.functional.linear(
            frames, *self.rows(torch.arange(len(self.rest), device=frames.device))
        )

    def _composed(self, classes: torch.Tensor) -> torch.Tensor:
        return (self.parts[self.parts_of[classes]] * self.weights[:, None]).sum(1)

    def _fitted(self, rows: torch.Tensor, places: list[int]) -> torch.Tensor:
        """The parts that come nearest to the rows of the syllables; [parts + 1, features + 1]."""
        found = torch.zeros(PARTS + 1, rows.shape[1])
        if places:
            design = torch.zeros(len(places), PARTS, dtype=torch.float64)
            design.scatter_(1, self.parts_of[places], self.weights.double().expand(len(places), -1))
            gram = design.T @ design + _RIDGE * torch.eye(PARTS, dtype=torch.float64)
            found[:-1] = torch.linalg.solve(gram, design.T @ rows[places].double()).float()
        return found


def with_jamo_head(network: Model, charset: Charset) -> Model:
    """`network` with a `JamoHead` as its last layer (changed in place)."""
    network.Prediction = JamoHead(network.Prediction, charset)
    return network


def ordinary_state(state: StateDict, network: Model) -> StateDict:
    """The weights that an ordinary network of the same behaviour has.

    Args:
        state: weights of `network`.
        network: has a `JamoHead`; its weights are replaced.
    """
    network.load_state_dict(state)
    weight, bias = network.Prediction.rows(torch.arange(network.Prediction.out_features))
    body = {name: value for name, value in state.items() if not name.startswith(_PREFIX)}
    return {**body, f"{_PREFIX}weight": weight.detach().clone(), f"{_PREFIX}bias": bias.detach().clone()}
