"""Which character stands between the cells of a text file. Header and types are decided elsewhere."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

from automl_lib.reading.cells import looks_numeric

CANDIDATES = (",", "\t", ";", "|", "^")
_ROWS = 200
_STEADY = 0.95


def sniff_delimiter(sample: str, *, whole: bool = True) -> str:
    """The delimiter that cuts the sample's rows into the same number of cells most steadily.

    Args:
        sample: the beginning of the file.
        whole: whether it is all of the file; otherwise its last row may be cut short.
    """
    hint = sep_hint(sample)
    if hint:
        return hint
    sample = "".join(line for line in sample.splitlines(keepends=True) if not line.startswith("#")) or sample
    best, best_score = ",", 0.0
    for delimiter in CANDIDATES:
        score = _score(sample, delimiter, whole)
        if score > best_score:
            best, best_score = delimiter, score
    return " " if best_score < 1 and _cut_by_spaces(sample, whole) else best


def sep_hint(sample: str) -> str | None:
    """The delimiter named by Excel's first line `sep=;`, if there is one."""
    first = sample.split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    return "\t" if first.lower() == "sep=" and sample[:6].endswith("\t") else None


def _cut_by_spaces(sample: str, whole: bool) -> bool:
    """Whether the rows are columns apart by spaces: as many in each, one of them of numbers.

    The first row may lack the name of the first column, as R writes it.
    """
    lines = sample.splitlines()[: _ROWS + 1]
    if len(lines) > 1 and not whole:
        lines.pop()
    try:
        cut = csv.reader((line.rstrip() for line in lines), delimiter=" ", skipinitialspace=True)
        rows = [row for row in cut if row]
    except csv.Error:
        return False
    if len(rows) < 3 or len(rows[1]) < 2 or len(rows[0]) not in (len(rows[1]), len(rows[1]) - 1):
        return False
    width = len(rows[1])
    even = [row for row in rows[1:] if len(row) == width]
    if len(even) < _STEADY * len(rows[1:]):
        return False
    return any(sum(looks_numeric(row[i]) for row in even) > 0.6 * len(even) for i in range(width))


def _score(sample: str, delimiter: str, whole: bool) -> float:
    try:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = list(islice((len(row) for row in rows if row), _ROWS + 1))
    except csv.Error:
        return 0.0
    if len(widths) > 1 and (len(widths) > _ROWS or not whole):
        widths.pop()
    if not widths:
        return 0.0
    width, steady = Counter(w for w in widths if w > 1).most_common(1)[0] if max(widths) > 1 else (1, 0)
    # Steadiness decides; width only breaks ties between delimiters that are equally steady.
    return steady / len(widths) + min(width, 50) * 1e-4 if width > 1 else 0.0
