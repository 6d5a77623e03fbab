"""Files are known by their content; what is no table is refused with the file's name, the trouble and the remedy."""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt

from automl_lib.errors import FileRefused
from automl_lib.reading import kinds
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.kinds import FileKind, detect_kind

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(path: Path, content: bytes, limits: ReadLimits | None = None) -> FileKind:
    path.write_bytes(content)
    return detect_kind(path, "보고서.xlsx", limits or ReadLimits())


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook_bytes() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "empty", "비어"),
        (b"SCDSA002" + bytes(100), "drm", "문서보안을 해제하세요"),
        (b"SCDSA004" + bytes(100), "drm", "문서보안을 해제하세요"),
        (b"\x9b DRMONE  This Document is encrypted", "drm", "문서보안을 해제하세요"),
        (CFB + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "password", "비밀번호"),
        (CFB + bytes(504) + "WordDocument".encode("utf-16-le"), "wrong_kind", "Office"),
        (CFB + bytes(504) + "HwpSummaryInformation".encode("utf-16-le"), "wrong_kind", "한글(HWP)"),
        (CFB + bytes(504), "damaged", "손상"),
        (b"<html><body><table><tr><td>1</td></tr></table>", "html", "HTML"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html>", "html", "HTML"),
        (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "xml_spreadsheet", "XML"),
        (b'[{"a":1},{"a":2}]', "json", "JSON"),
        (b'\xef\xbb\xbf[\n  {\n    "a": 1\n  }\n]\n', "json", "JSON"),
        (b'{"a":1}\n{"a":2}\n', "json", "JSON"),
        (b'[{"a":"' + b"x" * 100_000 + b'"}]', "json", "JSON"),
        ('[{"a":1}]'.encode("utf-16"), "json", "JSON"),
        (pickle.dumps({"a": [1, 2]}, protocol=2), "wrong_kind", "pickle"),
        (pickle.dumps({"a": [1, 2]}, protocol=5), "wrong_kind", "pickle"),
        (b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"x\"\r\n\r\n--x\r\n", "mhtml", "MHTML"),
        (b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="--b"\n\n<html>', "mhtml", "MHTML"),
        (b"Return-Path: <a@b.kr>\nTo: c@d.kr\nSubject: report\n\nHello, there\n", "wrong_kind", "전자우편"),
        (b"\x89HDF\r\n\x1a\n" + bytes(20), "wrong_kind", "HDF5"),
        (b"\x93NUMPY\x01\x00" + bytes(20), "wrong_kind", "NumPy"),
        (b"$FL2@(#) SPSS DATA FILE", "wrong_kind", "SPSS"),
        (b"ID;PWXL;N;E\r\nC;Y1;X1;K1\r\nE\r\n", "wrong_kind", "SYLK"),
        (b"@relation iris\n@attribute a numeric\n@data\n1\n", "wrong_kind", "ARFF"),
        (CFB + bytes(504) + "__properties_version1.0".encode("utf-16-le"), "wrong_kind", "Outlook"),
        (b"%PDF-1.7\n", "wrong_kind", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "wrong_kind", "그림"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "wrong_kind", "그림"),
        (b"\x00\x00\x00\x18ftypheic", "wrong_kind", "그림"),
        (b"\x7fELF\x02\x01\x01" + bytes(20), "wrong_kind", "실행"),
        (b"MZ\x90\x00\x03" + bytes(20), "wrong_kind", "실행"),
        (b"\x1f\x8b\x08" + bytes(20), "archive", "압축"),
        (b"Rar!\x1a\x07\x01\x00", "archive", "압축"),
        (zipped({"data.csv": b"a,b\n1,2\n"}), "archive", "압축"),
        (zipped({"word/document.xml": b"<w/>"}), "wrong_kind", "Office"),
        (b"PK\x03\x04 cut short", "damaged", "손상"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_both_languages(tmp_path, content, code, said):
    with pytest.raises(FileRefused) as refusal:
        kind_of(tmp_path / "f", content)
    assert refusal.value.code == code
    assert said in refusal.value.ko
    for sentence in (refusal.value.ko, refusal.value.en):
        assert "보고서.xlsx" in sentence
        assert sentence.count(".") >= 2


def test_text_that_begins_like_a_program_or_picture_is_still_text(tmp_path):
    assert kind_of(tmp_path / "f", b"MZ,BM\n1,2\n") is FileKind.CSV


@pytest.mark.parametrize("content", [b'{"a":1}\t5\n{"a":2}\t6\n', b"[1,2]\n[3,4]\n", b"{a},{b}\n1,2\n"])
def test_cells_with_brackets_are_still_a_table(tmp_path, content):
    assert kind_of(tmp_path / "f", content) is FileKind.CSV


def test_a_truncated_workbook_is_damaged(tmp_path):
    whole = workbook_bytes()
    with pytest.raises(FileRefused) as refusal:
        kind_of(tmp_path / "f", whole[: len(whole) // 2])
    assert refusal.value.code == "damaged"


def test_a_workbook_is_known_whatever_its_name(tmp_path):
    assert kind_of(tmp_path / "plain.csv", workbook_bytes()) is FileKind.XLSX


def test_a_bomb_is_refused_from_its_directory_without_unpacking(tmp_path):
    bomb = zipped({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": bytes(3_000_000)})
    assert len(bomb) < 10_000
    with pytest.raises(FileRefused) as refusal:
        kind_of(tmp_path / "f", bomb, ReadLimits(max_unpacked_bytes=2_000_000))
    assert refusal.value.code == "zip_bomb"


def test_a_directory_is_no_file(tmp_path):
    with pytest.raises(FileRefused) as refusal:
        detect_kind(tmp_path, "x", ReadLimits())
    assert refusal.value.code == "not_a_file"


@pytest.mark.parametrize(
    "content",
    [b"ID;Price;Name\n1;2;x\n", b"From,To,Subject\na,b,c\n", b"Date: 2024-03-05,x\n1,2\n", b"RDX,ORC\n1,2\n", b"ID3,ID\n1,2\n"],
)  # fmt: skip
def test_tables_that_begin_like_other_files_are_tables(tmp_path, content):
    assert kind_of(tmp_path / "a", content) is FileKind.CSV


@pytest.mark.parametrize(
    ("place", "value"),
    [(0x1C, 0xFEFF), (0x1E, 10), (0x20, 7), (0x2C, 2**31), (0x38, 235), (0x40, 2**31), (0x48, 2**31)],
)
def test_a_compound_file_with_an_impossible_header_is_damaged(tmp_path, place, value):
    book = xlwt.Workbook()
    book.add_sheet("표").write(0, 0, "이름")
    book.save(str(tmp_path / "a.xls"))
    whole = bytearray((tmp_path / "a.xls").read_bytes())
    assert detect_kind(tmp_path / "a.xls", "a.xls", ReadLimits()) is FileKind.XLS
    form = "<H" if place < 0x28 else "<I"
    struct.pack_into(form, whole, place, value)
    (tmp_path / "b.xls").write_bytes(whole)
    with pytest.raises(FileRefused, match="damaged"):
        detect_kind(tmp_path / "b.xls", "b.xls", ReadLimits())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 cut short", "damaged"),
        (b"PK\x05\x06", "damaged"),
        (workbook_bytes()[:-30], "damaged"),
        (zipped({"data.csv": b"a,b\n1,2\n"}), "archive"),
        (zipped({"word/document.xml": b"<w/>"}), "wrong_kind"),
        (b"\x1f\x8b\x08" + bytes(20), "archive"),
        (b"<html><table></table></html>", "html"),
        (b"SCDSA002" + bytes(40), "drm"),
        (CFB + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_clearly_no_table_is_refused_before_it_is_taken_in(tmp_path, content, code):
    (tmp_path / "f").write_bytes(content)
    with pytest.raises(FileRefused) as refusal:
        kinds.refuse_no_table(tmp_path / "f", "매출.csv")
    assert refusal.value.code == code


@pytest.mark.parametrize("content", [workbook_bytes(), b"a,b\n1,2\n", b"PK,BM\n1,2\n", b"\n"])
def test_what_may_be_a_table_is_left_to_the_reader(tmp_path, content):
    (tmp_path / "f").write_bytes(content)
    kinds.refuse_no_table(tmp_path / "f", "매출.csv")


def test_an_archive_with_a_large_directory_is_left_to_the_child_process(tmp_path, monkeypatch):
    monkeypatch.setattr(kinds, "SMALL_DIRECTORY", 10)
    (tmp_path / "f").write_bytes(zipped({"data.csv": b"a,b\n1,2\n"}))
    kinds.refuse_no_table(tmp_path / "f", "매출.csv")
