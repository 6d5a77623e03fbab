"""The state of each field: proven, consistent, unchecked or contradicted, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from domain.registration_numbers import has_valid_check_digit, has_valid_corporate_check_digit
from ocr_lib.fields.document import Check, OfferedValue
from ocr_lib.fields.equations import Equation, Figure, Rule, Values
from ocr_lib.fields.normal_forms import Value, iso_date
from ocr_lib.fields.reasons import FieldState, Reason, ReasonKind, reason
from ocr_lib.fields.repair import Repair
from ocr_lib.fields.vocabulary import FieldKey, FieldType

Proof = tuple[FieldState, tuple[Reason, ...]]
EARLIEST = date(1900, 1, 1)
EARLIEST_ISSUE = date(1980, 1, 1)
LATEST_ISSUE = timedelta(days=400)
"""After today: offers and invoices may be dated ahead."""
_REASONS = {
    Rule.PARTS: (ReasonKind.PARTS_ADD_UP, ReasonKind.PARTS_DIFFER),
    Rule.LINES: (ReasonKind.LINES_ADD_UP, ReasonKind.LINES_DIFFER),
    Rule.LINE_TAXES: (ReasonKind.LINES_ADD_UP, ReasonKind.LINES_DIFFER),
    Rule.PRODUCT: (ReasonKind.PRODUCT_IS_AMOUNT, ReasonKind.PRODUCT_DIFFERS),
    Rule.WORDS: (ReasonKind.WORDS_AGREE, ReasonKind.WORDS_DIFFER),
    Rule.TENTH: (ReasonKind.TAX_IS_TENTH, ReasonKind.TAX_IS_TENTH),
}
_FORMS = (FieldType.PHONE, FieldType.ACCOUNT_NUMBER, FieldType.RESIDENT_NUMBER)


def checks(found: Sequence[Equation], figures: Mapping[str, Figure]) -> list[Check]:
    """The outcome of each strict equation, and of the others that hold."""
    values = {one: figure.value for one, figure in figures.items()}
    outcomes = []
    for equation in found:
        holds = equation.holds(values)
        if holds or equation.is_strict:
            indexes = dict.fromkeys(n for one in equation.figures for n in figures[one].indexes)
            outcomes.append(Check(equation, holds, _reason(equation, values, holds), tuple(indexes)))
    return outcomes


def amount_proof(figure: str, found: Sequence[Check]) -> Proof:
    """The state of an amount by the equations it is in, by the id of its figure.

    Of a violated equation only those figures are suspect that no other equation confirms, where there are such.
    """
    of_figure = [check for check in found if figure in check.equation.figures]
    confirmed = {
        one for check in found if check.holds and check.equation.is_strict for one in check.equation.figures
    }
    violated = [check for check in of_figure if not check.holds]
    suspect = [
        check for check in violated if figure not in confirmed or set(check.equation.figures) <= confirmed
    ]
    if suspect:
        return FieldState.CONTRADICTED, tuple(check.reason for check in violated)
    reasons = tuple(check.reason for check in of_figure if check.holds)
    if figure in confirmed:
        return FieldState.PROVEN, reasons
    return (FieldState.CONSISTENT if reasons else FieldState.UNCHECKED), reasons


def offered(repair: Repair, values: Values) -> OfferedValue:
    """A repair of an amount as people see it."""
    after = {**values, repair.figure: repair.value}
    value = repair.value
    whole = int(value) if value == value.to_integral_value() else format(value, "f")
    return OfferedValue(whole, tuple(_reason(one, after, True) for one in repair.proofs))


def value_proof(
    key: FieldKey | None, kind: FieldType, value: Value, *, today: date, approval: str | None = None
) -> Proof:
    """The state of a field that is no amount, by itself.

    Args:
        key: None for a field that a person named.
        approval: approval number of the document, which for electronic tax invoices begins with its date.
    """
    if kind is FieldType.BUSINESS_NUMBER:
        return _check_digit(has_valid_check_digit(str(value)))
    if kind is FieldType.CORPORATE_NUMBER:
        return _check_digit(has_valid_corporate_check_digit(str(value)))
    if kind is FieldType.DATE:
        return _date_proof(key, str(value), today, approval)
    if kind in _FORMS:
        return FieldState.CONSISTENT, (reason(ReasonKind.VALID_FORM),)
    return FieldState.UNCHECKED, ()


def _check_digit(is_right: bool) -> Proof:
    if is_right:
        return FieldState.PROVEN, (reason(ReasonKind.CHECK_DIGIT),)
    return FieldState.CONTRADICTED, (reason(ReasonKind.WRONG_CHECK_DIGIT),)


def _date_proof(key: FieldKey | None, value: str, today: date, approval: str | None) -> Proof:
    """A possible date is consistent, not proven: a misread day is possible too."""
    first = EARLIEST_ISSUE if key is FieldKey.ISSUE_DATE else EARLIEST
    last = today if key is FieldKey.BIRTH_DATE else today + LATEST_ISSUE
    if not first <= date.fromisoformat(value) <= last:
        values = {"date": value, "first": first.isoformat(), "last": last.isoformat()}
        return FieldState.CONTRADICTED, (reason(ReasonKind.DATE_OUT_OF_RANGE, values),)
    if key is FieldKey.ISSUE_DATE and approval is not None and iso_date(approval[:8]) == value:
        return FieldState.PROVEN, (reason(ReasonKind.DATE_OF_APPROVAL),)
    return FieldState.CONSISTENT, (reason(ReasonKind.DATE_IN_RANGE),)


def _reason(equation: Equation, values: Values, holds: bool) -> Reason:
    kind = _REASONS[equation.rule][0 if holds else 1]
    numbers = {"left": equation.left(values), "result": values[equation.result]}
    return reason(
        kind,
        {
            name: int(value) if value == value.to_integral_value() else value
            for name, value in numbers.items()
        },
    )
