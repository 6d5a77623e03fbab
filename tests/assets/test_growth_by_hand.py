"""Assets of tables that grow, launched from Dagster's launchpad."""

from __future__ import annotations

import pytest

from domain.table_additions import AdditionStatus
from intake.destinations import NewRows
from orchestration.runtime.reading_resources import build_files
from records import documents, trainings
from records.engine import reading
from records.growth import additions, challenges, outcomes
from tests.assets.grown_table import confirmed_grown, csv_of, grown
from tests.assets.test_by_hand import failure

__all__ = ["confirmed_grown", "grown"]


def in_inbox(workshop, text, name="later.csv", folder="refused"):
    """A file in a part of the inbox from which none is taken by itself."""
    path = build_files(workshop.settings).inbox.root / folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    "runs",
    [
        [["challenger_plan", "challenger_model", "challenge_verdict"]],
        [["challenger_plan"], ["challenger_model"], ["challenge_verdict"]],
    ],
    ids=["together", "one by one"],
)
def test_the_confirmed_model_is_challenged_from_the_launchpad(workshop, confirmed_grown, runs):
    doc, add, old = confirmed_grown
    add(csv_of(160, 800, slope=-1.0, seed=2))
    for assets in runs:
        result = workshop.by_hand(doc, *assets)
        assert result.success, failure(result)
    workshop.reconcile()
    with reading(workshop.engine) as session:
        (challenge,) = challenges.of_document(session, doc)
        document = documents.get(session, doc)
        assert challenge.promoted is True
        assert document.confirmed_training_id == challenge.challenger_id != old
        challenger = trainings.get(session, challenge.challenger_id)
        assert challenger.request_id == challenge.request_id


@pytest.mark.parametrize("asset", ["challenger_model", "challenge_verdict"])
def test_a_step_of_no_comparison_names_the_first(workshop, confirmed_grown, asset):
    doc, _, _ = confirmed_grown
    result = workshop.by_hand(doc, asset)
    assert not result.success
    assert "challenger_plan" in failure(result)


def test_rows_are_added_from_the_launchpad(workshop, grown):
    doc, _ = grown
    file = in_inbox(workshop, csv_of(160, 40, seed=2).replace("크기", "size"))
    assert workshop.by_hand(doc, "appended_rows", appended_rows={"file": "refused/later.csv"}).success
    workshop.reconcile()
    with reading(workshop.engine) as session:
        (addition,) = additions.of_document(session, doc)
        assert (addition.status, addition.file_name) == (AdditionStatus.ASKS, "later.csv")
    assert workshop.by_hand(doc, "appended_rows", appended_rows={"renamed": {"크기": "size"}}).success
    with reading(workshop.engine) as session:
        assert additions.get(session, addition.addition_id).status == AdditionStatus.ADDED
        assert documents.get(session, doc).rows == 200
    assert file.exists()


def test_outcomes_are_compared_from_the_launchpad(workshop, confirmed_grown, tmp_path):
    doc, _, _ = confirmed_grown
    new = csv_of(160, 60, seed=4)
    rows = tmp_path / "new.csv"
    rows.write_text("\n".join(line.rpartition(",")[0] for line in new.splitlines()), encoding="utf-8")
    intake = build_files(workshop.settings).intake(workshop.engine)
    intake.take(rows, NewRows(doc), by="me", now=workshop.now(), keep=True)
    workshop.run_waiting()
    path = in_inbox(workshop, new)
    assert workshop.by_hand(doc, "prediction_outcomes", prediction_outcomes={"file": str(path)}).success
    assert workshop.by_hand(doc, "prediction_outcomes").success  # the same file again
    with reading(workshop.engine) as session:
        first, again = outcomes.of_document(session, doc)
        assert (first.scores.rows, again.scores.rows) == (60, 60)


@pytest.mark.parametrize(
    ("asset", "config", "words"),
    [
        ("appended_rows", {}, "결정을 기다리는"),
        ("appended_rows", {"file": "/etc/passwd"}, "'passwd'은(는) inbox 폴더에도 저장소에도 없습니다"),
        ("appended_rows", {"file": "../saebyeok.db"}, "inbox 폴더에도"),
        ("appended_rows", {"file": "refused/linked.csv"}, "inbox 폴더에도"),
        ("appended_rows", {"file": ".processing/x.csv"}, "inbox 폴더에도"),
        ("appended_rows", {"file": "refused/none.csv"}, "보통 파일이 아닙니다"),
        ("prediction_outcomes", {}, "결과 파일이 없습니다"),
        ("prediction_outcomes", {"file": "refused/rows.csv"}, "아직 예측한"),
        ("prediction_outcomes", {"file": "/etc/passwd"}, "inbox 폴더에도"),
    ],
)
def test_config_that_cannot_be_is_refused_in_words(workshop, grown, tmp_path, asset, config, words):
    doc, _ = grown
    in_inbox(workshop, csv_of(0, 40), "rows.csv")
    in_inbox(workshop, csv_of(0, 40), "x.csv", folder=".processing")
    outside = tmp_path / "outside.csv"
    outside.write_text(csv_of(0, 40), encoding="utf-8")
    (build_files(workshop.settings).inbox.refused / "linked.csv").symlink_to(outside)
    result = workshop.by_hand(doc, asset, **{asset: config})
    assert not result.success
    assert words in failure(result)
