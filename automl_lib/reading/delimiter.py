"""Which character stands between the cells of a text file. Header and types are decided elsewhere."""

from __future__ import annotations

import csv
from collections import Counter

CANDIDATES = (",", "\t", ";", "|")
_ROWS = 200


def sniff_delimiter(sample: str) -> str:
    """The delimiter that cuts the sample's lines into the same number of cells most steadily.

    Args:
        sample: the first lines of the file; the last line may be cut short.
    """
    hint = sep_hint(sample)
    if hint:
        return hint
    best, best_score = ",", 0.0
    for delimiter in CANDIDATES:
        score = _score(sample, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def sep_hint(sample: str) -> str | None:
    """The delimiter named by Excel's first line `sep=;`, if there is one."""
    first = sample.split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    return "\t" if first.lower() == "sep=" and sample[:6].endswith("\t") else None


def _score(sample: str, delimiter: str) -> float:
    lines = sample.splitlines(keepends=True)
    if len(lines) > 1 and not sample.endswith(("\n", "\r")):
        lines = lines[:-1]
    widths: list[int] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if row:
                widths.append(len(row))
            if len(widths) >= _ROWS:
                break
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, rows = Counter(w for w in widths if w > 1).most_common(1)[0] if max(widths) > 1 else (1, 0)
    # Steadiness decides; width only breaks ties between delimiters that are equally steady.
    return rows / len(widths) + min(width, 50) * 1e-4 if width > 1 else 0.0
