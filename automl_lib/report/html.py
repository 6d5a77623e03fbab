"""A report as one HTML file that needs no other: styles, fonts and pictures are in it. It prints well, too."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass

from automl_lib.report.blocks import (
    Bars,
    Block,
    Facts,
    Grid,
    Picture,
    Pictures,
    Points,
    Report,
    Section,
    Text,
)


@dataclass(frozen=True)
class WebFonts:
    """The fonts of the page as WOFF2, SIL OFL."""

    regular: bytes
    semibold: bytes


_STYLE = """
:root { --ink: #1a1f27; --quiet: #586172; --line: #e1e4e9; --accent: #2456a6; --soft: #f3f6fb; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.6 Pretendard, "Noto Sans KR", "Malgun Gothic", sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
main { max-width: 920px; margin: 0 auto; padding: 48px 32px 64px; }
.kind { color: var(--accent); font-weight: 600; margin: 0; }
h1 { font-size: 30px; line-height: 1.3; margin: 2px 0 4px; }
h2 { font-size: 20px; margin: 44px 0 10px; padding-bottom: 6px; border-bottom: 2px solid var(--ink); }
h3 { font-size: 15px; margin: 20px 0 6px; }
.quiet { color: var(--quiet); font-size: 13px; }
.summary { font-size: 17px; margin: 18px 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 22px 0; padding: 0; }
.figures > div { background: var(--soft); border-radius: 8px; padding: 12px 16px; }
.figures dt { color: var(--quiet); font-size: 13px; }
.figures dd { margin: 0; font-size: 24px; font-weight: 600; line-height: 1.3; }
.figures dd small { display: block; font-size: 12px; font-weight: 400; color: var(--quiet); }
dl.facts { display: grid; grid-template-columns: minmax(120px, 200px) 1fr; gap: 4px 20px; margin: 8px 0 16px; }
dl.facts dt { color: var(--quiet); }
dl.facts dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: 6px 0 18px; font-size: 13.5px; }
th { text-align: left; color: var(--quiet); font-weight: 600; border-bottom: 1px solid #aab2bf; padding: 5px 10px 5px 0; vertical-align: bottom; }
td { border-bottom: 1px solid var(--line); padding: 5px 10px 5px 0; vertical-align: top; }
th, td { overflow-wrap: break-word; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.marked td { background: var(--soft); font-weight: 600; }
.pictures { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; margin: 12px 0; }
figure { margin: 0; break-inside: avoid; }
figure img { width: 100%; border: 1px solid var(--line); border-radius: 6px; }
figcaption { color: var(--quiet); font-size: 13px; }
figcaption p { color: var(--ink); margin: 2px 0 0; }
.bars { display: grid; grid-template-columns: minmax(100px, 30%) 1fr max-content; gap: 6px 14px; align-items: center; margin: 10px 0 18px; }
.bars span.bar { background: var(--accent); height: 12px; border-radius: 3px; display: block; min-width: 2px; }
footer { margin-top: 48px; border-top: 1px solid var(--line); padding-top: 10px; }
@media (max-width: 640px) { main { padding: 24px 16px; } .pictures { grid-template-columns: 1fr; } .wide { overflow-x: auto; } }
@media print { @page { size: A4; margin: 16mm; } main { padding: 0; max-width: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } body { font-size: 11pt; } }
"""

_POLICY = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'"


def to_html(report: Report, fonts: WebFonts | None = None) -> bytes:
    """The file.

    Args:
        fonts: to be put into it; without them the reader's own are used.
    """
    title = html.escape(f"{report.title} · {report.kind}")
    figures = "".join(
        f"<div><dt>{_said(one.label)}</dt><dd>{_said(one.value)}{_small(one.note)}</dd></div>"
        for one in report.figures
    )
    sections = "".join(map(_section, report.sections))
    return (
        f'<!DOCTYPE html>\n<html lang="{report.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{title}</title><style>{_faces(fonts)}{_STYLE}</style></head>\n<body><main>"
        f'<header><p class="kind">{_said(report.kind)}</p><h1>{_said(report.title)}</h1>'
        f'<p class="quiet">{_said(report.subtitle)}</p><p class="summary">{_said(report.summary)}</p></header>'
        f'<dl class="figures">{figures}</dl>{sections}'
        f'<footer class="quiet">{_said(report.colophon)}</footer></main></body></html>\n'
    ).encode("utf-8", "replace")


def _said(text: str) -> str:
    return html.escape(text)


def _small(note: str) -> str:
    return f"<small>{_said(note)}</small>" if note else ""


def _faces(fonts: WebFonts | None) -> str:
    if fonts is None:
        return ""
    return "".join(
        f"@font-face {{ font-family: Pretendard; font-weight: {weight}; "
        f'src: url("data:font/woff2;base64,{base64.b64encode(data).decode()}") format("woff2"); }}'
        for weight, data in (("400", fonts.regular), ("600 700", fonts.semibold))
    )


def _section(section: Section) -> str:
    blocks = "".join(map(_block, section.blocks))
    return f"\n<section><h2>{_said(section.title)}</h2>{blocks}</section>"


def _block(block: Block) -> str:
    match block:
        case Text(text, is_quiet):
            return f'<p class="quiet">{_said(text)}</p>' if is_quiet else f"<p>{_said(text)}</p>"
        case Points(items):
            return f"<ul>{''.join(f'<li>{_said(item)}</li>' for item in items)}</ul>"
        case Facts(rows):
            pairs = "".join(f"<dt>{_said(name)}</dt><dd>{_said(value)}</dd>" for name, value in rows)
            return f'<dl class="facts">{pairs}</dl>'
        case Pictures(items):
            return f'<div class="pictures">{"".join(_picture(one) for one in items)}</div>'
        case Bars(rows):
            return f'<div class="bars">{"".join(_bar(*row) for row in rows)}</div>'
        case Grid():
            return _grid(block)


def _picture(picture: Picture) -> str:
    data, caption = base64.b64encode(picture.png).decode(), _said(picture.caption)
    sentence = f"<p>{_said(picture.sentence)}</p>" if picture.sentence else ""
    return (
        f'<figure><img alt="{caption}" src="data:image/png;base64,{data}">'
        f"<figcaption>{caption}{sentence}</figcaption></figure>"
    )


def _bar(name: str, share: float, written: str) -> str:
    bar = f'<span class="bar" style="width: {100 * share:.1f}%"></span>' if share > 0 else "<span></span>"
    return f'<span>{_said(name)}</span>{bar}<span class="number">{_said(written)}</span>'


def _grid(grid: Grid) -> str:
    head = _cells("th", grid.headings, grid)
    rows = []
    for number, row in enumerate(grid.rows):
        mark = ' class="marked"' if number == grid.marked else ""
        rows.append(f"<tr{mark}>{_cells('td', row, grid)}</tr>")
    caption = f"<h3>{_said(grid.caption)}</h3>" if grid.caption else ""
    return (
        f'{caption}<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody>'
        "</table></div>"
    )


def _cells(tag: str, texts: Sequence[str], grid: Grid) -> str:
    cells = []
    for at, text in enumerate(texts):
        kind = ' class="number"' if at in grid.numeric else ""
        cells.append(f"<{tag}{kind}>{_said(text)}</{tag}>")
    return "".join(cells)
