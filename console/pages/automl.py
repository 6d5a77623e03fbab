"""자동 학습: where all its screens come together."""

from __future__ import annotations

from fastapi import APIRouter

from console.pages import (
    automl_data,
    automl_document,
    automl_exports,
    automl_files,
    automl_list,
    automl_log,
    automl_prediction,
    automl_prepare,
    automl_reasons,
    automl_renewal,
    automl_rule,
    automl_sheets,
    automl_training,
)

router = APIRouter()
for part in (
    automl_list,  # before the screens of one document, whose addresses would take in /automl/trash
    automl_document,
    automl_data,
    automl_prepare,
    automl_training,
    automl_rule,
    automl_log,
    automl_prediction,
    automl_renewal,
    automl_reasons,
    automl_files,
    automl_exports,
    automl_sheets,
):
    router.include_router(part.router)
