"""Known companies: added, merged by number or name, refused."""

from __future__ import annotations

import pytest

from records import companies
from records.companies import CompanyDetails, CompanyFile, CompanySource
from records.engine import transaction
from records.errors import DecisionRefused, NotFound

NUMBER = "124-81-00998"


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        yield session


@pytest.fixture
def save(session, now):
    def save(name, number="", **details):
        company_id = details.pop("company_id", None)
        return companies.save(
            session,
            CompanyDetails(name, number, **details),
            source=CompanySource.PERSON,
            by="kim",
            now=now,
            company_id=company_id,
        )

    return save


def test_a_number_is_stored_with_hyphens(save):
    assert save("새벽상사", "1248100998").number == NUMBER


@pytest.mark.parametrize("number", ["124-81-00997", "12", "없음"])
def test_a_number_without_the_right_check_digit_is_refused(save, number):
    with pytest.raises(DecisionRefused, match="no business registration number"):
        save("새벽상사", number)


def test_a_company_without_a_name_is_refused(save):
    with pytest.raises(DecisionRefused, match="no name"):
        save("  ", NUMBER)


def test_a_company_with_a_known_number_is_changed_and_keeps_what_is_not_given(session, save):
    save("새벽상사", NUMBER, address="서울")
    again = save("(주)새벽상사", NUMBER, phone="02-123-4567")
    assert (again.name, again.address, again.phone, again.version) == (
        "(주)새벽상사",
        "서울",
        "02-123-4567",
        2,
    )
    assert companies.found(session)[1] == 1


def test_a_company_known_by_name_gets_its_number(session, save):
    save("새벽상사")
    assert save("새벽상사", NUMBER).number == NUMBER
    assert companies.found(session)[1] == 1


def test_two_companies_do_not_share_a_number(save):
    save("새벽상사", NUMBER)
    other = save("아침유통")
    with pytest.raises(DecisionRefused, match="새벽상사 has this business number"):
        save("아침유통", NUMBER, company_id=other.company_id)


def test_rows_of_a_file_that_are_no_companies_are_left_out_with_their_numbers(session, now):
    rows = [
        CompanyDetails("새벽상사", NUMBER),
        CompanyDetails("", "1"),
        CompanyDetails("새벽상사(주)", NUMBER),
    ]
    done = companies.import_many(session, CompanyFile(rows, first_row=4), by="kim", now=now)
    assert (done.added, done.changed) == (1, 1)
    assert [(one.place, one.row) for one in done.refused] == [(2, 5)]
    (refused,) = companies.import_many(session, CompanyFile(rows), by="kim", now=now).refused
    assert (refused.place, refused.row) == (2, None)


def test_companies_are_found_by_parts_of_name_number_and_address(session, save):
    save("새벽상사", NUMBER, address="서울 마포구")
    save("100%완구")
    for words in ("새벽", "00998", "마포"):
        found, total = companies.found(session, words)
        assert ([one.name for one in found], total) == (["새벽상사"], 1)
    assert [one.name for one in companies.found(session, "%")[0]] == ["100%완구"]


def test_a_deleted_company_is_not_found(session, save):
    company_id = save("새벽상사", NUMBER).company_id
    assert companies.delete(session, company_id) == CompanyDetails("새벽상사", NUMBER)
    with pytest.raises(NotFound):
        companies.get(session, company_id)
