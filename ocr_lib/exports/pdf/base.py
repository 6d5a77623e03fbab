"""The pages that text is laid over: those of the original PDF, or the original pictures as PDF pages.

Nothing is encoded again where a PDF can hold it as it is: JPEG, CCITT Group 4, PNG without transparency.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_lib.exports.document import ExportPage
from ocr_lib.pages.kinds import HEAD_BYTES, is_pdf
from untrusted_files.signatures import is_heif, is_picture

if TYPE_CHECKING:
    import pikepdf
    from PIL import Image

POINTS = 72
JPEG_QUALITY = 90
"""For photographs in formats that a PDF can't hold (WebP, HEIC, AVIF), which lose something once more."""
ONE_FRAME = ("GIF", "PNG", "WEBP", "MPO")
MIRRORED = (2, 4, 5, 7)
"""EXIF orientations that turning alone doesn't undo."""
_ORIENTATION = 0x0112


def original_pdf(original: Path, pages: Sequence[ExportPage]) -> pikepdf.Pdf | None:
    """The original as a pikepdf.Pdf; None where it is no PDF, can't be opened, or has other pages than were read."""
    import pikepdf

    with original.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if is_picture(head) or not is_pdf(head):
        return None
    try:
        pdf = pikepdf.open(original, suppress_warnings=True)
    except pikepdf.PdfError:
        return None
    if len(pdf.pages) != len(pages):
        pdf.close()
        return None
    return pdf


def picture_pdf(original: Path | None, pages: Sequence[ExportPage]) -> pikepdf.Pdf:
    """The original pictures as the pages of a pikepdf.Pdf; the page pictures where these can't be taken as they are.

    Args:
        original: a picture file; None to use the page pictures.
    """
    import pikepdf

    data = _as_they_are(original, pages) if original is not None else None
    if data is None:
        lossy = original is not None and _is_lossy(original)
        data = _converted([_encoded(page.picture, lossy=lossy) for page in pages], pages)
    pdf = pikepdf.open(io.BytesIO(data))
    # img2pdf's is random; a PDF of the same pictures should be the same.
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    return pdf


def _as_they_are(original: Path, pages: Sequence[ExportPage]) -> bytes | None:
    """The pictures in their own encoding; None where img2pdf can't take them, or they would look different."""
    import img2pdf
    import pikepdf
    from PIL import Image

    try:
        with warnings.catch_warnings(), Image.open(original) as picture:
            warnings.simplefilter("ignore")
            if not _looks_the_same(picture):
                return None
            one = picture.format in ONE_FRAME
            turned = _turned(picture, 1 if one else len(pages))
            whole = original.read_bytes() if picture.mode != "1" or not one else _group_4(picture)
        data = _converted([whole], pages, turned=turned, first_frame_only=one)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return data if len(pdf.pages) == len(pages) else None
    except (
        img2pdf.AlphaChannelError,
        img2pdf.ImageOpenError,
        img2pdf.JpegColorspaceError,
        img2pdf.PdfTooLargeError,
        pikepdf.PdfError,
        NotImplementedError,
        OSError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        SyntaxError,
        StopIteration,
        Image.DecompressionBombError,
    ):
        # Whatever is odd about the file, its pages were read, and their pictures are there.
        return None


def _looks_the_same(picture: Image.Image) -> bool:
    """Whether a PDF shows a picture as its page was read: nothing shines through, and no mirroring."""
    if picture.format not in ("JPEG", "MPO", "PNG", "TIFF", "GIF", "BMP", "PPM"):
        return False
    if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA", "La", "RGBa"):
        return False
    # Deep greys were scaled to the range they use; as they are, they might be shown black.
    if picture.mode not in ("1", "L", "P", "RGB", "CMYK"):
        return False
    return picture.getexif().get(_ORIENTATION, 1) not in MIRRORED


def _turned(picture: Image.Image, frames: int) -> list[bool]:
    """For each frame, whether it was taken with the camera on its side, so that width and height change places."""
    found = []
    for number in range(frames):
        picture.seek(number)
        found.append(picture.getexif().get(_ORIENTATION, 1) >= 5)
    picture.seek(0)
    return found


def _group_4(picture: Image.Image) -> bytes:
    """A bilevel picture as CCITT Group 4, which is smaller than PNG's compression and as exact."""
    out = io.BytesIO()
    picture.save(out, "TIFF", compression="group4", exif=picture.getexif())
    return out.getvalue()


def _is_lossy(original: Path) -> bool:
    with original.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    return is_heif(head) or (head[:4] == b"RIFF" and b"VP8 " in head[:64])


def _encoded(picture: Path, *, lossy: bool) -> bytes:
    """A page picture to embed: the PNG itself, or a JPEG of it."""
    if not lossy:
        return picture.read_bytes()
    from PIL import Image

    out = io.BytesIO()
    with Image.open(picture) as page:
        page.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return out.getvalue()


def _converted(
    pictures: list[bytes],
    pages: Sequence[ExportPage],
    turned: Sequence[bool] | None = None,
    *,
    first_frame_only: bool = False,
) -> bytes:
    """A PDF with a page for each picture, as large as its page's resolution says.

    Args:
        turned: for each page, whether its picture lies on its side.
    """
    import img2pdf

    sides = turned if turned is not None else [False] * len(pages)

    data: bytes = img2pdf.convert(
        pictures,
        layout_fun=_layout(zip(pages, sides, strict=True)),
        rotation=img2pdf.Rotation.ifvalid,
        nodate=True,
        # img2pdf and PDF have no say in what a page may cost; the child's limits do.
        pixel_limit=None,
        first_frame_only=first_frame_only,
    )
    return data


def _layout(
    pages: Iterator[tuple[ExportPage, bool]],
) -> Callable[[int, int, object], tuple[float, float, float, float]]:
    def layout(_width: int, _height: int, _dpi: object) -> tuple[float, float, float, float]:
        page, on_its_side = next(pages)
        across, down = page.width * POINTS / page.dpi, page.height * POINTS / page.dpi
        # EXIF's turns are made by the page's Rotate, the picture itself lies as it was taken.
        if on_its_side:
            across, down = down, across
        return across, down, across, down

    return layout
