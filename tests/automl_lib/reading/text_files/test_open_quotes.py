"""A quote that never closes is refused by its line, whichever way the file is read; closed ones are not."""

from __future__ import annotations

import pytest

from automl_lib.errors import FileRefused

PLAIN, QUOTED = "1,x\n" * 300, '"1","x"\n' * 300


@pytest.mark.parametrize("careful_bytes", [0, 10**9])
@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('1,2\n3,"4\n5,6\n', 3),
        ('1,2\n3,"4\n5,6', 3),
        ('1,2\n3,"', 3),
        ('1,2\n3,"said ""so""\n5,6\n', 3),
        ('"1\n1","2\n2\n', 3),
        ('1,2\r\n3,"4\r\n5,6\r\n', 3),
        (PLAIN + '2,"y\n3,z\n4,w\n', 302),
        (PLAIN + '2,"y\n3,z\n4,w', 302),
        (PLAIN + '2,y\n3,"', 303),
        (QUOTED + '2,"y\n3,z\n4,w\n', 302),
        (QUOTED + '"2\ny","z\nw\n', 303),
    ],
)
def test_a_quote_that_never_closes_is_refused_with_the_line_where_it_opens(read, body, line, careful_bytes):
    with pytest.raises(FileRefused) as refusal:
        read("a,b\n" + body, careful_bytes=careful_bytes)
    assert refusal.value.code == "open_quote"
    assert f"{line}번째 줄에서 열린 따옴표" in refusal.value.ko
    assert "따옴표를 닫거나 지운 뒤 다시 올려" in refusal.value.ko
    assert f"opens on line {line} and never closes" in refusal.value.en
    assert "Close or remove that quote" in refusal.value.en


def test_the_line_of_an_open_quote_counts_excels_sep_line(read):
    with pytest.raises(FileRefused, match="on line 4 "):
        read('sep=;\na;b\n1;2\n3;"4\n')


def test_a_quote_open_over_more_than_a_cell_may_hold_is_refused_with_the_line_of_its_row(read, monkeypatch):
    monkeypatch.setattr("automl_lib.reading.text_files.reader._FIELD_CHARACTERS", 100)
    with pytest.raises(FileRefused, match="near line 302") as refusal:
        read("a,b\n" + PLAIN + '2,"y\n' + PLAIN)
    assert refusal.value.code == "long_field"


@pytest.mark.parametrize("careful_bytes", [0, 10**9])
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('"y"', "y"),
        ('"y\n"', "y\n"),
        ('"y"""', 'y"'),
        ('y"', 'y"'),
        ('5"x"', '5"x"'),
        ('"y"z', "yz"),
        ('""', None),
    ],
)
def test_a_last_cell_with_a_quote_is_whole(read, written, cell, end, careful_bytes):
    outcome = read("a,b\n" + QUOTED + "2," + written + end, careful_bytes=careful_bytes)
    assert outcome.report.rows == 301
    assert outcome.raw("b")[-1] == cell
