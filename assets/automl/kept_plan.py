"""A version of a plan as it is kept: its row, and the file of its split with the columns as they were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assets.automl import table_files
from assets.automl.plan_table import AppliedPlan
from assets.automl.profile_rows import profiles_of
from assets.step import Step
from records import columns, plans
from records.tables import Document
from resources.files import Files

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.newest_rows import NewestRows


def keep_plan(
    step: Step,
    files: Files,
    document: Document,
    frame: pd.DataFrame,
    applied: AppliedPlan,
    *,
    chosen: NewestRows | None = None,
) -> int:
    """Keep a plan that was applied for the request of a step; its version.

    Args:
        chosen: the held-out rows, where they were chosen instead of drawn by the plan. Such a plan isn't in force: it is that
            of one training.
    """
    from automl_lib.drift import reference_table
    from automl_lib.profile import TableProfile

    report = table_files.report_of(document)
    with step.database.reading() as session:
        profiles = profiles_of(list(columns.of_document(session, step.doc_id)))
    reference = reference_table(TableProfile(len(frame), tuple(profiles)), report.schema, report.ledger)
    # The columns as they are now: new rows are compared with these.
    kept = {
        "train": applied.split.train_rows.tolist(),
        "test": applied.split.test_rows.tolist(),
        "held_out_chosen": chosen is not None,
        "apart": chosen is not None and chosen.apart,
        "repeated": chosen.repeated if chosen else 0,
        "profile": reference.to_dict(),
    }
    key = f"automl/{step.doc_id}/split/{step.request_id}.json"
    stored = files.store.put_bytes(json.dumps(kept).encode(), key)
    with step.transaction() as session:
        return plans.add(
            session,
            step.doc_id,
            request_id=step.request_id,
            plan=applied.plan.to_dict(),
            effect=applied.effect.to_json(),
            split_path=stored.key,
            split_sha256=stored.sha256,
            now=step.clock.now(),
            in_force=chosen is None,
        ).version
