"""What the steps of runs are called on screens; a step without a name is shown as Dagster calls it."""

from __future__ import annotations

from domain.learners import CLASSIFICATION, LEARNERS, explanation_step
from domain.messages import Message

NIGHT = {
    "training_items": Message("gather items"),
    "synthetic_images": Message("make synthetic images"),
    "lmdb_dataset": Message("make the data set"),
    "fine_tuned_network": Message("fine-tune"),
    "network_gate": Message("judge the new network"),
    "deployed_network": Message("deploy"),
    "rescored_texts": Message("read the chosen texts again"),
}
STEPS = {
    "uploaded_table": Message("read the table"),
    "column_profile": Message("profile columns"),
    "boxplots": Message("draw boxplots"),
    "target_check": Message("check the target"),
    "preprocessing_preview": Message("preview of preprocessing"),
    "preprocessing_plan": Message("Preparation"),
    **{f"{code}_model": Message("train {learner}", learner=one.name) for code, one in LEARNERS.items()},
    **{
        f"{code}_evaluation": Message("evaluate {learner}", learner=one.name)
        for code, one in LEARNERS.items()
    },
    **{
        explanation_step(code): Message("explain {learner}", learner=one.name)
        for code, one in LEARNERS.items()
        if one.group == CLASSIFICATION
    },
    "model_comparison": Message("compare models"),
    "confirmed_model": Message("Confirmation"),
    "decision_rule": Message("Decision rule"),
    "predictions": Message("Prediction"),
    "prediction_outcomes": Message("compare outcomes"),
    "appended_rows": Message("add rows"),
    "challenger_plan": Message("prepare the challenger"),
    "challenger_model": Message("train the challenger"),
    "challenge_verdict": Message("judge the challenger"),
    "document_pages": Message("open pages"),
    "extracted_texts": Message("read texts"),
    "document_tables": Message("find tables"),
    "document_kind": Message("find the kind"),
    "document_fields": Message("read fields"),
    "box_texts": Message("read boxes"),
    "quality_sample": Message("draw the weekly quality sample"),
    "exported_document": Message("make the file"),
    "model_report": Message("make the report"),
    "prediction_workbook": Message("make the file"),
    "learnt_layouts": Message("learn layouts"),
    **NIGHT,
}
