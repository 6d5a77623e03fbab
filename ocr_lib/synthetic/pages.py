"""Made A4 pages with their truth: letters, forms, tables, two columns and notices, as business papers look.

Their sentences are not those lines for training are made of (`texts.py`), so that pages can judge a reader.
What a scanner does to a page is in `scan.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.synthetic.fonts import FontFile, choose_font

if TYPE_CHECKING:
    from PIL import ImageFont

Language = Literal["ko", "en", "mixed"]
Box = tuple[int, int, int, int]
WORDS = Path(__file__).parent / "words"
A4_INCHES = (8.27, 11.69)


@dataclass(frozen=True)
class TrueLine:
    """A line (or a table's cell) as it was drawn; box x0, y0, x1, y1 around its ink, in pixels."""

    text: str
    box: Box


@dataclass(frozen=True)
class MadePage:
    """A page and what it says, in reading order.

    Attributes:
        picture: uint8 grey [height, width].
    """

    picture: Picture
    lines: list[TrueLine]


def made_page(
    seed: int,
    *,
    fonts: Sequence[FontFile],
    language: Language = "ko",
    layout: str = "letter",
    point_size: float = 10.5,
    dpi: int = 150,
) -> MadePage:
    """One page; the same arguments give the same page.

    Args:
        layout: one of `LAYOUTS`.
        point_size: of the body text.

    Raises:
        LookupError: no font has the glyphs of the page's language.
    """
    rng = np.random.default_rng([seed, len(layout), round(point_size * 10)])
    sentences = _sentences(language)
    font = choose_font(fonts, "".join(sorted(set("".join(sentences)))), rng)
    if font is None:
        raise LookupError(f"none of {len(fonts)} fonts has the glyphs of the {language} pages")
    sheet = Sheet(font, point_size, dpi)
    LAYOUTS[layout](sheet, sentences, language, rng)
    return MadePage(sheet.picture(), sheet.lines)


class Sheet:
    """Draws texts on an A4 page and remembers where; what is laid out begins at `y` and goes down."""

    def __init__(self, font: FontFile, point_size: float, dpi: int) -> None:
        from PIL import Image, ImageDraw

        self.size = (round(A4_INCHES[0] * dpi), round(A4_INCHES[1] * dpi))
        self.font, self.em = font, max(6, round(point_size * dpi / 72))
        self._image = Image.new("L", self.size, 255)
        self._draw = ImageDraw.Draw(self._image)
        self.lines: list[TrueLine] = []
        self.left, self.top = round(0.11 * self.size[0]), round(0.08 * self.size[1])
        self.right, self.bottom = self.size[0] - self.left, self.size[1] - self.top
        self.y = self.top

    @property
    def leading(self) -> int:
        return round(self.em * 1.75)

    def face(self, scale: float = 1.0) -> ImageFont.FreeTypeFont:
        from PIL import ImageFont

        size = max(6, round(self.em * scale))
        return ImageFont.truetype(str(self.font.path), size, index=self.font.index)

    def text(self, x: float, y: float, text: str, *, scale: float = 1.0, align: str = "left") -> None:
        """Draw a line with its top at `y`; x is its left end, its middle or its right end."""
        face = self.face(scale)
        width = face.getlength(text)
        x -= {"left": 0.0, "center": width / 2, "right": width}[align]
        self._draw.text((x, y), text, fill=25, font=face)
        x0, y0, x1, y1 = self._draw.textbbox((x, y), text, font=face)
        self.lines.append(TrueLine(text, (int(x0), int(y0), int(x1) + 1, int(y1) + 1)))

    def paragraph(self, text: str, left: int, right: int) -> bool:
        """Set a text in lines between left and right, below what was set; False when the page is full."""
        face, line = self.face(), ""
        for word in [*text.split(), None]:
            longer = f"{line} {word}".strip() if word is not None else None
            if longer is not None and face.getlength(longer) <= right - left:
                line = longer
                continue
            if line:
                if self.y + self.leading > self.bottom:
                    return False
                self.text(left, self.y, line)
                self.y += self.leading
            line = word or ""
        return True

    def rule(self, x0: int, y0: int, x1: int, y1: int) -> None:
        self._draw.line((x0, y0, x1, y1), fill=60, width=2 if self.em > 16 else 1)

    def picture(self) -> Picture:
        return np.asarray(self._image)


def _sentences(language: Language) -> list[str]:
    korean = (WORDS / "sentences_ko.txt").read_text(encoding="utf-8").splitlines()
    english = (WORDS / "sentences_en.txt").read_text(encoding="utf-8").splitlines()
    return {"ko": korean, "en": english, "mixed": korean + english}[language]


def _body(sheet: Sheet, sentences: Sequence[str], left: int, right: int, rng: np.random.Generator) -> None:
    """Paragraphs of two to four sentences until the page is full."""
    while True:
        chosen = [sentences[n] for n in rng.integers(len(sentences), size=rng.integers(2, 5))]
        if not sheet.paragraph(" ".join(chosen), left, right):
            return
        sheet.y += round(sheet.em * 0.8)


def _letter(sheet: Sheet, sentences: Sequence[str], language: Language, rng: np.random.Generator) -> None:
    title = {"ko": "업무 협조 요청", "en": "Request for Quotation", "mixed": "견적 요청 Quotation"}[language]
    sheet.text(sheet.size[0] / 2, sheet.y, title, scale=1.7, align="center")
    sheet.y += round(sheet.em * 3.2)
    sheet.text(sheet.right, sheet.y, _date(language, rng), align="right")
    sheet.y += sheet.leading * 2
    _body(sheet, sentences, sheet.left, sheet.right, rng)


def _columns(sheet: Sheet, sentences: Sequence[str], _: Language, rng: np.random.Generator) -> None:
    middle, gap = sheet.size[0] // 2, sheet.em * 2
    top = sheet.y
    _body(sheet, sentences, sheet.left, middle - gap // 2, rng)
    sheet.y = top
    _body(sheet, sentences, middle + gap // 2, sheet.right, rng)


def _notice(sheet: Sheet, sentences: Sequence[str], language: Language, rng: np.random.Generator) -> None:
    title = {"ko": "알려 드립니다", "en": "Notice to all staff", "mixed": "공지 Notice"}[language]
    sheet.text(sheet.size[0] / 2, sheet.y, title, scale=1.5, align="center")
    sheet.y += round(sheet.em * 3)
    for number in range(1, 40):
        sentence = sentences[int(rng.integers(len(sentences)))]
        if not sheet.paragraph(f"{number}. {sentence}", sheet.left, sheet.right):
            return
        sheet.y += round(sheet.em * 0.5)


def _form(sheet: Sheet, sentences: Sequence[str], language: Language, rng: np.random.Generator) -> None:
    labels = {
        "ko": ["상호", "대표자", "사업자등록번호", "주소", "전화번호", "품목", "금액", "납기일", "비고"],
        "en": ["Company", "Contact", "Tax No.", "Address", "Phone", "Item", "Amount", "Due date", "Remarks"],
    }["en" if language == "en" else "ko"]
    column = sheet.left + round(sheet.em * 9)
    height = round(sheet.em * 2.4)
    sheet.rule(sheet.left, sheet.y, sheet.right, sheet.y)
    for label in labels:
        values = _values(language, rng)
        value = values[rng.integers(len(values))]
        if sheet.y + height > sheet.bottom:
            break
        middle = sheet.y + round(sheet.em * 0.6)
        sheet.text(sheet.left + sheet.em // 2, middle, label)
        sheet.text(column + sheet.em // 2, middle, value)
        sheet.y += height
        sheet.rule(sheet.left, sheet.y, sheet.right, sheet.y)
    for x in (sheet.left, column, sheet.right):
        sheet.rule(x, sheet.top, x, sheet.y)
    sheet.y += sheet.leading
    _body(sheet, sentences, sheet.left, sheet.right, rng)


def _invoice(sheet: Sheet, sentences: Sequence[str], language: Language, rng: np.random.Generator) -> None:
    english = language == "en"
    sheet.text(sheet.size[0] / 2, sheet.y, "INVOICE" if english else "거래명세서", scale=2.0, align="center")
    sheet.y += round(sheet.em * 4)
    heads = ["Item", "Qty", "Unit price", "Amount"] if english else ["품명", "수량", "단가", "금액"]
    goods = (
        ["Paper cups", "Steel bolts", "Printer toner", "Wooden boxes", "Copper wire", "Glass bottles"]
        if english
        else ["종이컵", "스테인리스 볼트", "프린터 토너", "나무 상자", "구리 전선", "유리병", "포장 비닐"]
    )
    width = sheet.right - sheet.left
    # Amounts fit their column, however large the print of the page.
    scale = min(1.0, 0.2 * width / (7.5 * sheet.em))
    cell_em = round(sheet.em * scale)
    edges = [sheet.left + round(width * part) for part in (0.0, 0.45, 0.6, 0.8, 1.0)]
    height, top, total = round(cell_em * 2.2), sheet.y, 0
    rows = [heads]
    for _ in range(int(rng.integers(6, 12))):
        count, price = int(rng.integers(1, 90)), int(rng.integers(3, 900)) * 100
        total += count * price
        rows.append([goods[rng.integers(len(goods))], f"{count}", f"{price:,}", f"{count * price:,}"])
    rows.append(["Total" if english else "합계", "", "", f"{total:,}"])
    sheet.rule(edges[0], sheet.y, edges[-1], sheet.y)
    for row in rows:
        if sheet.y + height > sheet.bottom - 3 * sheet.leading:
            break
        middle = sheet.y + round(cell_em * 0.5)
        for place, cell in enumerate(row):
            if not cell:
                continue
            if place == 0 or row is heads:
                sheet.text(edges[place] + cell_em // 2, middle, cell, scale=scale)
            else:
                sheet.text(edges[place + 1] - cell_em // 2, middle, cell, scale=scale, align="right")
        sheet.y += height
        sheet.rule(edges[0], sheet.y, edges[-1], sheet.y)
    for x in edges:
        sheet.rule(x, top, x, sheet.y)
    sheet.y += sheet.leading
    sheet.paragraph(sentences[int(rng.integers(len(sentences)))], sheet.left, sheet.right)


def _date(language: Language, rng: np.random.Generator) -> str:
    year, month, day = 2020 + rng.integers(9), 1 + rng.integers(12), 1 + rng.integers(28)
    return f"{year}-{month:02d}-{day:02d}" if language == "en" else f"{year}년 {month}월 {day}일"


def _values(language: Language, rng: np.random.Generator) -> list[str]:
    number = f"{rng.integers(100, 999)}-{rng.integers(10, 99)}-{rng.integers(10000, 99999)}"
    money = f"{rng.integers(10, 9000) * 1000:,}"
    if language == "en":
        return ["Hanbit Trading Co., Ltd.", f"USD {money}", number, _date(language, rng), "12 Market Street"]
    return [
        "디엘이엔씨(주)",
        f"₩{money}",
        number,
        _date(language, rng),
        "서울특별시 마포구 양화로 45",
        "㈜새벽상사",
    ]


LAYOUTS: dict[str, Callable[[Sheet, Sequence[str], Language, np.random.Generator], None]] = {
    "letter": _letter,
    "columns": _columns,
    "notice": _notice,
    "form": _form,
    "invoice": _invoice,
}
