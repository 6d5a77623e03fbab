"""The targets by name, and the files each begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

TARGETS = ("csv", "excel", "pdf", "picture")
LARGEST = 64 * 1024
"""Bytes of a seed, and of what is made of it: most faults fit, and small files are quickly read."""

APART = ("excel-two-corners", "excel-blank-in-the-last-row", "excel-sectors-told-of-elsewhere")
"""Cases that a child process is for: they end what reads them by their size, or take seconds."""


def target(name: str) -> Callable[[bytes], None]:
    """The function that reads; imported only here, so that its imports may be watched."""
    from fuzz import pages, tables

    found: dict[str, Callable[[bytes], None]] = {
        "csv": tables.csv,
        "excel": tables.excel,
        "pdf": pages.pdf,
        "picture": pages.picture,
    }
    return found[name]


def seeds(name: str) -> Iterator[bytes]:
    """The bad inputs of `tests/hostile` that are small, and for workbooks what stands within one."""
    from tests.hostile import csv_files, pdf_files, pictures, workbooks

    cases = {
        "csv": csv_files.CASES,
        "excel": workbooks.CASES,
        "pdf": pdf_files.CASES,
        "picture": pictures.CASES,
    }
    for case in cases[name]:
        if len(case.content) <= LARGEST and case.name not in APART:
            yield case.content
    if name == "excel":
        whole = workbooks.parts()
        yield b"s" + whole["xl/worksheets/sheet1.xml"]
        yield b"t" + whole["xl/sharedStrings.xml"]
