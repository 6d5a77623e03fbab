"""The first bytes of file formats. A file's kind is decided by its content, never by its name."""

from __future__ import annotations

from domain.messages import Message

DRM = (b"SCDSA002", b"SCDSA004", b"\x9b DRMONE", b"<DOCUMENT SAFER")
PDF = b"%PDF-"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
ARCHIVES = (
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\xfd7zXZ\x00",
    b"BZh9",
    b"\x28\xb5\x2f\xfd",
)
_HEIF_BRANDS = (
    *(b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"heif"),
    *(b"mif1", b"msf1", b"avif", b"avis"),
)
_PICKLES = tuple(b"\x80" + bytes([protocol]) for protocol in range(2, 6))
# (signature, whether a NUL byte must be near, name). Two or three letters could begin a text
# file, so those need the NUL byte.
_Format = tuple[bytes, bool, Message]
_PICTURE_FORMATS: tuple[_Format, ...] = (
    (b"\x89PNG\r\n\x1a\n", False, Message("a picture (PNG)")),
    (b"\xff\xd8\xff", False, Message("a picture (JPEG)")),
    (b"GIF87a", False, Message("a picture (GIF)")),
    (b"GIF89a", False, Message("a picture (GIF)")),
    (b"II*\x00", False, Message("a picture (TIFF)")),
    (b"MM\x00*", False, Message("a picture (TIFF)")),
    (b"BM", True, Message("a picture (BMP)")),
)
_PICTURES = (
    *(signature for signature, *_ in _PICTURE_FORMATS),
    *(b"II+\x00", b"MM\x00+"),  # BigTIFF
    *(f"P{digit}".encode() for digit in range(1, 7)),  # Netpbm
)
_FORMATS: tuple[_Format, ...] = (
    (PDF, False, Message("a PDF")),
    *_PICTURE_FORMATS,
    (b"\x7fELF", False, Message("a program")),
    (b"MZ", True, Message("a program")),
    (b"\xcf\xfa\xed\xfe", False, Message("a program")),
    (b"SQLite format 3\x00", False, Message("a database")),
    (b"PAR1", True, Message("a Parquet file")),
    (b"{\\rtf", False, Message("an RTF document")),
    (b"\x89HDF\r\n\x1a\n", False, Message("an HDF5 file")),
    (b"\x93NUMPY", False, Message("a NumPy array")),
    (b"ARROW1", True, Message("an Arrow (Feather) file")),
    (b"ORC", True, Message("an ORC file")),
    (b"Obj\x01", False, Message("an Avro file")),
    (b"$FL2", False, Message("an SPSS file")),
    (b"$FL3", False, Message("an SPSS file")),
    (b"<stata_dta>", False, Message("a Stata file")),
    (b"\x00" * 12 + b"\xc2\xea\x81\x60", False, Message("a SAS file")),
    (b"\x00\x01\x00\x00Standard ", False, Message("an Access database")),
    (b"MATLAB 5.0 MAT-file", False, Message("a MATLAB file")),
    (b"RDX", True, Message("an R data file")),
    (b"HWP Document File", False, Message("a Hangul (HWP) document")),
    (b"L\x00\x00\x00\x01\x14\x02\x00", False, Message("a shortcut")),
    (b"ID3", True, Message("a sound")),
    (b"\x09\x08", True, Message("a very old Excel file")),
    (b"ID;PWXL;", False, Message("a SYLK file")),
    (b"@relation", False, Message("an ARFF (Weka) file")),
    (b"@RELATION", False, Message("an ARFF (Weka) file")),
)


def format_of(head: bytes) -> Message | None:
    """The name of a format with a signature; None for text and what isn't known."""
    for magic, needs_nul, kind in _FORMATS:
        if head.startswith(magic) and (not needs_nul or b"\x00" in head[:1024]):
            return kind
    if head.startswith(_PICKLES) and head[2:3] not in (b"\r", b"\n"):
        return Message("a Python pickle")
    return None


def is_picture(head: bytes) -> bool:
    """Whether a file begins like a picture that `ocr_lib` reads."""
    return head.startswith(_PICTURES) or is_webp(head) or is_heif(head)


def is_paper(head: bytes) -> bool:
    """Whether a file is a PDF or a picture; a text that begins like one, as "BM,P1" does, is none."""
    is_known = any(
        head.startswith(magic) and (not nul or b"\x00" in head) for magic, nul, _ in _PICTURE_FORMATS
    )
    return head.startswith(PDF) or is_known or is_webp(head) or is_heif(head)


def is_webp(head: bytes) -> bool:
    """Whether a file begins like a WebP picture."""
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def is_heif(head: bytes) -> bool:
    """Whether a file begins like a HEIC, HEIF or AVIF photograph (ISO/IEC 23008-12)."""
    return is_media(head) and head[8:12] in _HEIF_BRANDS


def is_media(head: bytes) -> bool:
    """Whether a file begins like a film, or a photograph in the same container (ISO/IEC 14496-12)."""
    return head[4:8] == b"ftyp"


def text_start(head: bytes) -> bytes:
    """The beginning of a text in small letters, without byte order mark, NULs and blanks before it."""
    return head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")[:4096].lstrip().lower()


def is_web_page(start: bytes) -> bool:
    """Whether a text begins like HTML; `start` is from `text_start`."""
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<meta", b"<style", b"<body", b"<table"))
