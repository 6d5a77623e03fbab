"""Words of made layouts that no shipped rule knows, apart for tuning and for unseen layouts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Label words by the field they are printed for."""

    titles: tuple[str, ...]
    date: tuple[str, ...]
    number: tuple[str, ...]
    reference: tuple[str, ...]
    owner: tuple[str, ...]
    address: tuple[str, ...]
    phone: tuple[str, ...]
    buyer: tuple[str, ...]
    supply: tuple[str, ...]
    tax: tuple[str, ...]
    total: tuple[str, ...]
    driver: tuple[str, ...]
    place: tuple[str, ...]
    due: tuple[str, ...]
    headings: tuple[tuple[str, str, str, str], ...]
    notes: tuple[str, ...]


TUNING = Words(
    titles=("거래명세서", "출하 확인지", "물품 인도 전표", "납품 내역 통보", "입고 의뢰표"),
    date=("끊은 날", "처리 시점", "Issued", "전표 기준일", "보낸 날짜"),
    number=("전표 코드", "Ref.", "접수 기호", "관리 기호"),
    reference=("사업 식별자", "Biz ID", "업체 고유값"),
    owner=("책임자", "President", "운영 책임"),
    address=("자리한 곳", "Address", "본사 위치"),
    phone=("문의", "Phone", "유선"),
    buyer=("모시는 분", "보내는 곳", "Customer", "주문하신 곳"),
    supply=("물품 값", "Net", "순수 물건값", "본값"),
    tax=("더할 세", "Tax add", "나라 몫", "붙는 세"),
    total=("내실 돈", "Amount due", "모두 더해", "보내실 돈"),
    driver=("모는 이", "기사", "Driver"),
    place=("실은 곳", "창고", "Depot"),
    due=("닿을 날", "ETA", "도착 약속일"),
    headings=(
        ("물건", "몇 개", "하나 값", "더한 값"),
        ("Item", "Qty", "Each", "Sum"),
        ("상품 이름", "개수", "낱값", "값"),
    ),
    notes=(
        "파손된 물건은 이틀 안에 알려 주십시오.",
        "Thank you for your business",
        "늘 이용해 주셔서 고맙습니다.",
    ),
)
UNSEEN = Words(
    titles=("거래명세표", "배송 마감 통지", "상품 넘김 확인", "정산 안내문", "출고 마감지"),
    date=("마감한 날", "Dated", "찍은 날", "출발일"),
    number=("묶음 기호", "Slip", "장부 코드", "추적 코드"),
    reference=("세무 고유값", "Tax ID", "등록된 코드"),
    owner=("맡은 사람", "CEO", "꾸리는 이"),
    address=("있는 데", "Located at", "회사 자리"),
    phone=("부르는 번호", "Call", "손전화"),
    buyer=("받아 보실 곳", "Sold to", "물건 받는 분", "사 가신 분"),
    supply=("세 빼고", "Subtotal", "물건만", "세전"),
    tax=("세로 낼 돈", "GST", "얹는 돈", "열에 하나"),
    total=("치르실 값", "Please pay", "이번 달 몫", "마지막 값"),
    driver=("나르는 이", "Courier", "운반인"),
    place=("떠난 데", "Hub", "보관소"),
    due=("기한", "Pay by", "갚을 날"),
    headings=(
        ("무엇", "수", "한 개에", "모두"),
        ("Description", "Units", "Rate", "Line"),
        ("내용물", "낱개", "매긴 값", "셈"),
    ),
    notes=("받으신 뒤 바로 세어 보십시오.", "Goods remain ours until paid", "다음 배송은 월요일입니다."),
)  # fmt: skip
