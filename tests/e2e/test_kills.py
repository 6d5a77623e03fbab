"""kill -9 at several moments: after `saebyeok up` again everything reaches its end, once."""

from __future__ import annotations

import sqlite3
import time

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.long]

ROWS = 60_000


def drop(saebyeok, name, rows=ROWS):
    """A table large enough that its upload is under way for some seconds."""
    lines = ["번호,금액,구분"] + [f"{n},{n * 37 % 1000},{'예' if n % 3 else '아니오'}" for n in range(rows)]
    (saebyeok.home / "inbox" / "automl" / name).write_text("\n".join(lines), encoding="utf-8")


def stored_rows(saebyeok):
    """Per document: rows of TB_AUTOML_TEXT, of them distinct, header included."""
    with sqlite3.connect(f"file:{saebyeok.home / 'saebyeok.db'}?mode=ro", uri=True) as connection:
        query = 'SELECT "DOC_ID", count(*), count(DISTINCT "ROW_NO") FROM "TB_AUTOML_TEXT" GROUP BY 1'
        return {doc: (rows, distinct) for doc, rows, distinct in connection.execute(query)}


def wait_for_rows(saebyeok):
    saebyeok.wait_for(lambda: any(rows > 1 for rows, _ in stored_rows(saebyeok).values()))


def finished(saebyeok, names):
    for name in names:
        saebyeok.wait_for_status(name, "uploaded")
    documents = saebyeok.documents()
    assert set(documents) == set(names)
    assert stored_rows(saebyeok) == {d["doc_id"]: (ROWS + 1, ROWS + 1) for d in documents.values()}
    assert not list((saebyeok.home / "inbox" / "automl").iterdir())
    for document in documents.values():
        saebyeok.wait_for(
            lambda doc=document["doc_id"]: (
                [r["status"] for r in saebyeok.json("automl", "requests", doc)] == ["done"]
            )
        )


def test_uploads_survive_the_death_of_the_serving_process_of_the_code_server_and_of_the_daemon(saebyeok):
    drop(saebyeok, "serving.csv")
    wait_for_rows(saebyeok)
    saebyeok.kill("serving")
    drop(saebyeok, "code.csv")
    saebyeok.wait_for(lambda: len(stored_rows(saebyeok)) == 2)
    saebyeok.kill("code")
    drop(saebyeok, "daemon.csv")
    time.sleep(3)
    saebyeok.kill("daemon")
    finished(saebyeok, ["serving.csv", "code.csv", "daemon.csv"])


def test_everything_goes_on_after_all_was_killed_and_started_again(saebyeok):
    drop(saebyeok, "first.csv")
    wait_for_rows(saebyeok)
    saebyeok.kill_everything()
    drop(saebyeok, "second.csv")
    saebyeok.start()
    finished(saebyeok, ["first.csv", "second.csv"])
    doc = saebyeok.documents()["first.csv"]["doc_id"]
    saebyeok.command("automl", "confirm-data", doc)
    saebyeok.command("automl", "target", doc, "구분")
    saebyeok.command("automl", "prepare", doc)
    saebyeok.command("automl", "train", doc, "--models", "decision_tree,k_means", "--yes", "--no-wait")
    saebyeok.wait_for(lambda: saebyeok.json("automl", "results", doc))
    saebyeok.kill_everything()
    saebyeok.start()
    saebyeok.wait_for(
        lambda: [r["status"] for r in saebyeok.json("automl", "results", doc)] == ["evaluated", "evaluated"],
        show=lambda: saebyeok.json("automl", "requests", doc),
    )
    assert [r["times_trained"] for r in saebyeok.json("automl", "results", doc)] == [1, 1]


def test_confirming_and_predicting_survive_the_death_of_up_alone_and_of_the_run(saebyeok, tmp_path):
    drop(saebyeok, "small.csv", rows=400)
    doc = saebyeok.wait_for_status("small.csv", "uploaded")["doc_id"]
    saebyeok.command("automl", "confirm-data", doc)
    saebyeok.command("automl", "target", doc, "구분")
    saebyeok.command("automl", "prepare", doc)
    saebyeok.command("automl", "train", doc, "--models", "decision_tree", "--yes")
    saebyeok.command("automl", "confirm", doc, "decision_tree", "--no-wait")
    wait_until_running(saebyeok, doc, "confirm_model")
    saebyeok.kill_up()
    saebyeok.start()
    rows = tmp_path / "rows.csv"
    rows.write_text("번호,금액,구분\n" + "\n".join(f"{n},{n * 37 % 1000}," for n in range(30)))
    saebyeok.command("automl", "predict", doc, str(rows), "--no-wait")
    wait_until_running(saebyeok, doc, "predict")
    saebyeok.kill_run()
    saebyeok.wait_for(
        lambda: {r["status"] for r in saebyeok.json("automl", "requests", doc)} == {"done"},
        show=lambda: saebyeok.json("automl", "requests", doc),
    )
    assert [p["rows"] for p in saebyeok.json("automl", "predictions", doc)] == [30]


def wait_until_running(saebyeok, doc, kind):
    saebyeok.wait_for(
        lambda: any(
            r["kind"] == kind and r["status"] in ("running", "done")
            for r in saebyeok.json("automl", "requests", doc)
        )
    )
