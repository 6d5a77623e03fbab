"""Moves the weights of neural networks between a pipeline and a safetensors file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np


def _networks(pipeline: Any) -> dict[str, Any]:
    model = pipeline["model"]
    parts = getattr(model, "estimators", None)
    if parts is None:
        return _members(model)
    return {
        f"part{i}.{name}": network for i, part in enumerate(parts) for name, network in _members(part).items()
    }


def _members(model: Any) -> dict[str, Any]:
    members = getattr(getattr(model, "regressor_", model), "members_", [])
    return {f"member{i}": model for i, (_, model) in enumerate(members) if hasattr(model, "weights_")}


@contextmanager
def weights_taken_out(pipeline: Any) -> Iterator[dict[str, np.ndarray]]:
    """Gives "member0.layers.0.weight" → array, and leaves the pipeline without them inside the block."""
    networks = _networks(pipeline)
    taken = {name: model.weights_ for name, model in networks.items()}
    for model in networks.values():
        model.weights_ = {}
    try:
        yield {f"{name}.{layer}": w for name, weights in taken.items() for layer, w in weights.items()}
    finally:
        for name, model in networks.items():
            model.weights_ = taken[name]


def put_back(pipeline: Any, arrays: dict[str, np.ndarray]) -> None:
    """The reverse of `weights_taken_out`; torch checks names and shapes when the network is rebuilt."""
    for name, model in _networks(pipeline).items():
        prefix = f"{name}."
        model.weights_ = {k.removeprefix(prefix): v for k, v in arrays.items() if k.startswith(prefix)}
