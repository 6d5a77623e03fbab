"""Tables that img2table finds, run by the Python of an environment of its own for `benchmarks.tables`.

    PYTHON_OF_IMG2TABLE benchmarks/img2table_pages.py < PICTURES > RESULT

PICTURES is JSON: [path]. RESULT is JSON: {"tables": [[{"box", "cells": [{"span": [row, column, row span, column span], "box"}]}]],
"seconds": [float]}, one of each per picture. It gets no texts; structure alone is asked for.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from img2table.document import Image  # type: ignore[import-not-found]


def main() -> None:
    """Read paths from standard input, write tables to standard output."""
    tables, seconds = [], []
    for path in json.load(sys.stdin):
        began = time.process_time()
        found = Image(path).extract_tables(implicit_rows=False, borderless_tables=True)
        seconds.append(time.process_time() - began)
        tables.append([_table(table) for table in found])
    json.dump({"tables": tables, "seconds": seconds}, sys.stdout)


def _table(table: Any) -> dict[str, Any]:
    """A merged cell is repeated at each of its places with the same box."""
    places: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for row, cells in table.content.items():
        for column, cell in enumerate(cells):
            places.setdefault(_box(cell.bbox), []).append((row, column))
    cells = []
    for box, taken in places.items():
        rows, columns = zip(*taken, strict=True)
        first_row, first_column = min(rows), min(columns)
        span = [first_row, first_column, max(rows) - first_row + 1, max(columns) - first_column + 1]
        cells.append({"span": span, "box": box})
    return {"box": _box(table.bbox), "cells": cells}


def _box(box: Any) -> tuple[int, ...]:
    return box.x1, box.y1, box.x2, box.y2


if __name__ == "__main__":
    main()
