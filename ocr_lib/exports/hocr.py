"""hOCR 1.2: HTML that says where each line and word stands (kba.github.io/hocr-spec/1.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from xml.sax.saxutils import escape

from domain.characters import is_wide
from ocr_lib.exports.document import Box, ExportDocument, ExportLine

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ko" lang="ko">
<head>
<title>{title}</title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
<meta name="ocr-system" content="saebyeok"/>
<meta name="ocr-capabilities" content="ocr_page ocr_line ocrx_word"/>
</head>
<body>
"""


def to_hocr(document: ExportDocument) -> bytes:
    """XHTML, UTF-8. The words of a line share its way by the length of their letters."""
    parts = [_HEAD.format(title=escape(_shown(document.name)))]
    for number, page in enumerate(document.pages, start=1):
        name = _shown(document.name).replace('"', "")
        title = f'image "{name}"; bbox 0 0 {page.width} {page.height}; ppageno {number - 1}; scan_res {page.dpi:g} {page.dpi:g}'
        parts.append(f"<div class='ocr_page' id='page_{number}' title='{_attribute(title)}'>\n")
        for place, line in enumerate(page.lines, start=1):
            parts.append(_line(line, f"{number}_{place}"))
        parts.append("</div>\n")
    parts.append("</body>\n</html>\n")
    return "".join(parts).encode()


def _line(line: ExportLine, number: str) -> str:
    confidence = round(100 * max(0.0, min(1.0, line.score)))
    (x0, y0), (x1, y1) = line.quad[3], line.quad[2]
    slope = (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0
    words = " ".join(
        f"<span class='ocrx_word' id='word_{number}_{place}' title='bbox {' '.join(map(str, box))}; "
        f"x_wconf {confidence}'>{escape(word)}</span>"
        for place, (word, box) in enumerate(_words(line), start=1)
    )
    title = f"bbox {' '.join(map(str, line.box))}; baseline {slope:.4f} 0"
    return f"<span class='ocr_line' id='line_{number}' title='{title}'>{words}</span><br/>\n"


def _words(line: ExportLine) -> Iterator[tuple[str, Box]]:
    text = _shown(line.text)
    whole = sum(map(_width, text)) or 1.0
    done = 0.0
    for word in text.split(" "):
        wide = sum(map(_width, word))
        if word:
            yield word, _part(line, done / whole, (done + wide) / whole)
        done += wide + _width(" ")


def _part(line: ExportLine, start: float, end: float) -> Box:
    """Around what lies between two parts, 0 … 1, of a line's way, which may run down the page or to the left."""
    top_left, top_right, low_right, low_left = line.quad
    ends = [(low_left, low_right), (top_left, top_right)]
    xs = [a[0] + (b[0] - a[0]) * part for a, b in ends for part in (start, end)]
    ys = [a[1] + (b[1] - a[1]) * part for a, b in ends for part in (start, end)]
    left, top, right, bottom = line.box
    return (
        max(left, round(min(xs))),
        max(top, round(min(ys))),
        min(right, round(max(xs))),
        min(bottom, round(max(ys))),
    )


def _width(character: str) -> float:
    return 1.0 if is_wide(character) else 0.5


def _shown(text: str) -> str:
    """Without what XML can't carry."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cn"))


def _attribute(text: str) -> str:
    return escape(text, {"'": "&#39;"})
