"""The report on a model of a table that has grown names the files whose rows that model knows."""

from __future__ import annotations

import hashlib

import pytest

from assets.automl.exporting import report_bytes
from assets.automl.report_source import report_source
from domain.requests import RequestKind
from orchestration.runtime.reading_resources import build_files
from records import plans
from records.engine import reading
from records.errors import DecisionRefused
from records.growth import additions, challenges
from records.tables import Plan
from tests.assets.grown_table import confirmed_grown, csv_of, grown
from work_requests import growth_decisions, renewal_decisions
from work_requests.automl_exports import WantedFile

__all__ = ["confirmed_grown", "grown"]


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def report_of(workshop, training_id, form="html"):
    files, zone = build_files(workshop.settings), workshop.settings.time_zone
    wanted = WantedFile(RequestKind.MODEL_REPORT, form, "ko", training_id)
    return report_bytes(lambda: reading(workshop.engine), files, wanted, zone)


@pytest.mark.slow
def test_each_report_lists_the_files_of_its_version_of_the_table(workshop, confirmed_grown):
    doc, add, old = confirmed_grown
    second, third = csv_of(160, 100, slope=-1.0, seed=2), csv_of(260, 700, slope=-1.0, seed=3)
    add(second, "second.csv")
    add(third, "third.csv")
    request = workshop.decide(renewal_decisions.challenge, doc)
    workshop.run_waiting()
    add(csv_of(960, 50, slope=-1.0, seed=4), "later.csv")
    with reading(workshop.engine) as session:
        challenge = challenges.of_request(session, request.request_id)
        held_out = plans.current(session, doc).effect["split"]
    new = challenge.challenger_id
    source = report_source(
        lambda: reading(workshop.engine), build_files(workshop.settings), new, workshop.settings.time_zone
    )
    day = f"{workshop.now():%Y-%m-%d}"
    assert [(one.name, one.rows, one.sha256, one.added_on) for one in source.files] == [
        ("base.csv", 160, digest(csv_of(0, 160)), day),
        ("second.csv", 100, digest(second), day),
        ("third.csv", 700, digest(third), day),
    ]
    assert "추가된 800행 가운데 가장 최근 400행" in held_out["ko"]
    page = report_of(workshop, new).decode()
    assert page.count(digest(second)) == page.count(digest(third)) == 2  # of the data, and of the lineage
    assert "later.csv" not in page
    assert "추가된 800행 가운데 가장 최근 400행" in page
    assert report_of(workshop, new, "pdf") == report_of(workshop, new, "pdf")
    assert "second.csv" not in report_of(workshop, old).decode()


def test_a_report_is_refused_once_rows_of_its_model_were_taken_back(workshop, grown):
    doc, add = grown
    add(csv_of(160, 40, seed=2))
    workshop.decide(growth_decisions.take_back, doc)
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        (addition,) = additions.of_document(session, doc)
        taken_back = addition.choices.taken_back
        between = Plan(doc_id=doc, effect={"rows_total": 200}, created_at=addition.added_at)
        after = Plan(doc_id=doc, effect={"rows_total": 160}, created_at=taken_back.moment)
        assert additions.at_plan(session, after) == (taken_back.version, [])
        with pytest.raises(DecisionRefused, match="taken back"):
            additions.at_plan(session, between)
