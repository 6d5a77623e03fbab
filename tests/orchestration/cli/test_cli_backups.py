"""`saebyeok backup` and `restore` as they are typed: what is printed, exit codes, what is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

from click.testing import CliRunner

from orchestration.cli import main
from orchestration.operations.backup import making


def typed(home, *words):
    return CliRunner().invoke(main, ["--home", str(home), *map(str, words)])


def without_files(counter):
    """The document of `counter` has no file in its store; here that does not matter."""
    from records.tables import Document

    with counter.cli.transaction() as session:
        session.get_one(Document, counter.doc).deleted = True


def test_a_backup_is_told_and_comes_back(counter, tmp_path_factory):
    without_files(counter)
    out = tmp_path_factory.mktemp("out")
    done = typed(counter.home, "backup", out, "--format", "json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["counts"]["TB_AUTOML_MASTER"] == 1
    again = out / "again"
    back = typed(again, "restore", said["folder"])
    assert back.exit_code == 0, back.output
    assert "saebyeok up" in back.stdout
    assert (again / "saebyeok.db").exists()


def test_lost_files_end_with_1_though_the_rest_is_backed_up(counter, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(making, "PAUSES", ())
    out = tmp_path_factory.mktemp("out")
    done = typed(counter.home, "backup", out)
    assert done.exit_code == 1
    assert f"{counter.doc}.original" in done.stderr
    assert len(list(out.glob("saebyeok-*/manifest.json"))) == 1


def test_no_home_no_backup(tmp_path):
    done = typed(tmp_path / "none", "backup", tmp_path / "out")
    assert done.exit_code == 2
    assert "홈이 없습니다" in done.stderr
    assert not (tmp_path / "out").exists()


def test_not_into_a_folder_the_home_uses(counter):
    done = typed(counter.home, "backup", counter.home / "store" / "backups")
    assert done.exit_code == 2


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(counter, tmp_path_factory):
    place = tmp_path_factory.mktemp("out") / "file"
    place.write_text("x", encoding="utf-8")
    done = typed(counter.home, "backup", place / "below")
    assert done.exit_code == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.output


def test_a_lost_file_of_an_odd_name_is_told_in_one_line(counter, tmp_path_factory):
    without_files(counter)
    out = tmp_path_factory.mktemp("out")
    refused = counter.home / "inbox" / "refused" / os.fsdecode("가짜\n".encode() + b"\xff.csv")
    refused.parent.mkdir(parents=True)
    refused.write_text("<html>", encoding="utf-8")
    folder = Path(json.loads(typed(counter.home, "backup", out, "--format", "json").stdout)["folder"])
    (lost,) = (folder / "inbox" / "refused").iterdir()
    lost.unlink()
    done = typed(out / "again", "restore", folder)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "가짜.csv" in done.stderr


def test_a_home_in_use_is_not_restored_over(counter, tmp_path_factory):
    without_files(counter)
    out = tmp_path_factory.mktemp("out")
    folder = json.loads(typed(counter.home, "backup", out, "--format", "json").stdout)["folder"]
    done = typed(counter.home, "restore", folder)
    assert done.exit_code == 2
    assert "비어 있지 않습니다" in done.stderr
