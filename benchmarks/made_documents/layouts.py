"""All layouts, by kind, and whether each is for tuning or unseen."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.made_documents import between, receipts, single, unseen, unseen_later
from benchmarks.made_documents.paper import Paper
from ocr_lib.fields import DocumentKind

Draw = Callable[[Paper], None]
TUNING: dict[DocumentKind, tuple[Draw, ...]] = {
    DocumentKind.STATEMENT: (between.statement_sides, between.statement_addressed, between.statement_stacked),
    DocumentKind.TAX_INVOICE: (between.invoice_electronic, unseen.invoice_boxes),
    DocumentKind.QUOTATION: (between.quotation_boxes, between.quotation_lines),
    DocumentKind.BUSINESS_REGISTRATION: (single.registration,),
    DocumentKind.RECEIPT: (
        receipts.till,
        receipts.till_other,
        receipts.card_slip,
        unseen.till_two_lines,
        unseen_later.till_plain,
    ),
    DocumentKind.BANK_ACCOUNT: (single.account,),
    DocumentKind.CERTIFICATE: (single.certificate, single.certificate_table, unseen.permit_grid),
    DocumentKind.OTHER: (single.notice,),
}
UNSEEN: dict[DocumentKind, tuple[Draw, ...]] = {
    DocumentKind.STATEMENT: (between.statement_supplier_right, unseen.statement_small),
    DocumentKind.TAX_INVOICE: (between.invoice_on_paper, unseen_later.invoice_portal),
    DocumentKind.QUOTATION: (unseen.quotation_band, unseen.quotation_letter),
    DocumentKind.BUSINESS_REGISTRATION: (single.registration_of_company,),
    DocumentKind.RECEIPT: (receipts.card_slip_other, unseen_later.till_market),
    DocumentKind.BANK_ACCOUNT: (single.account_confirmed,),
    DocumentKind.CERTIFICATE: (unseen_later.certificate_letter,),
    DocumentKind.OTHER: (single.notice,),
}
UNSEEN_SEEDS = 1_000_000
"""Seeds of unseen papers begin here."""


def make(number: int, *, is_unseen: bool) -> Paper:
    """The paper with this number: kinds and layouts in turn, contents by its seed."""
    layouts = [(kind, draw) for kind, draws in (UNSEEN if is_unseen else TUNING).items() for draw in draws]
    kind, draw = layouts[number % len(layouts)]
    paper = Paper(kind, draw.__name__, Random(number + (UNSEEN_SEEDS if is_unseen else 0)), is_unseen)
    draw(paper)
    return paper
