"""A home that is backed up while it works comes back in another place, and works there."""

from __future__ import annotations

import json
import shutil
import threading
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from records.engine import open_engine, reading, transaction
from records.ocr import decisions
from records.stored_files import counts
from store.hashing import sha256_file
from tests.e2e.conftest import Saebyeok

pytestmark = [pytest.mark.slow, pytest.mark.long]

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PAGE = "거래명세서.png"
SMALL = "이름,값\n새벽,1\n상사,2\n"


@pytest.fixture
def elsewhere(saebyeok, tmp_path):
    """Where the backup is restored to; it uses the ports of the first home once that has stopped."""
    home = tmp_path / "elsewhere" / "home"
    home.parent.mkdir()
    restored = Saebyeok(home, {**saebyeok.environment, "SAEBYEOK_HOME": str(home)})
    yield restored
    if restored.up is not None and restored.up.poll() is None:
        restored.kill_everything()


def extracted(saebyeok: Saebyeok, name: str):
    def look():
        found = {d["file_name"]: d for d in saebyeok.json("ocr", "list")["documents"]}
        return found[name] if found.get(name, {}).get("status") == "extracted" else None

    return saebyeok.wait_for(look)


def confirmed_model(saebyeok: Saebyeok) -> str:
    """A table brought as far as a confirmed model; its document's number."""
    shutil.copyfile(SAMPLES / "wholesale.csv", saebyeok.home / "inbox/automl/wholesale.csv")
    doc = saebyeok.wait_for_status("wholesale.csv", "uploaded")["doc_id"]
    saebyeok.command("automl", "confirm-data", doc)
    saebyeok.command("automl", "target", doc, "y")
    saebyeok.command("automl", "prepare", doc)
    saebyeok.command("automl", "train", doc, "--models", "decision_tree", "--yes")
    saebyeok.command("automl", "confirm", doc, "decision_tree")
    return doc


class Busy:
    """A user who goes on correcting texts and dropping files."""

    def __init__(self, saebyeok: Saebyeok, text_id: str) -> None:
        self._saebyeok, self._text_id = saebyeok, text_id
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self.corrections = 0

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        engine = open_engine(f"sqlite:///{self._saebyeok.home / 'saebyeok.db'}")
        while not self._stop.wait(0.1):
            with transaction(engine) as session:
                text = f"글자 {self.corrections}"
                decisions.correct(session, self._text_id, text, by="me", now=_now())
            if self.corrections < 5:
                name = f"small-{self.corrections}.csv"
                inbox = self._saebyeok.home / "inbox/automl"
                (inbox / f".{name}").write_text(SMALL, encoding="utf-8")
                (inbox / f".{name}").rename(inbox / name)
            self.corrections += 1
        engine.dispose()


def _now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def mlflow(saebyeok: Saebyeok, path: str):
    url = f"http://127.0.0.1:{saebyeok.environment['SAEBYEOK_MLFLOW_PORT']}/api/2.0/mlflow/{path}"
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)


def predicted(saebyeok: Saebyeok, doc: str, out: Path) -> bytes:
    saebyeok.command("automl", "predict", doc, str(SAMPLES / "wholesale.csv"), "--out", str(out))
    return out.read_bytes()


def test_a_backup_made_while_writes_go_on_comes_back_and_works(saebyeok, elsewhere, tmp_path):
    doc = confirmed_model(saebyeok)
    before = predicted(saebyeok, doc, tmp_path / "before.csv")
    saebyeok.command("ocr", "add", str(SAMPLES / "ocr" / PAGE), "--company", "새벽상사")
    page = extracted(saebyeok, PAGE)["doc_id"]
    texts = saebyeok.json("ocr", "texts", page)
    network = saebyeok.json("ocr", "networks")[0]["network_id"]

    with Busy(saebyeok, texts[0]["text_id"]) as busy:
        saebyeok.wait_for(lambda: busy.corrections > 3)
        first = busy.corrections
        made = saebyeok.json("backup", str(tmp_path / "backups"))
        last = busy.corrections
    assert last > first, "nothing was written while the backup was made"
    assert made["missing"] == []
    assert saebyeok.stop() == 0

    elsewhere.command("restore", made["folder"])
    manifest = json.loads((Path(made["folder"]) / "manifest.json").read_text(encoding="utf-8"))
    engine = open_engine(f"sqlite:///{elsewhere.home / 'saebyeok.db'}")
    with reading(engine) as session:
        assert counts(session) == manifest["counts"] == made["counts"]
        assert manifest["counts"]["TB_OCR_DOC_TEXT"] == len(texts)
        corrected = _text(session, texts[0]["text_id"])
    engine.dispose()
    assert first <= int(corrected.removeprefix("글자 ")) <= last
    for name, kept in manifest["files"].items():
        if name != "records.db":
            assert sha256_file(elsewhere.home / name) == kept["sha256"], name

    elsewhere.start()
    # What was under way at the time of the backup is brought to its end.
    elsewhere.wait_for(
        lambda: {d["status"] for d in elsewhere.documents().values()} <= {"uploaded", "model_confirmed"},
        show=elsewhere.documents,
    )
    assert predicted(elsewhere, doc, tmp_path / "after.csv") == before
    elsewhere.command("ocr", "add", str(SAMPLES / "ocr" / "메모-1.jpg"), "--company", "새벽상사")
    extracted(elsewhere, "메모-1.jpg")
    assert [n["network_id"] for n in elsewhere.json("ocr", "networks") if n["deployed"]] == [network]
    (result,) = elsewhere.json("automl", "results", doc)
    assert (
        mlflow(elsewhere, f"runs/get?run_id={result['mlflow_run_id']}")["run"]["info"]["status"] == "FINISHED"
    )
    assert mlflow(elsewhere, f"artifacts/list?run_id={result['mlflow_run_id']}")["files"]
    champion = mlflow(elsewhere, f"registered-models/alias?name=automl-{doc}&alias=champion")
    assert champion["model_version"]["run_id"] == result["mlflow_run_id"]
    doctor = elsewhere.command("doctor", check=False)
    assert doctor.returncode == 0, doctor.stdout
    assert elsewhere.stop() == 0


def _text(session: Session, text_id: str) -> str:
    from records.ocr import texts

    return texts.get(session, text_id).label
