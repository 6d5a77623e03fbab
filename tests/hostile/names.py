"""Names that must cause no trouble, as disks or browsers may hand them over."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """A file's name.

    Args:
        case: what it is called in tests.
        given: the name.
        shown: what people see.
        on_disk: whether a disk can hold it; the others come from browsers alone.
    """

    case: str
    given: str
    shown: str
    on_disk: bool = True

    def __str__(self) -> str:
        return self.case


NAMES = (
    Name("upwards", "../../precious.csv", "precious.csv", on_disk=False),
    Name("root", "/etc/passwd", "passwd", on_disk=False),
    Name("upwards-on-windows", "a\\..\\..\\precious.csv", "precious.csv"),
    Name("two-dots", "..", "..", on_disk=False),
    Name("nul", "a\x00b.csv", "ab.csv", on_disk=False),
    Name("255-bytes", "가" * 83 + "가.csv"[1:] + "xx", "가" * 83 + ".csvxx"),
    Name("300-bytes", "나" * 100 + ".csv", "나" * 100 + ".csv", on_disk=False),
    Name("right-to-left", "\u202evsc.gnp\u202c.csv", "vsc.gnp.csv"),
    Name("emoji", "📊 실적 👩🏽‍💻.csv", "📊 실적 👩🏽💻.csv"),
    Name("letters-apart", unicodedata.normalize("NFD", "한글 자료.csv"), "한글 자료.csv"),
    Name("two-lines", "줄\n바꿈.csv", "줄바꿈.csv"),
    Name("escape", "\x1b[2Jx.csv", "[2Jx.csv"),
    Name("no-utf-8", os.fsdecode(b"\xb8\xc5.csv"), "\ufffd\ufffd.csv"),
    Name("an-option", "-rf.csv", "-rf.csv"),
    Name("markup", "<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv"),
    Name("brackets", "[bold]x[kg].csv", "[bold]x[kg].csv"),
    Name("quotes", "\"'`$(touch x)`.csv", "\"'`$(touch x)`.csv"),
    Name("format", "{0}%s%n.csv", "{0}%s%n.csv"),
    Name("blank", " .csv", ".csv"),
    Name("device-of-windows", "CON.csv", "CON.csv"),
)
