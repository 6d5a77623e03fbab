"""Makes the data sets shipped in this folder. All of it is made up: no real company, no person.

    python samples/make.py --out samples

The same seed gives the same bytes. What the files are for is told in README.md.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import math
import random
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

SEED = 20221121


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    (out / "wholesale.csv").write_bytes(as_csv(wholesale(random.Random(SEED)), "utf-8"))
    (out / "폐기물신고.csv").write_bytes(as_csv(waste_reports(random.Random(SEED + 1)), "cp949"))
    (out / "loan_review.xlsx").write_bytes(as_xlsx(loan_reviews(random.Random(SEED + 2))))
    rng = random.Random(SEED + 3)
    (out / "매출.csv").write_bytes(as_csv(sales(rng, dt.date(2024, 1, 1), 180, price=7_800), "utf-8"))
    (out / "매출_다음달.csv").write_bytes(as_csv(sales(rng, dt.date(2024, 6, 29), 60, price=9_600), "utf-8"))


def wholesale(rng: random.Random, rows: int = 440) -> list[list[object]]:
    """Yearly spending of wholesale customers by kind of goods; y: whether they took the offer."""
    middles = {"Fresh": 8500, "Milk": 3600, "Grocery": 4800, "Frozen": 1500, "Detergent": 820}
    middles |= {"Delicassen": 970, "Sugar": 3300, "Apple": 1900}
    header = ["Channel", "Region", *middles, "y"]
    table: list[list[object]] = []
    while len(table) < rows - 9:
        channel, region = rng.choices((1, 2), (0.66, 0.34))[0], rng.choices((1, 2, 3), (0.18, 0.11, 0.71))[0]
        household = rng.gauss(0.9 if channel == 2 else -0.4, 0.6)
        spread = {name: rng.gauss(0, 0.9) for name in middles}
        spread["Milk"] += 0.6 * household
        spread["Grocery"] += 0.7 * household
        spread["Detergent"] += 1.1 * household
        spending = [max(3, round(middle * math.exp(spread[name]))) for name, middle in middles.items()]
        liking = 2.0 * spread["Detergent"] + 1.3 * spread["Grocery"] - 1.1 * spread["Frozen"]
        liking += 1.5 * max(0.0, spread["Sugar"]) - 0.9 * abs(spread["Apple"]) + rng.gauss(0, 1.5)
        cells: list[object] = [channel, region, *spending]
        for place in range(2, len(cells)):
            if rng.random() < 0.02:
                cells[place] = ""
        table.append([*cells, "yes" if liking > 0.3 else "no"])
    for _ in range(9):
        table.insert(rng.randrange(len(table)), list(rng.choice(table)))
    for row in rng.sample(table, 6):
        row[rng.randrange(2, 10)] = rng.randrange(90_000, 180_000)
    return [[*header], *table]


def waste_reports(rng: random.Random, rows: int = 600) -> list[list[object]]:
    """Reports of waste handled, written as people write them; 등급 is the grade given afterwards."""
    header = ["업체명", "업종", "지역", "신고일자", "배출량", "처리비용", "재활용률", "위탁처리", "등급"]
    trades = {"건설업": 0.6, "제조업": 0.2, "음식점업": -0.5, "도소매업": -0.2, "의료업": 0.1}
    regions = ("서울", "경기", "부산", "대구", "인천", "광주", "대전", "강원")
    syllables = (
        "가람",
        "한빛",
        "누리",
        "새길",
        "푸른",
        "다온",
        "미르",
        "소담",
        "아라",
        "하늘",
        "도담",
        "여울",
    )
    names = [f"{first}{last}" for first in syllables for last in ("환경", "산업", "자원", "개발", "테크")]
    table: list[list[object]] = []
    for _ in range(rows):
        trade = rng.choice(list(trades))
        tons = math.exp(rng.gauss(4.2 + trades[trade], 1.1))
        recycled = min(99.0, max(1.0, rng.gauss(52 - 12 * trades[trade], 19)))
        cost = tons * rng.uniform(9_000, 16_000) * (1.5 - recycled / 130)
        trusted = rng.random() < 0.45
        merit = 0.075 * (recycled - 50) - 0.55 * (math.log(tons) - 4.3) + 0.7 * trusted + rng.gauss(0, 0.6)
        grade = "우수" if merit > 1.0 else "보통" if merit > -0.7 else "미흡"
        day = dt.date(2024, 1, 1) + dt.timedelta(days=rng.randrange(366))
        unit = "톤" if rng.random() < 0.6 else ""
        cells: list[object] = [
            rng.choice(names) + rng.choice(("", "", "(주)")),
            trade,
            rng.choice(regions),
            f"{day.year}년 {day.month}월 {day.day}일",
            f"{round(tons) + 1:,}{unit}",
            f"{round(cost, -3):,.0f}원",
            f"{recycled:.0f}%",
            "예" if trusted else "아니오",
        ]
        for place, chance in ((2, 0.02), (4, 0.04), (5, 0.05), (6, 0.06)):
            if rng.random() < chance:
                cells[place] = rng.choice(("", "N/A") if place == 2 else ("", "-", "N/A"))
        table.append([*cells, grade])
    return [list(header), *table]


def loan_reviews(rng: random.Random, rows: int = 500) -> list[list[object]]:
    """Loan applications and whether they were granted (승인)."""
    header = ["고객번호", "신청일자", "나이", "직업", "주택소유", "연소득(만원)", "대출금액(만원)"]
    header += ["대출기간(개월)", "신용점수", "연체횟수", "승인"]
    table: list[list[object]] = []
    for number in rng.sample(range(1, 99_999), rows):
        age = min(74, max(20, round(rng.gauss(43, 12))))
        job = rng.choices(("회사원", "자영업", "공무원", "프리랜서", "무직"), (45, 24, 12, 13, 6))[0]
        income = 600 if job == "무직" else round(math.exp(rng.gauss(8.25, 0.45)))
        amount = round(math.exp(rng.gauss(7.9, 0.8)), -1)
        score = min(1000, max(300, round(rng.gauss(720 + (40 if job == "공무원" else 0), 110))))
        late = min(9, int(rng.expovariate(1.1 if score > 700 else 0.6)))
        safe = 0.011 * (score - 690) - 0.9 * math.log(amount / income) - 0.45 * late + rng.gauss(0, 0.75)
        cells: list[object] = [
            f"{number:06d}",
            dt.date(2024, 1, 2) + dt.timedelta(days=rng.randrange(700)),
            age,
            job,
            rng.choice(("자가", "전세", "월세")),
            income,
            amount,
            rng.choice((12, 24, 36, 48, 60)),
            score,
            late,
        ]
        for place, chance in ((4, 0.03), (5, 0.04), (8, 0.05)):
            if rng.random() < chance:
                cells[place] = None
        table.append([*cells, "예" if safe > 0.2 else "아니오"])
    return [list(header), *table]


def sales(rng: random.Random, first: dt.date, days: int, price: int) -> list[list[object]]:
    """A café's days in two branches; 매출 follows the guests, who follow weather and weekday. `price`: what a guest spends."""
    header = ["날짜", "지점", "기온", "비", "행사", "직원수", "방문객", "매출"]
    table: list[list[object]] = []
    for number in range(days):
        day = first + dt.timedelta(days=number)
        warm = 13 - 12 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 20) / 365) + rng.gauss(0, 3)
        rain, event = rng.random() < 0.25, rng.random() < 0.12
        for branch, size in (("강남점", 1.0), ("노원점", 0.6)):
            staff = rng.choice((3, 4, 5))
            mean = 210 * size * (1.3 if day.weekday() >= 5 else 1.0) * (0.8 if rain else 1.0)
            guests = max(5, round(mean * (1.25 if event else 1.0) * math.exp(rng.gauss(0, 0.12))))
            spent = guests * price * (1 + 0.006 * (warm - 13)) * math.exp(rng.gauss(0, 0.05))
            cells: list[object] = [day, branch, f"{warm:.1f}", "예" if rain else "아니오"]
            cells += ["예" if event else "아니오", staff, guests, f"{round(spent, -2):,.0f}원"]
            if rng.random() < 0.03:
                cells[2] = ""
            table.append(cells)
    return [[*header], *table]


def as_csv(table: Sequence[Sequence[object]], encoding: str) -> bytes:
    """CSV with Windows line ends, as Korean spreadsheets save it."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode(encoding)


def as_xlsx(table: Sequence[Sequence[object]]) -> bytes:
    """A workbook with the table in 심사내역 and a note in the hidden sheet 안내."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "심사내역"
    for row in table:
        sheet.append(row)
    for cells in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
        cells[0].number_format = "yyyy-mm-dd"
    note = book.create_sheet("안내")
    note.append(["대출 심사 예시 (지어낸 자료)"])
    note.append(["심사내역 시트를 읽으세요. 목표변수: 승인"])
    note.sheet_state = "hidden"
    raw = io.BytesIO()
    book.save(raw)
    return without_clock(raw.getvalue())


def without_clock(workbook: bytes) -> bytes:
    """The same workbook with a fixed time instead of now, inside and in the archive's directory."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return fixed.getvalue()


if __name__ == "__main__":
    main()
