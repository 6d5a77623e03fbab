"""Makes the sample pages in samples/ocr/ and their truth: `python samples/make_pages.py [--out FOLDER]`.

Print is set in Noto Sans KR and Noto Serif KR, the notes by hand in Nanum Pen (Debian: fonts-nanum); all three are
under the SIL Open Font License. What the pages say is made up.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import cv2
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from ocr_lib.synthetic.fonts import installed_fonts, named
from ocr_lib.synthetic.pages import MadePage, made_page
from ocr_lib.synthetic.scan import scanned
from samples.statement import statement

SANS, SERIF, PEN = "NotoSansKR", "NotoSerifKR", "NanumPen"
STATEMENT = "statement"
QUALITY = 60
PAGES = (
    ("거래명세서.png", [("ko", STATEMENT, 10.5, SERIF, 0.4)]),
    ("업무협조요청.jpg", [("ko", "letter", 10.5, SANS, -0.7)]),
    ("quotation.png", [("en", "form", 11.0, SANS, 0.0)]),
    ("안내문.pdf", [("mixed", "notice", 12.0, SERIF, 0.0), ("ko", "columns", 9.0, SANS, 0.0)]),
    ("메모-1.jpg", [("ko", "notice", 19.0, PEN, 0.5)]),
    ("메모-2.jpg", [("ko", "notice", 19.0, PEN, -0.4)]),
    ("메모-3.jpg", [("ko", "notice", 19.0, PEN, 0.8)]),
    ("메모-4.jpg", [("ko", "notice", 19.0, PEN, 0.0)]),
    ("메모-5.jpg", [("ko", "notice", 19.0, PEN, -0.9)]),
)


def main() -> None:
    """Write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "ocr")
    out = parser.parse_args().out
    (out / "truth").mkdir(parents=True, exist_ok=True)
    for number, (name, sheets) in enumerate(PAGES):
        pages = [_page(100 * number + place, *sheet) for place, sheet in enumerate(sheets)]
        _write(out / name, pages)
        truth = [[{"text": line.text, "box": line.box} for line in page.lines] for page in pages]
        path = out / "truth" / f"{Path(name).stem}.json"
        path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _page(seed: int, language: str, layout: str, point_size: float, face: str, tilt: float) -> MadePage:
    fonts = named(installed_fonts(), [face])[:1]
    if layout == STATEMENT:
        made = statement(fonts[0], point_size)
    else:
        made = made_page(seed, fonts=fonts, language=language, layout=layout, point_size=point_size)
    # Print that lies level is as from a computer; notes by hand never are.
    clean = tilt == 0.0 and face != PEN
    return scanned(made, seed, tilt=tilt, noise=0.0 if clean else 3.0, blur=0.0 if clean else 0.4)


def _write(path: Path, pages: list[MadePage]) -> None:
    if path.suffix == ".pdf":
        first, *others = [Image.fromarray(page.picture) for page in pages]
        first.save(path, resolution=150, save_all=True, append_images=others, quality=QUALITY)
        return
    options = (
        [cv2.IMWRITE_JPEG_QUALITY, QUALITY] if path.suffix == ".jpg" else [cv2.IMWRITE_PNG_COMPRESSION, 9]
    )
    picture = pages[0].picture
    if path.suffix == ".png":
        # As office scanners do: sixteen greys.
        picture = (picture // 17) * 17
    _, data = cv2.imencode(path.suffix, picture, options)
    path.write_bytes(bytes(data))


if __name__ == "__main__":
    main()
