"""Why a file can't be read as pages: every case with its sentences."""

from __future__ import annotations

from ocr_lib.errors import PageRefused

_CASES: dict[str, tuple[str, str]] = {
    "empty": (
        "'{name}' 파일이 비어 있습니다. 내용이 있는 파일을 다시 넣어 주세요.",
        "{name!r} is empty; bring a file with content",
    ),
    "too_large": (
        "'{name}' 파일이 한도를 넘습니다({what}). 나누어 넣거나 설정 {setting}을(를) 늘려 주세요.",
        "{name!r} is over the limit ({what}); split it, or raise {setting}",
    ),
    "no_picture": (
        "'{name}'은(는) 그림도 PDF도 아닙니다({what}). PNG, JPEG, TIFF, BMP, WebP, PDF로 저장해 다시 넣어 주세요.",
        "{name!r} is neither a picture nor a PDF ({what}); save it as PNG, JPEG, TIFF, BMP, WebP or PDF",
    ),
    "heic": (
        "'{name}'은(는) HEIC 사진입니다. JPEG나 PNG로 바꾸어 다시 넣어 주세요.",
        "{name!r} is a HEIC photo; convert it to JPEG or PNG",
    ),
    "protected": (
        "'{name}'에 문서보안(DRM)이 걸려 있습니다. 문서보안을 해제하세요.",
        "{name!r} is under document protection (DRM); release it and bring it again",
    ),
    "password": (
        "'{name}' PDF에 암호가 걸려 있습니다. 암호를 풀어 다시 넣어 주세요.",
        "{name!r} is a PDF with a password; remove it and bring the file again",
    ),
    "broken": (
        "'{name}' 파일이 손상되었습니다({what}). 원본에서 다시 복사하거나 다시 스캔해 주세요.",
        "{name!r} is broken ({what}); copy it again from its source, or scan it again",
    ),
    "no_pages": (
        "'{name}' PDF에 쪽이 없습니다. 다시 저장해 넣어 주세요.",
        "{name!r} is a PDF without pages; save it again",
    ),
    "tiny": (
        "'{name}' 그림이 {what}로 너무 작아 글자를 읽을 수 없습니다.",
        "{name!r} is too small to read ({what})",
    ),
    "timeout": (
        "'{name}' 파일을 여는 데 {what} 넘게 걸려 그만두었습니다. 나누어 넣거나 설정 SAEBYEOK_READ_SECONDS를 늘려 주세요.",
        "{name!r} took over {what} to open; split it, or raise SAEBYEOK_READ_SECONDS",
    ),
    "memory": (
        "'{name}' 파일을 여는 데 메모리가 {what} 넘게 필요합니다. 나누거나 작게 저장해 다시 넣어 주세요.",
        "{name!r} needs over {what} of memory to open; split it or save it smaller",
    ),
    "crashed": (
        "'{name}' 파일을 여는 프로그램이 멈췄습니다({what}). 다른 프로그램에서 다시 저장해 넣어 주세요.",
        "the program that opens {name!r} broke ({what}); save it again with another program",
    ),
}


def refuse(code: str, name: str, **values: str) -> PageRefused:
    """The refusal of that code."""
    ko, en = _CASES[code]
    return PageRefused(code, ko=ko.format(name=name, **values), en=en.format(name=name, **values))
