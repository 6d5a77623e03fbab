"""PDFs in the situations that the tests of text layers and searchable PDFs need, made from a few small ones."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

FOLDER = Path(__file__).parent / "pdf_pages"
TEXT, TABLE, SCAN = "vector_text.pdf", "table_1.5pt_rules.pdf", "scan600_g4.pdf"
Change = Callable[[pikepdf.Pdf], None]


def texts_of(name: str) -> list[str]:
    """What stands on one of the pages."""
    found: list[str] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["texts"]
    return found


def changed(path: Path, *changes: Change, name: str = TEXT) -> Path:
    """A copy of one of the files with changes, at `path`."""
    with pikepdf.open(FOLDER / name) as pdf:
        for change in changes:
            change(pdf)
        pdf.save(path)
    return path


def page_entries(**entries: object) -> Change:
    """Sets entries of the first page: Rotate, CropBox, UserUnit."""

    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj[f"/{key}"] = Array(value) if isinstance(value, list) else value

    return change


def with_content(edit: Callable[[bytes], bytes]) -> Change:
    """Rewrites the content of the first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        content = b"\n".join(
            part.read_bytes()
            for part in (page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents])
        )
        page.Contents = pdf.make_stream(edit(content))

    return change


def invisible(content: bytes) -> bytes:
    """Every text in render mode 3."""
    return content.replace(b"BT ", b"BT 3 Tr ")


def white(content: bytes) -> bytes:
    """Everything in white."""
    return b"1 g " + content


def picture(pixels: bytes, width: int, height: int, placed: tuple[float, float, float, float]) -> Change:
    """A grey picture painted over the first page at x, y, width, height in points."""

    def change(pdf: pikepdf.Pdf) -> None:
        image = Stream(pdf, zlib.compress(pixels))
        image.update(
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=width,
                Height=height,
                ColorSpace=Name.DeviceGray,
                BitsPerComponent=8,
                Filter=Name.FlateDecode,
            )
        )
        page = pdf.pages[0]
        name = page.add_resource(image, Name.XObject)
        x, y, wide, high = placed
        page.contents_add(f"q {wide} 0 0 {high} {x} {y} cm {name} Do Q".encode())

    return change


def with_fonts(edit: Callable[[pikepdf.Pdf, pikepdf.Object], None]) -> Change:
    """Edits every font of the first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[0].Resources.Font.values():
            edit(pdf, font)

    return change


def without_unicode(pdf: pikepdf.Pdf, font: pikepdf.Object) -> None:
    """No ToUnicode, so that codes are numbers of glyphs and nothing more."""
    del font["/ToUnicode"]


def to_unicode(first: int) -> Callable[[pikepdf.Pdf, pikepdf.Object], None]:
    """A ToUnicode that takes glyph after glyph for character after character from `first` on."""

    def edit(pdf: pikepdf.Pdf, font: pikepdf.Object) -> None:
        font.ToUnicode = pdf.make_stream(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
            b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            b"1 beginbfrange <0000> <00ff> <%04x> endbfrange endcmap end end" % first
        )

    return edit
