"""A training gives the same network each time, goes on where it stopped, and learns new characters."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
import torch

from ocr_lib.errors import TrainingRefused
from ocr_lib.networks.architecture import build
from ocr_lib.networks.charset import Charset
from ocr_lib.networks.files import write_network
from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.synthetic.lines import LineMaker, from_list
from ocr_lib.synthetic.style import Style
from ocr_lib.training.fine_tune import FineTuneSettings, fine_tune

pytestmark = pytest.mark.slow

CHARSET = Charset(" 0123456789,.-%abcdefghij가나다라마바사아자차카타파하")
SETTINGS = FineTuneSettings(iterations=4, batch_size=4, validate_every=2)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("base") / "network"
    return write_network(folder, build(CHARSET).state_dict(), CHARSET, lineage={})


@pytest.fixture(scope="module")
def items():
    maker = LineMaker(
        from_list(["가나다 12", "뷁 라마", "사아 3%"]), package_fonts(), Style(font_size=(16, 20)), 1
    )
    return [(line.image, line.text) for line in maker.lines(0, 12)]


@pytest.fixture(autouse=True)
def few_general_lines(monkeypatch):
    """What is tried here needs neither a true measure of forgetting nor long blocks, which take most of the time."""
    for name in ("GENERAL_LINES", "MIXING_LINES", "LEAST_MIXING_LINES"):
        monkeypatch.setattr(f"ocr_lib.training.fine_tune.{name}", 12)
    monkeypatch.setattr("ocr_lib.training.fine_tune.BLOCK", 8)


class Killed(BaseException):
    """Stands for kill -9."""


def same(one, other):
    return all(torch.equal(one.state[name], other.state[name]) for name in one.state)


def test_with_little_time_less_is_prepared_but_enough_to_choose_by(monkeypatch):
    monkeypatch.undo()  # the few lines of the other tests
    ample, short = FineTuneSettings(), FineTuneSettings(seconds=60.0)
    assert (ample.general_lines, ample.mixing_lines) == (1000, 4000)
    assert (short.general_lines, short.mixing_lines) == (100, 1200)


def test_the_loop_has_the_bounds_of_the_training_and_validates_the_running_mean():
    loop = replace(SETTINGS, seconds=60.0, patience=3).loop(bfloat16=True)
    assert (loop.iterations, loop.validate_every, loop.patience, loop.seconds) == (4, 2, 3, 60.0)
    assert loop.bfloat16 and 0 < loop.average < 1


def test_the_same_data_give_the_same_network(base, items):
    one, other = (fine_tune(base, items, items[:4], SETTINGS) for _ in range(2))
    assert same(one, other)
    assert [p["error"] for p in one.history] == [p["error"] for p in other.history]


def test_a_training_killed_half_way_ends_as_an_unbroken_one_would(base, items, tmp_path):
    whole = fine_tune(base, items, items[:4], SETTINGS)
    checkpoint = tmp_path / "checkpoint.pt"
    told = []

    def die(step):
        told.append(step.iteration)
        if step.iteration == 4:
            raise Killed

    with pytest.raises(Killed):
        fine_tune(base, items, items[:4], SETTINGS, checkpoint=checkpoint, on_progress=die)
    assert checkpoint.exists()
    resumed = fine_tune(
        base,
        items,
        items[:4],
        SETTINGS,
        checkpoint=checkpoint,
        on_progress=lambda s: told.append(s.iteration),
    )
    assert told == [0, 2, 4, 4]
    assert same(whole, resumed)


def test_characters_people_typed_are_added_and_the_rest_keep_their_classes(base, items):
    trained = fine_tune(base, items, [], SETTINGS)
    assert trained.charset.characters == CHARSET.characters + "뷁"
    assert trained.state["Prediction.weight"].shape[0] == trained.charset.classes


def test_a_clock_that_goes_twice_as_fast_changes_nothing_while_there_is_time(base, items):
    budget = replace(SETTINGS, seconds=1000)
    slow, fast = (
        fine_tune(base, items, items[:4], budget, clock=lambda ticks=ticks: float(next(ticks)))
        for ticks in (count(0, 5), count(0, 10))
    )
    assert same(slow, fast)
    assert not fast.stopped_by_time


def test_before_the_first_step_there_is_no_loss_and_all_can_be_written_as_json(base, items):
    told = []
    trained = fine_tune(base, items, items[:4], SETTINGS, on_progress=told.append)
    assert told[0].loss is None
    assert [point["validation_cer"] for point in trained.history] == [step.validation_cer for step in told]
    assert all(step.error >= step.validation_cer for step in told)  # what it forgot counts on top
    json.dumps(trained.history, allow_nan=False)


def test_time_that_is_up_ends_it(base, items):
    ticks = iter(range(1000))
    trained = fine_tune(
        base,
        items,
        items[:4],
        FineTuneSettings(iterations=50, seconds=3, batch_size=4),
        clock=lambda: float(next(ticks)),
    )
    assert trained.stopped_by_time
    assert trained.history[-1]["iteration"] < 50
    assert np.isfinite(trained.history[-1]["loss"])


def test_nothing_to_learn_is_refused_and_not_waited_for(base, items):
    with pytest.raises(TrainingRefused, match="nothing to learn"):
        fine_tune(base, [], items[:4], SETTINGS)
