"""What is drawn on a PDF page besides text: pictures, their resolution, letters turned into outlines, annotations."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING

from ocr_lib.pages.pdf.characters import INVISIBLE_MODES
from ocr_lib.pages.pdf.geometry import Affine, Bounds

if TYPE_CHECKING:
    from pypdfium2 import PdfPage
    from pypdfium2.raw import FPDF_PAGEOBJECT

MOST_OBJECTS = 30_000
"""Looked at on one page; maps and drawings have more, and hold few outlined letters."""
DEEPEST = 12
"""Forms within forms."""
POINTS = 72
OF_A_SCAN = 0.5
"""A page is a scan where pictures cover at least this share of it."""
OUTLINES = 3
"""Fewer outlines side by side are a logo or a bullet, not a word."""
MANY_SEGMENTS = 60
"""A path with so many segments may be a whole line of outlined letters."""
LARGEST_GLYPH, SMALLEST_GLYPH = 72.0, 3.0
"""Points; what is larger or smaller is no outlined letter."""
MOST_ANNOTATIONS = 2_000
RECTANGLE = 6
"""Segments of a rectangle at most: four sides, the first point, and the last one again."""


@dataclass(frozen=True)
class Picture:
    """A picture on the page: its box in points, its size in pixels, its dots per inch of user space."""

    box: Bounds
    pixels: tuple[int, int]
    resolution: float


@dataclass
class PageObjects:
    """Everything of interest, in the page's user space.

    Attributes:
        pictures: in the order they are painted.
        outlines: boxes of filled curves of the size of letters.
        texts: place in the painting order of each text object, by its address.
        visible_texts: whether one of them paints anything.
        covers: opaque pictures and filled rectangles with their place in the painting order.
        annotations: boxes of what was typed, drawn or stamped on the page, such as the fields of a form.
    """

    pictures: list[Picture] = field(default_factory=list)
    outlines: list[Bounds] = field(default_factory=list)
    texts: dict[int, int] = field(default_factory=dict)
    visible_texts: bool = False
    covers: list[tuple[int, Bounds]] = field(default_factory=list)
    annotations: list[Bounds] = field(default_factory=list)

    def covering(self, to_pixels: Affine) -> dict[int, list[Bounds]]:
        """For each text object that some are painted over, the boxes of these pictures in pixels."""
        if not self.covers:
            return {}
        boxes = [(order, to_pixels.bounds(box)) for order, box in self.covers]
        found = {
            address: [box for order, box in boxes if order > place] for address, place in self.texts.items()
        }
        return {address: over for address, over in found.items() if over}

    def resolution(self, points: tuple[float, float]) -> float | None:
        """Dots per inch of a scanned page of this size; None where the page is no scan."""
        area = points[0] * points[1]
        shares = [(_area(picture.box) / area, picture.resolution) for picture in self.pictures]
        if not area or sum(share for share, _ in shares) < OF_A_SCAN:
            return None
        # A scan may lie in strips or layers: the sharpest one that covers a fair part counts.
        largest = max(share for share, _ in shares)
        return max(resolution for share, resolution in shares if share >= largest / 2)

    def words_in_outlines(self) -> list[Bounds]:
        """Boxes of outlined letters that stand side by side."""
        return _clusters(self.outlines)


def read_objects(page: PdfPage) -> PageObjects:
    """Look through the objects of a page (of pypdfium2), those within forms included."""
    from pypdfium2 import raw

    found = PageObjects()
    for order, (handle, kind, to_page) in enumerate(_walk(raw, page)):
        if order >= MOST_OBJECTS:
            break
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            found.texts[ctypes.cast(handle, ctypes.c_void_p).value or 0] = order
            mode = raw.FPDFTextObj_GetTextRenderMode(handle)
            found.visible_texts = found.visible_texts or mode not in INVISIBLE_MODES
            continue
        if kind not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
            continue
        box = _bounds(raw, handle)
        if box is None:
            continue
        box = to_page.bounds(box)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            if _may_be_letters(raw, handle, box):
                found.outlines.append(box)
            elif _is_covering(raw, handle):
                found.covers.append((order, box))
            continue
        picture = _picture(raw, handle, box, to_page)
        if picture is not None:
            found.pictures.append(picture)
            if not raw.FPDFPageObj_HasTransparency(handle):
                found.covers.append((order, box))
    found.annotations.extend(_annotations(raw, page))
    return found


def _annotations(raw: ModuleType, page: PdfPage) -> Iterator[Bounds]:
    """Boxes of annotations whose looks may hold text: their texts are not among the page's own."""
    kinds = (
        raw.FPDF_ANNOT_WIDGET,
        raw.FPDF_ANNOT_FREETEXT,
        raw.FPDF_ANNOT_STAMP,
        raw.FPDF_ANNOT_INK,
    )
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            box = raw.FS_RECTF()
            if raw.FPDFAnnot_GetSubtype(annotation) in kinds and raw.FPDFAnnot_GetRect(annotation, box):
                yield (
                    min(box.left, box.right),
                    min(box.bottom, box.top),
                    max(box.left, box.right),
                    max(box.bottom, box.top),
                )
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _is_covering(raw: ModuleType, handle: FPDF_PAGEOBJECT) -> bool:
    """Whether a path is an opaque rectangle that hides what was painted before, as one that blacks out a word."""
    segments = raw.FPDFPath_CountSegments(handle)
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not 4 <= segments <= RECTANGLE or not raw.FPDFPath_GetDrawMode(handle, mode, stroke):
        return False
    if mode.value == raw.FPDF_FILLMODE_NONE or raw.FPDFPageObj_HasTransparency(handle):
        return False
    # What a clip leaves of it isn't known.
    if raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(handle)) > 0:
        return False
    matrix = _matrix(raw, handle)
    if matrix is None or not (matrix.b == matrix.c == 0 or matrix.a == matrix.d == 0):
        return False
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(segments):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            return False
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
    level = all(a == c or b == d for (a, b), (c, d) in pairwise(points))
    return level and len(set(points)) == 4 and len({x for x, _ in points}) == 2


def _walk(raw: ModuleType, page: PdfPage) -> Iterator[tuple[FPDF_PAGEOBJECT, int, Affine]]:
    """Objects with their kind and the map from their space to the page's, in painting order."""
    count = raw.FPDFPage_CountObjects(page)
    for index in range(count):
        yield from _with_parts(raw, raw.FPDFPage_GetObject(page, index), Affine(), 0)


def _with_parts(
    raw: ModuleType, handle: FPDF_PAGEOBJECT, to_page: Affine, depth: int
) -> Iterator[tuple[FPDF_PAGEOBJECT, int, Affine]]:
    if not handle:
        return
    kind = raw.FPDFPageObj_GetType(handle)
    # Forms count as well: some that hold each other many times over are endless without holding anything.
    yield handle, kind, to_page
    if kind != raw.FPDF_PAGEOBJ_FORM or depth >= DEEPEST:
        return
    inner = (_matrix(raw, handle) or Affine()).then(to_page)
    for index in range(raw.FPDFFormObj_CountObjects(handle)):
        yield from _with_parts(raw, raw.FPDFFormObj_GetObject(handle, index), inner, depth + 1)


def _matrix(raw: ModuleType, handle: FPDF_PAGEOBJECT) -> Affine | None:
    m = raw.FS_MATRIX()
    return Affine(m.a, m.b, m.c, m.d, m.e, m.f) if raw.FPDFPageObj_GetMatrix(handle, m) else None


def _bounds(raw: ModuleType, handle: FPDF_PAGEOBJECT) -> Bounds | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _picture(raw: ModuleType, handle: FPDF_PAGEOBJECT, box: Bounds, to_page: Affine) -> Picture | None:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    matrix = _matrix(raw, handle)
    if not raw.FPDFImageObj_GetImagePixelSize(handle, width, height) or matrix is None:
        return None
    if not width.value or not height.value:
        return None
    # The unit square is the picture: its sides' lengths in points tell the resolution whichever way it lies.
    placed = matrix.then(to_page)
    wide = (placed.a**2 + placed.b**2) ** 0.5
    high = (placed.c**2 + placed.d**2) ** 0.5
    if wide <= 0 or high <= 0:
        return None
    resolution = POINTS * max(width.value / wide, height.value / high)
    return Picture(box, (width.value, height.value), resolution)


def _may_be_letters(raw: ModuleType, handle: FPDF_PAGEOBJECT, box: Bounds) -> bool:
    """Whether a path is filled, curved, and as high as letters are."""
    high = min(box[2] - box[0], box[3] - box[1])
    if not SMALLEST_GLYPH <= high <= LARGEST_GLYPH:
        return False
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(handle, mode, stroke) or mode.value == raw.FPDF_FILLMODE_NONE:
        return False
    segments = raw.FPDFPath_CountSegments(handle)
    if segments < 4:
        return False
    if max(box[2] - box[0], box[3] - box[1]) > LARGEST_GLYPH and segments < MANY_SEGMENTS:
        return False
    return any(
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(handle, index)) == raw.FPDF_SEGMENT_BEZIERTO
        for index in range(min(segments, 2 * MANY_SEGMENTS))
    )


def _clusters(boxes: Sequence[Bounds]) -> list[Bounds]:
    """Boxes with those beside them joined; those that stay nearly alone are left out."""
    rows: list[tuple[Bounds, int]] = []
    for box in sorted(boxes, key=lambda b: (round(b[1] / 6), b[0])):
        high = box[3] - box[1]
        for place, (row, count) in enumerate(rows[-8:], start=max(0, len(rows) - 8)):
            near = box[0] <= row[2] + 1.5 * high and box[2] >= row[0] - 1.5 * high
            level = min(box[3], row[3]) - max(box[1], row[1]) > 0.3 * min(high, row[3] - row[1])
            if near and level:
                joined = (min(box[0], row[0]), min(box[1], row[1]), max(box[2], row[2]), max(box[3], row[3]))
                rows[place] = (joined, count + 1)
                break
        else:
            rows.append((box, 1))
    return [box for box, count in rows if count >= OUTLINES or box[2] - box[0] > LARGEST_GLYPH]


def _area(box: Bounds) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
