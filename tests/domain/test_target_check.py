"""What is known about a target, as it is kept in rows."""

from __future__ import annotations

import json

from domain.target_check import TargetCheck, TargetNumbers
from domain.tasks import Task

STORED = {
    "key": "c0002",
    "label": "y",
    "kind": "binary",
    "classes": {"no": 248, "yes": 192},
    "positive_class": "yes",
    "missing": 2,
    "warnings": [
        {
            "code": "leakage",
            "column": "도시",
            "ko": "'도시' 열이 답을 알려 줍니다.",
            "en": "the city gives it away",
            "severity": "serious",
        }
    ],
}


def test_what_is_stored_reads_back_and_is_stored_the_same():
    check = TargetCheck.from_json(STORED)
    assert check.warnings[0].en == "the city gives it away"
    assert json.loads(json.dumps(check.to_json())) == STORED


def test_a_check_without_warnings_is_read():
    assert TargetCheck.from_json({k: v for k, v in STORED.items() if k != "warnings"}).warnings == ()


NUMBER = {
    "key": "c0003",
    "label": "월세",
    "kind": "number",
    "classes": {},
    "positive_class": None,
    "missing": 0,
    "warnings": [],
    "numbers": {"rows": 40, "distinct": 9, "low": 1.0, "mean": 4.5, "median": 4.0, "high": 9.0},
    "reason": {"ko": "값이 9가지입니다.", "en": "It has 9 values."},
}


def test_a_number_and_why_it_is_one_read_back_and_are_stored_the_same():
    check = TargetCheck.from_json(NUMBER)
    assert check.task is Task.REGRESSION
    assert check.numbers == TargetNumbers(40, 9, 1.0, 4.5, 4.0, 9.0)
    assert check.reason.ko == "값이 9가지입니다."
    assert json.loads(json.dumps(check.to_json())) == NUMBER
