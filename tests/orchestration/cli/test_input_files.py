"""Files commands read whole: bounded, plain, and cut into cells where cells end."""

from __future__ import annotations

import os

import pytest

from orchestration.cli import input_files
from orchestration.cli.group import Said
from orchestration.cli.ocr_csv import read_csv

HEADER = "text_id,crop,text,score,corrected,use\r\n"


def written(tmp_path, text: str):
    path = tmp_path / "고친 글.csv"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("inside", ["\u2028", "\x0b", "\x0c", "\x85", "\x1c"])
def test_characters_that_end_a_line_elsewhere_stand_within_a_cell(tmp_path, inside):
    rows = read_csv(written(tmp_path, f"{HEADER}1,a,b,0.5,앞{inside}뒤,Y\r\n"))
    assert [row["corrected"] for row in rows] == [f"앞{inside}뒤"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing of ours\r\n1\r\n",
        f"{HEADER}1,a,b,0.5,c\x00d,Y\r\n",
        f'{HEADER}1,a,b,0.5,"c,Y\r\n',
        f"{HEADER}1,a\r\n",
        f"{HEADER}1,a,b,0.5,{'x' * 200_000},Y\r\n",
    ],
)
def test_what_is_no_export_of_ours_is_refused_by_name(tmp_path, text):
    with pytest.raises(Said) as said:
        read_csv(written(tmp_path, text))
    assert "고친 글.csv" in said.value.ko
    assert "고친 글.csv" in said.value.en


def test_a_file_over_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(input_files, "MOST_BYTES", 10)
    with pytest.raises(Said, match="split it"):
        input_files.read_whole(written(tmp_path, HEADER))


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Said, match="not a plain file"):
        input_files.read_whole(tmp_path / "pipe")
