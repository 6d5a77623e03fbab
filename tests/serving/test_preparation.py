"""The process that converts networks: what waits for it, and how it ends."""

from __future__ import annotations

import sys
import time

from domain.requests import RequestKind
from serving.preparation import Preparation


def process(code):
    return Preparation([sys.executable, "-c", code])


def until_over(preparation):
    while preparation.keeps_waiting(RequestKind.OCR_READ) is not None:
        time.sleep(0.02)


def test_pages_wait_while_it_runs_and_tables_do_not():
    preparation = process("import time; time.sleep(600)")
    try:
        assert "being prepared" in preparation.keeps_waiting(RequestKind.OCR_READ).en
        assert preparation.keeps_waiting(RequestKind.UPLOAD) is None
        assert preparation.keeps_waiting(RequestKind.OCR_EXPORT) is None
    finally:
        preparation.end()
    assert preparation.keeps_waiting(RequestKind.OCR_READ) is None


def test_pages_are_served_after_it_failed_and_its_failure_is_logged(caplog):
    until_over(process("raise SystemExit(3)"))
    assert "ended with 3" in caplog.text


def test_its_end_is_not_logged_where_it_succeeded(caplog):
    until_over(process(""))
    assert caplog.text == ""
