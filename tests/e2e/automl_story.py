"""The whole AutoML story through real daemon, database and MLflow, by the command line, on a home of any kind."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Saebyeok

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def a_dropped_table_ends_as_a_confirmed_model_that_predicts(saebyeok: Saebyeok, folder: Path) -> None:
    """Fails where a step of the story doesn't end as it should; `folder` is for what it writes."""
    shutil.copyfile(SAMPLES / "wholesale.csv", saebyeok.home / "inbox" / "automl" / "wholesale.csv")
    doc = saebyeok.wait_for_status("wholesale.csv", "uploaded")["doc_id"]
    saebyeok.wait_for(lambda: any(c["boxplot"] for c in saebyeok.json("automl", "show", doc)["columns"]))
    shown = saebyeok.json("automl", "show", doc)
    assert shown["rows"] == 440
    assert [c["label"] for c in shown["columns"]][-1] == "y"
    assert not (saebyeok.home / "inbox" / "automl" / "wholesale.csv").exists()

    refused = saebyeok.type("automl", "target", doc, "y", exit_code=2)
    assert "데이터 확인" in refused.stderr
    saebyeok.type("automl", "confirm-data", doc)
    as_classes = ("--task", "classification")
    saebyeok.type("automl", "target", doc, "Fresh", *as_classes, exit_code=2)
    saebyeok.type("automl", "target", doc, "Fresh")  # as a number
    saebyeok.type("automl", "target", doc, "y")
    preview = saebyeok.json(
        "automl", "prepare", doc, "--outliers", "clip", "--duplicates", "remove", "--preview"
    )
    applied = saebyeok.json("automl", "prepare", doc, "--outliers", "clip", "--duplicates", "remove")
    assert preview["effect"] == applied["effect"]
    saebyeok.type("automl", "train", doc, "--models", "decision_tree,k_means", "--yes")
    results = {r["model_code"]: r for r in saebyeok.json("automl", "results", doc)}
    assert set(results) == {"decision_tree", "k_means"}
    assert all(r["status"] == "evaluated" and r["mlflow_run_id"] for r in results.values())

    saebyeok.command("automl", "confirm", doc, "decision_tree")
    assert saebyeok.documents()["wholesale.csv"]["status"] == "model_confirmed"
    asked = saebyeok.json("automl", "what-if", doc, "--row", "3", "--change", "Fresh", "--change", "Milk")
    assert abs(asked["base"] + sum(r["contribution"] for r in asked["reasons"]) - asked["output"]) < 0.01
    assert (asked["counterfactual"] or {}).get("predicted") != asked["predicted"]
    out = folder / "predictions.csv"
    saebyeok.type("automl", "predict", doc, str(SAMPLES / "wholesale.csv"), "--out", str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        predicted = list(csv.DictReader(file))
    assert len(predicted) == 440
    assert {row["예측(prediction)"] for row in predicted} == {"yes", "no"}

    _mlflow_agrees(saebyeok, doc, results)
    shutil.copyfile(SAMPLES / "wholesale.csv", saebyeok.home / "inbox" / "predict" / doc / "again.csv")
    dropped = saebyeok.wait_for(
        lambda: next(
            (
                p
                for p in saebyeok.json("automl", "predictions", doc)
                if p["file"] == "again.csv" and p["output"]
            ),
            None,
        )
    )
    assert saebyeok.stored(dropped["output"]) == out.read_bytes()
    _grows_and_is_renewed(saebyeok, doc, folder)
    assert saebyeok.command("doctor", check=False).returncode == 0
    assert bool(saebyeok.sqlite_files()) == ("SAEBYEOK_DATABASE_URL" not in saebyeok.environment)


def _grows_and_is_renewed(saebyeok: Saebyeok, doc: str, folder: Path) -> None:
    """Next month's rows through the drop folder, a column that was renamed, and a newer model that is no better."""
    lines = (SAMPLES / "wholesale.csv").read_text(encoding="utf-8").splitlines()
    later = folder / "later.csv"
    # Other rows of the same kind: their first number is one more.
    rows = [
        ",".join([first, second, str(int(fresh or 0) + 1), *rest])
        for first, second, fresh, *rest in (line.split(",") for line in lines[1:121])
    ]
    later.write_text("\n".join([lines[0], *rows]), encoding="utf-8")
    folder_of_rows = saebyeok.home / "inbox" / "automl" / doc
    folder_of_rows.mkdir()
    shutil.copyfile(later, folder_of_rows / "later.csv")
    saebyeok.wait_for(lambda: saebyeok.documents()["wholesale.csv"]["rows"] == 560)
    renamed = folder / "renamed.csv"
    renamed.write_text("\n".join([lines[0].replace("Fresh", "Fresh food"), *rows[:5]]), encoding="utf-8")
    asked = saebyeok.type("automl", "append", doc, str(renamed))
    assert "[renamed:Fresh]" in asked.stdout
    newest = saebyeok.json("automl", "versions", doc)["additions"][0]
    saebyeok.type("automl", "decide", newest["addition_id"], "--withdraw")
    told = saebyeok.type("automl", "challenge", doc).stdout
    assert "최근 60행" in told
    versions = saebyeok.json("automl", "versions", doc)["additions"]
    assert [(one["status"], one["version"]) for one in versions] == [("withdrawn", None), ("added", 2)]


MLFLOW_CHECK = """
import json, sys, mlflow, pandas as pd
url, doc, table = sys.argv[1:]
mlflow.set_tracking_uri(url)
client = mlflow.MlflowClient()
experiment = client.get_experiment_by_name(f"automl-{doc}")
runs = {r.data.tags["model"]: r.data.metrics for r in client.search_runs([experiment.experiment_id])}
champion = mlflow.pyfunc.load_model(f"models:/automl-{doc}@champion")
raw = champion.predict(pd.read_csv(table, dtype=str, keep_default_na=False, na_values=[""]))
typed = champion.predict(pd.read_csv(table))
print(json.dumps({"runs": runs, "raw": raw["prediction"].tolist(), "typed": typed["prediction"].tolist()}))
"""


def _mlflow_agrees(saebyeok: Saebyeok, doc: str, results: dict[str, Any]) -> None:
    """Rows and MLflow hold the same scores, and the champion predicts raw rows as `predict` did."""
    url = f"http://127.0.0.1:{saebyeok.environment['SAEBYEOK_MLFLOW_PORT']}"
    done = subprocess.run(
        [sys.executable, "-c", MLFLOW_CHECK, url, doc, str(SAMPLES / "wholesale.csv")],
        env=saebyeok.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    for code, names in (
        ("decision_tree", ("precision", "sensitivity", "f1", "roc_auc")),
        ("k_means", ("silhouette",)),
    ):
        for name in names:
            assert seen["runs"][code][name] == pytest.approx(results[code][name])
    assert seen["raw"] == seen["typed"]
    (prediction,) = saebyeok.json("automl", "predictions", doc)
    predicted = csv.DictReader(saebyeok.stored(prediction["output"]).decode("utf-8-sig").splitlines())
    assert seen["raw"] == [row["예측(prediction)"] for row in predicted]
