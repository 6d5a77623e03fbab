"""What free text and the Korean calendar add to the scores on held-out rows, and what text costs.

Run as `python -m benchmarks.columns`. Prints one JSON object; progress goes to stderr. The tables are made by `made_columns`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline

from automl_lib.evaluation import evaluate_classifier, evaluate_regressor
from automl_lib.plan import PreprocessingPlan, apply_plan
from automl_lib.plan.calendar_parts import EARLIER_PARTS
from automl_lib.plan.text_components import TextComponents
from automl_lib.training import train
from benchmarks.made_columns import daily_sales, described_goods, inquiries, sorted_inquiries
from benchmarks.model_sets import ModelSet, typed_set
from domain.preprocessing import Missing
from domain.tasks import Task

FAMILIES = ("gradient_boost", "random_forest", "svm", "neural_network", "linear")
TEXT_SETS = {
    "departments": (sorted_inquiries, "부서", "내용"),
    "goods": (described_goods, "가격", "설명"),
    "leaving": (inquiries, "이탈", "문의내용"),
}
"""Made tables by name, with their target and their text."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", nargs="+", default=list(FAMILIES))
    parser.add_argument("--rows", type=int, default=1_000, help="Rows of the table with prose.")
    parser.add_argument("--large", type=int, default=100_000, help="Texts whose time is measured.")
    chosen = parser.parse_args()
    texts = typed_set("inquiries", inquiries(chosen.rows), "이탈")
    sales = typed_set("sales", daily_sales(), "매출")
    report: dict[str, Any] = {"text": [], "calendar": [], "cost": _cost(chosen.large)}
    report["beside_plain"] = [
        beside_plain(name, chosen.families, seed) for name in TEXT_SETS for seed in (11, 12)
    ]
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


def beside_plain(name: str, families: Sequence[str], seed: int) -> dict[str, Any]:
    """Accuracy or R² on the held-out quarter: of the families, and of what is usually tried first on a text.

    The latter is a logistic (C = 10) or ridge regression on the TF-IDF of the text's n-grams of one to three characters.
    """
    made, target, text = TEXT_SETS[name]
    frame = made(400, seed)
    table = typed_set(name, frame, target)
    task = Task.REGRESSION if frame[target].dtype.kind == "f" else Task.CLASSIFICATION
    plan = PreprocessingPlan(table.target, table.columns, missing=Missing.KEEP, task=task)
    split = apply_plan(table.frame, table.schema, plan)
    held = table.frame.iloc[split.test_rows]
    learned, judged = (frame.iloc[rows] for rows in (split.train_rows, split.test_rows))
    linear = Ridge() if task is Task.REGRESSION else LogisticRegression(C=10, max_iter=1000)
    plain = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3)), linear)
    scores = {"plain": float(plain.fit(learned[text], learned[target]).score(judged[text], judged[target]))}
    for family in families:
        model = train(table.frame, table.schema, split.plan, family, split=split)
        if model.is_regressor:
            scores[family] = float(evaluate_regressor(model, held).r2 or 0.0)
        else:
            scores[family] = evaluate_classifier(model, held).accuracy
    print(name, seed, scores, file=sys.stderr, flush=True)
    return {"set": name, "seed": seed, "metric": "r2" if task is Task.REGRESSION else "accuracy", **scores}


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
