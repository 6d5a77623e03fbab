"""Whether what became of a file is what should have."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from tests.hostile.case import Case, Read


@dataclass(frozen=True)
class Found:
    """What became of a file.

    Args:
        ko, en: the sentences of a refusal; "" where it was read.
        remarks: what else people were told, in Korean.
        kept: SHA-256 of the original, as it is kept; "" where it isn't.
    """

    ko: str = ""
    en: str = ""
    rows: int | None = None
    pages: int | None = None
    remarks: str = ""
    kept: str = ""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def check(case: Case, found: Found) -> None:
    """Fail where the outcome isn't the case's, its sentence lacks something, or the original is lost."""
    wanted = case.outcome
    if isinstance(wanted, Read):
        assert (found.ko, found.en) == ("", "")
        if wanted.rows is not None:
            assert found.rows == wanted.rows
        if wanted.pages is not None:
            assert found.pages == wanted.pages
        assert wanted.noted in found.remarks
    else:
        assert wanted.ko in found.ko
        assert wanted.en in found.en
        check_sentences(case.file_name, found.ko, found.en)
    assert found.kept == sha256(case.content)


def check_sentences(file_name: str, ko: str, en: str) -> None:
    """Both name the file, and say what to do after what is wrong; nothing of a program's inside is shown."""
    assert file_name in ko
    assert file_name in en
    assert re.search("[가-힣]", ko.replace(file_name, ""))
    for sentence in (ko, en):
        assert len(re.findall(r"[.;] ", f"{sentence} ")) >= 2 or ";" in sentence, sentence
        assert "Traceback" not in sentence
        assert "Error:" not in sentence
