"""Whether what people chose about added rows is about something that is asked, so that no choice is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.messages import Message
from domain.table_additions import AdditionChoices, ColumnDifference, DifferenceKind
from domain.table_schema import TableSchema
from records.errors import DecisionRefused

_OF_COLUMNS = (
    DifferenceKind.MISSING,
    DifferenceKind.RENAMED,
    DifferenceKind.UNREADABLE,
    DifferenceKind.UNIT,
    DifferenceKind.CLASSES,
)
_REPEATED = f"{DifferenceKind.REPEATED}:"


def before_reading(choices: AdditionChoices, schema: TableSchema) -> AdditionChoices:
    """Choices made with the file, before what differs is known.

    Raises:
        DecisionRefused: one is about a column that the table doesn't have, or about no kind of difference.
    """
    labels = [column.label for column in schema.columns]
    _refuse_unknown((*choices.renamed, *choices.converted), labels)
    accepted = tuple(_whole(key) for key in choices.accepted)
    _refuse_unknown(accepted, _possible(labels))
    return replace(choices, accepted=accepted)


def answering(
    choices: AdditionChoices,
    before: AdditionChoices,
    asked: Sequence[ColumnDifference],
    headers: Sequence[str],
    schema: TableSchema,
) -> AdditionChoices:
    """Choices about the differences that an addition asks about, without those that were made before.

    Args:
        before: what was decided already; it may be said again.
        asked: the open questions.
        headers: of the file that are no column of the table.
        schema: of the table.

    Raises:
        DecisionRefused: one is about nothing that is asked, or nothing was chosen.
    """
    choices = AdditionChoices(
        {label: one for label, one in choices.renamed.items() if before.renamed.get(label) != one},
        tuple(key for key in map(_whole, choices.accepted) if key not in before.accepted),
        tuple(label for label in choices.converted if label not in before.converted),
        choices.only_new and not before.only_new,
        choices.known_classes and not before.known_classes,
    )
    keys = [one.key for one in asked]
    columns = [
        one.column
        for one in asked
        if one.column is not None and one.code in (DifferenceKind.MISSING, DifferenceKind.RENAMED)
    ]
    blank = [f"{DifferenceKind.MISSING}:{label}" for label in columns]
    blank += [one.key_of_blank for one in asked if one.code == DifferenceKind.CLASSES and one.as_blank]
    # What else differs is known once the columns are.
    labels = [*columns, *(column.label for column in schema.columns)] if columns else []
    later = _possible(labels) if columns else []
    _refuse_unknown(choices.accepted, [*keys, *blank, *later], shown=[*dict.fromkeys((*keys, *blank))])
    _refuse_unknown(choices.renamed, columns)
    _refuse_unknown(choices.renamed.values(), headers)
    convertible = [one.column for one in asked if one.column and one.factor is not None]
    _refuse_unknown(
        choices.converted,
        [*convertible, *labels],
        shown=convertible,
    )
    if choices.only_new and _REPEATED not in keys and not columns:
        raise DecisionRefused(
            Message("it is not asked about repeated rows; choose among {keys}", keys=_listed(keys))
        )
    if (
        choices.known_classes
        and not columns
        and not any(key.startswith(f"{DifferenceKind.CLASSES}:") for key in keys)
    ):
        raise DecisionRefused(
            Message("it is not asked about new classes; choose among {keys}", keys=_listed(keys))
        )
    if choices == AdditionChoices():
        raise DecisionRefused(Message("nothing was chosen; decide about {keys}", keys=_listed(keys)))
    return choices


def _whole(key: str) -> str:
    return _REPEATED if key == DifferenceKind.REPEATED else key


def _possible(labels: Iterable[str]) -> list[str]:
    return [_REPEATED, *(f"{kind}:{label}" for label in labels for kind in _OF_COLUMNS)]


def _refuse_unknown(
    chosen: Iterable[str], known: Sequence[str], *, shown: Sequence[str] | None = None
) -> None:
    unknown = [one for one in chosen if one not in known]
    if unknown:
        named = known if shown is None else shown
        raise DecisionRefused(
            Message(
                "there is no '{unknown}' to choose; there are: {known}",
                unknown=unknown[0],
                known=_listed(named),
            )
        )


def _listed(names: Sequence[str], *, most: int = 12) -> str:
    return (", ".join(names[:most]) + (" …" if len(names) > most else "")) or "-"
