"""The process that converts networks: what waits for it, and how it ends."""

from __future__ import annotations

import signal
import sys
import threading

from domain.requests import RequestKind
from serving.preparation import Preparation


def process(code):
    return Preparation([sys.executable, "-c", code])


def test_pages_wait_while_it_runs_and_tables_do_not():
    preparation = process("import time; time.sleep(600)")
    try:
        assert "being prepared" in preparation.keeps_waiting(RequestKind.OCR_READ).en
        assert preparation.keeps_waiting(RequestKind.UPLOAD) is None
        assert preparation.keeps_waiting(RequestKind.OCR_EXPORT) is None
    finally:
        preparation.end()


def test_pages_are_left_to_runs_after_it_failed():
    preparation = process("raise SystemExit(3)")
    preparation._process.wait()
    assert "could not be prepared" in preparation.keeps_waiting(RequestKind.OCR_READ).en


def test_pages_are_served_after_it_succeeded():
    preparation = process("")
    preparation._process.wait()
    assert preparation.keeps_waiting(RequestKind.OCR_READ) is None


def test_nothing_waits_where_nothing_has_to_be_prepared():
    assert Preparation(None).keeps_waiting(RequestKind.OCR_READ) is None


def test_it_is_ended_also_where_its_parent_ignores_the_signal():
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        preparation = process("import time; time.sleep(600)")
    finally:
        signal.signal(signal.SIGTERM, before)
    ended = threading.Thread(target=preparation.end, daemon=True)
    ended.start()
    ended.join(30)
    assert not ended.is_alive()
