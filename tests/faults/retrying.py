"""Trying failed work again, as a person would whose database was away or whose disk was full."""

from __future__ import annotations

from typing import Any

from tests.e2e.conftest import Saebyeok


def requests(saebyeok: Saebyeok, doc: str) -> Any:
    """The requests of a document, oldest first."""
    return saebyeok.json("automl", "requests", doc)


def ended(saebyeok: Saebyeok, doc: str) -> bool:
    """Whether its newest request is over."""
    return requests(saebyeok, doc)[-1]["status"] in ("done", "failed")


def finish(saebyeok: Saebyeok, name: str) -> None:
    """Wait until the table is read, trying it again where its run failed with a reason."""

    def look() -> bool:
        # While the database recovers, commands say so.
        document = saebyeok.command("automl", "list", check=False)
        if document.returncode != 0:
            return False
        found = saebyeok.documents().get(name)
        if found is None:
            return False
        last = requests(saebyeok, found["doc_id"])[-1]
        if last["status"] == "failed":
            assert last["reason_en"]
            saebyeok.command("automl", "retry", str(last["request_id"]))
        return bool(found["status"] == "uploaded")

    saebyeok.wait_for(look)
