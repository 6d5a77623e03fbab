"""What is known about a target, as it is kept in rows."""

from __future__ import annotations

import json

from domain.target_check import TargetCheck

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
