"""Columns are read again as people say: another type, other words for missing, months."""

from __future__ import annotations

from records import columns, documents
from records.engine import reading
from tests.assets.automl_table import prepared, table
from work_requests import automl_decisions

__all__ = ["prepared", "table"]


def test_a_column_read_as_another_type_is_profiled_anew(workshop, prepared):
    workshop.decide(automl_decisions.retype_columns, prepared, types={"크기": "text"})
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        info = columns.by_label(session, prepared, "크기")
        assert (info.type, info.mean, info.distinct) == ("text", None, 40)
        assert columns.images(session, prepared) == []


def test_a_column_kept_as_text_for_one_cell_is_told_until_it_is_retyped(workshop, tmp_path):
    path = tmp_path / "무게.csv"
    path.write_text(
        "무게,줄\n" + "".join(f"{n}.5,{n % 3}\n" for n in range(60)) + "미정,1\n", encoding="utf-8"
    )
    doc = workshop.add(path)
    workshop.run_waiting()

    def told():
        with reading(workshop.engine) as session:
            document = documents.get(session, doc)
            codes = [entry.code for entry in document.read_report.ledger if entry.column == "무게"]
            return codes, [w["code"] for w in document.warnings if w["column"] == "무게"]

    assert told() == (["nearly_real"], ["nearly_typed"])
    workshop.decide(automl_decisions.retype_columns, doc, types={"무게": "real"})
    workshop.run_waiting()
    assert told() == (["unparsed"], [])
    with reading(workshop.engine) as session:
        info = columns.by_label(session, doc, "무게")
        assert (info.type, info.missing) == ("real", 1)


def test_a_person_s_words_for_missing_are_kept_with_the_document(workshop, tmp_path):
    path = tmp_path / "지역.csv"
    path.write_text("지역,값\n" + "서울,1\n부산,2\nNA,3\n" * 20, encoding="utf-8")
    doc = workshop.add(path)
    workshop.run_waiting()

    def column():
        with reading(workshop.engine) as session:
            document = documents.get(session, doc)
            info = columns.by_label(session, doc, "지역")
            codes = [entry.code for entry in document.read_report.ledger if entry.column == "지역"]
            return info.missing, info.distinct, info.parsing.get("missing"), codes

    assert column() == (20, 2, None, ["missing_word"])
    workshop.decide(automl_decisions.retype_columns, doc, types={}, missing={"지역": []})
    (result,) = workshop.run_waiting()
    assert result.success
    assert column() == (0, 3, [], ["answer_word"])


def test_a_column_is_read_as_months_on_a_person_s_word(workshop, tmp_path):
    path = tmp_path / "월.csv"
    path.write_text("값,줄\n" + "".join(f"2022.{n},{n % 3}\n" for n in range(1, 10)), encoding="utf-8")
    doc = workshop.add(path)
    workshop.run_waiting()
    workshop.decide(automl_decisions.retype_columns, doc, types={"값": "month"})
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        info = columns.by_label(session, doc, "값")
        assert (info.type, info.parsing["reading"]) == ("date", "month")
        assert (info.profile["min"], info.profile["max"]) == ("2022-01-01", "2022-09-01")
