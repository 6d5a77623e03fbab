"""`saebyeok ocr bootstrap`: hours of work that tell how far they are. The training itself is the library's."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from ocr_lib.networks.files import open_network, shipped_network
from ocr_lib.training.loop import Step
from orchestration.cli import main


@pytest.fixture
def training(monkeypatch):
    """A training that is over at once."""
    shipped = shipped_network()

    def train(settings, *, on_progress, **_):
        on_progress(Step(200, 1.5, 0.5, 0.25, 0.5, 60.0, 754.2))
        return shipped.state(), shipped.charset

    monkeypatch.setattr("ocr_lib.training.bootstrap.train_from_english", train)


def bootstrap(*words):
    return CliRunner().invoke(main, ["ocr", "bootstrap", *map(str, words)])


def test_it_tells_in_words_how_far_it_is_and_leaves_a_whole_network(training, tmp_path):
    done = bootstrap(tmp_path / "made", "--iterations", 400)
    assert done.exit_code == 0, done.output
    assert done.stderr == "200/400회, 손실 1.5000, 검증 CER 0.2500, 남은 시간 12분 34초\n"
    assert open_network(tmp_path / "made").lineage["recipe"]["iterations"] == 400


def test_where_its_checkpoint_can_not_be_is_told_before_anything_is_trained(training, tmp_path):
    done = bootstrap(tmp_path / "made", "--checkpoint", tmp_path / "none" / "a.pt")
    assert done.exit_code == 2
    assert "폴더가 없습니다" in done.output
    assert not (tmp_path / "made").exists()


def test_a_network_is_trained_on_with_faces_of_a_folder_and_a_limit_of_time(monkeypatch, tmp_path):
    shipped, given = shipped_network(), {}

    def train(base, settings, *, font_folders, **_):
        given.update(
            base=base.sha256, seconds=settings.seconds, rate=settings.learning_rate, fonts=font_folders
        )
        return base.state(), base.charset

    monkeypatch.setattr("ocr_lib.training.bootstrap.train_further", train)
    done = bootstrap(
        tmp_path / "made",
        "--base",
        shipped.folder,
        "--fonts",
        tmp_path,
        "--minutes",
        3,
        "--learning-rate",
        1e-4,
    )
    assert done.exit_code == 0, done.output
    assert (given["base"], given["seconds"], given["rate"]) == (shipped.sha256, 180, 1e-4)
    assert tmp_path in given["fonts"]
    assert open_network(tmp_path / "made").lineage["base"] == shipped.sha256
