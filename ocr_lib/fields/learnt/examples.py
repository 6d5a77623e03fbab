"""Confirmed documents that a layout is learnt from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ocr_lib.fields.normal_forms import Value
from ocr_lib.fields.texts import PageText
from ocr_lib.fields.vocabulary import DocumentKind, FieldKey, FieldType

FARTHEST = 100_000.0
"""Pixels from the origin of a page beyond which nothing is drawn."""


@dataclass(frozen=True)
class Zone:
    """A rectangle that a person drew on a page, in pixels of its picture."""

    x0: float
    y0: float
    x1: float
    y1: float
    page: int = 0

    @property
    def is_possible(self) -> bool:
        """Whether it has an area on a page of a size that pictures have."""
        values = (self.x0, self.y0, self.x1, self.y1)
        return (
            all(math.isfinite(value) and abs(value) <= FARTHEST for value in values)
            and self.x0 < self.x1
            and self.y0 < self.y1
            and self.x1 > 0
            and self.y1 > 0
        )

    def holds(self, text: PageText) -> bool:
        """Whether the middle of a text is in it."""
        if text.page != self.page or len(text.quad) != 4:
            return False
        x, y = (sum(point[axis] for point in text.quad) / 4 for axis in (0, 1))
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


@dataclass(frozen=True)
class ConfirmedField:
    """A field whose value a person confirmed.

    Attributes:
        name: a `FieldKey`, or the name that a person gave the field.
        value: in the normal form of its type; None where only its zone is known.
        indexes: of the texts of the document that it is from; empty where it was drawn or typed.
        zone: where a person drew it.
    """

    name: str
    type: FieldType
    value: Value | None = field(repr=False)
    indexes: tuple[int, ...] = ()
    zone: Zone | None = None


@dataclass(frozen=True)
class Example:
    """A document whose fields are all confirmed: what is not among them is not printed on it."""

    texts: Sequence[PageText]
    fields: tuple[ConfirmedField, ...]
    kind: DocumentKind = DocumentKind.OTHER

    def value(self, name: str) -> Value | None:
        """The confirmed value of a field."""
        return next((one.value for one in self.fields if one.name == name), None)


def known_key(name: str) -> FieldKey | None:
    """The field of the vocabulary with this name; None for a name that a person gave."""
    try:
        return FieldKey(name)
    except ValueError:
        return None
