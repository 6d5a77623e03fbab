"""What is converted is kept, and made once however many ask for it."""

from __future__ import annotations

import threading

import numpy as np
import openvino
import openvino.opset13 as ops

from ocr_lib.inference import compiled


def doubling():
    x = ops.parameter([-1], np.float32, name="x")
    return openvino.Model([ops.add(x, x)], [x])


def test_two_that_ask_at_once_make_it_once(tmp_path):
    made, inside = [], threading.Event()

    def build():
        made.append(1)
        inside.wait(0.5)
        return doubling()

    answers = []

    def ask():
        model = compiled("doubling", "1", build, cache=tmp_path, threads=1)
        answers.append(next(iter(model(np.float32([3])).values()))[0])

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [6.0, 6.0]
    assert made == [1]


def test_what_a_killed_process_left_is_cleared(tmp_path):
    compiled("doubling", "1", doubling, cache=tmp_path, threads=1)
    (kept,) = tmp_path.glob("doubling-*")
    left = tmp_path / f".{kept.name}.abc.part"
    left.mkdir()
    (kept / "model.xml").unlink()
    (kept / "model.bin").unlink()
    kept.rmdir()
    compiled("doubling", "1", doubling, cache=tmp_path, threads=1)
    assert not left.exists()


def test_a_cache_that_can_not_be_written_is_done_without(tmp_path):
    (tmp_path / "file").write_text("")
    model = compiled("doubling", "1", doubling, cache=tmp_path / "file", threads=1)
    assert next(iter(model(np.float32([3])).values()))[0] == 6.0


def test_one_that_broke_on_the_disk_is_made_anew(tmp_path):
    compiled("doubling", "1", doubling, cache=tmp_path, threads=1)
    (kept,) = tmp_path.glob("doubling-*")
    whole = (kept / "model.xml").read_bytes()
    (kept / "model.xml").write_bytes(whole[: len(whole) // 2])
    model = compiled("doubling", "1", doubling, cache=tmp_path, threads=1)
    assert next(iter(model(np.float32([3])).values()))[0] == 6.0
    assert len((kept / "model.xml").read_bytes()) > len(whole) // 2
