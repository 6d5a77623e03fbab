"""Which files of the drop folder are ready to be taken."""

from __future__ import annotations

from intake.inbox import Inbox, candidates, misplaced, standing_still


def test_half_copied_and_system_files_are_left_alone(tmp_path):
    junk = (".DS_Store", "._a.csv", "~$a.xlsx", "Thumbs.db", "desktop.ini", ".~lock.a.xlsx#", ".nfs0000001")
    half = ("a.csv.part", "b.crdownload", "c.partial", ".goutputstream-A1B2C3", ".매출.csv.x8Kq2Z", "d.TMP")
    for name in (*junk, *half, "good.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "folder").mkdir()
    assert [path.name for path in candidates(tmp_path)] == ["good.csv"]


def test_a_folder_that_went_away_has_no_files(tmp_path):
    assert candidates(tmp_path / "gone") == []


def test_a_file_still_being_written_is_left_alone(tmp_path):
    growing, still = tmp_path / "growing.csv", tmp_path / "still.csv"
    growing.write_text("a")
    still.write_text("a")

    def sleep(seconds):
        with growing.open("a") as file:
            file.write("b")

    assert list(standing_still([growing, still], 2.0, sleep)) == [still]


def test_a_file_taken_away_meanwhile_is_no_trouble(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a")
    assert list(standing_still([path], 2.0, lambda _: path.unlink())) == []


def test_nothing_to_look_at_costs_no_wait(tmp_path):
    def sleep(seconds):
        raise AssertionError("waited for nothing")

    assert list(standing_still([], 2.0, sleep)) == []


def test_a_whole_folder_may_be_dropped(tmp_path):
    (tmp_path / "2026" / "11").mkdir(parents=True)
    (tmp_path / "2026" / "11" / "deep.csv").write_text("x")
    (tmp_path / "2026" / ".hidden").mkdir()
    (tmp_path / "2026" / ".hidden" / "a.csv").write_text("x")
    assert [path.name for path in candidates(tmp_path, deep=True)] == ["deep.csv"]
    assert candidates(tmp_path) == []


def test_files_beside_the_folders_are_named_as_misplaced(tmp_path):
    inbox = Inbox(tmp_path)
    inbox.create()
    for path in (inbox.root / "a.csv", inbox.predict / "b.csv", inbox.automl / "c.csv"):
        path.write_text("x")
    assert [path.name for path in misplaced(inbox)] == ["a.csv", "b.csv"]
