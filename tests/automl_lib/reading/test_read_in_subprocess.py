"""Reading in a process of its own: whatever becomes of it, the caller gets a report or a refusal."""

from __future__ import annotations

import json
import os
import sys
import time
import unicodedata
from pathlib import Path

import polars as pl
import pytest

from automl_lib.errors import FileRefused
from automl_lib.reading import ReadLimits, read_table_in_subprocess
from domain.read_report import ReadReport
from tests.hostile import deflate
from tests.hostile.workbooks import ROWS, SHEET_HEAD, SHEET_TAIL, archive_of, parts


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    source = tmp_path / "upload"
    source.write_text("이름,값\n가,1\n나,2\n", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    return source, out


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def refused(folders: tuple[Path, Path], code: str, limits: ReadLimits | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as refusal:
        read_table_in_subprocess(*folders, name="자료.csv", limits=limits, worker=python(code))
    assert list(folders[1].iterdir()) == []
    assert "자료.csv" in refusal.value.ko
    assert "자료.csv" in refusal.value.en
    return refusal.value


def test_a_table_is_read_by_the_real_worker(folders):
    report = read_table_in_subprocess(*folders, name="자료.csv")
    assert report.rows == 2
    assert sorted(p.name for p in folders[1].iterdir()) == ["cells.parquet", "typed.parquet"]
    assert pl.read_parquet(folders[1] / "typed.parquet").rows() == [("가", 1), ("나", 2)]
    assert pl.read_parquet(folders[1] / "cells.parquet").rows() == [("가", "1"), ("나", "2")]


def test_the_report_survives_json(folders):
    report = read_table_in_subprocess(*folders, name="자료.csv")
    assert ReadReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_a_refusal_of_the_worker_reaches_the_caller_whole(folders):
    folders[0].write_bytes(b"SCDSA002" + bytes(50))
    with pytest.raises(FileRefused) as refusal:
        read_table_in_subprocess(*folders, name="자료.csv")
    assert refusal.value.code == "drm"
    assert "문서보안을 해제하세요" in refusal.value.ko
    assert list(folders[1].iterdir()) == []


def test_an_aborting_reader_is_a_refusal(folders):
    assert refused(folders, "import os; os.abort()").code == "crashed"


def test_a_failing_reader_is_a_refusal(folders):
    error = refused(folders, "raise SystemError('boom')")
    assert error.code == "crashed"
    assert "boom" in error.en


def test_an_endless_reader_is_ended_with_all_it_started(folders, tmp_path):
    pid_file = tmp_path / "pid"
    code = (
        "import subprocess, sys, time, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(pid_file)!r}).write_text(str(child.pid))\n"
        "time.sleep(600)\n"
    )
    assert refused(folders, code, ReadLimits(max_seconds=2)).code == "timeout"
    deadline = time.monotonic() + 10
    while _runs(int(pid_file.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(int(pid_file.read_text()))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def test_a_reader_that_wants_too_much_memory_is_a_refusal(folders):
    code = (
        "from untrusted_files.worker import serve; serve(lambda job: {'size': len(bytearray(600 * 1024**2))})"
    )
    assert refused(folders, code, ReadLimits(max_memory_bytes=500 * 1024**2)).code == "memory"


def test_the_real_reader_under_a_tiny_memory_limit_is_a_refusal(folders):
    with pytest.raises(FileRefused) as refusal:
        read_table_in_subprocess(*folders, name="자료.csv", limits=ReadLimits(max_memory_bytes=20 * 1024**2))
    assert refusal.value.code in ("memory", "crashed")
    assert list(folders[1].iterdir()) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("..\\..\\자료.csv", "자료.csv"),
        ("a\x00b.csv", "ab.csv"),
        ("자료\u202evsc.exe", "자료vsc.exe"),
        ("📊 실적.csv", "📊 실적.csv"),
        (unicodedata.normalize("NFD", "한글 자료.csv"), "한글 자료.csv"),
        ("..", "(이름 없음)"),
    ],
)
def test_names_are_only_shown_and_made_safe_to_show(folders, name, shown):
    folders[0].write_bytes(b"")
    with pytest.raises(FileRefused) as refusal:
        read_table_in_subprocess(*folders, name=name)
    assert f"'{shown}'" in refusal.value.ko
    assert f"'{shown}'" in refusal.value.en


def test_a_name_of_255_bytes_is_shortened(folders):
    folders[0].write_bytes(b"")
    with pytest.raises(FileRefused) as refusal:
        read_table_in_subprocess(*folders, name="가" * 83 + "나" * 80 + ".csv")
    shown = refusal.value.ko.split("'")[1]
    assert len(shown) <= 120
    assert shown.endswith(".csv")


def test_a_fifo_or_missing_file_is_refused_at_once(folders, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for source in (pipe, tmp_path / "gone"):
        with pytest.raises(FileRefused) as refusal:
            read_table_in_subprocess(source, folders[1], name="자료.csv")
        assert refusal.value.code == "not_a_file"


@pytest.mark.slow
@pytest.mark.parametrize("cells", [1, 40])
def test_a_sheet_that_unpacks_to_gigabytes_stays_under_the_limit(folders, cells, monkeypatch):
    """Rows of many numbers without end, of which calamine would keep every cell."""
    row = b"<row>" + b"<c><v>1</v></c>" * cells + b"</row>"
    block = row * (1_000_000 // len(row))
    times = 3_000_000_000 // len(block)
    packed = deflate.raw(block, times, head=SHEET_HEAD + ROWS, tail=SHEET_TAIL)
    size = len(SHEET_HEAD + ROWS) + times * len(block) + len(SHEET_TAIL)
    folders[0].write_bytes(archive_of(parts(), "xl/worksheets/sheet1.xml", packed, size))
    limit = 700 * 1024**2
    peak = folders[1].parent / "peak"
    watched = (
        "import atexit, resource, sys; from pathlib import Path; from untrusted_files.worker import main; "
        "sys.argv[1:] = ['automl_lib.reading.table:read_job']; "
        f"atexit.register(lambda: Path({str(peak)!r}).write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))); "
        "main()"
    )
    with pytest.raises(FileRefused) as refusal:
        read_table_in_subprocess(
            *folders, name="폭탄.xlsx", limits=ReadLimits(max_memory_bytes=limit), worker=python(watched)
        )
    assert refusal.value.code in ("memory", "damaged", "too_many_cells", "too_many_rows")
    if peak.exists():  # it was not ended by the system
        assert int(peak.read_text()) * 1024 < limit
    assert list(folders[1].iterdir()) == []
