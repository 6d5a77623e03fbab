"""Values that are known by their form or place and often have no label: dates at the foot, addressees, authorities, banks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from domain.registration_numbers import business_number, has_valid_check_digit
from ocr_lib.fields.hangul import compact
from ocr_lib.fields.kinds import TITLES
from ocr_lib.fields.labels import MOST_LABELS, Label, Labels
from ocr_lib.fields.normal_forms import name
from ocr_lib.fields.parties import heading_party
from ocr_lib.fields.texts import Placed, joined
from ocr_lib.fields.values import Candidate, candidates, typed_value
from ocr_lib.fields.vocabulary import DocumentKind, FieldKey, FieldSpec, FieldType, Party

COST = 1.0
"""Above that of a value with its label."""
_AUTHORITY = re.compile(
    r"^[가-힣]{1,16}(세무서장|시장|구청장|군수|도지사|청장|보건소장|교육감)(\(?직인\)?|인)?$"
)
_ADDRESSED = re.compile(r"^(?P<name>.{2,40}?)\s*(귀\s*하|귀\s*중|貴\s*下|貴\s*中)\s*[.:]?$")
_NUMBERED = re.compile(r"제\s*(?P<number>[\w가-힣-]*\d[\w가-힣-]*)\s*호")
_BANK = re.compile(
    r"(?:KB|NH|IBK|SC|BNK|DGB|iM)?(?:[가-힣]{1,6}은행|농협|수협|신협|새마을금고|우체국|카카오뱅크|토스뱅크|케이뱅크|저축은행)"
)
_REGION = re.compile(
    r"^\(?\d{0,5}\)?\s*(서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주|충청|전라|경상)"
    r"[가-힣]*\s+[가-힣]+[시군구읍면로길]"
)
_COMPANY = re.compile(r"\((?:주|유|사|재)\)|㈜|주식회사|유한회사")
_BOXES = (("년", "연"), ("월",), ("일",))
_NO_STORE = re.compile(r"\d{3,}|,|영수|매출|전표|카드|고객|승인|안녕|감사|환영|용$|www|http", re.IGNORECASE)


def without_label(
    spec: FieldSpec,
    kind: DocumentKind,
    labels: Labels,
    used: Sequence[Placed],
    items: AbstractSet[int],
    party_of: Callable[[Placed], Party | None] = lambda _: None,
) -> Candidate | None:
    """The value of a field that no label led to; None where there is none or more than one is possible.

    Args:
        used: values of other fields.
        items: indexes of texts of the table of goods.
        party_of: the party at whose side a text is.
    """
    finder = _FINDERS.get(spec.key) or _BY_TYPE.get(spec.type)
    if finder is None:
        return None
    texts = [
        text
        for text in labels.layout.texts
        if not set(text.indexes) & items and labels.label(text) is None and not _is_used(text, used)
    ]
    if spec.party is not None:
        sure = {spec.party} if spec.key in _AT_SIDE else {spec.party, None}
        texts = [text for text in texts if party_of(text) in sure]
    return finder(Search(spec, kind, labels, texts))


def _is_used(text: Placed, used: Sequence[Placed]) -> bool:
    """Whether a text, or this part of one, is the value of another field."""
    return any(set(text.indexes) & set(other.indexes) and text.overlap_x(other) > 0 for other in used)


@dataclass(frozen=True)
class Search:
    """A field to be found and the texts that may be its value."""

    spec: FieldSpec
    kind: DocumentKind
    labels: Labels
    texts: Sequence[Placed]


_Finder = Callable[[Search], Candidate | None]


def _only(spec: FieldSpec, texts: Iterable[Placed]) -> Candidate | None:
    """The value of the only text that writes one; of several with the same value the first."""
    found = [(typed_value(spec, text.text), text) for text in texts]
    found = [(value, text) for value, text in found if value is not None]
    if len({value for value, _ in found}) != 1:
        return None
    return Candidate(found[0][0], found[0][1], COST)


def _by_form(search: Search) -> Candidate | None:
    # A label that is another field's says that the number is not this one.
    free = [text for text in search.texts if not _has_label(text, search.labels)]
    found = _only(search.spec, free)
    if found is None and search.spec.key is FieldKey.BUSINESS_NUMBER:
        # One with a right check digit is a business number, whatever is printed before it.
        valid = [text for text in search.labels.layout.texts if _has_business_number(text)]
        found = _only(search.spec, valid)
    return found


def _has_business_number(text: Placed) -> bool:
    number = business_number(text.text)
    return number is not None and has_valid_check_digit(number)


def _date(search: Search) -> Candidate | None:
    """The only date; on certificates, which end with their date, the last."""
    if search.spec.key is not FieldKey.ISSUE_DATE:
        return None
    runs = [
        *(text for text in search.texts if not _has_label(text, search.labels)),
        *_date_runs(search.labels, search.texts),
        *_boxed_dates(search.labels),
    ]
    if search.kind in (DocumentKind.CERTIFICATE, DocumentKind.BUSINESS_REGISTRATION):
        dated = [text for text in runs if typed_value(search.spec, text.text) is not None]
        half = search.labels.layout.texts[len(search.labels.layout.texts) // 2].y
        dated = [text for text in dated if text.y >= half]
        return _only(search.spec, dated[-1:]) if dated else None
    return _only(search.spec, runs)


def _date_runs(labels: Labels, texts: Sequence[Placed]) -> list[Placed]:
    """Lines that together are a date, as "2026 년", "11 월", "28 일"."""
    allowed = {id(text) for text in texts}
    runs = []
    for line in labels.layout.lines:
        members = [
            text for text in line if id(text) in allowed or re.fullmatch(r"[년월일]", text.text.strip())
        ]
        if 2 <= len(members) <= 8 and len(members) == len(line):
            runs.append(joined(members))
    return runs


def _boxed_dates(labels: Labels) -> list[Placed]:
    """Dates whose year, month and day are below headings of their own."""
    found = []
    for line in labels.layout.lines:
        headings = [[text for text in line if text.text.strip() in names] for names in _BOXES]
        if not all(headings):
            continue
        parts = [labels.layout.below(texts[0], 1) for texts in headings]
        if all(parts) and parts[0][0].x < parts[1][0].x < parts[2][0].x:
            found.append(joined([texts[0] for texts in parts]))
    return found


def _has_label(text: Placed, labels: Labels) -> bool:
    left = labels.layout.left_of(text)
    return left is not None and labels.label(left) is not None


def _after_heading(search: Search) -> Candidate | None:
    """The name in the line of the heading of its party, as "공급자: 한빛전자(주)"."""
    allowed = {n for text in search.texts for n in text.indexes}
    headings = [text for text in search.labels.layout.texts if heading_party(text) is search.spec.party]
    for heading in headings[:MOST_LABELS]:
        for one in candidates(search.spec, Label(heading, compact(heading.text)), search.labels):
            # Other words may follow a heading, as in 공급자 보관용.
            is_name = heading.text.rstrip().endswith((":", "：")) or _COMPANY.search(one.placed.text)
            if is_name and one.placed.shares_line(heading) and set(one.placed.indexes) <= allowed:
                return replace(one, cost=COST)
    return None


def _addressee(search: Search) -> Candidate | None:
    named = _after_heading(search)
    if named is not None:
        return named
    for text in search.texts:
        found = _ADDRESSED.match(text.text.strip())
        value = name(found["name"]) if found else None
        if value is not None:
            return Candidate(value, text, COST)
    for label in search.labels.of(("귀하", "귀중"))[:MOST_LABELS]:
        line = search.labels.layout.lines[search.labels.layout.line_of(label.placed)]
        left = [text for text in line if text.x1 <= label.placed.x0 + label.placed.height]
        read = typed_value(search.spec, left[-1].text) if left else None
        if read is not None and search.labels.label(left[-1]) is None:
            return Candidate(read, left[-1], COST)
    return None


def has_addressee(labels: Labels) -> bool:
    """Whether a document is addressed to someone apart from the details of a party, as "새벽상사 귀하": those are the sender's."""
    addressed = [text for text in labels.layout.texts if _ADDRESSED.match(text.text.strip())]
    separate = [label.placed for label in labels.of(("귀하", "귀중"))[:MOST_LABELS]]
    return any(
        not any(labels.label(other) is not None for other in _before(text, labels))
        for text in (*addressed[:MOST_LABELS], *separate)
    )


def _before(text: Placed, labels: Labels) -> list[Placed]:
    line = labels.layout.lines[labels.layout.line_of(text)]
    return [other for other in line if other.x1 <= text.x0 + 1]


def _authority(search: Search) -> Candidate | None:
    found = [text for text in search.texts if _AUTHORITY.match(compact(text.text))]
    if not found:
        return None
    written = re.sub(r"(\(?직인\)?|인)$", "", compact(found[-1].text))
    return Candidate(written, found[-1], COST)


def _document_number(search: Search) -> Candidate | None:
    if search.kind is not DocumentKind.CERTIFICATE:
        return None
    half = search.labels.layout.texts[len(search.labels.layout.texts) // 2].y
    for text in search.texts:
        found = _NUMBERED.search(text.text)
        if found and text.y <= half and len(text.text) < 30 and "규칙" not in text.text:
            return Candidate(f"제{found['number']}호", text, COST)
    return None


def _bank(search: Search) -> Candidate | None:
    for text in search.texts:
        found = _BANK.search(compact(text.text))
        if found and len(text.text) <= 30:
            return Candidate(found[0], text, COST)
    return None


def _address(search: Search) -> Candidate | None:
    found = [text for text in search.texts if _REGION.match(text.text.strip())]
    return _only(search.spec, found[:1])


def _store(search: Search) -> Candidate | None:
    """The highest text at the head of a receipt that may be a name."""
    if search.kind is not DocumentKind.RECEIPT:
        return None
    titles = {title for of_kind in TITLES.values() for title in of_kind}
    head = [
        text
        for text in search.texts[:6]
        if not _NO_STORE.search(text.text)
        and compact(text.text).strip("[]()") not in titles
        and not _REGION.match(text.text.strip())
        and typed_value(search.spec, text.text) is not None
    ]
    if not head:
        return None
    chosen = max(head, key=lambda text: (text.height > 1.3 * search.labels.layout.line_height, -text.y))
    return Candidate(typed_value(search.spec, chosen.text), chosen, COST)


_AT_SIDE = {FieldKey.BUYER_NUMBER, FieldKey.BUYER_PHONE, FieldKey.BUYER_ADDRESS}
"""Fields that are looked for among the details of their party alone."""
_FINDERS: Mapping[FieldKey, _Finder] = {
    FieldKey.SUPPLIER_NAME: _after_heading,
    FieldKey.BUYER_NAME: _addressee,
    FieldKey.AUTHORITY: _authority,
    FieldKey.DOCUMENT_NUMBER: _document_number,
    FieldKey.BANK_NAME: _bank,
    FieldKey.ADDRESS: _address,
    FieldKey.SUPPLIER_ADDRESS: _address,
    FieldKey.COMPANY_NAME: _store,
    FieldKey.ISSUE_DATE: _date,
    FieldKey.CARD_NUMBER: _by_form,
    FieldKey.BUYER_ADDRESS: _address,
    FieldKey.CORPORATE_NUMBER: lambda *_: None,
}
_BY_TYPE: Mapping[FieldType, _Finder] = {
    FieldType.BUSINESS_NUMBER: _by_form,
    FieldType.RESIDENT_NUMBER: _by_form,
    FieldType.PHONE: _by_form,
    FieldType.ACCOUNT_NUMBER: _by_form,
}
