"""Kinds, fields, proofs and repairs on made business papers.

python -m benchmarks.fields --documents 200 --corruptions 10000
python -m benchmarks.fields --read 8        # draws pages and reads them with the shipped network
python -m benchmarks.fields --worn 60       # the same with worn pages: which misread amounts are repaired
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from statistics import mean, quantiles
from typing import Any

from benchmarks.made_documents.layouts import make
from benchmarks.made_documents.paper import Paper
from ocr_lib.fields import DocumentFields, FieldKey, FieldState, PageText, read_fields

TODAY = date(2026, 11, 29)
CONFUSED = {
    "0": "86",
    "1": "74",
    "2": "7",
    "3": "85",
    "4": "91",
    "5": "63",
    "6": "580",
    "7": "12",
    "8": "306",
    "9": "48",
}
KINDS_OF_CORRUPTION = (("confused", 0.55), ("any_digit", 0.2), ("left_out", 0.1), ("two_digits", 0.15))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument(
        "--corruptions", type=int, default=0, help="Amounts that are corrupted, one a document."
    )
    parser.add_argument("--tuning", action="store_true", help="Papers for tuning instead of unseen ones.")
    parser.add_argument(
        "--wrong", type=int, default=0, help="Print so many wrong fields of papers for tuning."
    )
    parser.add_argument("--read", type=int, default=0, help="Draw and read so many pages as well.")
    parser.add_argument(
        "--worn",
        type=int,
        default=0,
        help="Draw so many worn pages and compare repairs with and without alternatives.",
    )
    chosen = parser.parse_args()
    unseen = not chosen.tuning
    found: dict[str, Any] = {"benchmark": "fields", "papers": "unseen" if unseen else "tuning"}
    found["clean"] = measure(chosen.documents, unseen=unseen, show=chosen.wrong if chosen.tuning else 0)
    if chosen.corruptions:
        found["corrupted"] = measure_corrupted(chosen.corruptions, unseen=unseen)
    if chosen.read:
        from benchmarks.made_documents.drawing import read_papers

        found["read"] = _scored(read_papers(chosen.read, unseen=unseen))
    if chosen.worn:
        found["worn"] = measure_worn(chosen.worn, unseen=unseen)
    print(json.dumps(found, indent=1, ensure_ascii=False))


def measure_worn(count: int, *, unseen: bool) -> dict[str, Any]:
    """Repairs of what the shipped network misreads on worn pages, by its alternatives and by the table of confusions alone."""
    from benchmarks.made_documents.drawing import read_papers

    papers = read_papers(count, unseen=unseen, is_worn=True)
    plain = [(paper, [_without_alternatives(text) for text in texts]) for paper, texts in papers]
    return {"alternatives": _repairs(papers), "table_of_confusions": _repairs(plain)}


def _without_alternatives(text: PageText) -> PageText:
    return replace(text, characters=tuple(replace(one, alternatives="") for one in text.characters))


def _repairs(papers: list[tuple[Paper, list[PageText]]]) -> dict[str, int]:
    tally: Counter[str] = Counter(right_repairs=0, wrong_repairs=0)
    for paper, texts in papers:
        found = read_fields(texts, today=TODAY)
        for repair in found.repairs:
            tally["right_repairs" if paper.truth.get(repair.figure) == repair.value else "wrong_repairs"] += 1
        for _, is_right, state, _ in outcomes(paper, found):
            tally["fields"] += 1
            tally["fields_right"] += is_right
            tally["contradicted"] += state is FieldState.CONTRADICTED
    return dict(tally)


def measure(count: int, *, unseen: bool, show: int = 0) -> dict[str, Any]:
    """Scores of papers whose texts are read without an error, but for some letters of labels."""
    papers = [make(n, is_unseen=unseen) for n in range(count)]
    return _scored([(paper, paper.page_texts()) for paper in papers], show)


def _scored(papers: list[tuple[Paper, list[PageText]]], show: int = 0) -> dict[str, Any]:
    tally: Counter[str] = Counter()
    by_layout: dict[str, list[int]] = {}
    wrong_fields: Counter[str] = Counter()
    seconds = []
    for number, (paper, texts) in enumerate(papers):
        start = time.process_time()
        found = read_fields(texts, today=TODAY)
        seconds.append(time.process_time() - start)
        tally["kinds_right"] += found.kind.kind is paper.kind
        for key, is_right, state, got in outcomes(paper, found):
            tally["fields"] += 1
            tally["right"] += is_right
            tally["proven"] += state is FieldState.PROVEN
            tally["proven_right"] += state is FieldState.PROVEN and is_right
            tally["contradicted"] += state is FieldState.CONTRADICTED
            right, total = by_layout.setdefault(paper.layout, [0, 0])
            by_layout[paper.layout] = [right + is_right, total + 1]
            if not is_right:
                wrong_fields[key] += 1
                if show:
                    show -= 1
                    print(number, paper.layout, key, "printed:", paper.truth.get(key), "found:", got)
        tally["offers"] += len(found.repairs)
        if show and found.kind.kind is not paper.kind:
            print(paper.layout, found.kind)
    return {
        "documents": len(papers),
        "kinds_right": tally["kinds_right"] / len(papers),
        "fields": tally["fields"],
        "exactly_right": round(tally["right"] / tally["fields"], 4),
        "proven": tally["proven"],
        "proven_right": round(tally["proven_right"] / max(1, tally["proven"]), 5),
        "contradicted": tally["contradicted"],
        "repairs_offered": tally["offers"],
        "cpu_seconds": {
            "mean": round(mean(seconds), 4),
            "p95": round(quantiles(seconds, n=20)[-1], 4),
            "max": round(max(seconds), 4),
        },
        "by_layout": {name: round(right / total, 4) for name, (right, total) in sorted(by_layout.items())},
        "wrong_by_field": dict(wrong_fields.most_common()),
    }


def outcomes(paper: Paper, found: DocumentFields) -> Iterator[tuple[str, bool, FieldState | None, object]]:
    """Key, whether it is exactly right, state and value of each field that is printed or was found."""
    printed = {key: value for key, value in paper.truth.items() if not key.startswith("item:")}
    for key in sorted({*printed, *(field.key.value for field in found.fields)}):
        field = found.get(FieldKey(key))
        value = None if field is None else field.value
        yield key, key in printed and value == printed[key], None if field is None else field.state, value


def measure_corrupted(count: int, *, unseen: bool) -> dict[str, Any]:
    """Repairs and proofs where one amount of each document is misread."""
    rng = Random(7)
    tally: Counter[str] = Counter()
    number = done = 0
    while done < count:
        paper = make(number, is_unseen=unseen)
        number += 1
        texts = paper.page_texts()
        # Several corruptions of one paper, each by itself.
        for figure in rng.sample(sorted(paper.figures), min(4, len(paper.figures), count - done)):
            how = rng.choices(
                [name for name, _ in KINDS_OF_CORRUPTION], [share for _, share in KINDS_OF_CORRUPTION]
            )[0]
            at = paper.figures[figure]
            misread = corrupted(texts[at].text, how, rng, str(paper.truth[figure]))
            if misread is None:
                continue
            done += 1
            found = read_fields(
                [*texts[:at], replace(texts[at], text=misread), *texts[at + 1 :]], today=TODAY
            )
            tally[f"corrupted_{how}"] += 1
            for repair in found.repairs:
                is_right = paper.truth.get(repair.figure) == repair.value and repair.figure == figure
                tally["right_repairs" if is_right else "wrong_repairs"] += 1
                tally[f"repaired_{how}"] += is_right
            for _, is_right, state, _ in outcomes(paper, found):
                tally["proven"] += state is FieldState.PROVEN
                tally["proven_wrong"] += state is FieldState.PROVEN and not is_right
            field = found.get(FieldKey(figure)) if figure in FieldKey.__members__.values() else None
            if field is not None and field.value != paper.truth[figure]:
                tally["fields_misread"] += 1
                tally["fields_misread_contradicted"] += field.state is FieldState.CONTRADICTED
    tally.setdefault("wrong_repairs", 0)
    return {
        "documents": number,
        "corruptions": done,
        "proven_right": round(1 - tally["proven_wrong"] / tally["proven"], 6),
        **dict(sorted(tally.items())),
    }


def corrupted(text: str, how: str, rng: Random, digits: str) -> str | None:
    """The text with digits of its amount misread; None where that changes nothing."""
    places = [n for n, character in enumerate(text) if character.isdecimal()]
    if "".join(text[n] for n in places) != digits:
        return None  # label and value in one text, with other digits
    changed = list(text)
    for n in rng.sample(places, min(len(places), 2 if how == "two_digits" else 1)):
        if how == "left_out":
            changed[n] = ""
        elif how == "any_digit":
            changed[n] = rng.choice([digit for digit in "0123456789" if digit != text[n]])
        else:
            changed[n] = rng.choice(CONFUSED[text[n]])
    made = "".join(changed)
    return made if made != text else None


if __name__ == "__main__":
    main()
