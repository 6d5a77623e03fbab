"""One running home for each file of faults, and the files people bring to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.e2e.conftest import Saebyeok, running_saebyeok
from tests.faults.invariants import check_home


@dataclass
class Bringer:
    """Drops files, and remembers which.

    Args:
        inbox: the inbox, where it isn't the home's own.
    """

    saebyeok: Saebyeok
    brought: list[str] = field(default_factory=list)
    inbox: Path | None = None

    def table(self, name: str, rows: int = 300) -> str:
        """A table with a number, an amount and a class, into inbox/automl."""
        lines = ["번호,금액,구분"] + [
            f"{n},{n * 37 % 1000},{'예' if n % 3 else '아니오'}" for n in range(rows)
        ]
        return self.put("automl", name, "\n".join(lines).encode())

    def put(self, folder: str, name: str, content: bytes) -> str:
        """Any file, into a folder of the inbox."""
        place = (self.inbox or self.saebyeok.home / "inbox") / folder
        place.mkdir(parents=True, exist_ok=True)
        # Written aside and moved, so that no fault lies between half a file and the rest of it.
        part = place / f"{name}.part"
        part.write_bytes(content)
        part.rename(place / name)
        self.brought.append(name)
        return name

    def prepared(self, name: str) -> str:
        """A table, brought as far as training; its document's id."""
        doc = str(self.saebyeok.wait_for_status(self.table(name), "uploaded")["doc_id"])
        self.saebyeok.command("automl", "confirm-data", doc)
        self.saebyeok.command("automl", "target", doc, "구분")
        self.saebyeok.command("automl", "prepare", doc)
        return doc

    def check(self) -> None:
        """Everything brought so far has reached its end, once."""
        check_home(self.saebyeok, self.brought)


@pytest.fixture(scope="module")
def bringer(running: Saebyeok) -> Bringer:
    """Drops files into the home of this file's faults."""
    return Bringer(running)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, machine_cache: Path) -> Iterator[Saebyeok]:
    """`saebyeok up`, once for the file."""
    with running_saebyeok(tmp_path_factory.mktemp("faults"), machine_cache) as saebyeok:
        yield saebyeok
