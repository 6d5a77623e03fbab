"""Which predicted row each row of a file of outcomes is: by the fewest columns that tell the predicted rows apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from automl_lib.errors import PredictionRefused
from automl_lib.prediction import folded_label, match_labels
from automl_lib.reading.parsing.parse import parse_column
from domain.columns import ColumnType
from domain.messages import Message
from domain.table_schema import ColumnSchema, TableSchema

if TYPE_CHECKING:
    import polars as pl

_MOST_AMBIGUOUS = 0.05
"""Share of the rows that fit several predicted ones from which the file is refused; fewer are left out."""
_NUMBER = r"^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$"
_MOST_NAMED = 5


@dataclass(frozen=True)
class RowMatch:
    """Where the rows of a file are among the predicted ones.

    Attributes:
        places: one a row of the file; None where it is none of the predicted rows, or may be several.
        ambiguous: rows that fit several predicted ones.
        respelled: rows that were found although they are written otherwise: in other letter case, with other blanks, or in full width.
    """

    places: Sequence[int | None]
    ambiguous: int
    respelled: int = 0


def match_rows(
    told: pl.DataFrame, given: pl.DataFrame, rows: int, schema: TableSchema, *, in_order: bool = False
) -> RowMatch:
    """Find the rows of a file of outcomes among those that were predicted.

    Of the columns that both have, the fewest that tell the predicted rows apart are compared, by value: 45,300 is 45300. Rows
    that are found in no other way are compared without letter case, surrounding blanks and full-width forms. A column of numbers or names that are all different comes first; of several such columns the one whose rows agree most
    in the others. Predicted rows that are equal in every cell are interchangeable, and taken in their order.

    Args:
        told: cells of the predicted rows, String columns named by header, without the target and the predictions.
        given: those of the file; it may have no column.
        rows: how many the file has.
        schema: of the training table, by which cells are read.
        in_order: people say that the n-th row of the file is the n-th predicted one. Used only where no columns tell.

    Raises:
        PredictionRefused: outcomes_unmatched where the columns don't tell the rows apart, and the order isn't said to be
            the same or is contradicted by the number of rows or a column.
    """
    shared = match_labels(given.columns, told.columns)
    kinds = _kinds(shared, schema)
    sides = [
        _Sides(
            _typed(given, {name: name for name in shared}, kinds, folded=folded),
            _typed(told, shared, kinds, folded=folded),
        )
        for folded in (False, True)
    ]
    left, right = sides[0]
    found = RowMatch([None] * rows, 0)
    if shared:
        same = _groups(told)
        matches = [_by(key, sides, same) for key in _keys(right, kinds)]
        found = max(matches, key=lambda one: _agreement(one, left, right) if len(matches) > 1 else 0)
        hits = found.ambiguous + sum(place is not None for place in found.places)
        if found.ambiguous <= _MOST_AMBIGUOUS * hits:
            return found
    if not in_order:
        raise _not_told_apart(told, schema, list(shared), found.ambiguous, rows)
    _refuse_other_order(*sides[1], rows, told.height)
    return RowMatch(list(range(told.height)), 0)


def _kinds(headers: Iterable[str], schema: TableSchema) -> dict[str, ColumnSchema | None]:
    """The column of the training table that each header names; None where it has none."""
    by_label = {folded_label(column.label): column for column in schema.columns}
    return {header: by_label.get(folded_label(header)) for header in headers}


def _keys(told: pl.DataFrame, kinds: Mapping[str, ColumnSchema | None]) -> list[list[str]]:
    """Sets of columns to try: each tells as many rows apart as all columns do, with none to spare."""
    whole = told.n_unique()
    single = [name for name in told.columns if told[name].n_unique() == whole]
    names = [name for name in single if _names_rows(kinds[name])]
    if single:
        return [[name] for name in names or single]
    discrete = [name for name in told.columns if _names_rows(kinds[name])]
    sets = [_fewest(told, discrete), _fewest(told, told.columns)]
    return [key for key in sets if key and told.n_unique(key) == whole]


def _names_rows(column: ColumnSchema | None) -> bool:
    """Whether a column may hold numbers or names of things, rather than measures or dates."""
    return column is None or column.type in (ColumnType.TEXT, ColumnType.INTEGER)


def _fewest(told: pl.DataFrame, names: Sequence[str]) -> list[str]:
    """Columns that tell as many rows apart as all of `names`: greedily the one that adds most, then without those to spare."""
    if not names:
        return []
    whole, chosen = told.n_unique(list(names)), list[str]()
    while not chosen or told.n_unique(chosen) < whole:
        rest = [name for name in names if name not in chosen]
        chosen.append(max(rest, key=lambda name: told.n_unique([*chosen, name])))
    for name in list(chosen):
        fewer = [one for one in chosen if one != name]
        if fewer and told.n_unique(fewer) == whole:
            chosen = fewer
    return chosen


class _Sides(NamedTuple):
    """Cells of the columns that both files have: those of the file of outcomes, and those of the predicted rows."""

    left: pl.DataFrame
    right: pl.DataFrame


class _Fit(NamedTuple):
    """What one row of the file fits.

    Attributes:
        number: how many rows before it have the same key.
        places: of the predicted rows with its key; None where there are none.
        different: how many of them differ in some cell.
    """

    number: int
    places: Sequence[int] | None
    different: int | None


def _by(key: Sequence[str], sides: Sequence[_Sides], same: pl.Series) -> RowMatch:
    """The rows found by some columns.

    Args:
        key: the columns.
        sides: the cells as they are written, and without letter case and the like.
        same: numbers of the predicted rows, the same for those that are equal altogether.
    """
    found = list[int | None]()
    ambiguous = respelled = 0
    for exact, folded in zip(*(_fits(key, one, same) for one in sides), strict=True):
        is_respelled = exact.different is None and folded.different == 1
        fit = folded if is_respelled else exact
        respelled += is_respelled
        ambiguous += fit.different is not None and fit.different > 1
        fitting = fit.places if fit.different == 1 else None
        found.append(fitting[min(fit.number, len(fitting) - 1)] if fitting else None)
    return RowMatch(found, ambiguous, respelled)


def _fits(key: Sequence[str], sides: _Sides, same: pl.Series) -> Iterator[_Fit]:
    import polars as pl

    names = [f"k{number}" for number in range(len(key))]  # whatever people call their columns
    theirs = sides.right.select(pl.col(name).alias(ours) for name, ours in zip(key, names, strict=True))
    places = theirs.with_row_index("place").with_columns(same.alias("same"))
    places = places.group_by(names).agg(pl.col("place"), pl.col("same").n_unique())
    rows = sides.left.select(pl.col(name).alias(ours) for name, ours in zip(key, names, strict=True))
    numbered = rows.with_columns(pl.int_range(pl.len()).over(names).alias("number"))
    joined = numbered.join(places, on=names, how="left", nulls_equal=True, maintain_order="left")
    return map(_Fit._make, joined.select("number", "place", "same").iter_rows())


def _agreement(match: RowMatch, left: pl.DataFrame, right: pl.DataFrame) -> int:
    """Cells of the found rows that are the same in both files."""
    rows = [row for row, place in enumerate(match.places) if place is not None]
    ours, theirs = left[rows], right[[place for place in match.places if place is not None]]
    return sum(int(ours[name].eq_missing(theirs[name]).sum()) for name in left.columns)


def _groups(frame: pl.DataFrame) -> pl.Series:
    """A number for each row, the same for equal rows."""
    cells = frame.rename({name: f"k{number}" for number, name in enumerate(frame.columns)})
    different = cells.unique(maintain_order=True).with_row_index("group")
    return cells.join(different, on=cells.columns, how="left", nulls_equal=True, maintain_order="left")[
        "group"
    ]


def _typed(
    cells: pl.DataFrame,
    names: Mapping[str, str],
    kinds: Mapping[str, ColumnSchema | None],
    *,
    folded: bool = False,
) -> pl.DataFrame:
    """Cells in one form for each value, under the names of the mapping's keys. `folded`: without letter case and the like."""
    import polars as pl

    return pl.DataFrame(
        [
            _values(_folded(cells[theirs]) if folded else cells[theirs], kinds[name]).alias(name)
            for name, theirs in names.items()
        ]
    )


def _folded(cells: pl.Series) -> pl.Series:
    """Cells in half width and small letters, with single blanks."""
    return cells.str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s+", " ")


def _values(cells: pl.Series, column: ColumnSchema | None) -> pl.Series:
    import polars as pl

    text = cells.to_frame("cell").select(
        # An apostrophe is in front of what a spreadsheet would take for a formula, see `escape_formula`.
        pl.col("cell").str.normalize("NFC").str.strip_chars().str.strip_prefix("'").replace("", None)
    )
    number = pl.col("cell").str.replace_all(",", "").str.strip_prefix("+")
    number = number.str.replace(r"^(-?)0+(\d)", "${1}${2}").str.replace(r"(\.\d*?)0+$", "${1}")
    plain = text.select(
        pl.when(pl.col("cell").str.contains(_NUMBER))
        .then(number.str.strip_suffix("."))
        .otherwise(pl.col("cell"))
    )["cell"]
    if column is None or column.type is ColumnType.TEXT:
        return plain
    if column.type is ColumnType.INTEGER:  # as `TableSchema.for_new_rows`
        column = replace(column, type=ColumnType.REAL)
    values = parse_column(text["cell"], column)[0]
    kind = {ColumnType.REAL: pl.Float64(), ColumnType.DATE: pl.Datetime("us")}.get(column.type)
    values = values if kind is None else values.cast(kind)
    return values.cast(pl.String).zip_with(values.is_not_null(), plain)


def _not_told_apart(
    told: pl.DataFrame, schema: TableSchema, shared: Sequence[str], ambiguous: int, rows: int
) -> PredictionRefused:
    kinds = _kinds(told.columns, schema)
    keys = _keys(_typed(told, {name: name for name in told.columns}, kinds), kinds)
    wanted = _named(keys[0] if keys else told.columns)
    if not shared:
        message = Message(
            "The file has no column of the predicted rows beside the target, so that nothing tells which row is which. "
            "Add {wanted}; or, if its rows are in the order of the predicted file, choose that (--in-order) and bring it again.",
            wanted=wanted,
        )
    else:
        message = Message(
            "{ambiguous:,} of {rows:,} rows of the file fit several predicted rows: {shared} is not enough to tell them "
            "apart. Add {wanted}; or, if its rows are in the order of the predicted file, choose that (--in-order) and bring it again.",
            ambiguous=ambiguous,
            rows=rows,
            shared=_named(shared),
            wanted=wanted,
        )
    return PredictionRefused(message, code="outcomes_unmatched")


def _refuse_other_order(left: pl.DataFrame, right: pl.DataFrame, rows: int, predicted: int) -> None:
    """Raise PredictionRefused where the files can't have the same rows in the same order."""
    if rows != predicted:
        raise PredictionRefused(
            Message(
                "The file has {rows:,} rows and {predicted:,} were predicted, so that they can't be in the same order. Bring "
                "a column that tells the rows apart.",
                rows=rows,
                predicted=predicted,
            ),
            code="outcomes_unmatched",
        )
    for name in left.columns:
        differing = left[name].ne_missing(right[name]).arg_true()
        if len(differing):
            raise PredictionRefused(
                Message(
                    "The rows are not in the order of the predicted ones: row {row:,} has another '{column}'. Bring a column "
                    "that tells the rows apart.",
                    row=int(differing[0]) + 1,
                    column=name,
                ),
                code="outcomes_unmatched",
            )


def _named(labels: Sequence[str]) -> str:
    named = ", ".join(f"'{label}'" for label in labels[:_MOST_NAMED])
    return named + (" …" if len(labels) > _MOST_NAMED else "")
