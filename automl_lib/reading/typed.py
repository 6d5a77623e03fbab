"""From `cells.parquet` to a schema and `typed.parquet`, streaming, and the public parsing of new rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.booleans import FAMILIES, ONE_ZERO, words_of
from automl_lib.reading.counts import ParseCounts
from automl_lib.reading.infer import OPTIONS, TOLD_REASONS, Verdict, next_type, rules_out
from automl_lib.reading.near_type import NearType, near_type
from automl_lib.reading.parse import parse_column
from automl_lib.reading.source import batch_rows, lazy_frames
from automl_lib.reading.typed_schema import polars_type
from automl_lib.table import ColumnSchema, ColumnType, TableSchema, column_key

if TYPE_CHECKING:
    import polars as pl

_SLICES = 8
_SLICE_ROWS = 500


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


@dataclass(frozen=True)
class Inferred:
    """What the columns of a table turned out to be.

    Attributes:
        schema: their types.
        counts: what was seen in each, by key.
        kept: verdicts on columns that look like numbers or dates but stay text, by key.
        nearly: what other text columns are but for a few cells, by key.
    """

    schema: TableSchema
    counts: dict[str, ParseCounts]
    kept: dict[str, Verdict]
    nearly: dict[str, NearType]


def infer_and_write(cells_path: Path, labels: tuple[str, ...], out_path: Path) -> Inferred:
    """Finds each column's type, and writes `out_path` by it."""
    sample = _sample(cells_path)
    keys = [column_key(i) for i in range(len(labels))]
    verdicts = {k: next_type(label, k, sample[k]) for k, label in zip(keys, labels, strict=True)}
    counts = write_typed(cells_path, _schema(verdicts), out_path)
    unfit = _unfit(verdicts, counts)
    rewrite = bool(unfit)
    while unfit:
        for key, reason in unfit.items():
            old = verdicts[key]
            new = next_type(old.column.label, key, sample[key], old.place + 1)
            told = reason in TOLD_REASONS
            verdicts[key] = replace(
                new,
                against=reason if told else new.against or old.against,
                seen=counts[key] if told else new.seen if new.against else old.seen,
            )
        changed = {k: verdicts[k] for k in unfit}
        counts.update(_count_only(cells_path, _schema(changed).columns))
        unfit = _unfit(changed, counts)
    if rewrite:
        counts = write_typed(cells_path, _schema(verdicts), out_path)
    finished = tuple(with_spellings(v.column, counts[v.column.key]) for v in verdicts.values())
    texts = {k: v for k, v in verdicts.items() if v.column.type is ColumnType.TEXT}
    kept = {k: v for k, v in texts.items() if v.against}
    nearly = {
        k: near
        for k, v in texts.items()
        if k not in kept and (near := near_type(cells_path, v.column, sample[k])) is not None
    }
    return Inferred(TableSchema(finished), counts, kept, nearly)


def _schema(verdicts: Mapping[str, Verdict]) -> TableSchema:
    return TableSchema(tuple(v.column for v in verdicts.values()))


def _unfit(verdicts: Mapping[str, Verdict], counts: Mapping[str, ParseCounts]) -> dict[str, str]:
    """Columns whose whole content speaks against their type, and why."""
    reasons = {k: rules_out(v.column, counts[k]) for k, v in verdicts.items()}
    return {k: reason for k, reason in reasons.items() if reason is not None}


def with_spellings(column: ColumnSchema, counts: ParseCounts) -> ColumnSchema:
    """A true/false column with the words people used for each, the commonest spelling; others unchanged."""
    if column.type is not ColumnType.BOOL:
        return column
    family = str(column.parsing["family"])
    labels: dict[str, str] = {}
    for side, words in zip(("true", "false"), words_of(family), strict=True):
        spellings = [(n, w) for w, n in counts.spellings.items() if w.lower() in words]
        labels[side] = max(spellings)[1] if spellings else words[0]
    return ColumnSchema(column.key, column.label, column.type, {"family": family, **labels})


def retype(cells_path: Path, schema: TableSchema, overrides: Mapping[str, ColumnType]) -> TableSchema:
    """The schema with some columns' types changed by a person; cells that don't fit will be null.

    The parsing of a changed column is the reading under which most of its cells parse.

    Raises:
        KeyError: for a key the table doesn't have.
    """
    for key in overrides:
        schema.by_key(key)
    columns = [
        c if c.key not in overrides or overrides[c.key] is c.type else _as(cells_path, c, overrides[c.key])
        for c in schema.columns
    ]
    return TableSchema(tuple(columns))


def _as(cells_path: Path, column: ColumnSchema, kind: ColumnType) -> ColumnSchema:
    parsings = [dict(p) for k, p in OPTIONS if k is kind]
    if kind is ColumnType.BOOL:
        parsings = [{"family": f} for f in (*FAMILIES, ONE_ZERO)]
    best: tuple[int, ColumnSchema, ParseCounts] | None = None
    for parsing in parsings:
        candidate = ColumnSchema(column.key, column.label, kind, parsing)
        counts = _count_only(cells_path, (candidate,))[column.key]
        if best is None or counts.failed < best[0]:
            best = (counts.failed, candidate, counts)
        if not counts.failed:
            break
    if best is None:
        raise ValueError(f"no way to read a column as {kind}")
    return with_spellings(best[1], best[2])


def _count_only(cells_path: Path, columns: tuple[ColumnSchema, ...]) -> dict[str, ParseCounts]:
    import polars as pl

    counts = {c.key: ParseCounts() for c in columns}
    for batch in (
        pl.scan_parquet(cells_path).select(list(counts)).collect_batches(chunk_size=batch_rows(len(counts)))
    ):
        for column in columns:
            counts[column.key].add(parse_column(batch[column.key], column)[1])
    return counts


def _sample(cells_path: Path) -> pl.DataFrame:
    """Up to 4,000 rows in eight slices from the beginning to the end."""
    import polars as pl

    frame = pl.scan_parquet(cells_path)
    rows = int(frame.select(pl.len()).collect().item())
    if rows <= _SLICES * _SLICE_ROWS:
        return frame.collect()
    starts = [(rows - _SLICE_ROWS) * i // (_SLICES - 1) for i in range(_SLICES)]
    return pl.concat([frame.slice(s, _SLICE_ROWS).collect() for s in starts])
