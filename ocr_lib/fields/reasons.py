"""Why a field is proven or contradicted: the reasons and their sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.document_fields import FieldState
from domain.messages import Message, Worded

__all__ = ["FieldState", "Reason", "ReasonKind", "reason"]


class ReasonKind(StrEnum):
    """What a reason is about."""

    CHECK_DIGIT = "check_digit"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    PARTS_ADD_UP = "parts_add_up"
    PARTS_DIFFER = "parts_differ"
    LINES_ADD_UP = "lines_add_up"
    LINES_DIFFER = "lines_differ"
    PRODUCT_IS_AMOUNT = "product_is_amount"
    PRODUCT_DIFFERS = "product_differs"
    WORDS_AGREE = "words_agree"
    WORDS_DIFFER = "words_differ"
    TAX_IS_TENTH = "tax_is_tenth"
    DATE_IN_RANGE = "date_in_range"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    DATE_OF_APPROVAL = "date_of_approval"
    VALID_FORM = "valid_form"
    NOT_READABLE = "not_readable"
    KNOWN_COMPANY = "known_company"
    OTHER_COMPANY = "other_company"
    NAMED_COMPANY = "named_company"
    SIMILAR_COMPANY = "similar_company"
    SEVERAL_COMPANIES = "several_companies"
    PARTY_BY_PLACE = "party_by_place"


@dataclass(frozen=True)
class Reason(Worded):
    """Why a field has its state.

    Attributes:
        message: the sentence for people.
    """

    kind: ReasonKind
    message: Message

    def to_json(self) -> dict[str, Any]:
        """The kind, its values, and the sentence in Korean and English."""
        params = {name: str(value) for name, value in self.message.params.items()}
        return {"kind": self.kind.value, "values": params, **self.message.sentences}


_SENTENCES = {
    ReasonKind.CHECK_DIGIT: Message("The check digit is right."),
    ReasonKind.WRONG_CHECK_DIGIT: Message("The check digit is wrong: a digit was misread or misprinted."),
    ReasonKind.PARTS_ADD_UP: Message("Supply amount and tax add up to the total, {result:,}."),
    ReasonKind.PARTS_DIFFER: Message("Supply amount and tax add up to {left:,}, the total is {result:,}."),
    ReasonKind.LINES_ADD_UP: Message("The lines add up to {result:,}."),
    ReasonKind.LINES_DIFFER: Message("The lines add up to {left:,}, not to {result:,}."),
    ReasonKind.PRODUCT_IS_AMOUNT: Message("Quantity times unit price is the amount, {result:,}."),
    ReasonKind.PRODUCT_DIFFERS: Message("Quantity times unit price is {left:,}, the amount is {result:,}."),
    ReasonKind.WORDS_AGREE: Message("The amount in words is {result:,} too."),
    ReasonKind.WORDS_DIFFER: Message("The amount in words is {left:,}, in figures {result:,}."),
    ReasonKind.TAX_IS_TENTH: Message("The tax is a tenth of the supply amount."),
    ReasonKind.DATE_IN_RANGE: Message("The date is possible."),
    ReasonKind.DATE_OUT_OF_RANGE: Message(
        "The date {date} is not possible: expected from {first} to {last}."
    ),
    ReasonKind.DATE_OF_APPROVAL: Message("The approval number begins with this date."),
    ReasonKind.VALID_FORM: Message("The number has the right form."),
    ReasonKind.NOT_READABLE: Message("'{text}' could not be read as a value of this field."),
    ReasonKind.KNOWN_COMPANY: Message("Name and business number are those of a known company, {name}."),
    ReasonKind.OTHER_COMPANY: Message("The known company with this business number is {name}."),
    ReasonKind.NAMED_COMPANY: Message(
        "There is one known company of this name, {name}; no business number on the document proves that it is meant."
    ),
    ReasonKind.SIMILAR_COMPANY: Message(
        "One letter differs from the known company {name}; no business number on the document proves that it is meant."
    ),
    ReasonKind.SEVERAL_COMPANIES: Message(
        "Several known companies may be meant: {names}. The business number tells which; type it where it is printed."
    ),
    ReasonKind.PARTY_BY_PLACE: Message("Whose number it is was taken from its place; no heading says it."),
}


def reason(kind: ReasonKind, values: Mapping[str, object] | None = None) -> Reason:
    """A reason whose blanks are filled."""
    return Reason(kind, _SENTENCES[kind].filled(**(values or {})))
