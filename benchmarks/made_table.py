"""The made table of the profile benchmark: 12 real, 4 integer and 4 text columns, with blanks."""

from __future__ import annotations

from pathlib import Path


def write_table(path: Path, rows: int, *, seed: int = 0, part_rows: int = 500_000) -> None:
    """Write `rows` × 20 as UTF-8 CSV, in parts, so that any size fits into memory."""
    import numpy as np
    import polars as pl

    random = np.random.default_rng(seed)
    words = {
        f"text_{n}": np.array([f"{stem}{i}" for i in range(size)])
        for n, (stem, size) in enumerate([("지역", 17), ("업종", 300), ("거래처", 20_000), ("등급", 5)])
    }
    with path.open("wb") as file:
        for first in range(0, rows, part_rows):
            count = min(part_rows, rows - first)
            columns = {f"real_{n}": np.round(random.normal(n, n + 1, count), 3) for n in range(12)}
            columns |= {f"integer_{n}": random.integers(0, 10 ** (n + 2), count) for n in range(4)}
            columns |= {name: random.choice(values, count) for name, values in words.items()}
            frame = pl.DataFrame(columns)
            blank = random.random(count) < 0.02
            frame = frame.with_columns(
                pl.when(pl.Series(blank)).then(None).otherwise(pl.col(name)).alias(name)
                for name in ("real_3", "integer_1", "text_2")
            )
            frame.write_csv(file, include_header=first == 0)
