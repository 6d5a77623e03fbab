"""What people read for the kinds of documents and their fields."""

from __future__ import annotations

from domain.messages import Message, in_context
from ocr_lib.fields.vocabulary import DocumentKind, FieldKey

_KIND_NAMES = {
    DocumentKind.STATEMENT: Message("Transaction statement"),
    DocumentKind.TAX_INVOICE: Message("Tax invoice"),
    DocumentKind.QUOTATION: Message("Quotation"),
    DocumentKind.BUSINESS_REGISTRATION: Message("Business registration certificate"),
    DocumentKind.RECEIPT: Message("Receipt"),
    DocumentKind.BANK_ACCOUNT: Message("Bank account document"),
    DocumentKind.CERTIFICATE: Message("Report or permit certificate"),
    DocumentKind.OTHER: Message("Other document"),
}
_FIELD_NAMES = {
    FieldKey.ISSUE_DATE: in_context("document field", "Date"),
    FieldKey.VALID_UNTIL: in_context("document field", "Validity"),
    FieldKey.DOCUMENT_NUMBER: in_context("document field", "Document number"),
    FieldKey.APPROVAL_NUMBER: in_context("document field", "Approval number"),
    FieldKey.SUPPLIER_NUMBER: in_context("document field", "Supplier's business number"),
    FieldKey.SUPPLIER_NAME: in_context("document field", "Supplier"),
    FieldKey.SUPPLIER_OWNER: in_context("document field", "Supplier's representative"),
    FieldKey.SUPPLIER_ADDRESS: in_context("document field", "Supplier's address"),
    FieldKey.SUPPLIER_PHONE: in_context("document field", "Supplier's phone"),
    FieldKey.BUYER_NUMBER: in_context("document field", "Buyer's business number"),
    FieldKey.BUYER_NAME: in_context("document field", "Buyer"),
    FieldKey.BUYER_OWNER: in_context("document field", "Buyer's representative"),
    FieldKey.BUYER_ADDRESS: in_context("document field", "Buyer's address"),
    FieldKey.BUYER_PHONE: in_context("document field", "Buyer's phone"),
    FieldKey.SUPPLY_AMOUNT: in_context("document field", "Supply amount"),
    FieldKey.TAX_AMOUNT: in_context("document field", "Tax"),
    FieldKey.EXEMPT_AMOUNT: in_context("document field", "Tax-exempt amount"),
    FieldKey.TOTAL_AMOUNT: in_context("document field", "Total"),
    FieldKey.BUSINESS_NUMBER: in_context("document field", "Business number"),
    FieldKey.CORPORATE_NUMBER: in_context("document field", "Corporate number"),
    FieldKey.RESIDENT_NUMBER: in_context("document field", "Resident number"),
    FieldKey.COMPANY_NAME: in_context("document field", "Company name"),
    FieldKey.OWNER_NAME: in_context("document field", "Representative"),
    FieldKey.BIRTH_DATE: in_context("document field", "Date of birth"),
    FieldKey.OPENING_DATE: in_context("document field", "Opening date"),
    FieldKey.ADDRESS: in_context("document field", "Address"),
    FieldKey.PHONE: in_context("document field", "Phone"),
    FieldKey.BUSINESS_TYPE: in_context("document field", "Type of business"),
    FieldKey.BUSINESS_ITEM: in_context("document field", "Business item"),
    FieldKey.CARD_NUMBER: in_context("document field", "Card number"),
    FieldKey.BANK_NAME: in_context("document field", "Bank"),
    FieldKey.ACCOUNT_NUMBER: in_context("document field", "Account number"),
    FieldKey.ACCOUNT_HOLDER: in_context("document field", "Account holder"),
    FieldKey.AUTHORITY: in_context("document field", "Issuing authority"),
}


def kind_name(kind: DocumentKind) -> Message:
    """What people read for a kind of document."""
    return _KIND_NAMES[kind]


def field_name(key: FieldKey) -> Message:
    """What people read for a field."""
    return _FIELD_NAMES[key]
