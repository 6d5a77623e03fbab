"""The sentences with which pages are refused: what is wrong and what to do. No detection here."""

from __future__ import annotations

from domain.messages import Message
from untrusted_files import Refusals

# code: (what is wrong, what to do)
refuse = Refusals(
    {
        "not_a_file": (
            Message("is not an ordinary readable file (but a link, folder or device)"),
            Message("Bring the file itself, and check that it may be read"),
        ),
        "empty": (Message("is empty"), Message("Bring a file with content")),
        "too_large": (
            Message("is {size}, over the limit of {limit}"),
            Message("Split it, or raise SAEBYEOK_MAX_FILE_MB"),
        ),
        "too_many_pages": (
            Message("has more pages than the limit of {limit}"),
            Message("Split it, or raise SAEBYEOK_OCR_MAX_PAGES"),
        ),
        "too_many_pixels": (
            Message("has {found} pixels, over the limit of {limit}"),
            Message("Save it smaller, or raise SAEBYEOK_OCR_MAX_PIXELS"),
        ),
        "tiny": (
            Message("is too small to read ({found} pixels)"),
            Message("Scan or save it at a higher resolution"),
        ),
        "no_picture": (
            Message("is neither a picture nor a PDF ({kind})"),
            Message("Save it as PNG, JPEG, TIFF, BMP, WebP, HEIC, AVIF or PDF"),
        ),
        "drm": (
            Message("is locked by document security (DRM)"),
            Message("Remove the document security and bring it again"),
        ),
        "password": (
            Message("is a PDF with a password"),
            Message("Save it without the password and bring it again"),
        ),
        "broken": (
            Message("is damaged or was cut short ({what})"),
            Message("Copy it again from its source, or scan it again"),
        ),
        "cut_off": (
            Message("breaks off: only {part} of the picture is there"),
            Message("Copy it again from its source, or scan it again"),
        ),
        "no_pages": (Message("is a PDF without pages"), Message("Save it as PDF again from its source")),
        "no_space": (
            Message("could not be unpacked: the disk is full"),
            Message("Free some space and try again"),
        ),
        "timeout": (
            Message("could not be opened within {seconds} seconds"),
            Message("Split it, or raise SAEBYEOK_READ_SECONDS"),
        ),
        "memory": (
            Message("needs more memory to be opened than the limit of {limit}"),
            Message("Split it, save it smaller, or raise SAEBYEOK_READ_MEMORY_MB"),
        ),
        "crashed": (
            Message("made the program that opens it stop ({how})"),
            Message("Save it again with another program"),
        ),
    }
)


def in_short(error: BaseException) -> str:
    """The first line of a library's error message, at most 120 characters, without the full stop: it becomes part of a sentence."""
    lines = str(error).strip().splitlines()
    return lines[0][:120].rstrip(". ") if lines else type(error).__name__
