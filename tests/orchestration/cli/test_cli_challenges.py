"""Commands on a table that grows: the order of its versions, challenges with their reasons, and rules that contradict."""

from __future__ import annotations

import json
from datetime import timedelta

from domain.challenges import ChallengeCause, ChallengeVerdict
from domain.requests import RequestKind, RequestStatus
from domain.table_additions import AdditionChoices
from records.growth import additions, challenges
from records.growth.tables import Challenge
from tests.orchestration.cli.test_cli_growth import DOC, cli
from work_requests import growth_decisions, lifecycle, request_lists

__all__ = ["cli"]


def test_a_rule_that_is_switched_off_and_set_at_once_is_refused(cli):
    kept = cli("renew", DOC, "--days", "3")
    assert "--off" in cli("renew", DOC, "--off", "--days", "5", code=2)
    assert kept == cli("renew", DOC)


def added_behind_a_later_file(cli, now):
    """A second file, whose rows come into the table before those of the first, which asked."""
    with cli.context.transaction() as session:
        later = growth_decisions.append(
            session,
            DOC,
            file_name="나중.csv",
            source_path="x",
            source_sha256="3" * 64,
            choices=AdditionChoices(),
            by="kim",
            now=now + timedelta(minutes=1),
        )
        second = additions.of_request(session, later.request_id)
        for row, first_row, minutes in ((second, 5, 2), (additions.get(session, cli.number), 9, 3)):
            at = now + timedelta(minutes=minutes)
            additions.set_added(session, row, first_row=first_row, rows=4, cells_sha256="2" * 64, now=at)


def test_versions_are_listed_by_when_their_rows_came_in(cli, now):
    added_behind_a_later_file(cli, now)
    with cli.context.reading() as session:
        assert [one.first_row for one in additions.added(session, DOC)] == [5, 9]
    rows = json.loads(cli("versions", DOC, "--format", "json"))["additions"]
    assert [(one["version"], one["file"]) for one in rows] == [(3, "다음.csv"), (2, "나중.csv")]


def test_the_rows_of_the_newest_version_are_taken_back_though_their_file_came_first(cli, now):
    added_behind_a_later_file(cli, now)
    with cli.context.transaction() as session:
        for request in request_lists.of_document(session, DOC):
            if request.status == RequestStatus.WAITING:
                lifecycle.settle(request, RequestStatus.DONE, now=now)
        request = growth_decisions.take_back(session, DOC, by="kim", now=now)
        assert request.params["taken_back"] == cli.number


def judged_challenge(cli, now, *, promoted):
    """A challenge that was decided."""
    verdict = ChallengeVerdict("roc_auc", 60, 0.8, 0.81, 0.01, -0.02, 0.04, promoted)
    with cli.context.transaction() as session:
        request = lifecycle.note_done(
            session, RequestKind.CHALLENGE, doc_id=DOC, params={}, by="kim", now=now
        )
        challenge = Challenge(
            challenge_id="261122000000007",
            doc_id=DOC,
            request_id=request.request_id,
            cause=ChallengeCause.ROWS,
            champion_id="261122000000001",
            registered_by="kim",
            registered_at=now,
        )
        session.add(challenge)
        challenges.set_judged(challenge, "261122000000002", verdict, now)
    return verdict


def test_challenges_are_listed_with_their_reasons(cli, now):
    assert json.loads(cli("challenges", DOC, "--format", "json")) == []
    verdict = judged_challenge(cli, now, promoted=False)
    (row,) = json.loads(cli("challenges", DOC, "--format", "json"))
    assert (row["promoted"], row["status"], row["reason_en"]) == (False, "done", verdict.reason.en)
    assert (row["champion_id"], row["challenger_id"]) == ("261122000000001", "261122000000002")
    assert ChallengeVerdict.from_json(row["verdict"]) == verdict
    shown = "".join(cli("challenges", DOC).split())
    assert "보류" in shown
    requests = json.loads(cli("requests", DOC, "--format", "json"))
    (challenge,) = [one for one in requests if one["kind"] == RequestKind.CHALLENGE]
    assert verdict.reason.en in challenge["result_en"]
    cli("challenges", "261122000000099", code=2)
