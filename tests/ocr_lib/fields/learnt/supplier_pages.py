"""Pages of a made supplier whose labels no shipped rule knows."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_lib.fields import FieldType, PageText
from ocr_lib.fields.learnt import ConfirmedField, Example
from tests.ocr_lib.fields.made_texts import placed

NUMBER, NAME = "220-81-62517", "새벽상사"


def page(
    day: str, number: str, amount: int, *, rows: int = 2, scale: float = 1.0, label: str = "모두 더해"
) -> list[PageText]:
    """Supplier's name and number without labels, a day below its label, goods, an amount below them.

    Texts 1, 3, 5, 6 and 8 + 2 * rows are the values of `example`.
    """
    cells: list[tuple[str, float, float]] = [
        ("출하 확인지", 400, 50), (number, 900, 50), ("끊은 날", 100, 120), (day, 100, 150), ("늘 고맙습니다", 400, 120),
        (NAME, 900, 120), (NUMBER, 900, 150), ("물건", 100, 220),
    ]  # fmt: skip
    y = 260.0
    for row in range(rows):
        cells += [(f"물건 이름 {row}{number}", 100, y), (f"{amount // rows + row:,}", 900, y)]
        y += 40
    cells += [(f"{amount:,}", 900, y + 30), (label, 600, y + 30)]
    return [
        placed(text, x * scale, y * scale, width=14 * len(text) * scale, height=20 * scale)
        for text, x, y in cells
    ]


def example(day: str, number: str, amount: int, *, rows: int = 2, scale: float = 1.0) -> Example:
    """The page with its fields confirmed, one of them named by a person."""
    texts = page(day, number, amount, rows=rows, scale=scale)
    fields = (
        ConfirmedField("묶음 번호", FieldType.TEXT, number, (1,)),
        ConfirmedField("issue_date", FieldType.DATE, day, (3,)),
        ConfirmedField("supplier_name", FieldType.NAME, NAME, (5,)),
        ConfirmedField("supplier_number", FieldType.BUSINESS_NUMBER, NUMBER, (6,)),
        ConfirmedField("total_amount", FieldType.WON, amount, (8 + 2 * rows,)),
    )
    return Example(texts, fields)


def examples() -> Sequence[Example]:
    """Three documents with different numbers of goods."""
    return (
        example("2026-11-02", "AB-0017", 120_000),
        example("2026-11-09", "AB-1203", 64_500, rows=4),
        example("2026-11-20", "AB-0988", 7_300, rows=3, scale=1.2),
    )
