"""The weekly sample of confirmed texts, which a second person looks at blind, and the error rate known so far."""

from datetime import datetime, timedelta
from typing import Any

import dagster as dg
from sqlalchemy.orm import Session

from assets.claiming import LAUNCHPAD
from assets.external import CORRECTIONS
from assets.metadata import table
from assets.runs import IO_RETRY, OWNERS
from assets.step import open_step
from domain.requests import RequestKind
from records.ocr.proofreading import quality
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from work_requests import ocr_decisions

GROUP = "ocr_quality"
WEEK = timedelta(days=7)
SHOWN = 8
"""Weeks in the metadata."""


@dg.asset(
    group_name=GROUP,
    deps=[CORRECTIONS],
    owners=OWNERS,
    kinds={"python"},
    retry_policy=IO_RETRY,
    description="Draws 1% of the texts and of the fields that people confirmed since the last sample, at least 20 of each, for a "
    "second look by another person who doesn't see what was confirmed; once a week. Reports the error rates of the last weeks.",
)
def quality_sample(
    context: dg.AssetExecutionContext, database: Database, clock: Clock
) -> dg.MaterializeResult[None]:
    with open_step(context, database, clock, by_hand=RequestKind.OCR_QUALITY, decide=_decide) as step:
        now = clock.now()
        with step.transaction() as session:
            sample = quality.draw(session, quality.week_of(now.date()), since=now - WEEK, now=now)
            drawn: dict[str, Any] = {
                "week": sample.week,
                "confirmed": sample.confirmed,
                "drawn": sample.drawn,
            }
            figures = quality.figures(session, limit=SHOWN)
        step.finish(drawn)
    shown = [
        {
            "week": one.week,
            "confirmed": one.confirmed,
            "drawn": one.drawn,
            "of": of,
            "looked at": rate.seen,
            "errors": rate.errors,
            "error rate": rate.rate,
            "at most (95%)": rate.bound,
        }
        for one in figures
        for of, rate in (("texts", one.texts), ("fields", one.fields))
    ]
    return dg.MaterializeResult(metadata={**drawn, "error rates": table(shown)})


def _decide(session: Session, _: str, now: datetime) -> Request:
    return ocr_decisions.draw_quality_sample(session, by=LAUNCHPAD, now=now)
