"""Rows of totals (합계, 1월 소계, 총 60건, Grand Total) and notes at the end of a table: found, left out, reported.

A row is left out of the data if its words and its numbers show that it is a total. Where only its words do, it
stays, since a product may be called Total, and a warning lets people decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.cells import is_blank, looks_numeric
from automl_lib.reading.layout.total_numbers import as_number, mostly_numbers, unnamed_totals
from automl_lib.reading.layout.total_words import (
    HINTS,
    LOOKED_AT,
    MEAN,
    extreme_of,
    is_strong,
    is_summary_word,
    total_word,
)
from automl_lib.reading.raw_table import batch_rows
from automl_lib.reading.table_ledger import summary_entries

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import polars as pl

    from domain.read_report import LedgerEntry

_NUMERIC_LOOKED_AT = 2
_LAST_ROWS = 10
_SAMPLE_ROWS = 200
_MOST_CANDIDATES = 10_000
_NOTE = re.compile(
    r"\s*(※|\*|☞|주\s*[):.：\d]|자료\s*[:：]|출처\s*[:：]?|비고\s*[:：]|참고\s*[:：]?|source\s*:|notes?\s*:|end of "
    r"|(작성|담당|출력|조회|확인|문의|기준)(자|일|일자|일시|부서|처)?\s*[:：]"
    r"|[-=\[(<\s]*(이하\s*여백|끝|이상|다음\s*(쪽|페이지|장)(에\s*계속)?)[.\])>=\s-]*$)",
    re.IGNORECASE,
)


@dataclass
class SummaryRows:
    """Rows that summarise others, as (number from 1, the words).

    Attributes:
        totals: those that are totals by their words and numbers.
        doubtful: those that are totals by their words alone.
        notes: notes below the table.
    """

    totals: list[tuple[int, str]] = field(default_factory=list)
    doubtful: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)

    @property
    def left_out(self) -> set[int]:
        """Numbers of the rows that are no data."""
        return {row for row, _ in (*self.totals, *self.notes)}


def take_summary_rows(cells_path: Path, rows: int) -> tuple[int, list[LedgerEntry]]:
    """Leaves rows of totals and notes out of `cells_path`.

    Args:
        cells_path: the table's cells as read (`cells.parquet`), changed in place.
        rows: how many it has.

    Returns:
        How many rows are left, and the entries of the ledger.
    """
    found = find_summary_rows(cells_path, rows)
    out = found.left_out
    if out and len(out) < rows:
        leave_out(cells_path, out)
        rows -= len(out)
    elif out:
        found = SummaryRows(doubtful=found.totals + found.doubtful)
    return rows, summary_entries(found)


def total_entries(cells_path: Path, rows: int) -> list[LedgerEntry]:
    """The ledger entries about rows of totals where none is left out, because each row of a frame is predicted."""
    found = find_summary_rows(cells_path, rows)
    return summary_entries(SummaryRows(doubtful=sorted(found.totals + found.doubtful)))


def find_summary_rows(cells_path: Path, rows: int) -> SummaryRows:
    """The rows of totals anywhere in a table, and the notes at its end."""
    import polars as pl

    frame = pl.scan_parquet(cells_path)
    names = frame.collect_schema().names()
    if len(names) < 2:
        return SummaryRows()
    found = SummaryRows(notes=_notes(frame, rows))
    _add_named(found, frame, names, rows)
    others = unnamed_totals(frame, found.left_out, rows - len(found.notes))
    found.totals = sorted(found.totals + others)
    found.doubtful = [one for one in found.doubtful if one[0] not in found.left_out]
    return found


def _add_named(found: SummaryRows, frame: pl.LazyFrame, names: list[str], rows: int) -> None:
    """Adds the rows that a word for a total names to those found."""
    numbered = _hinted_rows(frame, names[:LOOKED_AT])
    words = {row[0] + 1: word for row in numbered.iter_rows() if (word := total_word(row[1:])) is not None}
    for row, _ in found.notes:
        words.pop(row, None)
    extremes = _extremes(frame, names, words, rows - len(found.notes))
    words = {row: word for row, word in words.items() if row in extremes or not extreme_of(word)}
    if not words or len(words) > _MOST_CANDIDATES or len(words) * 2 > max(rows, 2):
        return
    sure = _by_numbers(frame, names, words) | _by_gaps(frame, names, sorted(words), rows) | extremes
    last = rows - len(found.notes)
    for row, word in sorted(words.items(), reverse=True):
        if row in sure:
            found.totals.insert(0, (row, word))
            last = min(last, row - 1) if row == last else last
        elif row == last:
            found.doubtful.insert(0, (row, word))
            last -= 1
        elif is_strong(word):
            found.doubtful.insert(0, (row, word))


def _hinted_rows(frame: pl.LazyFrame, names: list[str]) -> pl.DataFrame:
    """Rows with a hint in one of the columns `names`, numbered in a column `row` from 0; few more than are looked at."""
    import polars as pl

    head = frame.select(names).head(_SAMPLE_ROWS).collect()
    numeric = [name for name in names if all(looks_numeric(v) for v in head[name].drop_nulls())]
    # Further to the right a word has a number before it, and is no total.
    names = [name for name in names if name not in numeric or name in names[:_NUMERIC_LOOKED_AT]]
    numeric = [name for name in numeric if name in names]
    hints = {name: pl.col(name).str.contains_any(list(HINTS), ascii_case_insensitive=True) for name in names}
    # Words come behind all numbers in the order of bytes, which is compared quicker than words are searched.
    quick = [pl.col(name) > ":" for name in numeric] + [hints[n] for n in names if n not in numeric]
    found = (
        frame.select(names).with_row_index("row").filter(pl.any_horizontal(quick)).collect(engine="streaming")
    )
    words = {name: _words_among(found.filter(hint)[name]) for name, hint in hints.items()}
    hits = [pl.col(name).is_in(those) for name, those in words.items() if those]
    places = found.filter(pl.any_horizontal(hits))["row"] if hits else found["row"].head(0)
    places = places.head(_MOST_CANDIDATES + 1)
    if places.is_empty():
        return frame.with_row_index("row").head(0).collect()
    return (
        frame.with_row_index("row").filter(pl.col("row").is_in(places.implode())).collect(engine="streaming")
    )


def _words_among(cells: pl.Series) -> list[str]:
    """The different cells that are words for a total; 합격 and 회계팀 only hold the letters of one."""
    return [cell for cell in cells.unique() if cell is not None and is_summary_word(cell)]


def _notes(frame: pl.LazyFrame, rows: int) -> list[tuple[int, str]]:
    last = frame.tail(_LAST_ROWS).collect().rows()
    notes: list[tuple[int, str]] = []
    for back, row in enumerate(reversed(last)):
        cells = [cell for cell in row if cell is not None and not is_blank(cell)]
        if len(cells) != 1 or not _NOTE.match(cells[0]):
            break
        notes.insert(0, (rows - back, " ".join(cells[0].split())[:60]))
    return notes


def _extremes(frame: pl.LazyFrame, names: list[str], words: dict[int, str], last: int) -> set[int]:
    """Which of the summary rows that end a table hold the largest or smallest number of every column they fill.

    A word found in several rows is a category.
    """
    import polars as pl

    end = last
    while end in words:
        end -= 1
    found = {row: name for row, word in words.items() if row > end and (name := extreme_of(word))}
    kinds = [name for word in words.values() if (name := extreme_of(word))]
    if not found or any(kinds.count(name) > 1 for name in found.values()):
        return set()
    agreeing = dict.fromkeys(found, 0)
    for name in names:
        numbers = frame.select(as_number(name)).collect().to_series()
        others = (
            numbers.head(end).filter(~pl.int_range(1, end + 1, eager=True).is_in(list(words))).drop_nulls()
        )
        for row, extreme in found.items():
            value = numbers[row - 1]
            if value is None or row not in agreeing:
                continue
            if len(others) > 1 and value == (others.max() if extreme == "largest" else others.min()):
                agreeing[row] += 1
            else:
                del agreeing[row]
    return {row for row, columns in agreeing.items() if columns}


def _by_numbers(frame: pl.LazyFrame, names: list[str], words: dict[int, str]) -> set[int]:
    """Which of the rows hold the sum (or, by their words, the mean) of the rows since the one before, or of all others, in some column."""
    import numpy as np

    sums: set[int] = set()
    is_total: npt.NDArray[np.bool_] | None = None
    for name in names:
        numbers = frame.select(as_number(name)).collect().to_series().to_numpy()
        if is_total is None:
            is_total = np.zeros(len(numbers), dtype=np.bool_)
            is_total[[row - 1 for row in words]] = True
        if np.isnan(numbers[~is_total]).all():
            continue
        sums |= _matching(numbers, is_total, words)
    return sums


def _matching(
    numbers: npt.NDArray[np.float64], is_total: npt.NDArray[np.bool_], words: dict[int, str]
) -> set[int]:
    import numpy as np

    data = ~is_total & ~np.isnan(numbers)
    plain = np.where(data, numbers, 0.0)
    sums, counts = np.concatenate([[0.0], plain.cumsum()]), np.concatenate([[0], data.cumsum()])
    found: set[int] = set()
    before = 0
    for row, word in sorted(words.items()):
        value = numbers[row - 1]
        spans = {(before, row - 1), (0, row - 1), (0, len(numbers)), (row, len(numbers))}
        for start, end in spans:
            count, total = counts[end] - counts[start], sums[end] - sums[start]
            if count < 2 or np.isnan(value) or value == 0:
                continue
            aim = total / count if MEAN.search(word) else total
            if abs(value - aim) <= max(1e-6 * abs(aim), _rounding(value)):
                found.add(row)
        before = row
    return found


def _rounding(value: float) -> float:
    """Half of the last digit that the number is likely to be rounded to, unless it is whole."""
    return 1e-9 if float(value).is_integer() else 0.051


def _by_gaps(frame: pl.LazyFrame, names: list[str], rows: list[int], height: int) -> set[int]:
    """Which of the rows are blank in a column of texts that is filled in every row which is no total."""
    import polars as pl

    if height - len(rows) < 2:
        return set()
    numbered = frame.with_row_index("row", offset=1)
    others = numbered.filter(~pl.col("row").is_in(rows))
    full = others.select(pl.col(names).is_not_null().all()).collect(engine="streaming").row(0)
    some = others.head(_SAMPLE_ROWS).collect()
    texts = [
        n for n, all_filled in zip(names, full, strict=True) if all_filled and not mostly_numbers(some[n])
    ]
    if not texts:
        return set()
    blank = numbered.filter(pl.col("row").is_in(rows) & pl.any_horizontal(pl.col(texts).is_null()))
    return set(blank.select("row").collect().to_series().to_list())


def leave_out(cells_path: Path, rows: set[int]) -> None:
    """Rewrites `cells_path` without some rows, which are numbered from 1."""
    import polars as pl

    kept = cells_path.with_suffix(".kept")
    frame = pl.scan_parquet(cells_path)
    names = frame.collect_schema().names()
    numbered = frame.with_row_index("row", offset=1).filter(~pl.col("row").is_in(sorted(rows)))
    numbered.select(names).sink_parquet(
        kept, compression="lz4", row_group_size=batch_rows(len(names)), statistics=False
    )
    kept.replace(cells_path)
