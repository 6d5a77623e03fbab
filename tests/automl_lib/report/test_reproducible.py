"""The same training gives the same bytes, also from another process with another hash seed."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from automl_lib.report import report_on, to_html, to_pdf
from domain.columns import ColumnType
from domain.explanations import Dependence, DependencePoint, ModelExplanation

_MAKE = """
import hashlib, pickle, sys
from automl_lib.report import report_on, to_html, to_pdf
source = pickle.load(open(sys.argv[1], "rb"))
report = report_on(source, "ko")
print(hashlib.sha256(to_pdf(report)).hexdigest(), hashlib.sha256(to_html(report)).hexdigest())
"""


@pytest.mark.parametrize("name", ["class_source", "number_source"])
def test_a_report_is_the_same_to_the_byte(request, name, tmp_path):
    days = Dependence(
        "가입일",
        ColumnType.DATE,
        (DependencePoint("2024-01-01", (0.7,)), DependencePoint("2024-09-01 09:00:00", (0.1,))),
    )
    explanation = ModelExplanation((), "rmse", 0.9, 40, 5, dependences=(days,))
    source = replace(request.getfixturevalue(name), explanation=explanation)
    report = report_on(source, "ko")
    here = [hashlib.sha256(data).hexdigest() for data in (to_pdf(report), to_html(report))]
    kept = tmp_path / "source.pickle"
    kept.write_bytes(pickle.dumps(source))
    root = str(Path(__file__).parents[3])
    for seed in ("1", "2"):
        made = subprocess.run(
            [sys.executable, "-c", _MAKE, str(kept)],
            env={**os.environ, "PYTHONPATH": root, "PYTHONHASHSEED": seed, "TZ": f"Etc/GMT+{seed}"},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert made.stdout.split() == here
