"""The jobs over the AutoML assets, and which one serves which kind of request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

from assets.automl.confirmation import confirmed_model, predictions
from assets.automl.data import boxplots, column_profile, uploaded_table
from assets.automl.models import MODEL_ASSETS, model_comparison
from assets.automl.preprocessing import preprocessing_plan, preprocessing_preview, target_check
from assets.mirror_job import mirror_job
from assets.runs import LONG
from domain.requests import RequestKind

ASSETS: list[dg.AssetsDefinition] = [
    uploaded_table,
    column_profile,
    boxplots,
    target_check,
    preprocessing_preview,
    preprocessing_plan,
    *(asset for pair in MODEL_ASSETS.values() for asset in pair),
    model_comparison,
    confirmed_model,
    predictions,
]


def _job(
    name: str,
    assets: list[dg.AssetsDefinition],
    description: str,
    *,
    long: bool = False,
) -> Any:
    return dg.define_asset_job(
        name,
        selection=dg.AssetSelection.assets(*assets),
        description=description,
        tags=LONG if long else None,
    )


upload_job = _job(
    "automl_upload",
    [uploaded_table, column_profile, boxplots],
    "업로드: read the file, profile its columns, draw their boxplots.",
)
retype_job = _job("automl_retype", [column_profile, boxplots], "칼럼 유형을 바꿔 다시 분석합니다.")
target_job = _job("automl_target", [target_check], "목표변수 적용: check the target.")
preview_job = _job("automl_preview", [preprocessing_preview], "전처리 미리보기.")
prepare_job = _job("automl_prepare", [preprocessing_plan], "데이터 전처리 적용.")
train_job = _job(
    "automl_train",
    [*(asset for pair in MODEL_ASSETS.values() for asset in pair), model_comparison],
    "모델 학습: train and evaluate the chosen models.",
    long=True,
)
confirm_job = _job("automl_confirm", [confirmed_model], "모델 확정: register the model as champion.")
predict_job = _job("automl_predict", [predictions], "예측: score new rows with the confirmed model.")

JOB_OF_KIND: Mapping[RequestKind, Any] = {
    RequestKind.UPLOAD: upload_job,
    RequestKind.RETYPE: retype_job,
    RequestKind.TARGET: target_job,
    RequestKind.PREVIEW: preview_job,
    RequestKind.PREPARE: prepare_job,
    RequestKind.TRAIN: train_job,
    RequestKind.CONFIRM_MODEL: confirm_job,
    RequestKind.PREDICT: predict_job,
    RequestKind.MIRROR: mirror_job,
}
JOBS = list(JOB_OF_KIND.values())


def selection_and_config(
    kind: RequestKind, params: Mapping[str, Any]
) -> tuple[list[dg.AssetKey] | None, dict[str, dict[str, Any]]]:
    """Which assets of its job a request needs (None: all), and the config of each."""
    if kind is RequestKind.RETYPE:
        choices = {name: params.get(name, {}) for name in ("types", "missing_words")}
        return None, {"column_profile": choices}
    if kind is RequestKind.PREVIEW:
        return None, {"preprocessing_preview": params.get("choices", {})}
    if kind is RequestKind.PREPARE:
        return None, {"preprocessing_plan": params.get("choices", {})}
    if kind is RequestKind.TRAIN:
        chosen = [asset for code in params.get("models", []) for asset in MODEL_ASSETS[code]]
        config = {"seed": params.get("seed", 0), "budget_seconds": params.get("budget_seconds")}
        return (
            [asset.key for asset in (*chosen, model_comparison)],
            {f"{code}_model": config for code in params.get("models", [])},
        )
    return None, {}
