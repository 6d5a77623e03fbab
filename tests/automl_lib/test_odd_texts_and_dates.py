"""Odd columns of text and dates: models are trained, new rows predicted, and what is left out is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from automl_lib.fit import fit_file
from benchmarks.made_columns import inquiries

ROWS = 90
CELL = 32_767
"""Most characters in a cell of a workbook."""


def prose(rows: int) -> list[str]:
    return list(inquiries(rows)["문의내용"])


TEXTS = {
    "blanks": [None] * ROWS,
    "white space": ["  \u3000 ", "\t"] * (ROWS // 2),
    "one word": ["해지"] * ROWS,
    "a word a row": [f"낱말{n}" for n in range(ROWS)],
    "huge": [("해지 문의 " * CELL)[: CELL - 2] + f"{n:02d}" for n in range(ROWS)],
    "emoji": ["🎉🔥😀"[n % 3] * (1 + n // 3) for n in range(ROWS)],
    "mixed": [f"{text} request №{n} テスト Ω" for n, text in enumerate(prose(ROWS))],
    "formulas": [f"=HYPERLINK({n})" for n in range(ROWS)],
    "one text among blanks": ["유일한 글입니다", *[None] * (ROWS - 1)],
}
DATES = {
    "all the same": ["2025-10-06"] * ROWS,
    "before 1900": [f"18{n:02d}-03-05" for n in range(10, 10 + ROWS)],
    "with time zones": [f"2025-10-{1 + n % 28:02d}T09:30:00+09:00" for n in range(ROWS)],
    "far": [f"21{n % 90:02d}-01-01" for n in range(ROWS)],
    "blank but one": ["2025-10-06", *[None] * (ROWS - 1)],
}


def table(tmp_path, **columns):
    random = np.random.default_rng(0)
    numbers = random.normal(size=ROWS)
    target = np.where(numbers + random.normal(scale=0.5, size=ROWS) > 0, "예", "아니오")
    path = tmp_path / "표.csv"
    pd.DataFrame({"수": numbers.round(3), **columns, "이탈": target}).to_csv(path, index=False)
    return path


@pytest.mark.parametrize("name", TEXTS)
def test_a_model_comes_of_any_text(tmp_path, name):
    path = table(tmp_path, 비고=TEXTS[name])
    found = fit_file(path, "이탈", models=["linear"], test_path=path)
    assert found["models"]["linear"]["roc_auc"] > 0.7


@pytest.mark.parametrize("name", DATES)
def test_a_model_comes_of_any_dates(tmp_path, name):
    path = table(tmp_path, 일자=DATES[name])
    found = fit_file(path, "이탈", models=["linear"], test_path=path)
    assert found["models"]["linear"]["roc_auc"] > 0.7


def test_a_long_korean_name_is_said_whole(tmp_path):
    name = "아주긴칼럼이름" * 20
    found = fit_file(table(tmp_path, **{name: prose(ROWS)}), "이탈", models=["linear"])
    assert any(name in note["ko"] for note in found["notes"])
