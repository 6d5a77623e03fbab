"""A learnt layout: its anchors, its fields with their places beside the anchors, and both as bounded JSON.

Lengths are in heights of a line of the first example, so that the resolution of a page does not matter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field
from typing import Any

from ocr_lib.fields.learnt.examples import known_key
from ocr_lib.fields.normal_forms import Value
from ocr_lib.fields.vocabulary import DocumentKind, FieldKey, FieldType

VERSION = 1
MOST_ANCHORS, MOST_FIELDS, MOST_OFFSETS = 150, 60, 12
LONGEST = 60
"""Characters of an anchor, a name, and of what is printed around a value."""
FARTHEST = 2_000.0
"""Heights of a line: the limit of every length of a layout."""
MOST_LINES = 5


class InvalidLayout(ValueError):
    """JSON that is no layout, or one beyond its limits."""


@dataclass(frozen=True)
class Anchor:
    """Print that recurs on documents of the layout.

    Attributes:
        text: without spaces and punctuation.
        x, y: left edge and middle on the first example, from the first text.
        seen: share of the examples that have it.
        is_head: whether it is printed before a value in one text at times, as in "합계: 1,000".
    """

    text: str
    x: float
    y: float
    seen: float
    is_head: bool = False


@dataclass(frozen=True)
class Offset:
    """Where a value is, seen from an anchor.

    Attributes:
        anchor: number of the anchor.
        left, middle, right: of the value's first line, from the anchor's left edge.
        down: from the anchor's middle to that of the value's first line.
        spread_x, spread_y: largest deviations over the examples; 0 where there is one.
    """

    anchor: int
    left: float
    middle: float
    right: float
    down: float
    spread_x: float
    spread_y: float


@dataclass(frozen=True)
class FieldPlace:
    """A field of a layout.

    Attributes:
        lines: that its value has at most.
        suffix: constant print after the value in its text, compact.
        part: separator and number of the piece, where several values share a text.
        height: of its zone, where a person drew one without text; 0 otherwise.
        rank: place from the end among the values of its type in its column; None where it varies.
        rules_first: whether the shipped rules were right on more examples than its place.
        constant: the value that all of several examples have.
    """

    name: str
    type: FieldType
    offsets: tuple[Offset, ...]
    lines: int = 1
    suffix: str = ""
    part: tuple[str, int] | None = None
    height: float = 0.0
    rank: int | None = None
    rules_first: bool = False
    constant: Value | None = field(default=None, repr=False)

    @property
    def key(self) -> FieldKey | None:
        """The field of the vocabulary; None for one that a person named."""
        return known_key(self.name)


@dataclass(frozen=True)
class LearntLayout:
    """What is known of the documents of one supplier, or of a kind that a person named.

    Attributes:
        absent: fields of the vocabulary that the rules find though no example has them.
        examples: how many documents it is from.
    """

    kind: DocumentKind
    anchors: tuple[Anchor, ...]
    fields: tuple[FieldPlace, ...]
    absent: tuple[FieldKey, ...] = ()
    examples: int = 1

    def constant(self, *keys: FieldKey) -> Value | None:
        """The value that all examples have of the first of these fields that has one."""
        return next((one.constant for one in self.fields if one.key in keys and one.constant), None)

    def to_json(self) -> dict[str, Any]:
        """All of it; `from_json` restores it."""
        return {
            "version": VERSION,
            "kind": self.kind.value,
            "examples": self.examples,
            "absent": [key.value for key in self.absent],
            "anchors": [asdict(one) for one in self.anchors],
            "fields": [_field_json(one) for one in self.fields],
        }

    @classmethod
    def from_json(cls, written: object) -> LearntLayout:
        """The layout of its JSON.

        Raises:
            InvalidLayout: for what is none: missing or misplaced values, unknown types, numbers out of range.
        """
        try:
            return _layout(_mapping(written))
        except (LookupError, TypeError, ValueError) as error:
            raise InvalidLayout(f"not a layout: {type(error).__name__}") from error


def _field_json(one: FieldPlace) -> dict[str, Any]:
    return {
        "name": one.name,
        "type": one.type.value,
        "lines": one.lines,
        "suffix": one.suffix,
        "part": None if one.part is None else list(one.part),
        "height": one.height,
        "rank": one.rank,
        "rules_first": one.rules_first,
        "constant": one.constant,
        "offsets": [list(astuple(at)) for at in one.offsets],
    }


def _layout(written: Mapping[str, Any]) -> LearntLayout:
    if written["version"] != VERSION:
        raise ValueError
    anchors = tuple(_anchor(_mapping(one)) for one in _list(written["anchors"], MOST_ANCHORS))
    fields = tuple(_field(_mapping(one), len(anchors)) for one in _list(written["fields"], MOST_FIELDS))
    if len({one.name for one in fields}) != len(fields):
        raise ValueError
    absent = tuple(FieldKey(key) for key in _list(written["absent"], len(FieldKey)))
    examples = _whole(written["examples"], 1, 1_000_000)
    return LearntLayout(DocumentKind(written["kind"]), anchors, fields, absent, examples)


def _anchor(written: Mapping[str, Any]) -> Anchor:
    place = _length(written["x"]), _length(written["y"])
    return Anchor(
        _text(written["text"], 1), *place, _number(written["seen"], 0, 1), _truth(written["is_head"])
    )


def _field(written: Mapping[str, Any], anchors: int) -> FieldPlace:
    part, rank, constant = written["part"], written["rank"], written["constant"]
    if constant is not None and (isinstance(constant, bool) or not isinstance(constant, int | str)):
        raise TypeError
    return FieldPlace(
        name=_text(written["name"], 1),
        type=FieldType(written["type"]),
        offsets=tuple(_offset(one, anchors) for one in _list(written["offsets"], MOST_OFFSETS)),
        lines=_whole(written["lines"], 1, MOST_LINES),
        suffix=_text(written["suffix"], 0),
        part=None if part is None else (_text(part[0], 1)[:2], _whole(part[1], 0, 9)),
        height=_number(written["height"], 0, FARTHEST),
        rank=None if rank is None else _whole(rank, 0, 999),
        rules_first=_truth(written["rules_first"]),
        constant=constant[:300] if isinstance(constant, str) else constant,
    )


def _offset(written: object, anchors: int) -> Offset:
    values = _list(written, 7)
    left, middle, right, down = (_length(value) for value in values[1:5])
    spread_x, spread_y = (_number(value, 0, 2 * FARTHEST) for value in values[5:])
    return Offset(_whole(values[0], 0, anchors - 1), left, middle, right, down, spread_x, spread_y)


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError
    return value


def _list(value: object, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError
    return value


def _text(value: object, least: int) -> str:
    if not isinstance(value, str) or not least <= len(value) <= LONGEST:
        raise ValueError
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _whole(value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError
    return value


def _number(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError
    if not least <= value <= most:
        raise ValueError
    return float(value)


def _length(value: object) -> float:
    return _number(value, -FARTHEST, FARTHEST)
