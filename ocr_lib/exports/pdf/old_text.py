"""Taking the text layer of earlier recognition out of a page, and silencing text whose encoding is wrong.

Nothing that is painted changes: only text that paints nothing is removed, and visible text stays drawn as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pikepdf

Instruction: TypeAlias = "pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage"
UNPAINTED = 3
"""The text render mode that neither paints nor clips; text of mode 7 paints nothing, but cuts out what follows."""
DEEPEST = 8
"""Forms within forms."""
_SHOWING = ("Tj", "TJ", "'", '"')
_TEXT = re.compile(rb"T[jJ]|['\"]")
_INVISIBLE = re.compile(rb"(?<![\w.])3\s+Tr(?!\w)")


def without_old_text(pdf: pikepdf.Pdf, page: pikepdf.Page, *, silence: bool) -> None:
    """Remove invisible text from a page and the forms it draws.

    Args:
        pdf, page: of pikepdf.
        silence: also mark visible text as saying nothing (by ActualText), where reading has replaced it.
    """
    import pikepdf

    _clean(pdf, page, silence)
    for form in _forms(page.obj.get("/Resources"), set(), DEEPEST):
        try:
            _clean(pdf, form, silence)
        except (pikepdf.PdfError, ValueError, TypeError):
            continue  # a form that can't be parsed is left as it is


def _clean(pdf: pikepdf.Pdf, holder: pikepdf.Page | pikepdf.Stream, silence: bool) -> None:
    """Rewrite the content of a page or form, if there is anything to change."""
    import pikepdf

    is_form = isinstance(holder, pikepdf.Stream)
    data = holder.read_bytes() if is_form else _page_bytes(holder)
    if not _INVISIBLE.search(data) and not (silence and _TEXT.search(data)):
        return
    kept = list(_kept(pikepdf.parse_content_stream(holder), silence))
    content = pikepdf.unparse_content_stream(kept)
    if is_form:
        holder.write(content)
    else:
        holder.obj.Contents = pdf.make_stream(content)


def _page_bytes(page: pikepdf.Page) -> bytes:
    import pikepdf

    contents = page.obj.get("/Contents")
    if contents is None:
        return b""
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))


def _kept(instructions: Iterable[Instruction], silence: bool) -> Iterator[Instruction]:
    """The instructions without the text that is not painted."""
    from pikepdf import ContentStreamInstruction, Dictionary, Name, Operator, String

    nothing_said = Dictionary(ActualText=String(" "))
    mode, saved = 0, []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "q":
            saved.append(mode)
        elif operator == "Q":
            mode = saved.pop() if saved else mode
        elif operator == "Tr":
            mode = _first_operand(instruction)
        if operator not in _SHOWING:
            yield instruction
        elif mode == UNPAINTED:
            if operator in ("'", '"'):
                yield ContentStreamInstruction([], Operator("T*"))
        elif silence:
            yield ContentStreamInstruction([Name.Span, nothing_said], Operator("BDC"))
            yield instruction
            yield ContentStreamInstruction([], Operator("EMC"))
        else:
            yield instruction


def _first_operand(instruction: Instruction) -> int:
    """The first operand as a number; 0 where it is none."""
    try:
        return int(instruction.operands[0])
    except (IndexError, TypeError, ValueError):
        return 0


def _forms(
    resources: pikepdf.Object | None, seen: set[tuple[int, int]], depth: int
) -> Iterator[pikepdf.Stream]:
    """Form XObjects of a page, those within others included, each once."""
    import pikepdf

    if depth == 0 or not isinstance(resources, pikepdf.Dictionary):
        return
    objects = resources.get("/XObject")
    if not isinstance(objects, pikepdf.Dictionary):
        return
    for form in objects.as_dict().values():
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != pikepdf.Name.Form:
            continue
        if form.objgen in seen:
            continue
        seen.add(form.objgen)
        yield form
        yield from _forms(form.get("/Resources"), seen, depth - 1)
