"""Loads a kept model, after making sure that it is the one that was kept and holds nothing foreign."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from automl_lib.errors import PredictionRefused
from automl_lib.held_back import HeldBack
from automl_lib.persistence.allow_list import ALLOWED_TYPES
from automl_lib.persistence.files import (
    FILE_NAMES,
    FORMAT,
    HELD_BACK,
    MANIFEST,
    PIPELINE,
    WEIGHTS,
    fingerprint,
)
from automl_lib.persistence.network_weights import put_back
from automl_lib.persistence.skops_io import skops_io
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from automl_lib.trained_model import TrainedModel
from domain.messages import Message
from domain.table_schema import TableSchema


def load_model(folder: Path, expected_digest: str) -> TrainedModel:
    """Loads what `save_model` wrote.

    Every file is read once, and hashed before any of it is interpreted.

    Args:
        folder: of the model.
        expected_digest: `SavedModel.digest`, remembered somewhere else than in the folder.

    Raises:
        PredictionRefused: model_missing, model_changed (another digest), model_foreign (a type outside our
            own list) or model_format (written by another version of this library).
    """
    contents = _checked(folder, expected_digest)
    foreign = foreign_types(contents[PIPELINE])
    if foreign:
        raise PredictionRefused(
            Message(
                "The model's files ({name}) hold something not allowed, so they were not loaded: {foreign}.",
                name=folder.name,
                foreign=", ".join(foreign),
            ),
            code="model_foreign",
        )
    manifest = json.loads(contents[MANIFEST])
    if manifest.pop("format", None) != FORMAT:
        raise PredictionRefused(
            Message(
                "The model's files ({name}) were written by another version. Train it again.",
                name=folder.name,
            ),
            code="model_format",
        )
    pipeline = skops_io().loads(contents[PIPELINE], trusted=sorted(ALLOWED_TYPES))
    arrays = {name: _arrays(contents[name]) for name in (WEIGHTS, HELD_BACK) if name in contents}
    if WEIGHTS in arrays:
        put_back(pipeline, arrays[WEIGHTS])
    return _model(manifest, pipeline, arrays.get(HELD_BACK))


def check_model(folder: Path, expected_digest: str) -> None:
    """Looks whether a model's files are those that were kept, without interpreting any.

    Raises:
        PredictionRefused: model_missing or model_changed.
    """
    _checked(folder, expected_digest)


def foreign_types(pipeline: bytes) -> list[str]:
    """Types in a skops file that neither skops nor our list knows; nothing is constructed."""
    return sorted(set(skops_io().get_untrusted_types(data=pipeline)) - ALLOWED_TYPES)


def _checked(folder: Path, expected_digest: str) -> dict[str, bytes]:
    contents = _read(folder)
    if fingerprint(contents).digest != expected_digest:
        raise PredictionRefused(
            Message(
                "The model's files ({name}) have changed since they were kept. Train and confirm it again.",
                name=folder.name,
            ),
            code="model_changed",
        )
    return contents


def _read(folder: Path) -> dict[str, bytes]:
    contents = {name: (folder / name).read_bytes() for name in FILE_NAMES if (folder / name).is_file()}
    if not {MANIFEST, PIPELINE} <= set(contents):
        raise PredictionRefused(
            Message("The model's files ({name}) are missing. Train and confirm it again.", name=folder.name),
            code="model_missing",
        )
    return contents


def _arrays(content: bytes) -> dict[str, np.ndarray]:
    from safetensors.numpy import load

    return load(content)


def _model(
    manifest: dict[str, Any], pipeline: Any, held_back: Mapping[str, np.ndarray] | None
) -> TrainedModel:
    manifest["schema"] = TableSchema.from_dict(manifest["schema"])
    manifest["plan"] = PreprocessingPlan.from_dict(manifest["plan"])
    manifest["classes"] = tuple(manifest["classes"])
    kept = HeldBack.from_arrays(held_back) if held_back is not None else None
    return TrainedModel(pipeline=pipeline, held_back=kept, **manifest)
