"""Writing predictions beside the cells they were made from, as a CSV that Excel in Korea opens right.

What to predict and how is not decided here. The file is UTF-8 with a byte order mark, comma separated,
with Windows line ends; it appears under its name only when it is complete.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.sheets import escaped
from domain.tasks import INTERVAL_SHARE

PREDICTION_LABEL = "예측(prediction)"
PROBABILITY_LABEL = "확률"
REASON_LABEL = "이유"
INTERVAL_LABELS = (f"예측 하한({INTERVAL_SHARE:.0%})", f"예측 상한({INTERVAL_SHARE:.0%})")
_DIGITS = 6
"""Significant digits of a predicted number: more than any prediction is exact to."""
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?([eE][+-]?\d+)?\s*%?", re.ASCII)


@dataclass(frozen=True)
class PredictedRows:
    """Some rows and what was predicted for them.

    Attributes:
        cells: n rows of cells as read; None is a blank.
        predicted: n classes, numbers or clusters; None where nothing could be predicted.
        probabilities: n rows of one probability per class, None if the model has none.
        intervals: n pairs of the bounds of a number, None if the model has none.
        reasons: n lists of what counted most, the first first; None without reasons.
    """

    cells: Sequence[Sequence[str | None]]
    predicted: Sequence[str | None]
    probabilities: Sequence[Sequence[float]] | None = None
    intervals: Sequence[Sequence[float]] | None = None
    reasons: Sequence[Sequence[str]] | None = None


def write_predictions(
    path: Path,
    labels: Sequence[str],
    parts: Iterable[PredictedRows],
    classes: Sequence[str] = (),
    *,
    with_intervals: bool = False,
    reasons: int = 0,
) -> int:
    """Writes all columns as read, then the prediction, a probability per class or the bounds of a number, and the reasons.

    Cells that a spreadsheet would run as a formula get an apostrophe in front (OWASP, CSV injection);
    numbers such as -12.5 stay as they are. New columns whose name is taken get a number.

    Args:
        path: file to write; replaced if there.
        labels: headers of the cells, in their order.
        parts: the rows, a chunk at a time; memory holds one chunk.
        classes: names of the columns of `probabilities`; empty leaves them out.
        with_intervals: whether every chunk has `intervals`.
        reasons: columns for reasons; a row may have fewer.

    Returns:
        Number of rows written.

    Raises:
        ValueError: a chunk's cells, predictions, probabilities, intervals and reasons don't fit each other or the headers.
    """
    unfinished = path.with_name(path.name + ".part")
    rows = 0
    try:
        with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            names = header(labels, classes, with_intervals=with_intervals, reasons=reasons)
            writer.writerow([escape_formula(name) for name in names])
            for part in parts:
                writer.writerows(_lines(part, len(labels), len(classes), with_intervals, reasons))
                rows += len(part.cells)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return rows


def header(
    labels: Sequence[str], classes: Sequence[str], *, with_intervals: bool = False, reasons: int = 0
) -> list[str]:
    """The headers of the file: those of the data, then ours, made different from all before."""
    names = list(labels)
    taken = set(names)
    ours = [PREDICTION_LABEL, *(f"{PROBABILITY_LABEL}_{name}" for name in classes)]
    ours += INTERVAL_LABELS if with_intervals else ()
    ours += (f"{REASON_LABEL} {number}" for number in range(1, reasons + 1))
    for wanted in ours:
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}_{number}", number + 1
        names.append(name)
        taken.add(name)
    return names


def escape_formula(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet would take it for a formula."""
    return cell if _is_number(cell) else escaped(cell)


def plain_number(value: float) -> str:
    """A finite number with six significant digits, as spreadsheets read it: no exponent, no digits of binary noise."""
    if value == 0:
        return "0"
    decimals = _DIGITS - 1 - math.floor(math.log10(abs(value)))
    written = f"{value:.{max(decimals, 0)}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _is_number(cell: str) -> bool:
    return _PLAIN_NUMBER.fullmatch(cell) is not None and any(map(str.isdigit, cell))


def _lines(
    part: PredictedRows, width: int, classes: int, with_intervals: bool, reasons: int
) -> Iterator[list[str]]:
    if classes and part.probabilities is None:
        raise ValueError(f"{classes} classes but no probabilities")
    if with_intervals and part.intervals is None:
        raise ValueError("no intervals")
    if reasons and part.reasons is None:
        raise ValueError("no reasons")
    shares = part.probabilities if classes and part.probabilities is not None else [()] * len(part.cells)
    bounds = part.intervals if with_intervals and part.intervals is not None else [()] * len(part.cells)
    whys = part.reasons if reasons and part.reasons is not None else [()] * len(part.cells)
    for cells, predicted, row_shares, row_bounds, why in zip(
        part.cells, part.predicted, shares, bounds, whys, strict=True
    ):
        if len(cells) != width or len(row_shares) != classes:
            raise ValueError(
                f"a row has {len(cells)} cells and {len(row_shares)} probabilities, "
                f"the header {width} and {classes}"
            )
        line = ["" if cell is None else escape_formula(cell) for cell in cells]
        line.append("" if predicted is None else escape_formula(predicted))
        line.extend(f"{share:.6f}" for share in row_shares)
        line.extend(map(plain_number, row_bounds))
        line.extend([*map(escape_formula, why), *[""] * (reasons - len(why))])
        yield line
