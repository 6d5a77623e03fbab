"""Loads a kept model, after making sure that it is the one that was kept and holds nothing foreign."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from automl_lib.errors import PredictionRefused
from automl_lib.persistence.allow_list import ALLOWED_TYPES
from automl_lib.persistence.files import FILE_NAMES, FORMAT, MANIFEST, PIPELINE, WEIGHTS, fingerprint
from automl_lib.persistence.network_weights import put_back
from automl_lib.plan.preprocessing_plan import PreprocessingPlan
from automl_lib.table import TableSchema
from automl_lib.trained_model import TrainedModel


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
    from skops import io

    contents = _checked(folder, expected_digest)
    foreign = foreign_types(contents[PIPELINE])
    if foreign:
        raise PredictionRefused(
            "model_foreign",
            ko=f"모델 파일({folder.name})에 허용되지 않은 것이 들어 있어 열지 않았습니다: {', '.join(foreign)}.",
            en=f"The model's files ({folder.name}) hold something not allowed, so they were not loaded: "
            f"{', '.join(foreign)}.",
        )
    manifest = json.loads(contents[MANIFEST])
    if manifest.pop("format", None) != FORMAT:
        raise PredictionRefused(
            "model_format",
            ko=f"모델 파일({folder.name})이 다른 버전에서 만들어졌습니다. 모델을 다시 학습하세요.",
            en=f"The model's files ({folder.name}) were written by another version. Train it again.",
        )
    pipeline = io.loads(contents[PIPELINE], trusted=sorted(ALLOWED_TYPES))
    if WEIGHTS in contents:
        from safetensors.numpy import load as load_weights

        put_back(pipeline, load_weights(contents[WEIGHTS]))
    return _model(manifest, pipeline)


def check_model(folder: Path, expected_digest: str) -> None:
    """Looks whether a model's files are those that were kept, without interpreting any.

    Raises:
        PredictionRefused: model_missing or model_changed.
    """
    _checked(folder, expected_digest)


def foreign_types(pipeline: bytes) -> list[str]:
    """Types in a skops file that neither skops nor our list knows; nothing is constructed."""
    from skops import io

    return sorted(set(io.get_untrusted_types(data=pipeline)) - ALLOWED_TYPES)


def _checked(folder: Path, expected_digest: str) -> dict[str, bytes]:
    contents = _read(folder)
    if fingerprint(contents).digest != expected_digest:
        raise PredictionRefused(
            "model_changed",
            ko=f"모델 파일({folder.name})이 저장된 뒤 바뀌었습니다. 모델을 다시 학습하고 확정하세요.",
            en=f"The model's files ({folder.name}) have changed since they were kept. Train and confirm it again.",
        )
    return contents


def _read(folder: Path) -> dict[str, bytes]:
    contents = {name: (folder / name).read_bytes() for name in FILE_NAMES if (folder / name).is_file()}
    if not {MANIFEST, PIPELINE} <= set(contents):
        raise PredictionRefused(
            "model_missing",
            ko=f"모델 파일({folder.name})이 없습니다. 모델을 다시 학습하고 확정하세요.",
            en=f"The model's files ({folder.name}) are missing. Train and confirm it again.",
        )
    return contents


def _model(manifest: dict[str, Any], pipeline: Any) -> TrainedModel:
    manifest["schema"] = TableSchema.from_dict(manifest["schema"])
    manifest["plan"] = PreprocessingPlan.from_dict(manifest["plan"])
    manifest["classes"] = tuple(manifest["classes"])
    return TrainedModel(pipeline=pipeline, **manifest)
