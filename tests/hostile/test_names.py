"""Names are shown, made harmless, and never become paths: whichever door a file comes through."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.names import shown_name
from records.engine import reading
from records.tables import Document, RefusedFile
from tests.hostile.conftest import House
from tests.hostile.csv_files import TABLE
from tests.hostile.judge import check_sentences, sha256
from tests.hostile.names import NAMES, Name
from tests.hostile.test_command_line_door import Shell

ON_DISK = [name for name in NAMES if name.on_disk]
CONTENT = TABLE.encode()


@pytest.fixture(scope="module", autouse=True)
def same_outside(house: House):
    (house.root / "brought").mkdir()
    before = house.outside()
    yield
    assert {k: v for k, v in house.outside().items() if not k.startswith("brought/")} == before


def newest(house: House) -> Document:
    with reading(house.workshop.engine) as session:
        return session.scalars(sa.select(Document).order_by(Document.doc_id.desc()).limit(1)).one()


def taken(house: House, name: Name) -> None:
    """The newest document is of this name, and its original lies under its own id."""
    document = newest(house)
    assert document.file_name == name.shown[:200]
    assert document.source_path == f"automl/{document.doc_id}/{document.doc_id}.original"
    with house.intake.store.local(document.source_path, document.source_sha256) as kept:
        assert kept.read_bytes() == CONTENT


@pytest.mark.parametrize("name", ON_DISK, ids=str)
def test_dropped(house, name):
    (house.intake.inbox.automl / name.given).write_bytes(CONTENT)
    assert house.take_inbox() == []
    taken(house, name)


@pytest.mark.parametrize("name", ON_DISK, ids=str)
def test_dropped_and_refused(house, name):
    (house.intake.inbox.automl / name.given).write_bytes(b"")
    assert house.take_inbox() == []
    with reading(house.workshop.engine) as session:
        row = session.scalars(sa.select(RefusedFile).order_by(RefusedFile.refused_id.desc()).limit(1)).one()
    assert row.file_name == shown_name(name.given)
    check_sentences(row.file_name, row.reason_ko, row.reason_en)


@pytest.mark.parametrize("name", [n for n in NAMES if n.case != "no-utf-8"], ids=str)
def test_uploaded(house, client, name):
    answer = client.post("/automl/uploads", files=[("files", (name.given, CONTENT, "text/csv"))])
    assert answer.status_code == 200
    assert "<img" not in answer.text
    document = newest(house)
    with house.intake.store.local(document.source_path) as kept:
        assert sha256(kept.read_bytes()) == document.source_sha256 == sha256(CONTENT)
    # Browsers and the form's own rules may have changed it; what is shown is harmless in any case.
    assert document.file_name == shown_name(document.file_name)


@pytest.mark.parametrize("name", ON_DISK, ids=str)
def test_added_on_the_command_line(house, name):
    shell = Shell(house, house.root / "brought")
    path = shell.folder / name.given
    path.write_bytes(CONTENT)
    done = shell.type("automl", "add", "--no-wait", "--", path)
    assert done.exit_code == 0, done.output
    taken(house, name)
    assert path.read_bytes() == CONTENT


@pytest.mark.slow
@pytest.mark.parametrize("name", ON_DISK, ids=str)
def test_profiled(house, name):
    shell = Shell(house, house.root / "brought")
    path = shell.folder / name.given
    path.write_bytes(CONTENT)
    done = shell.type("automl", "profile", "--", path)
    assert done.exit_code == 0, done.output
    assert "\x1b" not in done.output
    path.write_bytes(b"")
    refused = shell.type("automl", "profile", "--", path)
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert "\x1b" not in refused.output


def no_plain_files(folder: Path, precious: Path) -> list[Path]:
    """A link to a file, one to nothing, one to a folder, a pipe, and (for root) a device."""
    link, broken, to_folder, pipe = (folder / f"{n}.csv" for n in ("link", "broken", "to-folder", "pipe"))
    link.symlink_to(precious)
    broken.symlink_to(folder / "nothing")
    to_folder.symlink_to(precious.parent)
    os.mkfifo(pipe)
    made = [link, broken, to_folder, pipe]
    if os.geteuid() == 0:
        os.mknod(folder / "device.csv", 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero
        made.append(folder / "device.csv")
    return made


def test_what_is_no_plain_file_is_refused_in_the_inbox(house):
    made = no_plain_files(house.intake.inbox.automl, house.root / "precious.txt")
    assert house.take_inbox() == []
    with reading(house.workshop.engine) as session:
        rows = {row.file_name: row for row in session.scalars(sa.select(RefusedFile))}
    for path in made:
        check_sentences(path.name, rows[path.name].reason_ko, rows[path.name].reason_en)
        assert os.path.lexists(house.intake.inbox.refused / rows[path.name].kept_path)
        assert not os.path.lexists(path)


def test_a_folder_named_as_a_table_is_looked_into(house):
    folder = house.intake.inbox.automl / "폴더.csv"
    folder.mkdir()
    (folder / "안의 표.csv").write_bytes(CONTENT)
    assert house.take_inbox() == []
    assert newest(house).file_name == "안의 표.csv"


def test_what_is_no_plain_file_is_refused_on_the_command_line(house):
    folder = house.root / "brought" / "odd"
    folder.mkdir()
    shell = Shell(house, folder)
    paths = [*no_plain_files(folder, house.root / "precious.txt"), folder, folder / "missing.csv"]
    for path in paths:
        commands = [("automl", "add"), ("automl", "profile"), ("ocr", "add")]
        commands += [("ocr", "train-text", "import"), ("ocr", "import-texts")]
        if (
            path.name == "link.csv"
        ):  # a link of one's own to a file is that file, except where it is to be taken in
            commands = [("automl", "add"), ("ocr", "add")]
        for command in commands:
            done = shell.type(*command, path)
            assert done.exit_code == 2, (command, path, done.output)
            assert path.name in done.stderr
    for path in paths[:-2]:
        path.unlink()


def test_rows_for_a_folder_whose_name_is_no_text_are_refused(house):
    folder = house.intake.inbox.predict / os.fsdecode(b"\xb8\xc5")
    folder.mkdir()
    (folder / "new.csv").write_bytes(CONTENT)
    (house.intake.inbox.automl / "after.csv").write_bytes(CONTENT)
    assert house.take_inbox() == []
    assert newest(house).file_name == "after.csv"
    assert (house.intake.inbox.refused / "new.csv").read_bytes() == CONTENT
