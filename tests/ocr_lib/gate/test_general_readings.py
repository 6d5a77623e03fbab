"""What was read in the general set is read once, and believed while a sample of it is read the same."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import numpy as np
import pytest

from ocr_lib.gate.general_readings import EVERY, read_general
from ocr_lib.gate.general_set import GeneralSet
from ocr_lib.recognition.recognizer import Reading

LINES = 3 * EVERY
SET = GeneralSet(
    {"ko": [np.full((2, 2), n, np.uint8) for n in range(LINES)]}, {"ko": [str(n) for n in range(LINES)]}
)


@dataclass
class Reader:
    """Reads a crop as its grey value, and counts the crops."""

    identity: str = "one"
    ending: str = ""
    crops: list[int] = field(default_factory=list)

    def read(self, crops):
        self.crops.append(len(crops))
        return [Reading(f"{crop[0, 0]}{self.ending}", 1.0) for crop in crops]


def test_the_second_time_only_a_sample_is_read(tmp_path):
    first, second = Reader(), Reader()
    read = read_general(first, SET, cache=tmp_path)
    assert read == {"ko": [str(n) for n in range(LINES)]}
    assert read_general(second, SET, cache=tmp_path) == read
    assert (first.crops, second.crops) == ([LINES], [LINES // EVERY])


@pytest.mark.parametrize(
    "other",
    [Reader(identity="two"), Reader(ending="!")],
    ids=["another network", "a reader that was changed since"],
)
def test_what_another_read_is_not_taken(tmp_path, other):
    read_general(Reader(), SET, cache=tmp_path)
    assert read_general(other, SET, cache=tmp_path) == {"ko": [f"{n}{other.ending}" for n in range(LINES)]}
    assert other.crops[-1] == LINES


def test_other_lines_are_read_themselves(tmp_path):
    read_general(Reader(), SET, cache=tmp_path)
    lighter = GeneralSet({"ko": [crop + 1 for crop in SET.crops["ko"]]}, SET.labels)
    assert read_general(Reader(), lighter, cache=tmp_path) == {"ko": [str(n + 1) for n in range(LINES)]}


@pytest.mark.parametrize("broken", ["", "{", "[]", json.dumps({"ko": ["0"]})])
def test_a_broken_file_is_made_anew(tmp_path, broken):
    read = read_general(Reader(), SET, cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_text(broken, encoding="utf-8")
    assert read_general(Reader(), SET, cache=tmp_path) == read
    assert json.loads(kept.read_text(encoding="utf-8")) == read


def test_a_cache_that_can_not_be_written_is_done_without(tmp_path):
    (tmp_path / "file").write_text("")
    assert len(read_general(Reader(), SET, cache=tmp_path / "file")["ko"]) == LINES
    assert len(read_general(Reader(), SET, cache=None)["ko"]) == LINES
