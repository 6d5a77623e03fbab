"""The jobs over the AutoML assets. Which one serves which kind of request is in `sensors.work`."""

from __future__ import annotations

from typing import Any

import dagster as dg

from assets.automl.additions import appended_rows
from assets.automl.challenge import CHALLENGE_ASSETS
from assets.automl.confirmation import confirmed_model, predictions
from assets.automl.data import boxplots, column_profile, uploaded_table
from assets.automl.decision_rule import decision_rule
from assets.automl.explanations import EXPLANATION_ASSETS
from assets.automl.exporting import model_report, prediction_workbook
from assets.automl.models import MODEL_ASSETS, model_comparison
from assets.automl.outcomes import prediction_outcomes
from assets.automl.preprocessing import preprocessing_plan, preprocessing_preview, target_check
from assets.mirror_job import mirror_job
from assets.runs import LONG

ASSETS: list[dg.AssetsDefinition] = [
    uploaded_table,
    appended_rows,
    column_profile,
    boxplots,
    target_check,
    preprocessing_preview,
    preprocessing_plan,
    *(asset for pair in MODEL_ASSETS.values() for asset in pair),
    *EXPLANATION_ASSETS.values(),
    model_comparison,
    decision_rule,
    confirmed_model,
    predictions,
    *CHALLENGE_ASSETS,
    prediction_outcomes,
    model_report,
    prediction_workbook,
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
    "Reads the file, profiles its columns, draws their boxplots.",
)
append_job = _job(
    "automl_append",
    [appended_rows, column_profile, boxplots],
    "Adds the rows of a file to a table, and profiles its columns again.",
)
retype_job = _job("automl_retype", [column_profile, boxplots], "Profiles the columns by their new types.")
target_job = _job("automl_target", [target_check], "Checks the target.")
preview_job = _job("automl_preview", [preprocessing_preview], "Shows what a plan would change.")
prepare_job = _job("automl_prepare", [preprocessing_plan], "Applies a preprocessing plan.")
train_job = _job(
    "automl_train",
    [
        *(asset for pair in MODEL_ASSETS.values() for asset in pair),
        *EXPLANATION_ASSETS.values(),
        model_comparison,
    ],
    "Trains, evaluates and explains the chosen models.",
    long=True,
)
confirm_job = _job("automl_confirm", [confirmed_model], "Registers the model as champion.")
rule_job = _job("automl_rule", [decision_rule], "Judges the decision rule of a model on held-out rows.")
predict_job = _job("automl_predict", [predictions], "Scores new rows.")
report_job = _job("automl_report", [model_report], "Writes the report on a model.")
workbook_job = _job("automl_workbook", [prediction_workbook], "Writes predicted rows as an Excel workbook.")

challenge_job = _job(
    "automl_challenge",
    list(CHALLENGE_ASSETS),
    "Trains the confirmed model again on the grown table, and confirms the better of the two.",
    long=True,
)
outcome_job = _job(
    "automl_outcome", [prediction_outcomes], "Compares predictions with what became of their rows."
)

JOBS = [
    upload_job,
    append_job,
    retype_job,
    target_job,
    preview_job,
    prepare_job,
    train_job,
    confirm_job,
    rule_job,
    predict_job,
    challenge_job,
    outcome_job,
    report_job,
    workbook_job,
    mirror_job,
]
