"""Kinds and fields of real pages, from texts that `benchmarks.real_pages` read: what comes out on papers from elsewhere.

    python -m benchmarks.real_fields FOLDER/out/krphoto.ours.json [--out FILE]

The file holds the texts of each picture with quads and scores. Prints the fields of each picture with their states, and how many of each
state there are; there is no truth of fields for these pages, so wrong ones are found by looking.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from ocr_lib.fields import DocumentFields, DocumentKind, PageText, read_fields


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readings", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, help="Where to write all of it as JSON.")
    chosen = parser.parse_args()
    found: dict[str, Any] = {}
    states: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    seconds = []
    for file in chosen.readings:
        for picture, texts in json.loads(file.read_text(encoding="utf-8"))["pred"].items():
            start = time.process_time()
            fields = read_fields(page_texts(texts), today=date.today())
            seconds.append(time.process_time() - start)
            found[picture] = fields.to_json()
            kinds[fields.kind.kind.value] += 1
            states.update(one.state.value for one in fields.fields)
            show(picture, fields)
    print()
    print(
        f"{len(found)} pages: {dict(kinds)}; fields: {dict(states)}; CPU {max(seconds, default=0):.3f} s at most"
    )
    if chosen.out is not None:
        chosen.out.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")


def page_texts(read: list[dict[str, Any]]) -> list[PageText]:
    """The texts of a picture as the fields are read from them."""
    return [PageText(one["text"], one["quad"], one["score"]) for one in read]


def show(picture: str, fields: DocumentFields) -> None:
    """Print the fields of a picture."""
    kind = fields.kind.kind
    print(f"\n{picture}: {kind.message.ko} ({', '.join(fields.kind.anchors[:4])})")
    if kind is DocumentKind.OTHER:
        return
    for one in fields.fields:
        value = f"{one.value:,}" if isinstance(one.value, int) else one.value or one.text
        offered = f"  → {one.repair.value}" if one.repair is not None else ""
        why = " ".join(reason.message.ko for reason in one.reasons)
        print(f"  {one.key.message.ko}: {value} [{one.state.message.ko}] {why}{offered}")
    if fields.missing:
        print(f"  없음: {', '.join(key.message.ko for key in fields.missing)}")
    if fields.items:
        print(f"  품목 {len(fields.items)}")


if __name__ == "__main__":
    main()
