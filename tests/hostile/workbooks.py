"""Excel and OpenDocument files: locked, hidden, misnamed, cut, and bombs of every kind."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from itertools import pairwise

import openpyxl
import xlwt
from openpyxl.styles import PatternFill

from tests.hostile import deflate, locked
from tests.hostile.case import ARCHIVE, DAMAGED, MEMORY, PASSWORD, Case, Read, Refused, at_once
from tests.hostile.containers import END_OF_CHAIN, MAGIC, SECTOR, compound
from tests.hostile.csv_files import zipped

_TYPES = b"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
</Types>"""
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = b"http://schemas.openxmlformats.org/package/2006/relationships"
STRINGS_HEAD = b'<?xml version="1.0"?><sst xmlns="%s"><si><t>name</t></si><si><t>value</t></si>' % _MAIN
STRINGS = STRINGS_HEAD + b"</sst>"
ROWS = b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'
SHEET_HEAD = b'<?xml version="1.0"?><worksheet xmlns="%s"><sheetData>' % _MAIN
SHEET_TAIL = b"</sheetData></worksheet>"


def parts(sheet: bytes = SHEET_HEAD + ROWS + SHEET_TAIL, strings: bytes = STRINGS) -> dict[str, bytes]:
    """The members of a small workbook, so that they may say anything."""
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": b'<Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        % (_RELATIONS, _OFFICE),
        "xl/workbook.xml": b'<?xml version="1.0"?><workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        % (_MAIN, _OFFICE),
        "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="%s/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        % (_RELATIONS, _OFFICE, _OFFICE),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": strings,
    }


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive_of(members: Mapping[str, bytes], bomb: str, packed: bytes, told: int) -> bytes:
    """An archive in which the member `bomb` holds a raw deflate stream and says that it unpacks to `told` bytes."""
    out, directory = bytearray(), bytearray()
    for name, data in {**members, bomb: b""}.items():
        raw = packed if name == bomb else data
        size, method = (told, 8) if name == bomb else (len(data), 0)
        common = struct.pack("<HHHHHIII", 20, 0, method, 0, 33, zlib.crc32(data), len(raw), size)
        named = struct.pack("<HH", len(name), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common + named
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name.encode()
        out += b"PK\x03\x04" + common + named + name.encode() + raw
    count = len({**members, bomb: b""})
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(out), 0)
    return bytes(out + directory) + b"PK\x05\x06" + end


def strings_bomb(*, told: int | None = None) -> bytes:
    """Shared strings that unpack to 3.5 GB; they say so, or something else."""
    item, tail = b"<si><t>" + b"x" * 1000 + b"</t></si>", b"</sst>"
    packed = deflate.raw(item * 1000, 3_500, head=STRINGS_HEAD, tail=tail)
    size = len(STRINGS_HEAD) + 3_500 * len(item * 1000) + len(tail)
    return archive_of(parts(), "xl/sharedStrings.xml", packed, size if told is None else told)


def nested() -> bytes:
    """An archive of archives of zeros, five deep."""
    inner = zipped({"0": bytes(10_000_000)})
    for depth in range(4):
        inner = zipped({f"{depth}-{n}.zip": inner for n in range(10)})
    return inner


def many_members() -> bytes:
    out = io.BytesIO(zipped(parts()))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(30_000):
            archive.writestr(f"xl/media/{number}", b"")
    return out.getvalue()


def two_corners() -> bytes:
    """Two cells as far apart as a sheet allows."""
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return zipped(parts(SHEET_HEAD + far + SHEET_TAIL))


def repeated_ods() -> bytes:
    """One cell that says it stands in every row and column of an OpenDocument sheet."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    return ods(
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='S'>"
        f"<table:table-row table:number-rows-repeated='1048576'>{cell}</table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def ods(content: str) -> bytes:
    media = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": media.encode(),
            "META-INF/manifest.xml": manifest.encode(),
            "content.xml": content.encode(),
        }
    )


def laughs(inside: str) -> str:
    """Entities of entities: a billion of them, named &j; by the last."""
    names = "abcdefghij"
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    return f'<?xml version="1.0"?><!DOCTYPE {inside} [{entities}]>'


def laughing_xlsx() -> bytes:
    strings = laughs("sst") + f'<sst xmlns="{_MAIN.decode()}"><si><t>&j;</t></si><si><t>value</t></si></sst>'
    return zipped(parts(strings=strings.encode()))


def foreign_file_xlsx() -> bytes:
    """A cell that asks for a file of this machine."""
    strings = (
        '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        f'<sst xmlns="{_MAIN.decode()}"><si><t>&f;</t></si><si><t>value</t></si></sst>'
    )
    return zipped(parts(strings=strings.encode()))


def laughing_ods() -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    cell = "<table:table-cell office:value-type='string'><text:p>&j;</text:p></table:table-cell>"
    rows = f"<table:table-row>{cell}</table:table-row>" * 2
    return ods(
        laughs("office:document-content")
        + f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='S'>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def formatted_empty_rows() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["이름", "값"])
    book.active.append(["가", 1])
    book.active.cell(1_048_576, 1).fill = PatternFill("solid", fgColor="FFFF00")
    return saved(book)


def blank_last_row() -> bytes:
    """A blank in the very last row: 1,048,574 empty ones above it."""
    rows = ROWS + b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t> </t></is></c></row>'
    return zipped(parts(SHEET_HEAD + rows + SHEET_TAIL))


def hidden_only() -> bytes:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("원본")
    hidden.append(["이름", 1])
    hidden.sheet_state = "hidden"
    return saved(book)


def merged_headers() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["지역", "매출", None], [None, "상반기", "하반기"], ["서울", 10, 20], ["부산", 30, 40]):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    return saved(book)


def merged_over_everything() -> bytes:
    """2,000 merged areas, each over the whole sheet."""
    areas = b'<mergeCell ref="A1:XFD1048576"/>' * 2_000
    rows = ROWS + b'<row r="500"><c r="A500"><v>1</v></c></row>'
    tail = b'</sheetData><mergeCells count="2000">' + areas + b"</mergeCells></worksheet>"
    return zipped(parts(SHEET_HEAD + rows + tail))


def old_workbook_stream() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for r, row in enumerate([["이름", "값"], ["가", 1], ["나", 2.5]]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    data: bytes = book.get_biff_data()
    return data


def old_workbook() -> bytes:
    return compound({"Workbook": old_workbook_stream()})


def sectors_in_a_loop() -> bytes:
    """An old workbook whose chain of sectors comes back to its beginning."""
    whole = bytearray(compound({"Workbook": old_workbook_stream()}))
    table = SECTOR  # the sector after the header
    chain = [struct.unpack_from("<I", whole, table + 4 * n)[0] for n in range(SECTOR // 4)]
    last = max(n for n, following in enumerate(chain) if following == END_OF_CHAIN)
    struct.pack_into("<I", whole, table + 4 * last, 2)  # where the stream begins
    return bytes(whole)


def sectors_told_of_elsewhere() -> bytes:
    """An old workbook whose header takes a part of the sheet for the table of sectors. Found by fuzzing."""
    whole = bytearray(locked.xls())
    struct.pack_into("<I", whole, 0x4C, 8)
    return bytes(whole)


def broken_inside() -> bytes:
    content = bytearray(locked.plain_workbook())
    at = content.find(b"xl/workbook.xml") + len(b"xl/workbook.xml")
    content[at : at + 40] = bytes(40)
    return bytes(content)


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


_BOMB = Refused("필요한 시트만 새 파일로", "Save only the sheet you need")

CASES = (
    Case("excel-old-under-a-new-name", "옛것.xlsx", old_workbook, Read(2)),
    Case("excel-new-under-an-old-name", "새것.xls", locked.plain_workbook, Read(1)),
    Case("excel-named-csv", "엑셀.csv", locked.plain_workbook, Read(1)),
    Case("excel-locked-xlsx", "잠김.xlsx", locked.xlsx, at_once(PASSWORD)),
    Case("excel-locked-xls", "잠김.xls", locked.xls, PASSWORD),
    Case("excel-locked-ods", "잠김.ods", locked.ods, at_once(PASSWORD)),
    Case("excel-merged-headers", "병합.xlsx", merged_headers, Read(2, noted="병합된 칸")),
    Case("excel-merged-over-everything", "병합폭탄.xlsx", merged_over_everything, Read()),
    Case("excel-hidden-sheets-only", "숨김.xlsx", hidden_only, Refused("원본", "원본")),
    Case("excel-formatted-empty-rows", "서식.xlsx", formatted_empty_rows, Read(1)),
    Case("excel-blank-in-the-last-row", "마지막.xlsx", blank_last_row, Read(1)),
    Case("excel-two-corners", "모서리.xlsx", two_corners, MEMORY),
    Case("excel-half", "반쪽.xlsx", lambda: half(locked.plain_workbook()), at_once(DAMAGED)),
    Case("excel-broken-inside", "깨짐.xlsx", broken_inside, DAMAGED),
    Case("excel-container-of-nothing", "빈상자.xls", lambda: MAGIC + bytes(504), at_once(DAMAGED)),
    Case("excel-sectors-in-a-loop", "고리.xls", sectors_in_a_loop, Read(2)),
    Case("excel-sectors-told-of-elsewhere", "딴데.xls", sectors_told_of_elsewhere, MEMORY),
    Case("excel-word", "문서.xlsx", lambda: zipped({"word/document.xml": b"<w/>"}), at_once(Refused("Office 문서", "an Office document"))),
    Case("excel-hangul", "한글.xlsx", lambda: MAGIC + bytes(504) + "HwpSummaryInformation".encode("utf-16-le"), at_once(Refused("한글(HWP) 문서", "a Hangul (HWP) document"))),
    Case("excel-nested-archives", "겹겹.xlsx", nested, at_once(ARCHIVE)),
    Case("excel-many-members", "조각.xlsx", many_members, Read(1)),
    Case("excel-says-it-is-huge", "큰소리.xlsx", lambda: archive_of(parts(), "xl/media/a", b"\x03\x00", 0xFFFFFFFE), _BOMB),
    Case("excel-strings-bomb", "글자폭탄.xlsx", strings_bomb, MEMORY),
    Case("excel-strings-bomb-that-lies", "거짓폭탄.xlsx", lambda: strings_bomb(told=1000), DAMAGED),
    Case("excel-a-billion-laughs", "웃음.xlsx", laughing_xlsx, DAMAGED),
    Case("excel-asks-for-a-file", "요청.xlsx", foreign_file_xlsx, DAMAGED),
    Case("ods-a-billion-laughs", "웃음.ods", laughing_ods, DAMAGED),
    Case("ods-repeated-cell", "반복.ods", repeated_ods, Refused("칸이 모두 17,179,869,184개", "has 17,179,869,184 cells")),
)  # fmt: skip
