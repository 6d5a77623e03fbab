"""Values that people typed: they replace what was read, and prove or contradict the other values."""

from __future__ import annotations

from datetime import date

import pytest

from domain.document_fields import FieldKey, FieldState, FieldType, ItemColumn
from ocr_lib.fields import DocumentFields, TypedValues, read_fields, typed_by_people
from tests.ocr_lib.fields.made_texts import placed
from tests.statement_page import PLACES

TODAY = date(2026, 11, 30)


def statement(typed: TypedValues | None = None, **read: str) -> DocumentFields:
    """The fields of the made statement, with other readings in some places."""
    texts = []
    for name, (printed, x, y) in PLACES.items():
        words = read.get(name, printed)
        texts.append(placed(words, x, y, width=16 * len(words), height=24))
    return read_fields(texts, today=TODAY, typed=typed or TypedValues())


def test_a_typed_amount_proves_what_it_agrees_with():
    misread = {"supply": "81,500", "total": "84,650"}
    assert statement(**misread).get(FieldKey.TAX_AMOUNT).state is not FieldState.UNREAD
    found = statement(
        TypedValues({FieldKey.SUPPLY_AMOUNT: "31,500원", FieldKey.TOTAL_AMOUNT: "34650"}), **misread
    )
    amounts = (FieldKey.SUPPLY_AMOUNT, FieldKey.TAX_AMOUNT, FieldKey.TOTAL_AMOUNT)
    assert [(found.get(key).value, found.get(key).state) for key in amounts] == [
        (31_500, FieldState.PROVEN),
        (3_150, FieldState.PROVEN),
        (34_650, FieldState.PROVEN),
    ]


def test_a_typed_amount_that_does_not_add_up_is_contradicted_and_offered_nothing():
    found = statement(TypedValues({FieldKey.TOTAL_AMOUNT: "84,650"})).get(FieldKey.TOTAL_AMOUNT)
    assert (found.value, found.state, found.repair) == (84_650, FieldState.CONTRADICTED, None)


def test_an_empty_typed_value_removes_what_was_read():
    found = statement(TypedValues({FieldKey.ISSUE_DATE: ""}))
    assert found.get(FieldKey.ISSUE_DATE) is None
    assert FieldKey.ISSUE_DATE in found.missing


def test_a_typed_value_without_a_normal_form_is_contradicted():
    found = statement(TypedValues({FieldKey.ISSUE_DATE: "어제"})).get(FieldKey.ISSUE_DATE)
    assert (found.value, found.state) == (None, FieldState.CONTRADICTED)


def test_a_typed_value_of_a_field_that_was_not_read_is_its_value():
    found = statement(TypedValues({FieldKey.SUPPLIER_OWNER: "김새벽"})).get(FieldKey.SUPPLIER_OWNER)
    assert (found.value, found.indexes) == ("김새벽", ())


def test_a_contradicted_line_item_is_offered_its_repair():
    cells = {(cell.row, cell.column): cell for cell in statement(amount_1="70,000").cells}
    amount = cells[0, ItemColumn.AMOUNT]
    assert (amount.state, amount.repair.value) == (FieldState.CONTRADICTED, 10_000)
    assert cells[1, ItemColumn.AMOUNT].state is FieldState.PROVEN


def test_a_typed_amount_of_a_line_item_proves_the_line():
    typed = TypedValues(items={(0, ItemColumn.AMOUNT): "10,000"})
    cells = {(cell.row, cell.column): cell for cell in statement(typed, amount_1="70,000").cells}
    for column in (ItemColumn.QUANTITY, ItemColumn.PRICE, ItemColumn.AMOUNT):
        assert cells[0, column].state is FieldState.PROVEN


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (FieldType.WON, "1,000원", 1000),
        (FieldType.QUANTITY, "2.5 kg", "2.5"),
        (FieldType.DATE, "26.11.3", "2026-11-03"),
        (FieldType.NAME, "새벽상사 귀하", "새벽상사 귀하"),
        (FieldType.RESIDENT_NUMBER, "900101-1234567", "900101-1******"),
        (FieldType.WON, "천", None),
    ],
)
def test_typed_values_are_put_into_the_normal_form_of_their_type(kind, typed, value):
    assert typed_by_people(kind, typed) == value


def items(**by_column: str) -> dict[tuple[int, ItemColumn], str]:
    """What people typed in the third row, which the statement has not."""
    return {(2, ItemColumn(name)): typed for name, typed in by_column.items()}


def test_a_typed_row_counts_in_the_sums():
    found = statement(TypedValues(items=items(amount="7,000", tax="700")))
    assert [item.amount.value for item in found.items] == [10_000, 21_500, 7_000]
    amounts = [cell.state for cell in found.cells if cell.column is ItemColumn.AMOUNT]
    assert amounts[2] is FieldState.CONTRADICTED
    right = TypedValues(
        {FieldKey.SUPPLY_AMOUNT: "38500", FieldKey.TAX_AMOUNT: "3850", FieldKey.TOTAL_AMOUNT: "42350"},
        items(name="지우개", quantity="7", price="1000", amount="7000", tax="700"),
    )
    states = {(cell.row, cell.column): cell.state for cell in statement(right).cells}
    assert states[2, ItemColumn.AMOUNT] is states[0, ItemColumn.AMOUNT] is FieldState.PROVEN


def test_a_row_whose_values_are_all_typed_empty_counts_in_no_sum():
    empty = {(1, column): "" for column in ItemColumn}
    typed = {FieldKey.SUPPLY_AMOUNT: "10000", FieldKey.TAX_AMOUNT: "1000", FieldKey.TOTAL_AMOUNT: "11000"}
    found = statement(TypedValues(typed, empty))
    assert {cell.row for cell in found.cells} == {0}
    assert [cell.state for cell in found.cells if cell.column is ItemColumn.AMOUNT] == [FieldState.PROVEN]
    assert found.get(FieldKey.SUPPLY_AMOUNT).state is FieldState.PROVEN


def test_a_typed_row_far_behind_the_others_is_not_made():
    assert len(statement(TypedValues(items={(10**9, ItemColumn.AMOUNT): "1"})).items) <= 302


def test_a_typed_specification_is_that_of_its_row():
    found = statement(TypedValues(items={(0, ItemColumn.SPEC): "A4 80g"}))
    assert found.items[0].spec == "A4 80g"
    assert {(cell.row, cell.value) for cell in found.cells if cell.column is ItemColumn.SPEC} == {
        (0, "A4 80g")
    }
