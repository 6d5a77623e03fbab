"""Which values of a document people should look at, and how files name them: the same in workbooks, CSV, JSON and commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from domain.document_fields import FieldState, field_label
from domain.messages import Language, Message
from domain.sheets import CellMark

DOUBTS = (FieldState.CONTRADICTED, FieldState.UNCHECKED, FieldState.UNREAD)
"""States of values that people should look at, in the order of the columns that name them."""


class FieldValue(Protocol):
    """A field, as read or as its row."""

    @property
    def key(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def line_no(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def value(self) -> str | None: ...
    @property
    def reason(self) -> Message | None: ...
    @property
    def repair(self) -> str | None: ...
    @property
    def required(self) -> bool: ...
    @property
    def confirmed(self) -> bool: ...


def doubt_of(field: FieldValue) -> FieldState | None:
    """The state of a value that people should look at; None where nothing speaks against it.

    None too of a value that a person confirmed, and of one that not every document of the kind has.
    """
    state = FieldState(field.state)
    if field.confirmed or state not in DOUBTS or (state is FieldState.UNREAD and not field.required):
        return None
    return state


def state_label(field: FieldValue, language: Language) -> str:
    """The state of a value, and whether a person confirmed it; of an unchecked one that says it all."""
    state = FieldState(field.state)
    if not field.confirmed:
        return state.message.render(language)
    confirmed = Message("confirmed").render(language)
    return confirmed if state is FieldState.UNCHECKED else f"{state.message.render(language)} · {confirmed}"


def state_of_line(line: Mapping[str, FieldValue], language: Language) -> str:
    """The state of a line item: its doubts with the names of their values, else the weakest of its states.

    Args:
        line: its values by their columns.
    """
    doubts = []
    for state in DOUBTS:
        names = [label_of(one, language) for one in line.values() if doubt_of(one) is state]
        if names:
            doubts.append(f"{state.message.render(language)} ({', '.join(names)})")
    if doubts:
        return ", ".join(doubts)
    if any(one.confirmed for one in line.values()):
        return Message("confirmed").render(language)
    return FieldState.weakest(FieldState(one.state) for one in line.values()).message.render(language)


def names_in(fields: Sequence[FieldValue], state: FieldState, language: Language) -> str:
    """The names of a document's values in a state; of line items only those that are contradicted.

    Contradictions are named whether or not a person confirmed them: the document has them on paper.
    """
    if state is FieldState.CONTRADICTED:
        found = [one for one in fields if one.state == state]
    else:
        found = [one for one in fields if one.line_no == 0 and doubt_of(one) is state]
    return ", ".join(label_of(one, language, with_line=True) for one in found)


def reasons_of(fields: Sequence[FieldValue], language: Language, *, with_line: bool = False) -> str:
    """Why values are contradicted or unsure: each sentence once, after the names of its values.

    Args:
        with_line: as of `label_of`.
    """
    named: dict[str, list[str]] = {}
    for one in fields:
        if doubt_of(one) is not None and one.reason is not None:
            names = named.setdefault(one.reason.render(language), [])
            names.append(label_of(one, language, with_line=with_line))
    return " / ".join(f"{', '.join(names)}: {sentence}" for sentence, names in named.items())


def offers_of(fields: Sequence[FieldValue], language: Language) -> str:
    """The values that are offered instead, each after the name of its value."""
    return ", ".join(
        f"{label_of(one, language)} {_with_thousands(one.repair)}" for one in fields if one.repair is not None
    )


def mark_of(field: FieldValue | None, language: Language, *, with_note: bool = True) -> CellMark | None:
    """How the cell of a value is marked; None for a value without doubt.

    Args:
        with_note: say state, reason and offered value at the cell.
    """
    doubt = None if field is None else doubt_of(field)
    if field is None or doubt is None:
        return None
    is_wrong = doubt is not FieldState.UNCHECKED
    if not with_note or not is_wrong:
        return CellMark(is_wrong)
    said = [doubt.message.render(language)]
    if field.reason is not None:
        said.append(field.reason.render(language))
    if field.repair is not None:
        offered = Message("Offered instead").render(language)
        said.append(f"{offered}: {_with_thousands(field.repair)}")
    return CellMark(is_wrong, "\n".join(said))


def label_of(field: FieldValue, language: Language, *, with_line: bool = False) -> str:
    """The name of a value for people.

    Args:
        with_line: with the number of its line item, if it has one.
    """
    label = field_label(field.key)
    if with_line and field.line_no:
        label = Message("line {line}, {column}", line=field.line_no, column=label)
    return label.render(language)


def _with_thousands(value: str) -> str:
    return f"{int(value):,}" if value.removeprefix("-").isdecimal() else value
