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
_FIELD = "field of a document"
_FIELD_NAMES = {
    FieldKey.ISSUE_DATE: in_context(_FIELD, "Date"),
    FieldKey.VALID_UNTIL: in_context(_FIELD, "Validity"),
    FieldKey.DOCUMENT_NUMBER: in_context(_FIELD, "Document number"),
    FieldKey.APPROVAL_NUMBER: in_context(_FIELD, "Approval number"),
    FieldKey.SUPPLIER_NUMBER: in_context(_FIELD, "Supplier's business number"),
    FieldKey.SUPPLIER_NAME: in_context(_FIELD, "Supplier"),
    FieldKey.SUPPLIER_OWNER: in_context(_FIELD, "Supplier's representative"),
    FieldKey.SUPPLIER_ADDRESS: in_context(_FIELD, "Supplier's address"),
    FieldKey.SUPPLIER_PHONE: in_context(_FIELD, "Supplier's phone"),
    FieldKey.BUYER_NUMBER: in_context(_FIELD, "Buyer's business number"),
    FieldKey.BUYER_NAME: in_context(_FIELD, "Buyer"),
    FieldKey.BUYER_OWNER: in_context(_FIELD, "Buyer's representative"),
    FieldKey.BUYER_ADDRESS: in_context(_FIELD, "Buyer's address"),
    FieldKey.BUYER_PHONE: in_context(_FIELD, "Buyer's phone"),
    FieldKey.SUPPLY_AMOUNT: in_context(_FIELD, "Supply amount"),
    FieldKey.TAX_AMOUNT: in_context(_FIELD, "Tax"),
    FieldKey.EXEMPT_AMOUNT: in_context(_FIELD, "Tax-exempt amount"),
    FieldKey.TOTAL_AMOUNT: in_context(_FIELD, "Total"),
    FieldKey.BUSINESS_NUMBER: in_context(_FIELD, "Business number"),
    FieldKey.CORPORATE_NUMBER: in_context(_FIELD, "Corporate number"),
    FieldKey.RESIDENT_NUMBER: in_context(_FIELD, "Resident number"),
    FieldKey.COMPANY_NAME: in_context(_FIELD, "Company name"),
    FieldKey.OWNER_NAME: in_context(_FIELD, "Representative"),
    FieldKey.BIRTH_DATE: in_context(_FIELD, "Date of birth"),
    FieldKey.OPENING_DATE: in_context(_FIELD, "Opening date"),
    FieldKey.ADDRESS: in_context(_FIELD, "Address"),
    FieldKey.PHONE: in_context(_FIELD, "Phone"),
    FieldKey.BUSINESS_TYPE: in_context(_FIELD, "Type of business"),
    FieldKey.BUSINESS_ITEM: in_context(_FIELD, "Business item"),
    FieldKey.CARD_NUMBER: in_context(_FIELD, "Card number"),
    FieldKey.BANK_NAME: in_context(_FIELD, "Bank"),
    FieldKey.ACCOUNT_NUMBER: in_context(_FIELD, "Account number"),
    FieldKey.ACCOUNT_HOLDER: in_context(_FIELD, "Account holder"),
    FieldKey.AUTHORITY: in_context(_FIELD, "Issuing authority"),
}


def kind_name(kind: DocumentKind) -> Message:
    """What people read for a kind of document."""
    return _KIND_NAMES[kind]


def field_name(key: FieldKey) -> Message:
    """What people read for a field."""
    return _FIELD_NAMES[key]
