"""Whether a learnt layout is used: only where unseen confirmed documents come out better, and none worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ocr_lib.fields.extraction import read_fields
from ocr_lib.fields.learnt.examples import Example
from ocr_lib.fields.learnt.layout import LearntLayout
from ocr_lib.fields.learnt.reading import LearntReading, choose_layout, read_with_layout


@dataclass(frozen=True)
class Judgement:
    """Unseen documents with and without a layout.

    Attributes:
        documents: on which the layout applies.
        fields: that are printed on them, or were found by either.
        right_before, right_after: of these, read exactly, or rightly not found.
        worse: documents with fewer fields right than before, those of other suppliers included.
    """

    documents: int
    fields: int
    right_before: int
    right_after: int
    worse: int

    @property
    def is_better(self) -> bool:
        """Whether more fields are right, and no document has fewer."""
        return self.documents > 0 and self.right_after > self.right_before and self.worse == 0

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "is_better": self.is_better}


def judge(
    layout: LearntLayout,
    unseen: Sequence[Example],
    *,
    today: date,
    used: Mapping[int, LearntLayout] | None = None,
    replaces: int | None = None,
) -> Judgement:
    """Unseen documents read with what is used now, and with the layout as well.

    Args:
        unseen: confirmed documents that the layout was not learnt from; those of other suppliers show whether it is
            applied where it does not belong.
        used: the layouts in use, by their numbers.
        replaces: the number of the layout in use that this one replaces.
    """
    before = dict(used or {})
    number = replaces if replaces is not None else max(before, default=0) + 1
    after = {**before, number: layout}
    documents = fields = right_before = right_after = worse = 0
    for one in unseen:
        chosen = choose_layout(after, one.texts)
        previous = choose_layout(before, one.texts)
        if chosen == previous:
            continue
        was = _reading(previous, one, today)
        now = _reading(chosen, one, today)
        names = {*(field.name for field in one.fields), *was.names, *now.names}
        old = sum(was.value(name) == one.value(name) for name in names)
        new = sum(now.value(name) == one.value(name) for name in names)
        documents += chosen is not None and chosen[0] == number
        fields += len(names)
        right_before += old
        right_after += new
        worse += new < old
    return Judgement(documents, fields, right_before, right_after, worse)


def _reading(chosen: tuple[int, LearntLayout] | None, one: Example, today: date) -> LearntReading:
    if chosen is not None:
        return read_with_layout(chosen[1], one.texts, today=today)
    return LearntReading(read_fields(one.texts, today=today))
