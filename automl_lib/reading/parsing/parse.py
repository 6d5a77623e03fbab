"""Text cells to typed values: one column of a batch, new rows, and the whole of `cells.parquet` to `typed.parquet`.

Text and true/false are parsed here, the other types in the files beside this one. A cell that doesn't parse becomes null and is
counted. Which type a column has is decided in `column_types`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.cells import unwrapped
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.dates import parse_dates
from automl_lib.reading.parsing.durations import parse_durations
from automl_lib.reading.parsing.missing import MISSING_IN_VALUES, missing_words, odd_places, without_missing
from automl_lib.reading.parsing.numbers import parse_numbers
from automl_lib.reading.raw_table import batch_rows, lazy_frames
from domain.columns import ColumnType
from domain.shown_numbers import class_name
from domain.table_schema import ColumnSchema, TableSchema

if TYPE_CHECKING:
    import polars as pl

# family: (words for true, words for false), lower case
FAMILIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "yes_no": (("yes",), ("no",)),
    "y_n": (("y",), ("n",)),
    "true_false": (("true",), ("false",)),
    "t_f": (("t",), ("f",)),
    "ko": (("예", "네"), ("아니오", "아니요")),
    "ko_true": (("참",), ("거짓",)),
}
# Only chosen by people: without a choice, a column of 0 and 1 is a number.
ONE_ZERO = "one_zero"
_WORDS = {**FAMILIES, ONE_ZERO: (("1", "1.0"), ("0", "0.0"))}
_LONGEST_MISSING_BYTES = 24
CLASSES_OF = "classes_of"
"""In the parsing of a text column: the type and parsing that it had before its first word that these can't read."""


def words_of(family: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lower-case words for true and for false. Raises KeyError for an unknown family."""
    return _WORDS[family]


def family_of(values: Iterable[str]) -> str | None:
    """The family all `values` belong to, case aside; None if there is none or there are no values."""
    words = {v.strip().lower() for v in values}
    if not words:
        return None
    for family, (yes, no) in FAMILIES.items():
        if words <= {*yes, *no}:
            return family
    return None


def parse_column(cells: pl.Series, column: ColumnSchema) -> tuple[pl.Series, ParseCounts]:
    """Cells of one column as values of its type, and what was seen on the way.

    Args:
        cells: String, null where blank.
        column: the column's type and parsing.
    """
    counts = ParseCounts(cells=len(cells) - cells.null_count())
    if column.type is not ColumnType.TEXT and column.parsing.get("missing"):
        cells = _without_chosen(cells, column, counts)
    if column.type is ColumnType.TEXT and CLASSES_OF in column.parsing:
        return _parse_classes(cells, column, counts), counts
    if column.type is ColumnType.TEXT:
        return _parse_text(cells, column, counts), counts
    if column.type is ColumnType.BOOL:
        return _parse_bool(cells, column, counts), counts
    if column.type is ColumnType.DATE:
        return parse_dates(cells, column, counts), counts
    if column.parsing.get("form") == "duration":
        return parse_durations(cells, column, counts), counts
    return parse_numbers(cells, column, counts), counts


def with_any_class(column: ColumnSchema) -> ColumnSchema:
    """A column of classes that its type limits, such as yes and no, as text that holds others too.

    What the type reads keeps the name that it has as a class. `typed_classes` is the way back.
    """
    if column.type is ColumnType.TEXT:
        return column
    was = {"type": column.type.value, "parsing": dict(column.parsing)}
    return ColumnSchema(column.key, column.label, ColumnType.TEXT, {CLASSES_OF: was})


def typed_classes(column: ColumnSchema) -> ColumnSchema:
    """The column as it was before `with_any_class`; any other as it is."""
    was = column.parsing.get(CLASSES_OF)
    return (
        column
        if was is None
        else ColumnSchema(column.key, column.label, ColumnType(was["type"]), was["parsing"])
    )


def unread_places(cells: pl.Series, column: ColumnSchema) -> pl.Series:
    """Places of the cells that don't parse and are no word for missing, rising; of a column that isn't text."""
    return without_missing(cells, odd_places(cells, parse_column(cells, column)[0]), column, ParseCounts())


def _without_chosen(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    """The cells without the words for missing that a person chose, which may be numbers or dates themselves."""
    words = cells.str.strip_chars()
    chosen = [str(word).lower() for word in column.parsing["missing"]]
    hit = words.str.to_lowercase().is_in(chosen).fill_null(False)
    counts.note_missing(words.filter(hit))
    return cells.set(hit, None)


def _parse_text(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    import polars as pl

    values = cells.str.strip_chars()
    trimmed = (values != cells).fill_null(False)
    if trimmed.any():
        counts.note("trimmed", trimmed, cells, values)
        values = values.set(values == "", None)
    wrapped = values.str.starts_with('="')
    if wrapped.any():
        inside = unwrapped(values)
        counts.note(
            "formula_text", wrapped.fill_null(False) & (inside != values).fill_null(False), cells, inside
        )
        values = inside.set(inside == "", None)
    # Missing words are short, and most text isn't: the length is a cheap first look.
    short = (values.str.len_bytes() <= _LONGEST_MISSING_BYTES).fill_null(False)
    if not short.any():
        return values.cast(pl.String)
    missing, answers = missing_words(column.type, column.parsing), column.parsing.get("answers", ())
    words = values.filter(short).unique()
    known = words.filter(words.str.to_lowercase().is_in([*missing, *MISSING_IN_VALUES]))
    if len(known):
        lower = known.str.to_lowercase()
        absent = known.filter(lower.is_in(list(missing)) & ~known.is_in(list(answers)))
        kept = known.filter(~known.is_in(absent.implode()))
        counts.answers.update(dict(values.filter(values.is_in(kept.implode())).value_counts().iter_rows()))
        if len(absent):
            hit = values.is_in(absent.implode()).fill_null(False)
            counts.note_missing(values.filter(hit))
            values = values.set(hit, None)
    return values.cast(pl.String)


def _parse_classes(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    """Class names of what the column's former type reads, and the other words as they are written."""
    import polars as pl

    was = typed_classes(column)
    values, seen = parse_column(cells, was)
    seen.cells, seen.failed, seen.failed_examples = 0, 0, []  # those that the type can't read are classes
    counts.add(seen)
    if was.type is ColumnType.BOOL:
        spelled = {True: str(was.parsing.get("true", "True")), False: str(was.parsing.get("false", "False"))}
        names = values.replace_strict(spelled, default=None, return_dtype=pl.String)
    else:
        numbers = values.cast(pl.Float64)
        known = {value: class_name(value) for value in numbers.drop_nulls().unique().to_list()}
        names = numbers.replace_strict(known, default=None, return_dtype=pl.String)
    places = unread_places(cells, was)
    return names.scatter(places, cells.gather(places).str.strip_chars()) if len(places) else names


def _parse_bool(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    import polars as pl

    yes, no = words_of(str(column.parsing["family"]))
    words = cells.str.strip_chars()
    mapping: dict[str, bool] = {**dict.fromkeys(yes, True), **dict.fromkeys(no, False)}
    values = words.str.to_lowercase().replace_strict(mapping, default=None, return_dtype=pl.Boolean)
    for word, count in words.filter(values.is_not_null()).value_counts().iter_rows():
        counts.spellings[word] += count
    odd = odd_places(cells, values)
    if len(odd):
        rest = without_missing(cells, odd, column, counts)
        counts.note_failed(cells.gather(rest))
    return values


def parse_cells(frame: pl.DataFrame, schema: TableSchema) -> pl.DataFrame:
    """Text cells as typed values, the way the table's own rows were read.

    Args:
        frame: String columns named by key; null or blank = no value.
        schema: the columns to parse; each must be in `frame`.

    Returns:
        The schema's columns in its order. A cell that doesn't parse is null.

    Raises:
        ValueError: if a column of the schema is not in the frame.
    """
    return parse_cells_counted(frame, schema)[0]


def parse_cells_counted(
    frame: pl.DataFrame, schema: TableSchema
) -> tuple[pl.DataFrame, dict[str, ParseCounts]]:
    """As `parse_cells`, with what was seen in each column (by key): failed cells, missing words, and so on.

    Raises:
        ValueError: if a column of the schema is not in the frame.
    """
    import polars as pl

    absent = [c.key for c in schema.columns if c.key not in frame.columns]
    if absent:
        raise ValueError(f"the frame lacks the columns {', '.join(absent)}")
    parsed = [parse_column(frame[c.key].cast(pl.String), c) for c in schema.columns]
    values = [series.alias(c.key) for c, (series, _) in zip(schema.columns, parsed, strict=True)]
    counts = {c.key: found for c, (_, found) in zip(schema.columns, parsed, strict=True)}
    return pl.DataFrame(values), counts


def write_typed(cells_path: Path, schema: TableSchema, out_path: Path) -> dict[str, ParseCounts]:
    """Parses `cells_path` by `schema` into `out_path`, in batches; memory doesn't grow with the rows.

    Returns:
        What was seen in each column, by key.
    """
    import polars as pl

    counts = {c.key: ParseCounts() for c in schema.columns}
    rows = batch_rows(len(counts))

    def typed() -> Iterator[pl.DataFrame]:
        # Polars lets go of the interpreter while it works, so two threads do use two processors.
        with ThreadPoolExecutor(2) as pool:
            for batch in pl.scan_parquet(cells_path).select(list(counts)).collect_batches(chunk_size=rows):
                parsed = list(pool.map(parse_column, (batch[c.key] for c in schema.columns), schema.columns))
                for column, (_, seen) in zip(schema.columns, parsed, strict=True):
                    counts[column.key].add(seen)
                yield pl.DataFrame([s.alias(c.key) for c, (s, _) in zip(schema.columns, parsed, strict=True)])

    kinds = pl.Schema({c.key: polars_type(c.type) for c in schema.columns})
    partial = out_path.with_suffix(".partial")
    lazy_frames(typed, kinds).sink_parquet(partial, compression="lz4", row_group_size=rows, statistics=False)
    partial.replace(out_path)
    return counts


def count_only(cells_path: Path, columns: tuple[ColumnSchema, ...]) -> dict[str, ParseCounts]:
    """What is seen in some columns of the whole table, by key."""
    import polars as pl

    counts = {c.key: ParseCounts() for c in columns}
    for batch in (
        pl.scan_parquet(cells_path).select(list(counts)).collect_batches(chunk_size=batch_rows(len(counts)))
    ):
        for column in columns:
            counts[column.key].add(parse_column(batch[column.key], column)[1])
    return counts


def polars_type(kind: ColumnType) -> pl.DataType:
    """Int64, Float64, String, Datetime("us") or Boolean."""
    import polars as pl

    kinds: dict[ColumnType, pl.DataType] = {
        ColumnType.INTEGER: pl.Int64(),
        ColumnType.REAL: pl.Float64(),
        ColumnType.TEXT: pl.String(),
        ColumnType.DATE: pl.Datetime("us"),
        ColumnType.BOOL: pl.Boolean(),
    }
    return kinds[kind]
