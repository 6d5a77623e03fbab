"""Random layouts of new suppliers: each with its own words, places and blocks, and any number of documents.

Layouts for tuning and unseen ones have other words and other blocks, so that nothing was fitted to the unseen ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from benchmarks.made_documents import contents, supplier_words
from benchmarks.made_documents.contents import MadeCompany, MadeItem
from benchmarks.made_documents.paper import misread, text_width
from ocr_lib.fields import DocumentKind, FieldKey, FieldType, PageText
from ocr_lib.fields.learnt import ConfirmedField, Example
from ocr_lib.fields.normal_forms import Value

UNSEEN_SEEDS = 50_000
DATES = ("{y}-{m:02}-{d:02}", "{y}.{m:02}.{d:02}", "{y}년 {m}월 {d}일", "{yy:02}/{m:02}/{d:02}", "{y}. {m}. {d}.")  # fmt: skip
AMOUNTS = ("{:,}", "{:,}원", "₩{:,}", "₩ {:,}")
DRIVER, PLACE, DUE = "운전 기사", "상차지", "도착 예정일"
"""Fields that a person named."""


@dataclass
class Template:
    """A supplier's layout.

    Attributes:
        words: the label of each field, fixed for the layout.
        blocks: what is drawn, in order from the top.
        colon: what is printed after labels.
    """

    number: int
    unseen: bool
    supplier: MadeCompany
    words: dict[str, str]
    headings: tuple[str, str, str, str]
    note: str
    date_form: str
    amount_form: str
    colon: str
    size: float
    numbering: str
    suffix: str
    blocks: tuple[Callable[[Sheet], None], ...]
    places: dict[str, float]


@dataclass
class Sheet:
    """A document of a layout under construction."""

    template: Template
    rng: Random
    rows: list[MadeItem]
    buyer: MadeCompany
    y: float = 80.0
    texts: list[tuple[str, float, float, float, float]] = field(default_factory=list)
    fields: list[ConfirmedField] = field(default_factory=list)

    def put(self, text: str, x: float, y: float, *, scale: float = 1.0, align: str = "left") -> int:
        """Put a text; `y` is the middle of its line. Returns its number."""
        size = self.template.size * scale
        width = text_width(text, size)
        left = x if align == "left" else x - width if align == "right" else x - width / 2
        off = self.rng.uniform(-0.06, 0.06) * size
        self.texts.append((text, left, y - size / 2 + off, left + width, y + size / 2 + off))
        return len(self.texts) - 1

    def holds(self, name: str, kind: FieldType, value: Value, *texts: int) -> None:
        self.fields.append(ConfirmedField(name, kind, value, texts))

    def labelled(
        self, name: str, kind: FieldType, value: Value, shown: str, x: float, y: float, *, gap: float = 190.0
    ) -> None:
        """Label and value: in one text where the layout has a colon and chance will, else apart."""
        label = self.template.words[name]
        colon = self.template.colon
        if colon and self.rng.random() < 0.3:
            self.holds(name, kind, value, self.put(f"{label}{colon}{shown}", x, y))
            return
        end = self.texts[self.put(label + colon.rstrip(), x, y)][3]
        self.holds(name, kind, value, self.put(shown, max(x + gap, end + 12), y))

    def date(self, when: object) -> str:
        return self.template.date_form.format(y=when.year, yy=when.year % 100, m=when.month, d=when.day)  # type: ignore[attr-defined]

    def won(self, amount: int) -> str:
        return self.template.amount_form.format(amount)


def template(number: int, *, unseen: bool) -> Template:
    """The layout with this number."""
    from benchmarks.made_documents import supplier_blocks

    rng = Random(number + (UNSEEN_SEEDS if unseen else 0))
    words = supplier_words.UNSEEN if unseen else supplier_words.TUNING
    key = FieldKey
    names = {
        "title": words.titles,
        key.ISSUE_DATE: words.date,
        key.DOCUMENT_NUMBER: words.number,
        key.SUPPLIER_NUMBER: words.reference,
        key.SUPPLIER_OWNER: words.owner,
        key.SUPPLIER_ADDRESS: words.address,
        key.SUPPLIER_PHONE: words.phone,
        key.BUYER_NAME: words.buyer,
        key.SUPPLY_AMOUNT: words.supply,
        key.TAX_AMOUNT: words.tax,
        key.TOTAL_AMOUNT: words.total,
        DRIVER: words.driver,
        PLACE: words.place,
        DUE: words.due,
    }
    return Template(
        number,
        unseen,
        contents.company(rng),
        {str(name): rng.choice(choices) for name, choices in names.items()},
        rng.choice(words.headings),
        rng.choice(words.notes),
        rng.choice(DATES),
        rng.choice(AMOUNTS),
        rng.choice(("", " : ", ": ")),
        rng.choice((19, 22, 25)),
        rng.choice(("{y}{m:02}-{n:03d}", "A{n:04d}", "제{y}-{n}호", "{n:06d}")),
        rng.choice((" 앞", " 님께", " 귀하", "")),
        supplier_blocks.blocks(rng, unseen=unseen),
        {name: rng.uniform(0, 1) for name in ("left", "right", "table", "step", "foot")},
    )


def sheet(of: Template, number: int) -> Sheet:
    """A document of a layout: other goods, buyer, dates; the same words in the same places."""
    rng = Random(of.number * 1_000 + number + (UNSEEN_SEEDS * 1_000 if of.unseen else 0))
    made = Sheet(of, rng, contents.goods(rng, 9), contents.company(rng))
    for block in of.blocks:
        block(made)
    return made


def page_texts(made: Sheet) -> list[PageText]:
    """The texts as found in a picture at another scale, shifted, and tilted by up to 1.5°."""
    rng = made.rng
    angle, scale = math.radians(rng.uniform(-1.5, 1.5)), rng.uniform(0.85, 1.15)
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    left, top = rng.uniform(0, 60), rng.uniform(0, 60)
    valued = {n for one in made.fields for n in one.indexes}
    found = []
    for n, (text, x0, y0, x1, y1) in enumerate(made.texts):
        quad = [
            [left + x * cos - y * sin, top + x * sin + y * cos]
            for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
        ]
        shown = misread(text, rng, fewest=2) if n not in valued and rng.random() < 0.03 else text
        found.append(PageText(shown, quad, 0.95))
    return found


def example(made: Sheet) -> Example:
    """The document with all its fields confirmed."""
    return Example(page_texts(made), tuple(made.fields), kind(made.template))


def kind(of: Template) -> DocumentKind:
    """What people call documents of a layout."""
    is_known = of.words["title"].startswith("거래명세")
    return DocumentKind.STATEMENT if is_known else DocumentKind.OTHER
