"""The recipe of a kept model trained again on its table as it has grown, and which of the two is better."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from automl_lib.additions import CELLS, TYPED
from automl_lib.challenge import judge
from automl_lib.drift import reference_table
from automl_lib.errors import TrainingRefused
from automl_lib.fitted_models import FittedModels, fit_models
from automl_lib.frame import load_frame
from automl_lib.kept_fit.folder import KeptFit, KeptTable
from automl_lib.newest_rows import newest_rows, sentence_on
from automl_lib.outcome_measures import expectation_of
from automl_lib.plan import PlannedSplit, apply_plan, for_known_classes, rows_of_other_classes
from automl_lib.profile import profile_table
from domain.challenges import ChallengeVerdict
from domain.learners import recipe
from domain.messages import Message
from domain.split import SplitMethod

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.learners.catalogue import Progress

_EXPLAINING = 0.15
"""Share of a time limit that is kept for explaining the new model."""


@dataclass(frozen=True)
class Renewal:
    """What came of training again.

    Attributes:
        fit: to use from now on: the new model or the old one, with the table as it has grown.
        verdict: on the new one.
        held_out: which rows judged, in a sentence.
    """

    fit: KeptFit
    verdict: ChallengeVerdict
    held_out: Message


def renew(
    fit: KeptFit,
    grown: KeptTable,
    *,
    budget_seconds: float | None = None,
    progress: Progress | None = None,
) -> Renewal:
    """Train the recipe of a kept model again and judge both on the newest rows, which neither has learned from.

    As `challenger_plan`, `challenger_model` and `challenge_verdict` do it for a document: `newest_rows`, `judge`.

    Args:
        fit: the model in use.
        grown: its table with the rows that came since.
        budget_seconds: for training and explaining; None: no limit.
        progress: called before every model.

    Raises:
        TrainingRefused: too few rows were added, or the recipe can't be trained on the table.
    """
    deadline = None if budget_seconds is None else time.monotonic() + budget_seconds
    schema, plan, champion = grown.report.schema, fit.model.plan, fit.model
    frame = load_frame(grown.folder / TYPED, schema)
    plan = for_known_classes(plan, frame, schema, champion.classes)
    newest = newest_rows(frame, schema, plan, fit.known_rows)
    split = apply_plan(frame, schema, plan, held_out=newest.rows, apart=newest.apart)
    codes = recipe(champion.code, champion.settings)
    choice = fit.rule.choice if fit.rule else None
    latest = None if deadline is None else deadline - _EXPLAINING * (budget_seconds or 0.0)
    fitted = fit_models(frame, schema, split, codes, champion.seed, latest, choice, progress)
    challenger = fitted.models.get(champion.code)
    if challenger is None:
        raise fitted.refusals[-1] if fitted.refusals else _no_time()
    verdict = judge(
        champion,
        challenger,
        frame.iloc[split.test_rows],
        frame[str(plan.target)].iloc[split.train_rows],
        knows_groups=plan.split is SplitMethod.GROUP and not newest.apart,
        repeated=newest.repeated,
        seed=champion.seed,
    )
    verdict = replace(verdict, left_out=rows_of_other_classes(plan, frame, schema))
    if verdict.promoted and choice is not None and champion.code not in fitted.rules:
        # No threshold of the new model is as people wish: they have to choose again.
        verdict = replace(verdict, promoted=False, hindrance=fitted.refusals[-1].message)
    verdicts = (*fit.verdicts, verdict)
    # The verdict says how many rows are repeated.
    held_out = sentence_on(replace(newest, repeated=0), schema, plan, len(frame) - fit.known_rows)
    if not verdict.promoted:
        return Renewal(replace(fit, table=grown, verdicts=verdicts), verdict, held_out)
    promoted = _promoted(fit, grown, frame, split, fitted, deadline)
    return Renewal(replace(promoted, verdicts=verdicts), verdict, held_out)


def _promoted(
    fit: KeptFit,
    grown: KeptTable,
    frame: pd.DataFrame,
    split: PlannedSplit,
    fitted: FittedModels,
    deadline: float | None,
) -> KeptFit:
    """The new model in the place of the old one."""
    from automl_lib.explanations import explain_model
    from automl_lib.explanations.importance import SECONDS

    code = fit.model.code
    model, rule, schema = fitted.models[code], fitted.rules.get(code), grown.report.schema
    profile = profile_table(grown.folder / TYPED, schema, cells_parquet=grown.folder / CELLS)
    left = SECONDS if deadline is None else min(SECONDS, max(1.0, deadline - time.monotonic()))
    learned, held_out = frame.iloc[split.train_rows], frame.iloc[split.test_rows]
    explained = explain_model(model, learned, held_out, seed=model.seed, seconds=left)
    return KeptFit(
        model,
        grown,
        len(frame),
        reference_table(profile, schema, grown.report.ledger),
        expectation_of(fitted.evaluations[code], rule),
        rule,
        explained.explanation,
        explained.background,
    )


def _no_time() -> TrainingRefused:
    return TrainingRefused(
        Message("The time limit left no room to train the model again. Allow more time (--budget)."),
        code="no_time",
    )
