"""The texts that a PDF page carries, as they cross from the process that opened the file. No parsing here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Box = tuple[int, int, int, int]
Quad = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class LayerLine:
    """A visible line of text.

    Attributes:
        text: NFC, without line breaks.
        quad: four corners in pixels of the drawn page, clockwise from the text's own top left.
        font: number of the font most of it is set in, counted within the page. Encodings go wrong font by font.
        drawn: False where the font is missing here, so that the picture shows nothing to compare with.
    """

    text: str
    quad: Quad
    font: int
    drawn: bool = True

    @property
    def box(self) -> Box:
        """x0, y0, x1, y1 around the quad."""
        return bounds(self.quad)


@dataclass(frozen=True)
class TextLayer:
    """What a PDF page says of its own texts.

    Attributes:
        lines: visible lines whose characters are all known; not yet compared with the picture.
        regions: boxes in pixels that may show texts the lines lack: pictures, outlined letters, annotations,
            and lines with characters that are not known.
        hidden: number of characters that the drawn page doesn't show.
        unknown: number of visible characters without a usable mapping to Unicode.
        font_names: BaseFont of each font by its number, such as `ABCDEF+NanumGothic`; "" where it has none.
    """

    lines: tuple[LayerLine, ...] = ()
    regions: tuple[Box, ...] = ()
    hidden: int = 0
    unknown: int = 0
    font_names: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """JSON-ready; read by `from_dict`."""
        return asdict(self)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> TextLayer:
        """What `to_dict` wrote."""
        return TextLayer(
            tuple(
                LayerLine(
                    str(line["text"]),
                    tuple((float(x), float(y)) for x, y in line["quad"]),
                    int(line["font"]),
                    bool(line["drawn"]),
                )
                for line in data["lines"]
            ),
            tuple((int(x0), int(y0), int(x1), int(y1)) for x0, y0, x1, y1 in data["regions"]),
            int(data["hidden"]),
            int(data["unknown"]),
            tuple(map(str, data.get("font_names", ()))),
        )


def bounds(quad: Quad) -> Box:
    """The upright box around a quad, rounded outwards."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return int(min(xs) // 1), int(min(ys) // 1), int(-(-max(xs) // 1)), int(-(-max(ys) // 1))
