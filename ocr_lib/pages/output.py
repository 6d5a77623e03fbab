"""Pages as PNG files. What was on them before is not known here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ocr_lib.pages.report import PageFile
from ocr_lib.pages.text_layer import TextLayer

if TYPE_CHECKING:
    from PIL import Image


def save_page(
    picture: Image.Image,
    out_dir: Path,
    number: int,
    *,
    dpi: float | None = None,
    layer: TextLayer | None = None,
) -> PageFile:
    """Write a Pillow picture (grey or RGB) as page `number`, from 1.

    Args:
        dpi: of the picture, where it is known.
        layer: the texts the page carries.

    Raises:
        OSError: the disk is full, for example.
    """
    file_name = f"page-{number:04d}.png"
    # Most of a page is white: stronger compression takes thrice the time for a tenth of the size.
    # The profile is that of the inks or colours it came in, which these are no more.
    picture.save(out_dir / file_name, compress_level=1, icc_profile=None)
    return PageFile(number, file_name, picture.width, picture.height, dpi, layer)
