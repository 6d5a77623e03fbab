"""Fields of new suppliers' layouts after one, two and three confirmed documents, beside the shipped rules alone.

python -m benchmarks.learnt_fields --layouts 40 --documents 8
python -m benchmarks.learnt_fields --read 4     # draws pages and reads them with the shipped network
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from statistics import mean, quantiles
from typing import Any

from benchmarks.made_documents.supplier_layouts import Template, example, sheet, template
from ocr_lib.fields import FieldState, read_fields
from ocr_lib.fields.learnt import (
    Example,
    LearntReading,
    choose_layout,
    judge,
    learn_layout,
    read_with_layout,
)

TODAY = date(2026, 11, 29)
LEARNT_FROM = (1, 2, 3)
Make = Callable[[Template, int], Example]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--layouts", type=int, default=40)
    parser.add_argument("--documents", type=int, default=8, help="Unseen documents of each layout.")
    parser.add_argument("--tuning", action="store_true", help="Layouts for tuning instead of unseen ones.")
    parser.add_argument("--wrong", type=int, default=0, help="Print so many wrong fields of tuning layouts.")
    parser.add_argument("--read", type=int, default=0, help="Draw and read pages of so many layouts as well.")
    chosen = parser.parse_args()
    unseen = not chosen.tuning
    found: dict[str, Any] = {"benchmark": "learnt_fields", "layouts": "unseen" if unseen else "tuning"}
    templates = [template(n, unseen=unseen) for n in range(chosen.layouts)]
    found["true_texts"] = measure(
        templates, chosen.documents, _made, show=chosen.wrong if chosen.tuning else 0
    )
    if chosen.read:
        from benchmarks.made_documents.drawing import PictureReader

        reader = PictureReader()
        found["read_texts"] = measure(
            templates[:: max(1, len(templates) // chosen.read)][: chosen.read],
            min(3, chosen.documents),
            lambda of, n: reader.example(sheet(of, n)),
        )
    print(json.dumps(found, indent=1, ensure_ascii=False))


def _made(of: Template, number: int) -> Example:
    return example(sheet(of, number))


def measure(templates: Sequence[Template], documents: int, make: Make, show: int = 0) -> dict[str, Any]:
    """Scores of unseen documents of each layout, by how many documents it was learnt from."""
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: Counter[str] = Counter()
    gate: Counter[str] = Counter()
    seconds: list[float] = []
    learning: list[float] = []
    layouts = {}
    held: list[tuple[int, Example]] = []
    for of in templates:
        examples = [make(of, n) for n in range(max(LEARNT_FROM))]
        tests = [make(of, 100 + n) for n in range(documents)]
        held += [(of.number, test) for test in tests]
        for test in tests:
            tally(tallies["rules"], test, LearntReading(read_fields(test.texts, today=TODAY)))
        for count in LEARNT_FROM:
            start = time.process_time()
            layout = learn_layout(examples[:count], today=TODAY)
            learning.append(time.process_time() - start)
            for test in tests:
                start = time.process_time()
                reading = read_with_layout(layout, test.texts, today=TODAY)
                seconds.append(time.process_time() - start)
                missed = tally(tallies[str(count)], test, reading)
                if count == max(LEARNT_FROM):
                    wrong.update(name for name, _, _ in missed)
                    for name, printed, got in missed[: max(0, show)]:
                        show -= 1
                        blocks = [block.__name__ for block in of.blocks]
                        print(of.number, blocks, name, "printed:", printed, "found:", got)
        layouts[of.number] = layout
        verdict = judge(layout, tests, today=TODAY)
        gate["used" if verdict.is_better else "not_used"] += 1
    choices: Counter[str] = Counter()
    for number, test in held[:: max(1, len(held) // 60)]:
        taken = choose_layout(layouts, test.texts)
        choices["none" if taken is None else "right" if taken[0] == number else "other"] += 1
    return {
        "layouts": len(templates),
        "documents": len(templates) * documents,
        "exactly_right": {name: scored(counts) for name, counts in tallies.items()},
        "layout_chosen": dict(choices),
        "gate": dict(gate),
        "cpu_seconds_a_document": {
            "mean": round(mean(seconds), 4),
            "p95": round(quantiles(seconds, n=20)[-1], 4),
        },
        "cpu_seconds_learning": round(mean(learning), 4),
        "wrong_by_field": dict(wrong.most_common()),
    }


def tally(counts: Counter[str], test: Example, reading: LearntReading) -> list[tuple[str, object, object]]:
    """Count the fields that are printed or were found; returns the wrong ones."""
    missed = []
    for name in sorted({*(field.name for field in test.fields), *reading.names}):
        printed, got = test.value(name), reading.value(name)
        counts["fields"] += 1
        counts["right"] += printed == got
        if printed != got:
            missed.append((name, printed, got))
    for one in reading.document.fields:
        if one.state is FieldState.PROVEN:
            counts["proven"] += 1
            counts["proven_right"] += one.value == test.value(one.key.value)
    return missed


def scored(counts: Counter[str]) -> dict[str, float]:
    return {
        "share": round(counts["right"] / counts["fields"], 4),
        "fields": counts["fields"],
        "proven": counts["proven"],
        "proven_right": round(counts["proven_right"] / max(1, counts["proven"]), 4),
    }


if __name__ == "__main__":
    main()
