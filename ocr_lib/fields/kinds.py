"""Which kind of document the texts are of, by its title and by words that such documents have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ocr_lib.fields.hangul import compact, jamo_distance
from ocr_lib.fields.texts import Layout, PageText, Placed, placed_texts
from ocr_lib.fields.vocabulary import DocumentKind

TITLES: Mapping[DocumentKind, tuple[str, ...]] = {
    DocumentKind.STATEMENT: ("거래명세서", "거래명세표", "거래내역서", "납품서", "납품명세서", "거래명세", "출고명세서", "물품명세서", "거래내역명세서"),
    DocumentKind.TAX_INVOICE: ("세금계산서", "전자세금계산서", "수정전자세금계산서", "수정세금계산서", "전자계산서", "계산서"),
    DocumentKind.QUOTATION: ("견적서", "견적", "가견적서", "견적의뢰회신서"),
    DocumentKind.BUSINESS_REGISTRATION: ("사업자등록증", "사업자등록증명", "사업자등록증명원", "고유번호증"),
    DocumentKind.RECEIPT: ("영수증", "신용카드매출전표", "카드매출전표", "매출전표", "신용승인", "현금영수증", "간이영수증", "신용카드전표", "카드영수증", "거래영수증", "신용매출전표", "신용판매영수증"),
    DocumentKind.BANK_ACCOUNT: ("통장사본", "계좌개설확인서", "예금통장", "보통예금", "통장", "계좌사본", "예금계좌확인서", "저축예금", "통장거래확인서", "계좌확인서", "기업자유예금", "자유저축예금"),
    DocumentKind.CERTIFICATE: ("신고증명서", "허가증", "신고필증", "신고증", "영업신고증", "허가증명서", "등록증명서"),
}  # fmt: skip
WORDS: Mapping[DocumentKind, tuple[str, ...]] = {
    DocumentKind.STATEMENT: ("공급자", "공급받는자", "품목", "품명", "규격", "수량", "단가", "인수자", "전잔금", "미수금", "거래일자"),
    DocumentKind.TAX_INVOICE: ("승인번호", "작성일자", "공급받는자", "수정사유", "외상미수금", "책번호", "영수", "청구", "종사업장번호"),
    DocumentKind.QUOTATION: ("아래와같이견적합니다", "견적합니다", "견적일자", "견적일", "견적번호", "견적총액", "견적유효기간", "견적금액", "유효기간", "납기", "귀하", "귀중", "결제조건"),
    DocumentKind.BUSINESS_REGISTRATION: ("개업연월일", "사업장소재지", "법인등록번호", "업태", "종목", "세무서장", "발급사유", "과세유형", "일반과세자", "간이과세자", "사업의종류", "법인사업자", "공동사업자"),
    DocumentKind.RECEIPT: ("승인번호", "카드번호", "가맹점", "결제금액", "받은금액", "거스름돈", "부가세", "일시불", "단말기", "카드종류", "매입사", "과세물품", "가맹점번호", "거래일시", "승인금액", "할부", "고객용", "신용카드", "받을금액", "캐셔", "주문번호", "테이블", "판매시간", "감사합니다", "결제일시", "주문일시", "과세금액", "면세", "메뉴", "받은돈", "일시불", "과세", "매출일"),
    DocumentKind.BANK_ACCOUNT: ("계좌번호", "예금주", "은행", "개설일", "예금종류", "찾으신금액", "맡기신금액", "신규일", "지점", "예금자보호"),
    DocumentKind.CERTIFICATE: ("신고번호", "허가번호", "증명합니다", "시장", "구청장", "군수", "도지사", "신고인", "영업의종류", "시행규칙", "제출처", "허가조건", "신고를", "소재지"),
}  # fmt: skip
_CERTIFICATE = re.compile(
    r"(신고|허가|등록|인가|면허|지정|증명|인증|승인|배출자)+(증명서|필증|확인증|증|서)(\(.*\))?$"
)
_SENTENCE = re.compile(r"(다|요|오|함|음|임|것)[.]?$")
TITLE, FUZZY_TITLE, PART_OF_TEXT, WORD = 3.0, 2.4, 1.6, 0.5
_RECEIPT_MARKS = {
    "000-00-00000": re.compile(r"(?<!\d)\d{3}\s?-\s?\d{2}\s?-\s?\d{5}(?!\d)"),
    "00:00": re.compile(r"\d{2,4}\D{1,3}\d{1,2}\D{1,3}\d{1,2}\D{1,6}\d{1,2}:\d{2}"),
    "합계": re.compile(r"^\W*(총\s*)?(합\s*계|총\s*액|결제)"),
    "부가세": re.compile(r"부\s*가\s*(가\s*치\s*)?세|면\s*세|과\s*세"),
}
NARROW = 45.0
"""Heights of a line that the texts of a receipt span at most."""
MOST_WORDS = 6
TOP = 0.33
"""Share of the document's height that titles are in."""
LEAST = 1.5
"""Points below which a document is of no known kind."""
JAMO_PER_ERROR = 5


@dataclass(frozen=True)
class KindFound:
    """A kind of document and why it was chosen.

    Attributes:
        score: 0 … 1, by how much its points exceed those of the next kind.
        anchors: the title and words of the kind that were found, as printed in its vocabulary.
        indexes: of the texts with these anchors.
    """

    kind: DocumentKind
    score: float
    anchors: tuple[str, ...]
    indexes: tuple[int, ...]


def document_kind(layout: Layout) -> KindFound:
    """The kind with the most points: for a title by its place and size, and for words; `OTHER` where none has enough."""
    points: dict[DocumentKind, float] = {}
    anchors: dict[DocumentKind, list[tuple[str, Placed]]] = {}
    texts = [(text, compact(text.text)) for text in layout.texts]
    whole = {written for _, written in texts}
    top = min((text.y0 for text in layout.texts), default=0.0)
    height = max((text.y1 for text in layout.texts), default=0.0) - top
    for kind in TITLES:
        found = _title(kind, texts, layout, top + TOP * height)
        words = _words(WORDS[kind], texts, whole)
        points[kind] = found[0] + WORD * min(len(words), MOST_WORDS)
        if kind is DocumentKind.RECEIPT:
            words += _receipt_marks(texts, layout)
            points[kind] = found[0] + WORD * min(len(words), MOST_WORDS)
        anchors[kind] = [*([(found[1], found[2])] if found[2] is not None else []), *words]
    best, second = sorted(points, key=points.__getitem__, reverse=True)[:2]
    if points[best] < LEAST:
        return KindFound(DocumentKind.OTHER, 1 - points[best] / (2 * LEAST), (), ())
    score = points[best] / (points[best] + points[second])
    return KindFound(
        best,
        round(score, 3),
        tuple(dict.fromkeys(anchor for anchor, _ in anchors[best])),
        tuple(dict.fromkeys(n for _, text in anchors[best] for n in text.indexes)),
    )


def kind_of(texts: Sequence[PageText]) -> KindFound:
    """The kind of a document by its texts alone."""
    return document_kind(Layout(placed_texts(texts)))


def _title(
    kind: DocumentKind, texts: Sequence[tuple[Placed, str]], layout: Layout, lowest: float
) -> tuple[float, str, Placed | None]:
    """Points, spelling and text of the best title."""
    best: tuple[float, str, Placed | None] = (0.0, "", None)
    for text, written in texts:
        if len(written) > 40:
            continue
        # What is added in brackets or in English, as in QUOTATION / 견적서, is no part of a title.
        bare = re.sub(r"\(.*?\)|[^가-힣]", "", written) or written
        for spelling in TITLES[kind]:
            found = _title_points(bare, spelling)
            if found == 0 and kind is DocumentKind.CERTIFICATE and spelling == "신고증명서":
                found = _certificate_points(bare)
            if not found:
                continue
            found += 0.1 * len(spelling)  # the longer of two titles says more: 전자세금계산서, 계산서
            found += 0.5 * (text.y0 <= lowest) + 0.5 * (text.height > 1.3 * layout.line_height)
            if found > best[0]:
                best = (found, spelling, text)
    return best


def _title_points(written: str, spelling: str) -> float:
    if written == spelling:
        return TITLE
    most = len(spelling) * 2 // JAMO_PER_ERROR
    if len(spelling) >= 4 and jamo_distance(written, spelling, most) <= most:
        return FUZZY_TITLE
    is_part = len(spelling) >= 3 and spelling in written and not _SENTENCE.search(written)
    return PART_OF_TEXT if is_part and len(spelling) >= 0.4 * len(written) else 0.0


def _certificate_points(written: str) -> float:
    is_one = _CERTIFICATE.search(written) and len(written) <= 25 and "사업자등록" not in written
    return TITLE if is_one else 0.0


def _receipt_marks(texts: Sequence[tuple[Placed, str]], layout: Layout) -> list[tuple[str, Placed]]:
    """What receipts without a title have too: a narrow sheet with a business number, a time of day, a total and a tax."""
    found = []
    for mark, pattern in _RECEIPT_MARKS.items():
        text = next((text for text, _ in texts if pattern.search(text.text)), None)
        if text is not None:
            found.append((mark, text))
    is_narrow = layout.width < NARROW * layout.line_height
    return found if is_narrow and len(found) >= 3 else []


def _words(
    words: Sequence[str], texts: Sequence[tuple[Placed, str]], whole: set[str]
) -> list[tuple[str, Placed]]:
    found = []
    for word in words:
        for text, written in texts:
            if written == word or (word not in whole and len(word) >= 3 and word in written):
                found.append((word, text))
                break
    return found
