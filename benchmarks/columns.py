"""What free text and the Korean calendar add to the scores on held-out rows, and what text costs.

Run as `python -m benchmarks.columns`. Prints one JSON object; progress goes to stderr. The tables are made by `made_columns`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd

from automl_lib.evaluation import evaluate_classifier, evaluate_regressor
from automl_lib.plan import PreprocessingPlan, apply_plan
from automl_lib.plan.calendar_parts import EARLIER_PARTS
from automl_lib.plan.text_components import TextComponents
from automl_lib.training import train
from benchmarks.made_columns import daily_sales, inquiries
from benchmarks.model_sets import ModelSet, typed_set
from domain.preprocessing import Missing
from domain.tasks import Task

FAMILIES = ("gradient_boost", "random_forest", "svm", "linear")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", nargs="+", default=list(FAMILIES))
    parser.add_argument("--rows", type=int, default=1_000, help="Rows of the table with prose.")
    parser.add_argument("--large", type=int, default=100_000, help="Texts whose time is measured.")
    chosen = parser.parse_args()
    texts = typed_set("inquiries", inquiries(chosen.rows), "이탈")
    sales = typed_set("sales", daily_sales(), "매출")
    report: dict[str, Any] = {"text": [], "calendar": [], "cost": _cost(chosen.large)}
    for family in chosen.families:
        report["text"].append(_with_and_without_text(texts, family))
        report["calendar"].append(_calendar(sales, family))
        print(report["text"][-1], report["calendar"][-1], file=sys.stderr, flush=True)
    print(json.dumps(report, ensure_ascii=False, indent=1))


def _with_and_without_text(table: ModelSet, family: str) -> dict[str, Any]:
    plan = PreprocessingPlan(table.target, table.columns, missing=Missing.KEEP)
    scores = {}
    for name, one in (("without", replace(plan, texts=())), ("with", plan)):
        split = apply_plan(table.frame, table.schema, one)
        model = train(table.frame, table.schema, split.plan, family, split=split)
        scores[name] = evaluate_classifier(model, table.frame.iloc[split.test_rows]).roc_auc
    return {"family": family, "metric": "roc_auc", **scores}


def _calendar(table: ModelSet, family: str) -> dict[str, Any]:
    """The last year held out."""
    plan = PreprocessingPlan(table.target, table.columns, missing=Missing.KEEP, task=Task.REGRESSION)
    held_out = np.arange(len(table.frame) - 365, len(table.frame))
    split = apply_plan(table.frame, table.schema, plan, held_out=held_out)
    held = table.frame.iloc[held_out]
    now = evaluate_regressor(train(table.frame, table.schema, plan, family, split=split), held)
    with patch("automl_lib.plan.cleaner.varying_parts", lambda _: list(EARLIER_PARTS)):
        before = evaluate_regressor(train(table.frame, table.schema, plan, family, split=split), held)
    return {"family": family, "metric": "mae", "without": round(before.mae), "with": round(now.mae)}


def _cost(rows: int) -> dict[str, Any]:
    """Seconds to learn the components of a column and to compute those of all its texts."""
    cells = pd.Series(inquiries(rows)["문의내용"], dtype=object)
    started = time.monotonic()
    fitted = TextComponents().fit(cells)
    learned = time.monotonic()
    fitted.transform(cells)
    return {
        "texts": rows,
        "characters": round(float(cells.str.len().mean()), 1),
        "fit_seconds": round(learned - started, 1),
        "transform_seconds": round(time.monotonic() - learned, 1),
    }


if __name__ == "__main__":
    main()
