"""Workbooks under a password, of every kind, are refused with the way to take it off."""

from __future__ import annotations

import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from automl_lib.errors import FileRefused
from tests.hostile import locked


@pytest.mark.parametrize("write", [locked.xlsx, locked.xls, locked.ods])
def test_a_workbook_under_a_password_is_refused_with_the_way_to_take_it_off(read, tmp_path, write):
    path = tmp_path / "b"
    path.write_bytes(write())
    with pytest.raises(FileRefused) as refusal:
        read(path)
    assert refusal.value.code == "password"
    assert (
        "비밀번호로 보호되어 있습니다. Excel에서 암호를 풀어 저장한 뒤 다시 올려 주세요." in refusal.value.ko
    )
    assert "is protected by a password. Save it without a password and upload it again." in refusal.value.en


def test_the_same_workbooks_without_a_password_are_not_taken_for_protected(read, tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for row, value in enumerate(["이름", "EncryptedPackageless", "나"]):
        sheet.write(row, 0, value)
    XlsDoc().save(str(tmp_path / "b"), book.get_biff_data())
    assert read(tmp_path / "b").values("이름") == ["EncryptedPackageless", "나"]
