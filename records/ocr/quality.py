"""TB_OCR_QUALITY: the weekly sample of confirmed texts, and the error rate that second looks at it show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.proportions import upper_bound
from domain.second_looks import LookPurpose, LookState
from records.ocr import field_looks, second_looks
from records.ocr.check_tables import SecondLook, WeeklySample
from records.ocr.checking_queue import CHECKS
from records.ocr.field_tables import OcrField
from records.ocr.tables import OcrDocument, OcrText, TextHistory

SHARE = 0.01
"""Of the confirmed texts, and of the fields, of a week, the part that is looked at again."""
FEWEST = 20
"""Texts drawn at least, where a week has so many: of fewer, the bound says nothing."""


@dataclass(frozen=True)
class QualityFigure:
    """What the second looks of one week's sample show.

    Attributes:
        confirmed: texts and fields that people confirmed in the week before it.
        drawn, seen: texts and fields of the sample, and those that a second person keyed.
        pending: those whose two values differ and are not settled yet; they count as errors.
        wrong: texts where the confirmed value was not what the crop says.
    """

    week: str
    confirmed: int
    drawn: int
    seen: int
    pending: int
    wrong: int

    @property
    def errors(self) -> int:
        """Those that are wrong, or may be."""
        return self.wrong + self.pending

    @property
    def rate(self) -> float | None:
        """Share of errors; None before any text was looked at."""
        return self.errors / self.seen if self.seen else None

    @property
    def bound(self) -> float | None:
        """The error rate is below it with 95% confidence; None before any text was looked at."""
        return upper_bound(self.errors, self.seen) if self.seen else None


def week_of(day: date) -> str:
    """The ISO week of a day: 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def draw(session: Session, week: str, *, since: datetime, now: datetime) -> WeeklySample:
    """Draw the sample of a week at random, once.

    Args:
        since: texts that people confirmed from then on are drawn from.
    """
    found = session.get(WeeklySample, week)
    if found is not None:
        return found
    checked = sa.select(TextHistory.text_id).where(TextHistory.action.in_(CHECKS), TextHistory.at >= since)
    ids = session.scalars(
        sa.select(OcrText.text_id)
        .join(OcrDocument, OcrDocument.doc_id == OcrText.doc_id)
        .where(OcrDocument.deleted.is_(False), OcrText.state.in_(second_looks.CONFIRMED))
        .where(OcrText.text_id.in_(checked))
        .order_by(OcrText.text_id)
    ).all()
    of_fields = field_looks.drawable(session, since=since)
    # A seed that follows from the week: a run that is repeated draws the same ones.
    seeded = Random(week)
    chosen = seeded.sample(ids, sample_size(len(ids)))
    chosen_fields = seeded.sample(of_fields, sample_size(len(of_fields)))
    for text in session.scalars(sa.select(OcrText).where(OcrText.text_id.in_(chosen))):
        second_looks.add(session, text, LookPurpose.QUALITY, now=now, week=week)
    for field in session.scalars(sa.select(OcrField).where(OcrField.field_id.in_(chosen_fields))):
        second_looks.add_for_field(session, field, LookPurpose.QUALITY, now=now, week=week)
    confirmed, drawn = len(ids) + len(of_fields), len(chosen) + len(chosen_fields)
    sample = WeeklySample(week=week, confirmed=confirmed, drawn=drawn, at=now)
    session.add(sample)
    session.flush()
    return sample


def sample_size(confirmed: int) -> int:
    """How many of the confirmed texts are drawn."""
    return min(confirmed, max(FEWEST, math.ceil(SHARE * confirmed)))


def figures(session: Session, *, limit: int) -> Sequence[QualityFigure]:
    """The figures of the last weeks, the newest first."""
    samples = session.scalars(sa.select(WeeklySample).order_by(WeeklySample.week.desc()).limit(limit)).all()
    return [_figure(session, sample) for sample in samples]


def _figure(session: Session, sample: WeeklySample) -> QualityFigure:
    looks = session.scalars(
        sa.select(SecondLook).where(SecondLook.week == sample.week, SecondLook.purpose == LookPurpose.QUALITY)
    ).all()
    seen = [look for look in looks if look.state != LookState.OPEN]
    wrong = [
        look for look in seen if look.final is not None and second_looks.differ(session, look, look.final)
    ]
    pending = [look for look in seen if look.state == LookState.DIFFERENT]
    return QualityFigure(sample.week, sample.confirmed, sample.drawn, len(seen), len(pending), len(wrong))
