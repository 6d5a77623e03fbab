"""CRAFT converted and brought to 8 bits, once for a machine; run as `python -m ocr_lib.detection.prepare` by `quantised_apart`.

In a process of its own: it takes over 2 GB, which a process that reads pages afterwards would not give back.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import cv2

from ocr_lib.arrays import Floats
from ocr_lib.detection.seen import normalised, shrunk
from ocr_lib.inference import quantised

if TYPE_CHECKING:
    import openvino
    import torch

_CALIBRATION = 8
_PRINT_HEIGHT = 12.0
"""Pixels of the print in the pieces that the network is calibrated on."""


def quantised_apart(weights: Path) -> openvino.Model:
    """The `openvino.Model` of `craft_mlt_25k.pth` in 8 bits.

    Raises:
        RuntimeError: the process that makes it failed; with the end of what it said.
    """
    import openvino

    with TemporaryDirectory() as folder:
        made = Path(folder) / "model.xml"
        command = [sys.executable, "-m", "ocr_lib.detection.prepare", str(weights.resolve()), str(made)]
        done = subprocess.run(
            command, cwd=Path(__file__).parent.parent.parent, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(
                f"preparing the text detector ended with {done.returncode}: {done.stderr[-2000:].strip()}"
            )
        return openvino.Core().read_model(made.read_bytes(), made.with_suffix(".bin").read_bytes())


def main(weights: str, made: str) -> None:
    """Write it as `made` and the `.bin` beside."""
    import openvino

    openvino.save_model(_quantised(Path(weights)), made, compress_to_fp16=False)


def _quantised(weights: Path) -> openvino.Model:
    """The network in 8 bits, calibrated on made pages."""
    import openvino

    model = openvino.convert_model(
        _scores_only(weights),
        example_input=_example(),
        input=[openvino.PartialShape([1, 3, -1, -1])],
    )
    return quantised(model, list(_calibration()))


def _scores_only(weights: Path) -> torch.nn.Module:
    import torch
    from easyocr.craft import CRAFT
    from easyocr.detection import copyStateDict

    class ScoresOnly(torch.nn.Module):
        """CRAFT without the features it also gives."""

        def __init__(self, craft: CRAFT) -> None:
            super().__init__()
            self.craft = craft

        def forward(self, picture: torch.Tensor) -> torch.Tensor:
            return self.craft(picture)[0]

    craft = CRAFT()
    craft.load_state_dict(copyStateDict(torch.load(weights, map_location="cpu", weights_only=True)))
    return ScoresOnly(craft.eval())


def _example() -> torch.Tensor:
    import torch

    return torch.zeros(1, 3, 256, 256)


def _calibration() -> Iterator[Floats]:
    """Pieces of made pages, in the fonts that are on every machine."""
    from ocr_lib.synthetic.fonts import package_fonts
    from ocr_lib.synthetic.pages import LAYOUTS, made_page
    from ocr_lib.synthetic.scan import scanned

    layouts = list(LAYOUTS)
    for number in range(_CALIBRATION):
        size = (8.0, 10.5, 14.0, 20.0)[number % 4]
        page = made_page(
            number,
            fonts=package_fonts(),
            language=("ko", "en", "mixed")[number % 3],
            layout=layouts[number % len(layouts)],
            point_size=size,
        )
        picture = cv2.cvtColor(scanned(page, number).picture, cv2.COLOR_GRAY2RGB)
        seen, _, _ = shrunk(picture, _PRINT_HEIGHT / (size * 150 / 72))
        yield normalised(seen[:512, :512])


if __name__ == "__main__":
    main(*sys.argv[1:])
