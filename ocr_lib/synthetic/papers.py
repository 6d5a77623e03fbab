"""What receipts, forms and office papers say: kinds of text for a `TextMix`, beside the plain ones of `texts`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from ocr_lib.networks.office_characters import ks_syllables

WORDS = Path(__file__).parent / "words"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ㉠㉡㉢㉣㉤㉥㉦㉧㉨㉩㉪㉫㉬㉭㉮㉯㉰㉱㉲㉳㉴㉵㉶㉷㉸㉹㉺㉻"
_BULLETS = "○●◎◇◆□■▣△▲▽▼◁◀▷▶☆★※☞•·†‡♠♣♥♡☎☏✓✔→⇒*-"
_BOXES = "☐☑☒□■☐☑√✓✔○●"
_UNITS_SIGN = "㎜㎝㎞㎟㎠㎡㎢㎣㎤㎥㎍㎎㎏㎖㎗ℓ㎘㏄㎾㎐㎑㎒㎓㎈㎉㏊㎧㎩℃℉‰%°Ωµ"
_UNITS = ("g", "kg", "mg", "ml", "mL", "L", "ℓ", "mm", "cm", "m", "km", "㎏", "㎖", "㎡", "㎜", "㎝", "EA", "P", "개", "매", "장", "병", "입", "인치", "W", "V", "kW", "kWh", "A", "GB", "TB", "℃", "oz", "인분", "구", "단", "T")  # fmt: skip

Draw = Callable[[np.random.Generator], str]


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple((WORDS / f"{name}.txt").read_text(encoding="utf-8").split())


def _pick(choices: Sequence[str], rng: np.random.Generator) -> str:
    return choices[int(rng.integers(len(choices)))]


def _some(name: str, rng: np.random.Generator, most: int, separator: str = " ") -> str:
    return separator.join(_pick(_words(name), rng) for _ in range(rng.integers(1, most + 1)))


def _digits(rng: np.random.Generator, count: int) -> str:
    return "".join(map(str, rng.integers(0, 10, count)))


def amount(rng: np.random.Generator) -> str:
    """An amount as a price, with or without a currency."""
    value = int(10 ** rng.uniform(1, 7.5))
    if rng.random() < 0.6:
        value = max(10, value // 10 * 10)
    number = f"{value:,}" if rng.random() < 0.85 else str(value)
    cents = f"{value / 100:,.2f}"
    return _pick(
        (number, number, number, number, f"{number}원", f"₩{number}", f"₩ {number}", f"￦{number}", f"-{number}", f"{number}-", f"{number}*",
         cents, cents, f"${cents}", f"RM{cents}", f"RM {cents}", f"{cents} SR", f"{cents}-", f"£{cents}", f"€{cents}", f"¥{number}", f"+{number}", f"({number})",
         f"₩{number}원", f"금 {number}원정", f"{number} 원"),
        rng,
    )  # fmt: skip


def _day(rng: np.random.Generator) -> tuple[int, int, int]:
    return int(rng.integers(1985, 2036)), int(rng.integers(1, 13)), int(rng.integers(1, 32))


def _clock(rng: np.random.Generator) -> str:
    hour, minute, second = rng.integers(24), rng.integers(60), rng.integers(60)
    return _pick(
        (f"{hour:02}:{minute:02}", f"{hour:02}:{minute:02}", f"{hour:02}:{minute:02}:{second:02}", f"{hour % 12 + 1}:{minute:02} {_pick(('AM', 'PM', 'am', 'pm'), rng)}",
         f"{hour}시 {minute}분", f"{_pick(('오전', '오후'), rng)} {hour % 12 + 1}:{minute:02}", f"{hour % 12 + 1}:{minute:02}:{second:02}{_pick(('AM', 'PM'), rng)}"),
        rng,
    )  # fmt: skip


def _date(rng: np.random.Generator) -> str:
    year, month, day = _day(rng)
    name = _pick(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), rng)
    return _pick(
        (f"{year}-{month:02}-{day:02}", f"{year}.{month:02}.{day:02}", f"{year}/{month:02}/{day:02}", f"{year}. {month}. {day}.", f"{year % 100:02}.{month:02}.{day:02}",
         f"{year}년 {month}월 {day}일", f"{day:02}/{month:02}/{year}", f"{month}/{day}/{year % 100:02}", f"{day:02}-{month:02}-{year}", f"{day} {name} {year}",
         f"{name} {day}, {year}", f"{day:02}-{name.upper()}-{year % 100:02}", f"{month:02}월{day:02}일", f"{year}{month:02}{day:02}", f"'{year % 100:02}.{month}.{day}"),
        rng,
    )  # fmt: skip


def when(rng: np.random.Generator) -> str:
    """A date, a time, both, or a range of either."""
    between = _pick(("~", " ~ ", "-", " - "), rng)
    weekday = f"({_pick('월화수목금토일', rng)})"
    return _pick(
        (_date(rng), _date(rng) + " " + _clock(rng), _clock(rng), f"{_date(rng)}{between}{_date(rng)}", f"{_clock(rng)}{between}{_clock(rng)}", _date(rng) + weekday,
         f"{_date(rng)}{weekday} {_clock(rng)}", f"DATE: {_date(rng)}", f"TIME: {_clock(rng)}", f"일시 : {_date(rng)} {_clock(rng)}", f"{_date(rng)} 까지"),
        rng,
    )  # fmt: skip


def code(rng: np.random.Generator) -> str:
    """Numbers and codes: registration, card, phone, product, approval."""
    letters = "".join(_pick(_LETTERS, rng) for _ in range(rng.integers(1, 5)))
    star = _pick(("*", "*", "*", "X", "x"), rng)
    phone = _pick(("02", "031", "032", "051", "053", "010", "070", "1588", "080", "0505"), rng)
    mixed = "".join(_pick(_LETTERS + "0123456789" * 2, rng) for _ in range(rng.integers(4, 13)))
    return _pick(
        (f"{_digits(rng, 3)}-{_digits(rng, 2)}-{_digits(rng, 5)}", f"{_digits(rng, 4)}-{_digits(rng, 2)}{star * 2}-{star * 4}-{_digits(rng, 4)}",
         f"{_digits(rng, 4)}-{star * 4}-{star * 4}-{_digits(rng, 4)}", f"{_digits(rng, 6)}{star * 6}{_digits(rng, 4)}", f"{_digits(rng, 4)}{star * 8}{_digits(rng, 3)}{star}",
         f"{_digits(rng, 6)}-{_digits(rng, 1)}{star * 6}", f"{phone}-{_digits(rng, 4)}-{_digits(rng, 4)}", f"{phone}){_digits(rng, 3)}-{_digits(rng, 4)}",
         f"({phone}) {_digits(rng, 3)}-{_digits(rng, 4)}", f"TEL: {phone}-{_digits(rng, 3)}-{_digits(rng, 4)}", f"Tel : {_digits(rng, 2)}-{_digits(rng, 8)}",
         f"{letters}-{_digits(rng, int(rng.integers(2, 7)))}", f"{letters}{_digits(rng, int(rng.integers(2, 9)))}", f"{letters}{_digits(rng, 3)}-{_digits(rng, 2)}/{_pick(_LETTERS, rng)}",
         mixed, mixed, f"{mixed}-{_digits(rng, 2)}", _digits(rng, 13), _digits(rng, 8), _digits(rng, int(rng.integers(2, 12))), f"No.{_digits(rng, int(rng.integers(1, 7)))}",
         f"NO: {_digits(rng, 6)}", f"#{_digits(rng, int(rng.integers(1, 7)))}", f"제{_digits(rng, 4)}-{_digits(rng, 3)}호", f"제 {rng.integers(1, 400)} 조", f"{letters}_{_digits(rng, 3)}",
         f"({_digits(rng, 6)}-{_pick(_LETTERS, rng)})", f"GST ID : {_digits(rng, 12)}", f"(우){_digits(rng, 5)}", f"[{_digits(rng, 6)}]", f"{_digits(rng, 7)} {_digits(rng, 6)}"),
        rng,
    )  # fmt: skip


def size(rng: np.random.Generator) -> str:
    """Measures, quantities and shares."""
    one, two, three = (int(10 ** rng.uniform(0, 3.2)) for _ in range(3))
    part, unit, cross = (
        f"{rng.uniform(0, 100):.{rng.integers(0, 4)}f}",
        _pick(_UNITS, rng),
        _pick("×x*X", rng),
    )
    sign = _pick(_UNITS_SIGN, rng)
    return _pick(
        (f"{one}{cross}{two}{cross}{three}", f"{one}{cross}{two}", f"{one}{unit}", f"{part}{unit}", f"{one}{unit}{cross}{rng.integers(1, 50)}", f"{one} {unit}", f"{part}{sign}", f"{one}{sign}",
         f"{part} {sign}", f"{part}%", f"({part}%)", f"+{part}%", f"-{part}%", f"±{part}", f"{one}±{rng.integers(1, 9)}", f"{one}/{two}", f"{one}:{two}",
         f"{rng.integers(1, 30)}{_pick(('개', '명', '건', '박스', '대', '월', '층', '호', '년', '부', '매', '회', '차', '개월', '%', '점'), rng)}", f"x{rng.integers(1, 20)}",
         f"{rng.integers(1, 9)} x {one}.00", f"{one}~{two}{unit}", f"{one}+{two}={one + two}", f"{one}÷{max(1, two)}", f"≥{part}", f"≤ {part}", f"{one}²", f"{one}m³",
         f"{_pick('½¼¾', rng)}{unit}", f"√{one}", f"≒ {part}", f"{one}°", f"{one}°{rng.integers(60)}′{rng.integers(60)}″", f"@{one}", f"{one}dpi", f"{rng.integers(1, 20)}F", f"B{rng.integers(1, 5)}"),
        rng,
    )  # fmt: skip


def single(rng: np.random.Generator) -> str:
    """What stands alone in a cell: a digit, a letter, a sign, a syllable."""
    return _pick(
        (_digits(rng, 1), _digits(rng, 1), _digits(rng, 2), _pick(_LETTERS, rng), _pick("OXVΩ-○×√*", rng), _pick("남여유무갑을병계인년월일원개명건호총소대중상하", rng), _pick(_CIRCLED + _BOXES + _BULLETS, rng),
         f"({_pick('√VO○ 인주갑을', rng)})", f"[{_pick('VOX√', rng)}]", f"{_digits(rng, 1)}.", f"{_digits(rng, 1)})", f"({_digits(rng, 1)})", f"{_pick(_LETTERS.lower(), rng)})", f"{_pick('가나다라마바사아자차', rng)}."),
        rng,
    )  # fmt: skip


def web(rng: np.random.Generator) -> str:
    """E-mail and web addresses."""
    names = _words("receipts_en")
    name, host = _pick(names, rng).lower(), _pick(names, rng).lower()
    end = _pick((".com", ".co.kr", ".kr", ".net", ".or.kr", ".go.kr", ".ac.kr", ".com.my", ".org"), rng)
    return _pick(
        (f"{name}{_digits(rng, int(rng.integers(0, 4)))}@{host}{end}", f"{name}_{host}@{_pick(('naver', 'gmail', 'daum', 'hanmail', 'nate', 'kakao'), rng)}{end}", f"www.{host}{end}",
         f"http://www.{host}{end}", f"https://{host}{end}/{name}", f"WWW.{host.upper()}{end.upper()}", f"{name}.{host}@{host}{end}", f"E-mail: {name}@{host}{end}", f"@{name}_{host}", f"{host}{end}"),
        rng,
    )  # fmt: skip


def rule(rng: np.random.Generator) -> str:
    """Rows of one sign, as receipts part their blocks, alone or about a word."""
    sign = _pick(("-", "-", "=", "=", "*", "*", "_", ".", "~", "#", "- ", "* "), rng)
    row = sign * int(rng.integers(3, 24 if len(sign) == 1 else 12))
    side = sign.strip() * int(rng.integers(2, 8))
    return _pick(
        (
            row,
            row,
            f"{side}{_some('receipts_ko', rng, 2)}{side}",
            f"{side} {_some('receipts_en', rng, 2)} {side}",
        ),
        rng,
    )


def address(rng: np.random.Generator) -> str:
    """A piece of a Korean address."""
    place = _some("places_ko", rng, 3)
    number = _pick(
        (
            f"{rng.integers(1, 400)}",
            f"{rng.integers(1, 400)}-{rng.integers(1, 99)}",
            f"{rng.integers(1, 130)}번길 {rng.integers(1, 99)}",
        ),
        rng,
    )
    return _pick(
        (place, f"{place} {number}", f"{place}{number}", f"{place} {number}, {rng.integers(1, 30)}층", f"{number} ({_pick(_words('places_ko'), rng)})",
         f"{rng.integers(101, 130)}동 {rng.integers(1, 30)}{rng.integers(10):02}호", f"(우 {_digits(rng, 5)}) {place}", f"{place} {number} B{rng.integers(1, 3)}층"),
        rng,
    )  # fmt: skip


def receipt(rng: np.random.Generator) -> str:
    """A row, or a piece of one, of a Korean receipt."""
    word, other, goods = (_pick(_words(name), rng) for name in ("receipts_ko", "receipts_ko", "products_ko"))
    colon = _pick((":", " : ", ": ", " "), rng)
    bracket = _pick(("({})", "[{}]", "<{}>", "*{}", "{}*", "#{}"), rng)
    return _pick(
        (word, f"{word}{colon}{amount(rng)}", f"{word}{colon}{code(rng)}", f"{word} {when(rng)}", goods, goods, f"{goods} {rng.integers(1, 20)} {amount(rng)}", f"{goods}({size(rng)})", f"{goods}{size(rng)}",
         f"{_pick('가나다라마바사아자차카타파하', rng)}{goods}", bracket.format(word), f"{bracket.format(word)} {goods}", f"{rng.integers(1, 99):02} {goods}", f"{goods} {amount(rng)} {rng.integers(1, 9)}",
         _some("receipts_ko", rng, 4), " ".join(word), f"{goods}/{_pick(_words('products_ko'), rng)}", f"{goods} {_pick(_words('products_ko'), rng)} {size(rng)}", f"{word}({_pick(('원', '%', '*', '과세', '면세', 'VAT', '개', '10%', 'EA'), rng)})",
         f"{amount(rng)} {amount(rng)}", f"{amount(rng)} {rng.integers(1, 30)} {amount(rng)}", f"{_pick(_words('inflected_ko'), rng)}", f"({word}{colon}{_digits(rng, 3)}-{_digits(rng, 4)})",
         f"[{word}]{colon}{code(rng)}", f"[{word}] {code(rng)}", f"[{word}]{amount(rng)}", f"[{word}] {amount(rng)} [{other}]{colon}{amount(rng)}", f"[{' '.join(word)}] {_pick(_words('receipts_ko'), rng)}",
         f"[{word} : {_digits(rng, 3)}]", f"{word}:{_digits(rng, 4)} {other}:{_digits(rng, 5)}", f"{word}{colon}{goods}", f"{' '.join(word)}{colon}{amount(rng)}", f"{code(rng)} {word}", f"** {code(rng)} **", f"*{goods}", f"-{goods}"),
        rng,
    )  # fmt: skip


def receipt_english(rng: np.random.Generator) -> str:
    """A row, or a piece of one, of an English receipt or form, mostly in capitals."""
    text = _some("receipts_en", rng, 4)
    colon = _pick((":", " :", ": ", " "), rng)
    text = _pick(
        (text, text, text, f"{text}{colon} {amount(rng)}", f"{text}{colon} {code(rng)}", f"{text}{colon} {when(rng)}", f"{rng.integers(1, 99)} {text}", f"{text} {size(rng)}", f"{text} @{rng.integers(1, 10)}%", f"{text}#", f"({text})",
         f"{text} ({_pick(('RM', 'MR', 'USD', 'INCL', '%', 'GST', '6%'), rng)})", f"{text} & {_some('receipts_en', rng, 1)}", f"*** {text} ***", f"NO.{rng.integers(1, 200)}, {text}", f"{text}, {_digits(rng, 5)}", f"{text}/{_some('receipts_en', rng, 2)}", f'"{text}"', f"{text}'S"),
        rng,
    )  # fmt: skip
    case = rng.random()
    return (
        text
        if case < 0.6
        else text.title()
        if case < 0.8
        else text.capitalize()
        if case < 0.92
        else text.lower()
    )


def form(rng: np.random.Generator) -> str:
    """Labels, check boxes and numbered items of forms."""
    word, other = (_pick(_words("forms_ko"), rng) for _ in range(2))
    box, open_box = _pick(_BOXES, rng), _pick(_BOXES, rng)
    pair = _pick(("()", "[]", "「」", "『』", "【】", "〔〕", "〈〉", "《》", "“”", "‘’", "<>", "{}"), rng)
    left, right = pair[0], pair[1]
    number = _pick(_CIRCLED, rng)
    return _pick(
        (word, word, f"{word} {other}", f"{word}{other}", " ".join(word), f"{box} {word} {open_box} {other}", f"{box}{word} {open_box}{other}", f"({_pick(('√', 'V', '○', ' ', 'O'), rng)}) {word}", f"[{_pick(('√', 'V', ' ', 'X'), rng)}] {word}",
         f"{number} {word}", f"{number}{word}", f"{number} {word} {other}", f"{left}{word}{right}", f"{left}{word} {other}{right}", f"{_pick(_BULLETS, rng)} {word}", f"{_pick(_BULLETS, rng)}{word} {other}", f"{word}({other})", f"{word} : {other}", f"{word}/{other}", f"{word}·{other}", f"{word}ㆍ{other}",
         f"{rng.integers(1, 20)}. {word}", f"{_pick('가나다라마바사', rng)}. {word}", f"{rng.integers(1, 20)}) {word}", f"{rng.integers(1, 9)}-{rng.integers(1, 9)}. {word}", f"{word} (인)", f"{word} (서명 또는 인)", f"{word} {amount(rng)}", f"{word}: {when(rng)}", f"{word} {code(rng)}",
         f"{_pick(_words('inflected_ko'), rng)}", f"{word} {_pick(_words('inflected_ko'), rng)}.", f"{_pick(_words('inflected_ko'), rng)} {_pick(_words('inflected_ko'), rng)}", f"{word}→{other}", f"{word}~{other}", f"※ {word} {_pick(_words('inflected_ko'), rng)}.", f"㈜{other}", f"{word} ￦{_digits(rng, 5)}", f"{word}…{rng.integers(1, 99)}", f"{word}—{other}", f"{word} – {other}"),
        rng,
    )  # fmt: skip


@cache
def rarer_syllables(characters: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The set's syllables beyond KS X 1001, and within it; sorted."""
    known = sorted(c for c in characters if "가" <= c <= "힣")
    ks = ks_syllables()
    return tuple(c for c in known if c not in ks), tuple(c for c in known if c in ks)


def rare(characters: frozenset[str], rng: np.random.Generator) -> str:
    """Words of seldom syllables, half of them beyond KS X 1001; empty where the set has no syllables."""
    if rng.random() < 0.12:
        return " ".join(_pick(_words("rare_syllable_words"), rng) for _ in range(rng.integers(1, 4)))
    beyond, within = rarer_syllables(characters)
    if not beyond and not within:
        return ""
    words = []
    for _ in range(rng.integers(1, 4)):
        pools = [
            beyond if beyond and (not within or rng.random() < 0.5) else within
            for _ in range(rng.integers(1, 5))
        ]
        words.append("".join(_pick(pool, rng) for pool in pools))
        if rng.random() < 0.2:
            words[-1] += _pick(_words("forms_ko"), rng)
    return " ".join(words)


def signs(characters: frozenset[str], rng: np.random.Generator) -> str:
    """Signs of the set, each about as often, alone, in rows, or beside words and numbers; empty where it has none."""
    pool = _signs(characters)
    if not pool:
        return ""
    sign, word = _pick(pool, rng), _pick(_words("forms_ko"), rng)
    return _pick(
        (sign, f"{sign} {word}", f"{sign}{word}", f"{word}{sign}", f"{word} {sign}", f"{_digits(rng, 2)}{sign}", f"{sign}{_digits(rng, 3)}", "".join(_pick(pool, rng) for _ in range(rng.integers(2, 7))), f"{word}{sign}{_pick(_words('receipts_ko'), rng)}", f"{sign} {_digits(rng, 2)} {_pick(pool, rng)}"),
        rng,
    )  # fmt: skip


@cache
def _signs(characters: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(c for c in characters if c != " " and not "가" <= c <= "힣" and not c.isascii()))
