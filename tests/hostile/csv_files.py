"""Text files: charsets, shapes, what spreadsheets would run, and what is no table at all."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile

from tests.hostile.case import ARCHIVE, DRM, EMPTY, Case, Read, Refused, at_once

TABLE = "이름,나이,도시\n김하나,31,서울\n이두리,42,부산\n"


def ragged() -> bytes:
    return b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n"


def of_columns(count: int) -> bytes:
    header = ",".join(f"v{i}" for i in range(count))
    row = ",".join(str(i) for i in range(count))
    return f"{header}\n{row}\n{row}\n".encode()


def zipped(members: dict[str, bytes]) -> bytes:
    """An archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def noise(size: int = 5000) -> bytes:
    """Bytes of every value that are no text in any charset."""
    return bytes((i * 37 + i // 7) % 256 for i in range(size))


def text(content: str, encoding: str = "utf-8") -> bytes:
    return content.encode(encoding)


_HTML = Refused("웹 페이지(HTML)", "is a web page (HTML)")
_EMPTY_AT_ONCE = Refused("내용이 있는 파일을 다시", "bring a file with content", by_intake=True)

CASES = (
    Case("csv-empty", "빈 파일.csv", bytes, _EMPTY_AT_ONCE),
    Case("csv-blank", "빈칸.csv", lambda: b" \r\n\t\n" * 40, EMPTY),
    Case("csv-only-a-mark", "표식.csv", lambda: codecs.BOM_UTF8, EMPTY),
    Case("csv-only-nul", "영.csv", lambda: bytes(5000), EMPTY),
    Case("csv-header-only", "머리.csv", lambda: text("이름,나이\n"), Refused("칼럼 이름만 있고", "column names but no rows")),
    Case("csv-cp949", "완성형.csv", lambda: text(TABLE, "cp949"), Read(2)),
    Case("csv-bom", "bom.csv", lambda: text(TABLE, "utf-8-sig"), Read(2)),
    Case("csv-utf16", "utf16.csv", lambda: text(TABLE, "utf-16"), Read(2)),
    Case("csv-utf16-without-mark", "utf16-be.csv", lambda: text(TABLE, "utf-16-be"), Read(2)),
    Case(
        "csv-mixed-encodings",
        "섞임.csv",
        lambda: text("이름,값\n서울,1\n") + text("부산,2\n", "cp949") + text("대구,3\n"),
        Read(3, noted="3번째 줄"),
    ),
    Case(
        "csv-no-encoding",
        "모름.csv",
        lambda: text("이름,값\n서울,1\n") + b"\xff\xfe\xff,2\n",
        Refused("3번째 줄의 글자를", "on line 3"),
    ),
    Case("csv-nul", "nul.csv", lambda: b"a,b\n1,x\x00y\n" + b"2,z\n" * 20, Read(21, noted="NUL")),
    Case("csv-mark-of-utf16-within", "표식속.csv", lambda: b"1\n\xff\xfe\xff]2w", Refused("2번째 줄의 글자를", "on line 2")),
    Case("csv-pickle", "피클.csv", lambda: b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00]\x94(K\x01K\x02e.", at_once(Refused("pickle", "pickle"))),
    Case("csv-mhtml", "보고서.xls", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n", at_once(Refused("웹 페이지(MHTML)", "is a web page (MHTML)"))),
    Case("csv-inch-marks", "인치.csv", lambda: text('품명,값\n"27인치,1\n마우스,2\n"32인치,3\n'), Read(3, noted="줄: 2, 4")),
    Case("csv-ragged", "들쭉날쭉.csv", ragged, Read(4, noted="(줄: 3)")),
    Case("csv-quoted-newline", "줄바꿈.csv", lambda: b'memo,n\n"one\ntwo, three",1\n"a",2\n', Read(2)),
    Case(
        "csv-open-quote",
        "따옴표.csv",
        lambda: b'a,b\n1,2\n3,"4\n5,6\n',
        Refused("3번째 줄에서 열린 따옴표", "opens on line 3 and never closes"),
    ),
    Case("csv-5000-columns", "넓은 표.csv", lambda: of_columns(5000), Read(2)),
    Case("csv-5001-columns", "더 넓은 표.csv", lambda: of_columns(5001), Refused("칼럼이 5,001개", "has 5,001 columns")),
    Case("csv-double-and-blank-names", "이름없음.csv", lambda: text("id,값,,값\nx,1,2,3\ny,5,6,7\n"), Read(2)),
    Case("csv-formulas", "수식.csv", lambda: b"a,b\n=cmd|'/c calc'!A0,1\n@SUM(1),2\n", Read(2)),
    Case("csv-infinite", "무한.csv", lambda: b"a,b\n1.5,x\ninf,y\nNaN,z\n-Infinity,w\n", Read(4)),
    Case("csv-huge-numbers", "큰수.csv", lambda: b"a,b\n" + b"9" * 400 + b",1\n1e400,2\n-1e-400,3\n", Read(3)),
    Case("csv-constant", "같은값.csv", lambda: b"a,y\n1,yes\n1,no\n1,yes\n", Read(3)),
    Case("csv-all-null", "없는값.csv", lambda: b"a,b\n1,\n2,\n3,\n", Read(3)),
    Case("csv-one-class", "한종류.csv", lambda: b"a,y\n1,yes\n2,yes\n3,yes\n", Read(3)),
    Case("csv-markup-in-names", "단위.csv", lambda: text("무게[kg],[/b],\x1b[2Jz\n1,2,3\n4,5,6\n"), Read(2)),
    Case("csv-long-cell", "긴칸.csv", lambda: b"a,b\n" + b"x" * 3_000_000 + b",1\ny,2\n", Read(2)),
    Case("csv-html", "웹.csv", lambda: b"<html><body><table><tr><td>1</td></tr></table>", at_once(_HTML)),
    Case("csv-json", "제이슨.csv", lambda: b'[{"a":1},{"a":2}]', at_once(Refused("JSON", "is JSON"))),
    Case("csv-deep-json", "깊은.csv", lambda: b'[{"a":' + b"[" * 60_000, at_once(Refused("JSON", "is JSON"))),
    Case("csv-noise", "잡음.csv", noise, Refused("글자로 된 표가 아닙니다", "is not text")),
    Case("csv-picture", "그림.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(20), Refused("그림(PNG)", "a picture (PNG)", by_intake=True)),
    Case("csv-pdf", "문서.csv", lambda: b"%PDF-1.7\n", Refused("PDF 파일입니다", "is a PDF", by_intake=True)),
    Case("csv-program", "실행.csv", lambda: b"MZ\x90\x00\x03" + bytes(200), at_once(Refused("실행 파일", "is a program"))),
    Case("csv-gzip", "압축.csv", lambda: gzip.compress(text(TABLE)), at_once(ARCHIVE)),
    Case("csv-zip", "묶음.csv", lambda: zipped({"data.csv": text(TABLE)}), at_once(ARCHIVE)),
    Case("csv-drm-2", "보안2.csv", lambda: b"SCDSA002" + bytes(2000), at_once(DRM)),
    Case("csv-drm-4", "보안4.xlsx", lambda: b"SCDSA004" + bytes(2000), at_once(DRM)),
    Case("csv-drm-one", "보안.xlsx", lambda: b"\x9b DRMONE  This Document is encrypted", at_once(DRM)),
)  # fmt: skip
