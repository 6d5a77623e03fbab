"""The fields of each kind of document, with the spellings of their printed labels."""

from __future__ import annotations

from dataclasses import dataclass

from domain.document_fields import DocumentKind, FieldKey, FieldType, Party

__all__ = ["FIELDS", "OTHER_LABELS", "SPELT", "DocumentKind", "FieldKey", "FieldSpec", "FieldType", "Party"]

SPELT = (FieldType.NAME, FieldType.TEXT)
"""Types whose values are words; those of the others are recognised by their form."""


@dataclass(frozen=True)
class FieldSpec:
    """A field of a kind of document.

    Attributes:
        labels: spellings of its printed label without spaces, each followed by nothing or a colon in print.
        party: whose it is; its label is then printed once for each party.
        required: whether every document of the kind has it.
    """

    key: FieldKey
    type: FieldType
    labels: tuple[str, ...]
    party: Party | None = None
    required: bool = False


_NUMBER = (
    "등록번호", "사업자등록번호", "사업자번호", "사업자No", "사업자등록No", "사업자NO", "등록No", "사업등록번호",
)  # fmt: skip
_NAME = (
    "상호",
    "상호명",
    "상호(법인명)",
    "법인명",
    "법인명(단체명)",
    "회사명",
    "업체명",
    "상호(법인)",
    "거래처",
    "거래처명",
)
_OWNER = (
    "성명",
    "대표자",
    "대표",
    "대표자명",
    "대표이사",
    "성명(대표자)",
    "대표자성명",
    "성명(대표)",
    "대표자(성명)",
)
_ADDRESS = (
    "주소", "사업장주소", "사업장소재지", "소재지", "사업장", "사업장소재", "회사주소", "본점주소", "사업장(주소)",
)  # fmt: skip
_PHONE = ("전화", "전화번호", "TEL", "연락처", "대표전화", "T", "Tel.", "전화(TEL)", "대표번호")
_SUPPLY = (
    "공급가액",
    "공급가액합계",
    "공급가액계",
    "소계",
    "공급가",
    "합계(공급가액)",
    "공급대가",
    "과세금액",
    "과세물품가액",
    "과세물품",
    "과세",
    "과세매출",
)
_TAX = (
    "세액",
    "부가세",
    "부가가치세",
    "세액합계",
    "VAT",
    "V.A.T",
    "부가세액",
    "세액계",
    "세금",
    "부가세(10%)",
    "부가가치세(10%)",
    "VAT(10%)",
)
_EXEMPT = ("면세", "면세금액", "면세물품", "면세물품가액", "면세매출", "비과세")
_TOTAL = (
    "합계금액", "합계", "총액", "총금액", "총합계", "총계", "총합계금액", "합계액", "청구금액", "총공급금액", "총공급가액",
    "합계금액(VAT포함)", "합계(VAT포함)", "총금액(VAT포함)", "총액(VAT포함)", "합계(부가세포함)", "합계금액(부가세포함)",
    "총계(VAT포함)", "공급대가합계", "금액합계", "계",
)  # fmt: skip
_DATE = (
    "일자", "거래일자", "작성일자", "작성일", "발행일", "발행일자", "거래일", "납품일자", "납품일", "날짜", "일시", "년월일",
    "작성년월일", "작성연월일", "공급일자", "출고일자",
)  # fmt: skip


def _party(party: Party, *, required: bool = True) -> tuple[FieldSpec, ...]:
    """The fields of a company on a document between two."""
    prefix = party.value
    roles = (
        ("number", FieldType.BUSINESS_NUMBER, _NUMBER, required and party is Party.SUPPLIER),
        ("name", FieldType.NAME, _NAME, required),
        ("owner", FieldType.NAME, _OWNER, False),
        ("address", FieldType.TEXT, _ADDRESS, False),
        ("phone", FieldType.PHONE, _PHONE, False),
    )
    return tuple(
        FieldSpec(FieldKey(f"{prefix}_{role}"), kind, labels, party, needed)
        for role, kind, labels, needed in roles
    )


def _amounts(*total: str) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec(FieldKey.SUPPLY_AMOUNT, FieldType.WON, _SUPPLY),
        FieldSpec(FieldKey.TAX_AMOUNT, FieldType.WON, _TAX),
        FieldSpec(FieldKey.TOTAL_AMOUNT, FieldType.WON, (*total, *_TOTAL), required=True),
    )


FIELDS: dict[DocumentKind, tuple[FieldSpec, ...]] = {
    DocumentKind.STATEMENT: (
        FieldSpec(FieldKey.ISSUE_DATE, FieldType.DATE, _DATE, required=True),
        FieldSpec(FieldKey.DOCUMENT_NUMBER, FieldType.TEXT, ("전표번호", "일련번호", "명세서번호", "문서번호", "거래번호")),
        *_party(Party.SUPPLIER),
        *_party(Party.BUYER),
        *_amounts("거래금액", "금일합계", "납품금액"),
    ),
    DocumentKind.TAX_INVOICE: (
        FieldSpec(FieldKey.APPROVAL_NUMBER, FieldType.TEXT, ("승인번호", "국세청승인번호", "전자승인번호")),
        FieldSpec(FieldKey.ISSUE_DATE, FieldType.DATE, ("작성", *_DATE), required=True),
        *_party(Party.SUPPLIER),
        *_party(Party.BUYER),
        *_amounts(),
    ),
    DocumentKind.QUOTATION: (
        FieldSpec(FieldKey.ISSUE_DATE, FieldType.DATE, ("견적일", "견적일자", "견적날짜", *_DATE), required=True),
        FieldSpec(FieldKey.DOCUMENT_NUMBER, FieldType.TEXT, ("견적번호", "견적서번호", "견적No", "문서번호", "관리번호")),
        FieldSpec(FieldKey.VALID_UNTIL, FieldType.TEXT, ("유효기간", "견적유효기간", "견적유효기한", "유효기한", "견적유효일")),
        *_party(Party.SUPPLIER, required=False),
        FieldSpec(FieldKey.BUYER_NAME, FieldType.NAME, ("수신", "수신처", "귀하", "고객명", "받는분", "발주처", "참조처"), Party.BUYER),
        *_amounts("견적금액", "견적총액", "견적합계", "총견적금액", "견적가", "합계견적금액"),
    ),
    DocumentKind.BUSINESS_REGISTRATION: (
        FieldSpec(FieldKey.BUSINESS_NUMBER, FieldType.BUSINESS_NUMBER, (*_NUMBER, "고유번호"), required=True),
        FieldSpec(FieldKey.COMPANY_NAME, FieldType.NAME, (*_NAME, "단체명", "법인명(단체명)"), required=True),
        FieldSpec(FieldKey.OWNER_NAME, FieldType.NAME, _OWNER, required=True),
        FieldSpec(FieldKey.BIRTH_DATE, FieldType.DATE, ("생년월일",)),
        FieldSpec(FieldKey.RESIDENT_NUMBER, FieldType.RESIDENT_NUMBER, ("주민등록번호", "주민번호")),
        FieldSpec(FieldKey.CORPORATE_NUMBER, FieldType.CORPORATE_NUMBER, ("법인등록번호", "법인번호")),
        FieldSpec(FieldKey.OPENING_DATE, FieldType.DATE, ("개업연월일", "개업년월일", "개업일", "개업일자")),
        FieldSpec(FieldKey.ADDRESS, FieldType.TEXT, _ADDRESS),
        FieldSpec(FieldKey.BUSINESS_TYPE, FieldType.TEXT, ("업태", "사업의종류업태")),
        FieldSpec(FieldKey.BUSINESS_ITEM, FieldType.TEXT, ("종목",)),
        FieldSpec(FieldKey.ISSUE_DATE, FieldType.DATE, ("발급일", "발급일자", "교부일", "교부일자")),
        FieldSpec(FieldKey.AUTHORITY, FieldType.TEXT, ()),
    ),
    DocumentKind.RECEIPT: (
        FieldSpec(FieldKey.ISSUE_DATE, FieldType.DATE, (
            "거래일시", "승인일시", "판매일", "판매일시", "판매일자", "결제일시", "결제일", "주문일시", "승인일자", "매출일", "매출일시", "거래일자",
            "거래시간", "일시", "날짜", "주문시간", "판매시간", "발행일", "이용일시", "영업일", "영업일자", "출력일시",
        ), required=True),
        FieldSpec(FieldKey.BUSINESS_NUMBER, FieldType.BUSINESS_NUMBER, (*_NUMBER, "가맹점사업자번호", "사업자")),
        FieldSpec(FieldKey.COMPANY_NAME, FieldType.NAME, (*_NAME, "가맹점명", "가맹점", "매장명", "매장", "점포명", "판매점", "판매처"), required=True),
        FieldSpec(FieldKey.OWNER_NAME, FieldType.NAME, _OWNER),
        FieldSpec(FieldKey.ADDRESS, FieldType.TEXT, (*_ADDRESS, "가맹점주소", "매장주소")),
        FieldSpec(FieldKey.PHONE, FieldType.PHONE, (*_PHONE, "가맹점전화", "매장전화")),
        FieldSpec(FieldKey.SUPPLY_AMOUNT, FieldType.WON, (*_SUPPLY, "판매금액", "금액", "물품가액", "과세공급가액")),
        FieldSpec(FieldKey.TAX_AMOUNT, FieldType.WON, _TAX),
        FieldSpec(FieldKey.EXEMPT_AMOUNT, FieldType.WON, _EXEMPT),
        FieldSpec(FieldKey.TOTAL_AMOUNT, FieldType.WON, (
            "결제금액", "승인금액", "받을금액", "결제대상금액", "카드결제", "신용카드", "총결제금액", "합계금액", "거래금액", "이용금액", "총매출액",
            "매출금액", "결제합계", "결제총액", "청구액", "받을돈", "총판매금액", "주문금액", "주문합계", "카드금액", "카드결제금액", *_TOTAL,
        ), required=True),
        FieldSpec(FieldKey.CARD_NUMBER, FieldType.TEXT, ("카드번호", "카드No", "카드NO")),
        FieldSpec(FieldKey.APPROVAL_NUMBER, FieldType.TEXT, ("승인번호", "승인No", "승인NO", "카드승인번호")),
    ),
    DocumentKind.BANK_ACCOUNT: (
        FieldSpec(FieldKey.BANK_NAME, FieldType.NAME, ("은행명", "은행", "금융기관", "금융기관명", "거래은행", "취급은행"), required=True),
        FieldSpec(FieldKey.ACCOUNT_NUMBER, FieldType.ACCOUNT_NUMBER, ("계좌번호", "계좌", "통장번호", "계좌NO", "계좌No"), required=True),
        FieldSpec(FieldKey.ACCOUNT_HOLDER, FieldType.NAME, ("예금주", "예금주명", "성명", "고객명", "예금주성명", "계좌주", "명의인"), required=True),
        FieldSpec(FieldKey.OPENING_DATE, FieldType.DATE, ("개설일", "개설일자", "신규일", "신규일자", "계좌개설일", "신규가입일", "발급일자")),
    ),
    DocumentKind.CERTIFICATE: (
        FieldSpec(FieldKey.DOCUMENT_NUMBER, FieldType.TEXT, (
            "신고번호", "허가번호", "등록번호", "신고(허가)번호", "증명번호", "발급번호", "인가번호", "면허번호", "지정번호", "관리번호", "영업신고번호",
        ), required=True),
        FieldSpec(FieldKey.COMPANY_NAME, FieldType.NAME, (*_NAME, "명칭", "업소명", "영업소명", "업소명칭", "영업소명칭", "사업장명", "사업장명칭", "영업소의명칭", "상호(명칭)", "시설명칭"), required=True),
        FieldSpec(FieldKey.OWNER_NAME, FieldType.NAME, (*_OWNER, "신고인", "신고인성명", "성명(법인명)", "영업자", "영업자성명", "대표자(성명)")),
        FieldSpec(FieldKey.BIRTH_DATE, FieldType.DATE, ("생년월일",)),
        FieldSpec(FieldKey.RESIDENT_NUMBER, FieldType.RESIDENT_NUMBER, ("주민등록번호", "주민번호")),
        FieldSpec(FieldKey.CORPORATE_NUMBER, FieldType.CORPORATE_NUMBER, ("법인등록번호", "법인번호")),
        FieldSpec(FieldKey.BUSINESS_NUMBER, FieldType.BUSINESS_NUMBER, ("사업자등록번호", "사업자번호")),
        FieldSpec(FieldKey.ADDRESS, FieldType.TEXT, (*_ADDRESS, "영업소소재지", "영업소의소재지", "사업장소재지(주소)")),
        FieldSpec(FieldKey.BUSINESS_TYPE, FieldType.TEXT, ("업종", "영업의종류", "영업의종류(업종)", "업태", "영업종류", "영업의형태")),
        FieldSpec(FieldKey.ISSUE_DATE, FieldType.DATE, ("신고일", "신고일자", "신고연월일", "신고년월일", "허가일", "허가일자", "허가연월일", "발급일", "발급일자", "등록일", "등록일자"), required=True),
        FieldSpec(FieldKey.AUTHORITY, FieldType.TEXT, ("발급기관", "신고기관", "허가기관")),
    ),
    DocumentKind.OTHER: (),
}  # fmt: skip

OTHER_LABELS = (
    "업태", "종목", "팩스", "FAX", "이메일", "E-mail", "담당자", "담당", "부서", "비고", "품목", "품명", "규격", "수량", "단가", "금액",
    "단위", "월", "일", "월일", "번호", "No", "현금", "수표", "어음", "외상미수금", "미수금", "전잔금", "인수자", "종사업장번호", "종사업장",
    "수정사유", "공급자", "공급받는자", "공급하는자", "판매자", "공급업체", "구매자", "납기", "납기일", "결제조건", "납품장소", "참조", "제목", "할인", "부가세별도", "전미수",
    "가맹점번호", "단말기번호", "할부", "할부개월", "카드종류", "카드사", "매입사", "거래종류", "거래유형", "받은금액", "거스름돈", "잔돈", "봉사료",
    "과세유형", "발급사유", "본점소재지", "공동사업자", "예금종류", "과목", "상품명", "지점", "관리점", "전표", "입금액", "입금계좌", "잔액", "유의사항",
    "인", "성별", "면적", "소속", "직책", "유효기간", "영수증번호", "주문번호", "테이블", "할인금액", "포인트", "과세물품가액", "면세물품가액", "POS",
    "상품코드", "바코드", "캐셔", "계산원", "전표번호", "일련번호", "승인번호", "결제방법", "결제수단", "신청사유", "사업의종류", "사용용도", "용도",
)  # fmt: skip
"""Printed labels of what is no field of any kind, so that they are never taken for values."""
