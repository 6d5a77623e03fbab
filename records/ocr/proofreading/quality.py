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
from records.ocr.document_fields import field_looks
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.proofreading import second_looks
from records.ocr.proofreading.check_tables import SecondLook, WeeklySample
from records.ocr.proofreading.progress import TEXT_CHECKS
from records.ocr.tables import OcrDocument, OcrText, TextHistory

SHARE = 0.01
"""Of the confirmed texts, and of the fields, of a week, the part that is looked at again."""
FEWEST = 20
"""Texts drawn at least, where a week has so many: of fewer, the bound says nothing."""

_KINDS = ("texts", "fields")


@dataclass(frozen=True)
class ErrorRate:
    """What second looks show of the texts, or of the fields, of a sample.

    Attributes:
        seen: those that a second person keyed.
        pending: those whose two values differ and are not settled yet; they count as errors.
        wrong: those where the confirmed value was not what the crop says.
    """

    seen: int
    pending: int
    wrong: int

    @property
    def errors(self) -> int:
        """Those that are wrong, or may be."""
        return self.wrong + self.pending

    def __add__(self, other: ErrorRate) -> ErrorRate:
        return ErrorRate(self.seen + other.seen, self.pending + other.pending, self.wrong + other.wrong)

    @property
    def rate(self) -> float | None:
        """Share of errors; None before any was looked at."""
        return self.errors / self.seen if self.seen else None

    @property
    def bound(self) -> float | None:
        """The error rate is below it with 95% confidence; None before any was looked at."""
        return upper_bound(self.errors, self.seen) if self.seen else None


@dataclass(frozen=True)
class QualityFigure:
    """What the second looks of one week's sample show.

    Attributes:
        confirmed: texts and fields that people confirmed since the sample before.
        drawn: texts and fields of the sample.
        texts, fields: the two have rates of their own, as different shares of them are drawn.
        purged: second looks among them whose documents were removed for good; only their counts are known.
    """

    week: str
    confirmed: int
    drawn: int
    texts: ErrorRate
    fields: ErrorRate
    purged: int = 0


def week_of(day: date) -> str:
    """The ISO week of a day: 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def draw(session: Session, week: str, *, since: datetime, now: datetime) -> WeeklySample:
    """Draw the sample of a week at random, once.

    Args:
        since: texts that people confirmed from then on are drawn from, if it is the first sample; later ones begin where the one before
            ended, also if that was drawn late.
    """
    found = session.get(WeeklySample, week)
    if found is not None:
        return found
    since = session.scalar(sa.select(sa.func.max(WeeklySample.at))) or since
    checked = sa.select(TextHistory.text_id).where(
        TextHistory.action.in_(TEXT_CHECKS), TextHistory.at >= since
    )
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
    # In the order of the draw: where people don't come to all of them, those that were looked at are a random part.
    for text_id in chosen:
        second_looks.add(session, session.get_one(OcrText, text_id), LookPurpose.QUALITY, now=now, week=week)
    for field_id in chosen_fields:
        field = session.get_one(OcrField, field_id)
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


def keep_counts(session: Session, doc_id: str) -> None:
    """Before a document is removed for good: count its second looks in the figures of their weeks, without what they say.

    What a week showed stays as it was. A disagreement that no one settled goes on counting as an error, as no one can any more.
    """
    of_document = sa.and_(SecondLook.doc_id == doc_id, SecondLook.purpose == LookPurpose.QUALITY)
    weeks = session.scalars(sa.select(SecondLook.week).where(of_document).distinct()).all()
    samples = session.scalars(sa.select(WeeklySample).where(WeeklySample.week.in_(weeks)))
    for sample in samples:
        looks = session.scalars(
            sa.select(SecondLook).where(of_document, SecondLook.week == sample.week)
        ).all()
        rates = zip(_KINDS, _rates(session, looks), _purged(sample), strict=True)
        counts = {kind: one + other for kind, one, other in rates}
        sample.purged = {kind: [one.seen, one.pending, one.wrong] for kind, one in counts.items()}


def _figure(session: Session, sample: WeeklySample) -> QualityFigure:
    looks = session.scalars(
        sa.select(SecondLook).where(SecondLook.week == sample.week, SecondLook.purpose == LookPurpose.QUALITY)
    ).all()
    purged = _purged(sample)
    of_texts, of_fields = (one + gone for one, gone in zip(_rates(session, looks), purged, strict=True))
    gone = sum(one.seen for one in purged)
    return QualityFigure(sample.week, sample.confirmed, sample.drawn, of_texts, of_fields, gone)


def _purged(sample: WeeklySample) -> list[ErrorRate]:
    """Of texts, then of fields."""
    return [ErrorRate(*(sample.purged or {}).get(kind, (0, 0, 0))) for kind in _KINDS]


def _rates(session: Session, looks: Sequence[SecondLook]) -> list[ErrorRate]:
    """Of texts, then of fields."""
    return [
        _rate(session, [look for look in looks if (look.field_id is None) == is_text])
        for is_text in (True, False)
    ]


def _rate(session: Session, looks: Sequence[SecondLook]) -> ErrorRate:
    seen = [look for look in looks if look.state != LookState.OPEN]
    wrong = [
        look for look in seen if look.final is not None and second_looks.differ(session, look, look.final)
    ]
    pending = [look for look in seen if look.state == LookState.DIFFERENT]
    return ErrorRate(len(seen), len(pending), len(wrong))
