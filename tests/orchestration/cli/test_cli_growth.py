"""Commands on a table that grows: decisions, rows that are taken back, and when the model is trained again."""

from __future__ import annotations

import json
import shlex
import shutil

import pytest
from click.testing import CliRunner

from domain.automl import DocumentStatus
from domain.columns import ColumnType
from domain.messages import Sentences
from domain.read_report import HeaderInfo, ReadReport
from domain.requests import RequestStatus
from domain.table_additions import AdditionChoices, ColumnDifference
from domain.table_schema import ColumnSchema, TableSchema
from orchestration.cli import main
from orchestration.cli.addition_output import options_of
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.errors import DecisionRefused
from records.growth import additions
from records.tables import Document
from work_requests import growth_decisions, lifecycle

DOC = "261122000000001"


@pytest.fixture
def cli(migrated_file, tmp_path, now):
    """A home with a table of four rows and an addition that asks about a unit; its command line."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copyfile(migrated_file, home / "saebyeok.db")
    with CliContext(load_settings(home)).transaction() as session:
        schema = TableSchema((ColumnSchema("c0001", "월세(만원)", ColumnType.REAL),))
        session.add(
            Document(
                doc_id=DOC,
                name="월세",
                file_name="월세.csv",
                status=DocumentStatus.UPLOADED,
                source_path="x",
                source_sha256="0" * 64,
                source_bytes=1,
                rows=4,
                columns=1,
                read_report=ReadReport(
                    "월세.csv", "csv", 4, schema, "utf-8", ",", None, (), HeaderInfo(1, 0), ()
                ),
                registered_by="kim",
                registered_at=now,
                updated_at=now,
            )
        )
        session.flush()
        request = growth_decisions.append(
            session,
            DOC,
            file_name="다음.csv",
            source_path="x",
            source_sha256="1" * 64,
            choices=AdditionChoices(),
            by="kim",
            now=now,
        )
        addition = additions.of_request(session, request.request_id)
        said = Sentences("단위가 다릅니다.", "Another unit.")
        question = ColumnDifference("unit", "월세(만원)", said, asks=True, factor=0.0001)
        additions.set_asking(addition, [question], [])
        lifecycle.settle(request, RequestStatus.DONE, now=now)
        number = addition.addition_id

    def type_(*words, code=0):
        done = CliRunner().invoke(main, ["--home", str(home), "automl", *words])
        assert done.exit_code == code, done.output
        return done.output

    type_.number = number
    type_.context = CliContext(load_settings(home))
    return type_


@pytest.mark.parametrize(
    "words",
    [("--accept", "unit"), ("--convert", "면적"), ("--rename", "월세(만원)=월세"), ("--only-new",), ()],
)
def test_a_choice_about_nothing_that_is_asked_is_refused(cli, words):
    assert cli("decide", cli.number, *words, code=2)
    (row,) = json.loads(cli("versions", DOC, "--format", "json"))["additions"]
    assert row["status"] == "asks"


def test_a_conversion_is_kept(cli):
    cli("decide", cli.number, "--convert", "월세(만원)", "--no-wait")
    (row,) = json.loads(cli("versions", DOC, "--format", "json"))["additions"]
    assert (row["status"], row["choices"]["converted"]) == ("received", ["월세(만원)"])


def test_there_is_nothing_to_take_back(cli):
    assert "되돌릴 추가 행이 없습니다" in cli("take-back", DOC, "--yes", code=2)


def test_the_newest_rows_are_taken_back_after_a_question(cli, now):
    with cli.context.transaction() as session:
        row = additions.get(session, cli.number)
        additions.set_added(session, row, first_row=4, rows=1, cells_sha256="2" * 64, now=now)
    assert "다음.csv" in cli("take-back", DOC, code=1)  # the question stays without an answer
    cli("take-back", DOC, "--yes", "--no-wait")
    assert "끝나지 않았습니다" in cli("take-back", DOC, "--yes", code=2)


def test_the_rule_in_force_is_printed(cli):
    assert "요청할 때만" in cli("renew", DOC)
    assert "표와 다를 때" in cli("renew", DOC, "--on-drift")
    kept = cli("renew", DOC, "--new-rows", "500", "--days", "3")
    assert kept == cli("renew", DOC)
    assert "500행" in kept
    assert "3일" in kept
    assert "확정된 모델이 없습니다" in kept
    assert "요청할 때만" in cli("renew", DOC, "--off")


@pytest.mark.parametrize(
    ("difference", "options"),
    [
        (("renamed", "월이용료", "월이용료(천원)", 1000.0), "--rename '월이용료=월이용료(천원)'"),
        (("renamed", "월이용료", "월이용료(천원)", 1000.0), "--convert 월이용료"),
        (("missing", "나이", None, None), "--accept missing:나이"),
        (("repeated", None, None, None), "--only-new"),
        (("classes", "해지", None, None), "--known-classes"),
        (("unit", "면적", None, 3.3058), "--convert 면적"),
        (("unreadable", "기준일", None, None), "--accept unreadable:기준일"),
    ],
)
def test_a_question_names_the_options_that_answer_it(difference, options):
    code, column, header, factor = difference
    said = Sentences("다릅니다.", "They differ.")
    asked = ColumnDifference(code, column, said, asks=True, header=header, factor=factor)
    named = shlex.split(options)
    assert all(word in shlex.split(options_of(asked)) for word in named)


def test_versions_name_the_sheet(cli):
    with cli.context.transaction() as session:
        additions.get(session, cli.number).sheet = "8월"
    (row,) = json.loads(cli("versions", DOC, "--format", "json"))["additions"]
    assert row["sheet"] == "8월"
    assert "다음.csv (8월)" in cli("versions", DOC)


def test_a_table_is_renamed(cli):
    assert "칠월 월세" in cli("rename", DOC, " 칠월  월세 ")
    with cli.context.reading() as session:
        assert session.get_one(Document, DOC).name == "칠월 월세"


def add_again(cli, now):
    with cli.context.transaction() as session:
        return growth_decisions.append(
            session,
            DOC,
            file_name="다시.csv",
            source_path="x",
            source_sha256="1" * 64,
            choices=AdditionChoices(),
            by="kim",
            now=now,
        ).request_id


def test_the_same_rows_do_not_wait_twice(cli, now):
    with pytest.raises(DecisionRefused, match=cli.number):
        add_again(cli, now)
    cli("decide", cli.number, "--convert", "월세(만원)", "--no-wait")
    with pytest.raises(DecisionRefused, match=cli.number):
        add_again(cli, now)


def test_rows_that_were_left_out_or_failed_can_be_sent_again(cli, now):
    cli("decide", cli.number, "--withdraw")
    request_id = add_again(cli, now)
    with cli.context.transaction() as session:
        lifecycle.settle(lifecycle.get(session, request_id), RequestStatus.FAILED, now=now)
    assert add_again(cli, now) != request_id
