"""What an XLSX workbook holds beside the values of its cells: hidden rows and columns, formats, errors, formulas.

Calamine gives values alone, and reading libraries that give more keep the whole sheet as Python objects. So the
sheet's XML is gone through once more by expat, a piece at a time, and only where it holds any of these.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.parsers import expat

from automl_lib.reading.parsing.units import are_mixed
from automl_lib.reading.workbooks.number_formats import Mask, parse_masks, unit_shown

_CHUNK = 1024 * 1024
_MARKS = re.compile(rb"""\shidden=|\st=["']e["']|<(?:\w+:)?f[\s/>]""")
_OVERLAP = 32
_CELL = re.compile(r"([A-Z]{1,3})\d+")
_UNREADABLE = (zipfile.BadZipFile, expat.ExpatError, zlib.error, OSError, EOFError, KeyError, ValueError, RuntimeError)  # fmt: skip


@dataclass
class RowDetails:
    """What is known about one row of a sheet.

    Attributes:
        number: its place in the sheet, from 0.
        hidden: whether it is hidden or filtered away.
        masks: number formats by column (from 0) that show codes.
        units: units that number formats write beside numbers, by column; as long as it isn't known which columns have several,
            "" for numbers without one.
        errors: error values such as #N/A by column.
        unsaved: columns with a formula that has no stored value.
        hidden_columns: columns of the sheet that are hidden; only in a row numbered -1.
    """

    number: int
    hidden: bool = False
    masks: dict[int, tuple[Mask, ...]] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    unsaved: list[int] = field(default_factory=list)
    hidden_columns: range = range(0)


@dataclass(frozen=True)
class SheetDetails:
    """Details of one sheet, to be gone through row by row.

    Attributes:
        source: the workbook.
        member: the sheet's file within it.
        masks: number formats that show codes, by cell style.
        units: those that write a unit beside numbers, by cell style; empty where no column needs them.
        unit_columns: the columns (from 0) that need them.
    """

    source: Path
    member: str
    masks: dict[int, tuple[Mask, ...]]
    units: dict[int, str] = field(default_factory=dict)
    unit_columns: frozenset[int] = frozenset()

    def rows(self) -> Iterator[RowDetails]:
        """The rows with details, in the order of the sheet, hidden columns first.

        A sheet that can't be parsed to its end ends early: its values were read by calamine.
        """
        reader = _SheetReader(self)
        try:
            with zipfile.ZipFile(self.source) as archive, archive.open(self.member) as stream:
                while chunk := stream.read(_CHUNK):
                    reader.feed(chunk)
                    yield from reader.take()
                reader.finish()
        except _UNREADABLE:
            pass
        yield from reader.take()


def sheet_details(source: Path, sheet: str) -> SheetDetails | None:
    """The details of a sheet by its name; None where it has none, or they can't be found."""
    try:
        with zipfile.ZipFile(source) as archive:
            member = _member_of(archive, sheet)
            if member is None:
                return None
            formats = _formats(archive) if "xl/styles.xml" in archive.namelist() else {}
            masks = {style: mask for style, code in formats.items() if (mask := parse_masks(code))}
            units = {style: unit for style, code in formats.items() if (unit := unit_shown(code))}
            may_be_mixed = _are_mixed({"", *units.values()})
            if not masks and not may_be_mixed and not _has_marks(archive, member):
                return None
    except _UNREADABLE:
        return None
    details = SheetDetails(source, member, masks)
    return _with_units(details, units) if may_be_mixed else details


def _with_units(details: SheetDetails, units: dict[int, str]) -> SheetDetails:
    """The details with the units of the columns whose numbers can't be compared without them."""
    details = replace(details, units=units)
    seen: dict[int, set[str]] = {}
    for row in details.rows():
        for column, unit in row.units.items():
            seen.setdefault(column, set()).add(unit)
    mixed = frozenset(column for column, found in seen.items() if _are_mixed(found))
    return replace(details, units=units if mixed else {}, unit_columns=mixed)


def _are_mixed(units: set[str]) -> bool:
    """Whether numbers of these units ("" for none) can't be compared."""
    return are_mixed(Counter(units - {""}), bare=int("" in units), scaled=0)


def _member_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    relation: list[str] = []
    targets: dict[str, str] = {}

    def in_book(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet" and attributes.get("name") == sheet:
            relation.extend(value for key, value in attributes.items() if _local(key) == "id")

    def in_relations(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _parse(archive, "xl/workbook.xml", in_book)
    _parse(archive, "xl/_rels/workbook.xml.rels", in_relations)
    if not relation or relation[0] not in targets:
        return None
    return posixpath.normpath(posixpath.join("/xl", targets[relation[0]])).lstrip("/")


def _formats(archive: zipfile.ZipFile) -> dict[int, str]:
    """The workbook's own number formats, by the index of the cell style that has them."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    within: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local in ("cellXfs", "cellStyleXfs"):
            within[:] = [local]
        elif local == "xf" and within == ["cellXfs"]:
            styles.append(attributes.get("numFmtId", ""))

    _parse(archive, "xl/styles.xml", start)
    return {index: formats[kind] for index, kind in enumerate(styles) if kind in formats}


def _parse(archive: zipfile.ZipFile, member: str, start: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _has_marks(archive: zipfile.ZipFile, member: str) -> bool:
    with archive.open(member) as stream:
        last = b""
        while chunk := stream.read(_CHUNK):
            if _MARKS.search(last + chunk):
                return True
            last = chunk[-_OVERLAP:]
    return False


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _SheetReader:
    """Collects the details of rows from pieces of a sheet's XML."""

    def __init__(self, sheet: SheetDetails) -> None:
        self._masks = {str(index): mask for index, mask in sheet.masks.items()}
        self._units = {str(index): unit for index, unit in sheet.units.items()}
        self._unit_columns = sheet.unit_columns
        self._found: list[RowDetails] = []
        self._row = RowDetails(-1)
        self._column = -1
        self._columns: dict[str, int] = {}
        self._text: list[str] = []
        self._type = ""
        self._formula = False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)

    def finish(self) -> None:
        self._parser.Parse(b"", True)
        self._end_row()

    def take(self) -> list[RowDetails]:
        """The rows finished since the last call."""
        found, self._found = self._found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "c":
            self._end_cell()
            self._start_cell(attributes)
        elif local == "v":
            if self._type == "e" or self._formula:
                self._parser.CharacterDataHandler = self._text.append
            if self._type == "n" and self._units and not self._unit_columns:
                self._row.units.setdefault(self._column, "")
        elif local == "f":
            self._formula = True
        elif local == "row":
            self._end_row()
            number = attributes.get("r", "")
            place = int(number) - 1 if number.isdigit() else self._row.number + 1
            self._row = RowDetails(place, hidden=attributes.get("hidden") in ("1", "true"))
            self._column = -1
        elif local == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", "0")), int(attributes.get("max", "0"))
            columns = range(first - 1, min(last, 16_384))
            self._found.append(RowDetails(-1, hidden_columns=columns))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = _CELL.fullmatch(attributes.get("r", ""))
        self._column = self._number(place.group(1)) if place else self._column + 1
        self._type = attributes.get("t", "n")
        if self._type == "n" and (mask := self._masks.get(attributes.get("s", ""))):
            self._row.masks[self._column] = mask
        unit = self._units.get(attributes.get("s", "")) if self._type == "n" else None
        if unit and (not self._unit_columns or self._column in self._unit_columns):
            self._row.units[self._column] = unit

    def _end_cell(self) -> None:
        if self._type == "e" or self._formula:
            self._parser.CharacterDataHandler = None
            text = "".join(self._text).strip()
            if self._type == "e" and text:
                self._row.errors[self._column] = text
            elif self._type == "n" and not text:
                # A formula that gives "" has the type str.
                self._row.unsaved.append(self._column)
            self._text.clear()
        self._type, self._formula = "", False

    def _end_row(self) -> None:
        self._end_cell()
        row = self._row
        if row.number >= 0 and (row.hidden or row.masks or row.units or row.errors or row.unsaved):
            self._found.append(row)

    def _number(self, letters: str) -> int:
        """The column of letters: A is 0."""
        if letters not in self._columns:
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            self._columns[letters] = number - 1
        return self._columns[letters]
