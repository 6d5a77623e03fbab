"""The neural network's architecture in torch. Training it lives in `torch_network`."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn


class Perceptron(nn.Module):
    """Fully connected layers with GELU and dropout.

    Args:
        features: width of the input.
        hidden: widths of the hidden layers.
        outputs: width of the output.
        dropout: share of activations dropped in training, 0 ≤ dropout < 1.
    """

    def __init__(self, features: int, hidden: Sequence[int], outputs: int, dropout: float = 0.0) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        width = features
        for size in hidden:
            layers += [nn.Linear(width, size), nn.GELU(), nn.Dropout(dropout)]
            width = size
        self.layers = nn.Sequential(*layers, nn.Linear(width, outputs))

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """(rows, features) → outputs of shape (rows, outputs), logits of a classifier."""
        return self.layers(X)
