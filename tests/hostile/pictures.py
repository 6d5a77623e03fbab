"""Pictures: bombs, cut ones, unusual depths and turns, tags in loops, and what only bears the name."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from PIL import Image

from tests.hostile import deflate
from tests.hostile.case import Case, Read, Refused


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def page(width: int = 100, height: int = 60) -> Image.Image:
    """White with a dark corner at the top left."""
    pixels = np.full((height, width), 250, np.uint8)
    pixels[: height // 3, : width // 3] = 10
    return Image.fromarray(pixels)


def noise(width: int = 300, height: int = 200) -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 255, (height, width), dtype=np.uint8))


def cut(part: float) -> bytes:
    whole = saved(noise(), "JPEG")
    return whole[: int(len(whole) * part)]


def many_pages(count: int) -> bytes:
    return saved(page(), "TIFF", save_all=True, append_images=[page()] * (count - 1))


def held(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(page(), "JPEG", exif=exif)


def photograph(form: str) -> bytes:
    """A photograph as phones save them: `HEIF` (which iPhones call HEIC) or `AVIF`."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    return saved(noise().convert("RGB"), form)


def deep() -> bytes:
    return saved(Image.fromarray(np.asarray(page()).astype(np.uint16) * 257), "TIFF")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, data: bytes | None = None) -> bytes:
    """A grey PNG, by its chunks, so that they may say anything."""
    pixels = zlib.compress((b"\0" + b"\xff" * width) * height) if data is None else data
    head = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return b"".join(
        (b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), *chunks, chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    )


def bomb() -> bytes:
    """A PNG of 20,000 × 20,000 dots."""
    return png(20_000, 20_000, depth=1, data=zlib.compress(bytes(2501 * 20_000), 9))


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to a gigabyte."""
    return png(100, 60, chunk(b"zTXt", b"Comment\0\0" + deflate.wrapped(bytes(2**20), 1024)))


def profile_bomb() -> bytes:
    return png(100, 60, chunk(b"iCCP", b"p\0\0" + deflate.wrapped(bytes(2**20), 1024)))


def more_pixels_than_told() -> bytes:
    """A PNG whose data unpack to a gigabyte for a hundred lines."""
    return png(100, 60, data=deflate.wrapped(bytes(2**20), 1024))


def tiff(*tags: tuple[int, int, int, int], following: int = 0) -> bytes:
    """One directory of tags (number, type, count, value) at byte 8; `following` is where the next one is said to be."""
    entries = b"".join(struct.pack("<HHII", *tag) for tag in sorted(tags))
    return (
        struct.pack("<2sHI", b"II", 42, 8)
        + struct.pack("<H", len(tags))
        + entries
        + struct.pack("<I", following)
    )


def grey_tiff(width: int, height: int, *more: tuple[int, int, int, int], following: int = 0) -> bytes:
    tags = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (277, 3, 1, 1),
    ]
    tags += [(278, 4, 1, height), (279, 4, 1, width * height), *more]
    begin = 8 + 2 + 12 * (len(tags) + 1) + 4
    return tiff(*tags, (273, 4, 1, begin), following=following) + b"\xf0" * (width * height)


def directories_in_a_loop() -> bytes:
    return grey_tiff(100, 60, following=8)


def claims_billions() -> bytes:
    """A tag that says it has four billion values."""
    return grey_tiff(100, 60, (270, 2, 0xFFFFFFFF, 8))


def wrong_checksum() -> bytes:
    whole = bytearray(saved(page(), "PNG"))
    whole[whole.index(b"IDAT") + 6] ^= 0xFF
    return bytes(whole)


_BROKEN = Refused("손상되었거나", "is damaged or was cut short")
_PAGE = Read(pages=1)
_NO_PICTURE = Refused("그림도 PDF도 아닙니다", "is neither a picture nor a PDF")

CASES = (
    Case("picture-empty", "빈그림.png", bytes, Refused("내용이 있는 파일을 다시", "bring a file with content", by_intake=True)),
    Case("picture-blank", "백지.png", lambda: saved(Image.new("L", (400, 300), 255), "PNG"), _PAGE),
    Case("picture-bomb", "폭탄.png", bomb, Refused("SAEBYEOK_OCR_MAX_PIXELS", "SAEBYEOK_OCR_MAX_PIXELS")),
    Case("picture-text-bomb", "글폭탄.png", text_bomb, _BROKEN),
    Case("picture-profile-bomb", "색폭탄.png", profile_bomb, _BROKEN),
    Case("picture-more-than-told", "넘침.png", more_pixels_than_told, _PAGE),
    Case("picture-cut-off", "끊김.jpg", lambda: cut(0.7), Read(pages=1, noted="끊겨")),
    Case("picture-hardly-begun", "시작만.jpg", lambda: cut(0.12), Refused("만 남아 있습니다", "breaks off")),
    Case("picture-wrong-checksum", "검사합.png", wrong_checksum, Refused("만 남아 있습니다", "breaks off")),
    Case("picture-many-pages", "팩스.tif", lambda: many_pages(3), Read(pages=3)),
    Case("picture-501-pages", "긴팩스.tif", lambda: many_pages(501), Refused("SAEBYEOK_OCR_MAX_PAGES", "SAEBYEOK_OCR_MAX_PAGES")),
    Case("picture-cmyk", "인쇄.tif", lambda: saved(page().convert("CMYK"), "TIFF"), _PAGE),
    Case("picture-16-bits", "깊은색.tif", deep, _PAGE),
    Case("picture-held-sideways", "사진.jpg", lambda: held(6), _PAGE),
    Case("picture-held-nonsense", "이상한사진.jpg", lambda: held(200), _PAGE),
    Case("picture-one-dot", "점.png", lambda: saved(Image.new("L", (1, 1)), "PNG"), Refused("너무 작아", "too small")),
    Case("picture-heic-of-nothing", "아이폰.heic", lambda: b"\x00\x00\x00\x18ftypheic" + bytes(64), _BROKEN),
    Case("picture-heic-cut-short", "아이폰 반쪽.heic", lambda: photograph("HEIF")[:900], _BROKEN),
    Case("picture-avif-cut-short", "사진 반쪽.avif", lambda: photograph("AVIF")[:600], _BROKEN),
    Case("picture-heic", "아이폰 사진.heic", lambda: photograph("HEIF"), _PAGE),
    Case("picture-avif", "사진.avif", lambda: photograph("AVIF"), _PAGE),
    Case("picture-html", "웹.png", lambda: b"<!DOCTYPE html><html><script>x</script></html>", _NO_PICTURE),
    Case("picture-svg", "선.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", _NO_PICTURE),
    Case("picture-directories-in-a-loop", "고리.tif", directories_in_a_loop, _PAGE),
    Case("picture-claims-billions", "허풍.tif", claims_billions, _PAGE),
)  # fmt: skip
