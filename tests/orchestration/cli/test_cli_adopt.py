"""Bringing a network from elsewhere: compared first, and never worse without being asked to."""

from __future__ import annotations

import pytest
import torch
from click.testing import CliRunner

from ocr_lib.gate.general_set import general_set
from ocr_lib.networks.architecture import build
from ocr_lib.networks.files import shipped_network, write_network
from orchestration.cli import main
from records.engine import open_engine, reading
from records.ocr.learning import networks

pytestmark = pytest.mark.slow


@pytest.fixture
def few_lines(monkeypatch, machine_cache):
    monkeypatch.setenv("SAEBYEOK_CACHE", str(machine_cache))
    few = general_set({"ko": 6, "en": 4, "digits": 4})
    monkeypatch.setattr("ocr_lib.gate.general_set.general_set", lambda: few)


def adopt(counter, *words):
    return CliRunner().invoke(main, ["--home", str(counter.home), "ocr", "adopt", *map(str, words)])


def deployed(counter):
    with reading(open_engine(counter.cli.settings.effective_database_url)) as session:
        return networks.deployed(session)


def test_a_network_that_reads_nothing_is_refused_unless_wanted_anyway(counter, few_lines, tmp_path):
    shipped = shipped_network()
    torch.manual_seed(0)
    bad = write_network(tmp_path / "bad", build(shipped.charset).state_dict(), shipped.charset, lineage={})
    done = adopt(counter, bad.folder)
    assert done.exit_code == 1
    assert "못 읽습니다(한글, 영어, 숫자). 그래도 쓰려면 --anyway" in done.output
    assert deployed(counter).sha256 == shipped.sha256
    done = adopt(counter, bad.folder, "--anyway", "--no-wait")
    assert done.exit_code == 0, done.output
    assert deployed(counter).sha256 == bad.sha256


def test_a_folder_that_is_no_network_is_a_sentence(counter, tmp_path):
    done = adopt(counter, tmp_path)
    assert done.exit_code in (1, 2)
    assert str(tmp_path) in done.output
