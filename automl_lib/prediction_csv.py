"""Writing predictions beside the cells they were made from, as a CSV that Excel in Korea opens right.

What to predict and how is not decided here. The file is UTF-8 with a byte order mark, comma separated,
with Windows line ends; it appears under its name only when it is complete.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.sheets import escaped

PREDICTION_LABEL = "예측(prediction)"
PROBABILITY_LABEL = "확률"
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?([eE][+-]?\d+)?\s*%?", re.ASCII)


@dataclass(frozen=True)
class PredictedRows:
    """Some rows and what was predicted for them.

    Attributes:
        cells: n rows of cells as read; None is a blank.
        predicted: n classes or clusters; None where nothing could be predicted.
        probabilities: n rows of one probability per class, None if the model has none.
    """

    cells: Sequence[Sequence[str | None]]
    predicted: Sequence[str | None]
    probabilities: Sequence[Sequence[float]] | None = None


def write_predictions(
    path: Path, labels: Sequence[str], parts: Iterable[PredictedRows], classes: Sequence[str] = ()
) -> int:
    """Writes all columns as read, then the prediction and a probability per class.

    Cells that a spreadsheet would run as a formula get an apostrophe in front (OWASP, CSV injection);
    numbers such as -12.5 stay as they are. New columns whose name is taken get a number.

    Args:
        path: file to write; replaced if there.
        labels: headers of the cells, in their order.
        parts: the rows, a chunk at a time; memory holds one chunk.
        classes: names of the columns of `probabilities`; empty leaves them out.

    Returns:
        Number of rows written.

    Raises:
        ValueError: a chunk's cells, predictions and probabilities don't fit each other or the headers.
    """
    unfinished = path.with_name(path.name + ".part")
    rows = 0
    try:
        with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow([escape_formula(label) for label in header(labels, classes)])
            for part in parts:
                writer.writerows(_lines(part, len(labels), len(classes)))
                rows += len(part.cells)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return rows


def header(labels: Sequence[str], classes: Sequence[str]) -> list[str]:
    """The headers of the file: those of the data, then ours, made different from all before."""
    names = list(labels)
    taken = set(names)
    for wanted in (PREDICTION_LABEL, *(f"{PROBABILITY_LABEL}_{name}" for name in classes)):
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}_{number}", number + 1
        names.append(name)
        taken.add(name)
    return names


def escape_formula(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet would take it for a formula."""
    return cell if _is_number(cell) else escaped(cell)


def _is_number(cell: str) -> bool:
    return _PLAIN_NUMBER.fullmatch(cell) is not None and any(map(str.isdigit, cell))


def _lines(part: PredictedRows, width: int, classes: int) -> Iterator[list[str]]:
    if classes and part.probabilities is None:
        raise ValueError(f"{classes} classes but no probabilities")
    shares = part.probabilities if classes and part.probabilities is not None else [()] * len(part.cells)
    for cells, predicted, row_shares in zip(part.cells, part.predicted, shares, strict=True):
        if len(cells) != width or len(row_shares) != classes:
            raise ValueError(
                f"a row has {len(cells)} cells and {len(row_shares)} probabilities, "
                f"the header {width} and {classes}"
            )
        line = ["" if cell is None else escape_formula(cell) for cell in cells]
        line.append("" if predicted is None else escape_formula(predicted))
        line.extend(f"{share:.6f}" for share in row_shares)
        yield line
