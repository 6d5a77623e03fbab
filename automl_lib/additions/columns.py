"""Which columns of a file are a table's, and which differences people have to decide about."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from automl_lib.additions.header_units import header_unit
from automl_lib.errors import FileRefused
from automl_lib.prediction import folded_label, match_labels
from domain.messages import Message
from domain.read_report import ReadReport
from domain.table_additions import AdditionChoices, ColumnDifference, DifferenceKind
from domain.table_schema import TableSchema

_ALIKE = 55.0
"""Similarity of two headers, of 100, from which one may be the other renamed."""

_SHEET_CODES = ("other_sheets", "sheets_alike")
"""Codes of the ledger's entries on which sheet of a workbook was read."""


@dataclass(frozen=True)
class ColumnMatch:
    """The columns of a file beside a table's.

    Attributes:
        headers: key of the table's column → header of the file; columns that are left blank are not in it.
        differences: by column, those that ask before those that only tell.
    """

    headers: Mapping[str, str]
    differences: tuple[ColumnDifference, ...]

    @property
    def asks(self) -> bool:
        """Whether people have to decide first."""
        return any(one.asks for one in self.differences)


def match_columns(schema: TableSchema, headers: Sequence[str], choices: AdditionChoices) -> ColumnMatch:
    """Find a table's columns among the headers of a file.

    Headers match regardless of Unicode composition and white space; their order doesn't matter.

    Args:
        schema: of the table.
        headers: of the file, each once.
        choices: what people decided. A header that the file doesn't have, or that another column has, decides nothing.
    """
    labels = [column.label for column in schema.columns]
    found = match_labels(labels, headers)
    left = [header for header in headers if header not in found.values()]
    for label, header in choices.renamed.items():
        if label in labels and label not in found and header in left:
            found[label] = header
            left.remove(header)
    asking: list[ColumnDifference] = []
    telling = [_taken_as(label, header) for label, header in found.items() if _is_other(label, header)]
    for label in labels:
        if label in found:
            continue
        difference = _missing(label, _most_alike(label, left))
        if difference.header is not None and difference.key in choices.accepted:
            found[label] = difference.header
            left.remove(difference.header)
            telling.append(_taken_as(label, difference.header))
            continue
        blank = f"{DifferenceKind.MISSING}:{label}" in choices.accepted
        if not blank:
            asking.append(difference)
        else:
            telling.append(_left_blank(label))
    suggested = {difference.header for difference in asking}
    telling += [_new(header) for header in left if header not in suggested]
    keys = {column.label: column.key for column in schema.columns}
    return ColumnMatch({keys[label]: header for label, header in found.items()}, (*asking, *telling))


def refuse_other_table(match: ColumnMatch, file: str) -> None:
    """Raises FileRefused (no_common_column) where a file, shown as `file`, has no column of the table."""
    if not match.headers:
        raise FileRefused(
            Message("'{file}' has no column of the table; bring rows of the same table", file=file),
            code="no_common_column",
        )


def sheet_differences(report: ReadReport) -> list[ColumnDifference]:
    """Which sheet of a workbook was read and which were not, as reading says it."""
    return [
        ColumnDifference(DifferenceKind.SHEET, None, entry.message, asks=False)
        for entry in report.ledger
        if entry.code in _SHEET_CODES
    ]


def _most_alike(label: str, headers: Sequence[str]) -> str | None:
    from rapidfuzz import fuzz, process

    folded = {header: folded_label(header).casefold() for header in headers}
    best = process.extractOne(folded_label(label).casefold(), folded, scorer=fuzz.WRatio, score_cutoff=_ALIKE)
    return str(best[2]) if best else None


def _missing(label: str, header: str | None) -> ColumnDifference:
    if header is None:
        return ColumnDifference(
            DifferenceKind.MISSING,
            label,
            Message(
                "Column '{label}' is missing. Say which column of the file it is, leave it blank in these rows, or bring "
                "the file again with it.",
                label=label,
            ),
            asks=True,
        )
    table, file = header_unit(label), header_unit(header)
    if table and file and table != file:
        said = Message(
            "Column '{label}' is missing, and '{header}' is new: probably the same in another unit ({before} → {after}). "
            "Say whether it is the same and whether its numbers are converted, or leave '{label}' blank in these rows.",
            label=label,
            header=header,
            before=table.name,
            after=file.name,
        )
        return ColumnDifference(
            DifferenceKind.RENAMED, label, said, asks=True, header=header, factor=file.factor_to(table)
        )
    said = Message(
        "Column '{label}' is missing, and '{header}' is new: probably the same under another name. Say so, or leave "
        "'{label}' blank in these rows.",
        label=label,
        header=header,
    )
    if (one := table or file) is not None and table != file:
        hint = Message(
            "Only one of the two names a unit ({unit}): see whether it is the same.", unit=one.name
        )
        said = Message("{difference} {choice}", difference=said, choice=hint)
    return ColumnDifference(DifferenceKind.RENAMED, label, said, asks=True, header=header)


def _is_other(label: str, header: str) -> bool:
    """Whether a header is written otherwise, but for the composition of its letters."""
    return unicodedata.normalize("NFC", label) != unicodedata.normalize("NFC", header)


def _taken_as(label: str, header: str) -> ColumnDifference:
    said = Message("Column '{header}' of the file was taken as '{label}'.", header=header, label=label)
    return ColumnDifference(DifferenceKind.RENAMED, label, said, asks=False, header=header)


def _left_blank(label: str) -> ColumnDifference:
    said = Message("Column '{label}' is left blank in these rows.", label=label)
    return ColumnDifference(DifferenceKind.MISSING, label, said, asks=False)


def _new(header: str) -> ColumnDifference:
    said = Message(
        "Column '{header}' is not in the table and is left out. To use it, upload the whole table again with it.",
        header=header,
    )
    return ColumnDifference(DifferenceKind.NEW, header, said, asks=False, header=header)
