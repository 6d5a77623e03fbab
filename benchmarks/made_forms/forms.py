"""Office papers: ruled forms, applications with check boxes, notices, dense tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.made_forms.contents import (
    CHOICES,
    COLUMNS,
    COMPANIES,
    FIELDS,
    GOODS,
    NOTES,
    PEOPLE,
    SENTENCES,
    TITLES,
    Language,
    Writer,
)
from benchmarks.made_forms.sheet import BLACK, WHITE, Colour, Sheet, unseen_faces

A4, A5 = (210.0, 297.0), (148.0, 210.0)
RULES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0)
"""Thicknesses in mm."""
PALE: tuple[Colour, ...] = (
    (219, 231, 245),
    (255, 243, 205),
    (226, 240, 217),
    (252, 228, 214),
    (234, 234, 234),
)
DARK: tuple[Colour, ...] = ((31, 56, 100), (60, 60, 62), (24, 90, 60), (122, 28, 36))
HEADERS = ("plain", "pale", "dark", "hatched")


@dataclass(frozen=True)
class Header:
    """How a form marks its headers: one of HEADERS, with a fill where it has one."""

    name: str
    fill: Colour

    @classmethod
    def drawn(cls, rng: np.random.Generator, variant: int) -> Header:
        name = HEADERS[variant % len(HEADERS)]
        fills = DARK if name == "dark" else PALE
        return cls(name, fills[int(rng.integers(len(fills)))])

    def mark(self, sheet: Sheet, x: float, y: float, wide: float, high: float) -> Colour:
        """Fill a header's cell; returns the colour of its text."""
        if self.name in ("pale", "dark"):
            sheet.fill(x, y, wide, high, self.fill)
        elif self.name == "hatched":
            sheet.hatch(x, y, wide, high, 1.1, (165, 165, 165))
        return WHITE if self.name == "dark" else BLACK


def new_sheet(
    rng: np.random.Generator, text: str, size: tuple[float, float], dpi: float, squeeze: float = 1.0
) -> Sheet:
    """A sheet in an unseen face that has every letter of `text`.

    Raises:
        LookupError: no such face is installed.
    """
    faces = [face for face in unseen_faces() if face.covers(text)]
    if not faces:
        raise LookupError("no face that is kept from training is installed, for instance fonts-baekmuk")
    return Sheet(*size, dpi, faces[int(rng.integers(len(faces)))], squeeze)


def ruled_form(
    rng: np.random.Generator, language: Language, dpi: float, variant: int = 0
) -> tuple[Sheet, list[str]]:
    """A form of labelled fields above a table of goods.

    Args:
        variant: number of the page among those of its kind; thickness of rules and kind of header follow from it.
    """
    writer, size = Writer(rng, language), (A4 if dpi <= 300 else A5)
    sheet = new_sheet(rng, _letters(language), size, dpi)
    points, thick = float(rng.uniform(9, 11)), RULES[2 * variant % len(RULES)]
    header = Header.drawn(rng, variant)
    left, right = 15.0, size[0] - 15.0
    title = writer.one(TITLES)
    sheet.write(title, size[0] / 2, 20, points * 2, align="centre", underlined=bool(rng.random() < 0.5))
    y, pitch = 32.0, points * 0.353 * float(rng.uniform(1.7, 2.4))
    fields = writer.some(FIELDS, 8)
    middle = (left + right) / 2
    columns = [left, left + (middle - left) * 0.36, middle, middle + (right - middle) * 0.36, right]
    rows = [y + pitch * n for n in range(len(fields) // 2 + 1)]
    for n, label in enumerate(fields):
        x, row = columns[2 * (n % 2)], rows[n // 2]
        wide = columns[2 * (n % 2) + 1] - x
        colour = header.mark(sheet, x, row, wide, pitch)
        sheet.write(label, x + wide / 2, row + pitch / 2, points * 0.95, align="centre", colour=colour)
        _fit(sheet, writer.value_of(label), x + wide + 1.5, row + pitch / 2, points, columns[2 * (n % 2) + 2])
    sheet.grid(columns, rows, thick)
    end = _goods(sheet, writer, rng, (left, right), rows[-1] + 8, size[1] - 45, points, thick, header)
    for n, sentence in enumerate(writer.some(SENTENCES, 2)):
        _sentence(sheet, sentence, left, end + 7 + n * 7, points, right)
    person = writer.one(PEOPLE)
    sheet.write(person, right - 12, end + 24, points * 1.1, align="right")
    sheet.stamp(right - 13.5, end + 18, 12, rng, is_round=bool(rng.random() < 0.6))
    return sheet, ["ruled form", f"rules {thick} mm", f"{header.name} header", "stamp"]


def application(
    rng: np.random.Generator, language: Language, dpi: float, variant: int = 0
) -> tuple[Sheet, list[str]]:
    """An application with check boxes, underlined answers and struck-out choices.

    Args:
        variant: as in `ruled_form`; the banner's colour follows from it.
    """
    writer, size = Writer(rng, language), (A4 if dpi <= 300 else A5)
    sheet = new_sheet(rng, _letters(language), size, dpi)
    points, left, right = float(rng.uniform(9.5, 11.5)), 18.0, size[0] - 18.0
    banner = DARK[variant % len(DARK)]
    sheet.fill(0, 10, size[0], 15, banner)
    sheet.write(writer.one(TITLES), left, 17.5, points * 1.7, colour=WHITE)
    sheet.write(writer.code(), right, 17.5, points, colour=WHITE, align="right")
    y = 34.0
    for label in writer.some(FIELDS, 6):
        sheet.write(label, left, y, points)
        value, x = writer.value_of(label), left + 42
        sheet.write(value, x, y, points, underlined=True)
        y += points * 0.353 * 2.3
    for _ in range(3):
        y += 3
        sheet.rule(left, y - 4, right, y - 4, 0.2)
        x = left
        for choice in writer.some(CHOICES, 4):
            sheet.check_box(x, y, points * 0.353 * 0.9, checked=bool(rng.random() < 0.4))
            x += 6
            if x + sheet.text_width(choice, points) > right:
                break
            sheet.write(choice, x, y, points, struck=bool(rng.random() < 0.2))
            x += sheet.text_width(choice, points) + 9
        y += 8
    for sentence in writer.some(SENTENCES, 5):
        sheet.rule(left, y + 4.5, right, y + 4.5, 0.15, (150, 150, 150))
        _sentence(sheet, sentence, left, y, points, right, struck=bool(rng.random() < 0.2))
        y += points * 0.353 * 2.6
    sheet.write(writer.date(), size[0] / 2, y + 6, points * 1.1, align="centre")
    sheet.write(writer.one(PEOPLE), right - 14, y + 17, points * 1.2, align="right")
    sheet.stamp(right - 15.5, y + 10, 14, rng, is_round=True)
    return sheet, ["application", "check boxes", "underlined", "struck", "white on dark", "stamp"]


def notice(
    rng: np.random.Generator, language: Language, dpi: float, variant: int = 0
) -> tuple[Sheet, list[str]]:
    """A letter with underlined and struck sentences and a boxed paragraph, white on dark.

    Args:
        variant: as in `ruled_form`; the letterhead's colour follows from it.
    """
    writer, size = Writer(rng, language), (A4 if dpi <= 300 else A5)
    sheet = new_sheet(rng, _letters(language), size, dpi)
    points, left, right = float(rng.uniform(10, 12)), 20.0, size[0] - 20.0
    sheet.write(writer.one(COMPANIES), left, 18, points * 1.4)
    sheet.rule(left, 25, right, 25, 0.8, DARK[variant % len(DARK)])
    sheet.write(writer.date(), right, 32, points, align="right")
    sheet.write(writer.one(TITLES), size[0] / 2, 44, points * 1.9, align="centre", underlined=True)
    y, pitch = 58.0, points * 0.353 * 2.0
    for n, sentence in enumerate(writer.some(SENTENCES, 12)):
        if y > size[1] - 45:
            break
        if n == 5:
            sheet.fill(left - 3, y - pitch * 0.7, right - left + 6, pitch * 1.4, (45, 45, 50))
            _sentence(sheet, sentence, left, y, points, right, colour=WHITE)
            y += pitch * 1.5
            continue
        mark = float(rng.random())
        _sentence(sheet, sentence, left, y, points, right, underlined=mark < 0.2, struck=mark > 0.85)
        y += pitch
    sheet.write(writer.one(COMPANIES), size[0] / 2 + 20, y + 12, points * 1.5, align="right")
    sheet.stamp(size[0] / 2 + 18, y + 4, 16, rng, is_round=False)
    return sheet, ["notice", "underlined", "struck", "white on dark", "stamp"]


def dense_table(
    rng: np.random.Generator, language: Language, dpi: float, variant: int = 0
) -> tuple[Sheet, list[str]]:
    """A page that is one table of narrow rows.

    Args:
        variant: as in `ruled_form`.
    """
    writer, size = Writer(rng, language), (A4 if dpi <= 300 else A5)
    sheet = new_sheet(rng, _letters(language), size, dpi)
    points, thick = float(rng.uniform(8.5, 10)), RULES[2 * variant % len(RULES)]
    header = Header.drawn(rng, variant)
    sheet.write(writer.one(TITLES), size[0] / 2, 15, points * 1.8, align="centre")
    sheet.write(writer.one(COMPANIES), 12, 23, points)
    sheet.write(writer.date(), size[0] - 12, 23, points, align="right")
    _goods(sheet, writer, rng, (12, size[0] - 12), 28, size[1] - 14, points, thick, header, narrow=1.45)
    return sheet, ["dense table", f"rules {thick} mm", f"{header.name} header"]


def _goods(
    sheet: Sheet,
    writer: Writer,
    rng: np.random.Generator,
    across: tuple[float, float],
    top: float,
    bottom: float,
    points: float,
    thick: float,
    header: Header,
    narrow: float = 1.8,
) -> float:
    """A table of goods with amounts; returns where it ends."""
    pitch = max(points * 0.353 * narrow, points * 0.353 * 1.15 + thick + 0.6)
    shares = np.cumsum([0, 0.07, 0.3, 0.15, 0.09, 0.13, 0.14, 0.12])
    columns = [across[0] + float(share) * (across[1] - across[0]) for share in shares]
    count = min(40, int((bottom - top) / pitch) - 1)
    rows = [top + pitch * n for n in range(count + 2)]
    for n, name in enumerate(COLUMNS[writer.language]):
        wide = columns[n + 1] - columns[n]
        colour = header.mark(sheet, columns[n], rows[0], wide, pitch)
        sheet.write(name, columns[n] + wide / 2, rows[0] + pitch / 2, points, align="centre", colour=colour)
    for n in range(count):
        y = rows[n + 1] + pitch / 2
        sheet.write(str(n + 1), (columns[0] + columns[1]) / 2, y, points, align="centre")
        _fit(sheet, writer.one(GOODS), columns[1] + 1, y, points, columns[2])
        _fit(sheet, writer.code(), columns[2] + 1, y, points, columns[3])
        sheet.write(str(writer.number(1, 500)), columns[4] - 1, y, points, align="right")
        sheet.write(writer.amount(), columns[5] - 1, y, points, align="right")
        sheet.write(writer.amount(), columns[6] - 1, y, points, align="right")
        if rng.random() < 0.3:
            _fit(sheet, writer.one(NOTES), columns[6] + 1, y, points, columns[7])
    sheet.grid(columns, rows, thick)
    return rows[-1]


def _fit(sheet: Sheet, text: str, x: float, y: float, points: float, right: float) -> None:
    """Write a text as large as there is room, and not at all under 60%."""
    share = min(1.0, (right - x - 0.8) / max(0.1, sheet.text_width(text, points)))
    if share >= 0.6:
        sheet.write(text, x, y, points * share)


def _sentence(
    sheet: Sheet,
    text: str,
    x: float,
    y: float,
    points: float,
    right: float,
    *,
    colour: Colour = BLACK,
    underlined: bool = False,
    struck: bool = False,
) -> None:
    share = min(1.0, (right - x) / sheet.text_width(text, points))
    sheet.write(
        text, x, y, points * share, colour=colour, underlined=underlined, struck=struck, by_words=True
    )


def _letters(language: Language) -> str:
    """Every letter that a page of the language may need."""
    tables = (SENTENCES, TITLES, COMPANIES, PEOPLE, GOODS, FIELDS, COLUMNS, CHOICES, NOTES)
    return "".join(sorted({sign for table in tables for text in table[language] for sign in text}))
