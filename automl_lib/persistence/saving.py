"""Writes a trained model: a manifest to read, the pipeline by skops, networks' weights as safetensors."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

from automl_lib.persistence.files import (
    FORMAT,
    HELD_BACK,
    MANIFEST,
    PIPELINE,
    WEIGHTS,
    SavedModel,
    fingerprint,
)
from automl_lib.persistence.network_weights import weights_taken_out
from automl_lib.persistence.skops_io import skops_io
from automl_lib.trained_model import TrainedModel

_IN_FILES = ("pipeline", "held_back")
"""Attributes that have files of their own."""


def save_model(model: TrainedModel, folder: Path) -> SavedModel:
    """Writes a model's files into `folder`, made if need be.

    Returns:
        The files' hashes and the digest that `load_model` asks for.

    Raises:
        RuntimeError: the pipeline holds a type that `allow_list` doesn't have, so that it couldn't be loaded.
    """
    from safetensors.numpy import save as save_arrays

    from automl_lib.persistence.loading import foreign_types

    with weights_taken_out(model.pipeline) as weights:
        pipeline = skops_io().dumps(model.pipeline, compression=ZIP_DEFLATED, compresslevel=1)
    contents = {MANIFEST: _manifest(model), PIPELINE: pipeline}
    if weights:
        contents[WEIGHTS] = save_arrays(weights)
    if model.held_back is not None:
        contents[HELD_BACK] = save_arrays(model.held_back.to_arrays())
    foreign = foreign_types(pipeline)
    if foreign:
        raise RuntimeError(f"types missing from the allow-list: {', '.join(foreign)}")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return fingerprint(contents)


def _manifest(model: TrainedModel) -> bytes:
    data: dict[str, Any] = {f.name: getattr(model, f.name) for f in fields(model) if f.name not in _IN_FILES}
    data |= {"format": FORMAT, "schema": model.schema.to_dict(), "plan": model.plan.to_dict()}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False).encode()
