"""Kinds of business papers, their fields, and what is known of a field's value. How they are found is `ocr_lib.fields`."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from domain.labelled import Labelled
from domain.messages import Message, in_context, verbatim


class DocumentKind(Labelled):
    """What a document is, with what people read for it."""

    STATEMENT = "transaction_statement", Message("Transaction statement")
    TAX_INVOICE = "tax_invoice", Message("Tax invoice")
    QUOTATION = "quotation", Message("Quotation")
    BUSINESS_REGISTRATION = "business_registration", Message("Business registration certificate")
    RECEIPT = "receipt", Message("Receipt")
    BANK_ACCOUNT = "bank_account", Message("Bank account document")
    CERTIFICATE = "certificate", Message("Report or permit certificate")
    OTHER = "other", Message("Other document")

    @property
    def has_line_items(self) -> bool:
        """Whether such a document lists goods."""
        return self in (
            DocumentKind.STATEMENT,
            DocumentKind.TAX_INVOICE,
            DocumentKind.QUOTATION,
            DocumentKind.RECEIPT,
        )


class FieldType(StrEnum):
    """What a field holds; `ocr_lib.fields.normal_forms` has the normal form of each."""

    WON = "won"
    DATE = "date"
    BUSINESS_NUMBER = "business_number"
    CORPORATE_NUMBER = "corporate_number"
    RESIDENT_NUMBER = "resident_number"
    PHONE = "phone"
    NAME = "name"
    TEXT = "text"
    ACCOUNT_NUMBER = "account_number"
    QUANTITY = "quantity"


class FieldKey(Labelled):
    """The name of a field in rows, JSON and exports, with what people read for it."""

    ISSUE_DATE = "issue_date", in_context("document field", "Date")
    VALID_UNTIL = "valid_until", in_context("document field", "Validity")
    DOCUMENT_NUMBER = "document_number", in_context("document field", "Document number")
    APPROVAL_NUMBER = "approval_number", in_context("document field", "Approval number")
    SUPPLIER_NUMBER = "supplier_number", in_context("document field", "Supplier's business number")
    SUPPLIER_NAME = "supplier_name", in_context("document field", "Supplier")
    SUPPLIER_OWNER = "supplier_owner", in_context("document field", "Supplier's representative")
    SUPPLIER_ADDRESS = "supplier_address", in_context("document field", "Supplier's address")
    SUPPLIER_PHONE = "supplier_phone", in_context("document field", "Supplier's phone")
    BUYER_NUMBER = "buyer_number", in_context("document field", "Buyer's business number")
    BUYER_NAME = "buyer_name", in_context("document field", "Buyer")
    BUYER_OWNER = "buyer_owner", in_context("document field", "Buyer's representative")
    BUYER_ADDRESS = "buyer_address", in_context("document field", "Buyer's address")
    BUYER_PHONE = "buyer_phone", in_context("document field", "Buyer's phone")
    SUPPLY_AMOUNT = "supply_amount", in_context("document field", "Supply amount")
    TAX_AMOUNT = "tax_amount", in_context("document field", "Tax")
    EXEMPT_AMOUNT = "exempt_amount", in_context("document field", "Tax-exempt amount")
    TOTAL_AMOUNT = "total_amount", in_context("document field", "Total")
    BUSINESS_NUMBER = "business_number", in_context("document field", "Business number")
    CORPORATE_NUMBER = "corporate_number", in_context("document field", "Corporate number")
    RESIDENT_NUMBER = "resident_number", in_context("document field", "Resident number")
    COMPANY_NAME = "company_name", in_context("document field", "Company name")
    OWNER_NAME = "owner_name", in_context("document field", "Representative")
    BIRTH_DATE = "birth_date", in_context("document field", "Date of birth")
    OPENING_DATE = "opening_date", in_context("document field", "Opening date")
    ADDRESS = "address", in_context("document field", "Address")
    PHONE = "phone", in_context("document field", "Phone")
    BUSINESS_TYPE = "business_type", in_context("document field", "Type of business")
    BUSINESS_ITEM = "business_item", in_context("document field", "Business item")
    CARD_NUMBER = "card_number", in_context("document field", "Card number")
    BANK_NAME = "bank_name", in_context("document field", "Bank")
    ACCOUNT_NUMBER = "account_number", in_context("document field", "Account number")
    ACCOUNT_HOLDER = "account_holder", in_context("document field", "Account holder")
    AUTHORITY = "authority", in_context("document field", "Issuing authority")


class Party(Labelled):
    """A company that a document names. Documents between two have a supplier and a buyer, others the one that issued them."""

    SUPPLIER = "supplier", in_context("party", "Supplier")
    BUYER = "buyer", in_context("party", "Buyer")
    ISSUER = "issuer", in_context("party", "Company")


class ItemColumn(Labelled):
    """A column of the line items of a document."""

    NAME = "name", in_context("line item", "Item")
    SPEC = "spec", in_context("line item", "Specification")
    QUANTITY = "quantity", in_context("line item", "Quantity")
    PRICE = "price", in_context("line item", "Unit price")
    AMOUNT = "amount", in_context("line item", "Amount")
    TAX = "tax", in_context("line item", "Tax")

    @property
    def type(self) -> FieldType:
        """What the column holds."""
        if self in (ItemColumn.NAME, ItemColumn.SPEC):
            return FieldType.TEXT
        return FieldType.QUANTITY if self is ItemColumn.QUANTITY else FieldType.WON


class FieldState(Labelled):
    """How far the document itself, or a list of companies, confirms a field. Unread: its value was not found."""

    PROVEN = "proven", Message("proven")
    CONSISTENT = "consistent", Message("consistent")
    UNCHECKED = "unchecked", Message("unchecked")
    CONTRADICTED = "contradicted", Message("contradicted")
    UNREAD = "unread", in_context("document field", "not read")

    @staticmethod
    def weakest(states: Iterable[FieldState]) -> FieldState:
        """The state that speaks most against its value; `UNREAD` of none."""
        return min(states, key=_WEAKEST_FIRST.index, default=FieldState.UNREAD)


_WEAKEST_FIRST = (
    FieldState.CONTRADICTED,
    FieldState.UNREAD,
    FieldState.UNCHECKED,
    FieldState.CONSISTENT,
    FieldState.PROVEN,
)


class FieldAction(Labelled):
    """What happened to a field, in its history."""

    READ = "read", in_context("field history", "read")
    CORRECT = "correct", in_context("field history", "corrected")
    ACCEPT = "accept", in_context("field history", "offered value accepted")
    REPAIR = "repair", in_context("field history", "repaired by proof")
    CONFIRM = "confirm", in_context("field history", "confirmed")
    REOPEN = "reopen", in_context("field history", "taken back")
    UNDO = "undo", in_context("field history", "undo")
    KIND = "kind", in_context("field history", "kind of document changed")
    ADD_LINE = "add_line", in_context("field history", "line added")
    REMOVE_LINE = "remove_line", in_context("field history", "line removed")
    RESTORE_LINE = "restore_line", in_context("field history", "line put back")


def field_label(key: str) -> Message:
    """What people read for the key of a field or of a column of line items."""
    if key in set(FieldKey):
        return FieldKey(key).message
    return ItemColumn(key).message if key in set(ItemColumn) else verbatim(key)


def kind_label(kind: str | None) -> Message:
    """What people read for the kind of a document."""
    if kind is None:
        return Message("not known yet")
    return DocumentKind(kind).message if kind in set(DocumentKind) else verbatim(kind)
