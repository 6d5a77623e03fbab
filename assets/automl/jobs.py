"""The jobs over the AutoML assets. Which one serves which kind of request is in `sensors.work`."""

from __future__ import annotations

from typing import Any

import dagster as dg

from assets.automl.confirmation import confirmed_model, predictions
from assets.automl.data import boxplots, column_profile, uploaded_table
from assets.automl.models import MODEL_ASSETS, model_comparison
from assets.automl.preprocessing import preprocessing_plan, preprocessing_preview, target_check
from assets.mirror_job import mirror_job
from assets.runs import LONG

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
retype_job = _job(
    "automl_retype", [column_profile, boxplots], "칼럼 유형: read columns in another way, profile them again."
)
target_job = _job("automl_target", [target_check], "목표변수 적용: check the target.")
preview_job = _job(
    "automl_preview", [preprocessing_preview], "전처리 미리보기: count what a plan would change."
)
prepare_job = _job("automl_prepare", [preprocessing_plan], "데이터 전처리 적용: keep a plan and its split.")
train_job = _job(
    "automl_train",
    [*(asset for pair in MODEL_ASSETS.values() for asset in pair), model_comparison],
    "모델 학습: train and evaluate the chosen models.",
    long=True,
)
confirm_job = _job("automl_confirm", [confirmed_model], "모델 확정: register the model as champion.")
predict_job = _job("automl_predict", [predictions], "예측: score new rows with the confirmed model.")

JOBS = [
    upload_job,
    retype_job,
    target_job,
    preview_job,
    prepare_job,
    train_job,
    confirm_job,
    predict_job,
    mirror_job,
]
