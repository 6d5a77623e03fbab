"""A counter where commands on texts are typed, with a document of three texts."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.ocr.texts import ReadText
from tests.factories import read_document

DOC = "261122000000010"


READ = ["디엘이언씨 (주)", "=1+1", "합계 1,200"]


@dataclass(frozen=True)
class Counter:
    """Where commands are typed."""

    home: Path

    def type(self, *words: object, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["--home", str(self.home), "ocr", *map(str, words)])
        assert done.exit_code == code, done.output
        return done.stdout if code == 0 else done.stderr

    def texts(self):
        return json.loads(self.type("texts", DOC, "--format", "json"))


@pytest.fixture
def counter(migrated_file, tmp_path, now):
    home = tmp_path / "home"
    home.mkdir()
    shutil.copyfile(migrated_file, home / "saebyeok.db")
    cli = CliContext(load_settings(home))
    with cli.transaction() as session:
        read = [
            ReadText(text, 0.5 + n / 10, (0, 40 * n, 99, 40 * n + 30), [[0, 0]] * 4, f"c{n}.png", "2" * 64)
            for n, text in enumerate(READ)
        ]
        read_document(session, DOC, now, read, company="새벽상사")
    return Counter(home)
