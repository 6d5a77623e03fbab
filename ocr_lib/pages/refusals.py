"""The sentences with which pages are refused: what is wrong and what to do. No detection here."""

from __future__ import annotations

from untrusted_files import Refusals

# code: (Korean problem, Korean remedy, English problem, English remedy)
refuse = Refusals({
    "not_a_file": (
        "일반 파일이 아니거나(링크, 폴더, 장치) 읽을 수 없습니다",
        "파일 자체를 넣고, 읽기 권한이 있는지 확인해 주세요",
        "is not an ordinary readable file (but a link, folder or device)",
        "Bring the file itself, and check that it may be read",
    ),
    "empty": (
        "내용이 비어 있습니다", "내용이 있는 파일을 다시 넣어 주세요",
        "is empty", "Bring a file with content",
    ),
    "too_large": (
        "크기가 {size}로 한도 {limit}를 넘습니다", "나누어 넣거나 설정 SAEBYEOK_MAX_FILE_MB를 늘려 주세요",
        "is {size}, over the limit of {limit}", "Split it, or raise SAEBYEOK_MAX_FILE_MB",
    ),
    "too_many_pages": (
        "쪽수가 한도 {limit}쪽을 넘습니다", "나누어 넣거나 설정 SAEBYEOK_OCR_MAX_PAGES를 늘려 주세요",
        "has more pages than the limit of {limit}", "Split it, or raise SAEBYEOK_OCR_MAX_PAGES",
    ),
    "too_many_pixels": (
        "그림이 {found} 화소로 한도 {limit} 화소를 넘습니다",
        "작게 저장해 넣거나 설정 SAEBYEOK_OCR_MAX_PIXELS를 늘려 주세요",
        "has {found} pixels, over the limit of {limit}", "Save it smaller, or raise SAEBYEOK_OCR_MAX_PIXELS",
    ),
    "tiny": (
        "그림이 {found} 화소로 너무 작아 글자를 읽을 수 없습니다", "더 높은 해상도로 스캔하거나 저장해 다시 넣어 주세요",
        "is too small to read ({found} pixels)", "Scan or save it at a higher resolution",
    ),
    "no_picture": (
        "그림도 PDF도 아닙니다({kind_ko})", "PNG, JPEG, TIFF, BMP, WebP, HEIC, AVIF, PDF로 저장해 다시 넣어 주세요",
        "is neither a picture nor a PDF ({kind_en})", "Save it as PNG, JPEG, TIFF, BMP, WebP, HEIC, AVIF or PDF",
    ),
    "drm": (
        "문서보안(DRM)이 걸려 있어 읽을 수 없습니다", "문서보안을 해제하세요. 그런 뒤 다시 넣어 주세요",
        "is locked by document security (DRM)", "Remove the document security and bring it again",
    ),
    "password": (
        "PDF에 암호가 걸려 있습니다", "암호를 없애고 저장해 다시 넣어 주세요",
        "is a PDF with a password", "Save it without the password and bring it again",
    ),
    "broken": (
        "손상되었거나 끝까지 저장되지 않았습니다({what})", "원본에서 다시 복사하거나 다시 스캔해 주세요",
        "is damaged or was cut short ({what})", "Copy it again from its source, or scan it again",
    ),
    "cut_off": (
        "중간에 끊겨 그림의 {part}만 남아 있습니다", "원본에서 다시 복사하거나 다시 스캔해 주세요",
        "breaks off: only {part} of the picture is there", "Copy it again from its source, or scan it again",
    ),
    "no_pages": (
        "PDF에 쪽이 없습니다", "원본에서 PDF로 다시 저장해 넣어 주세요",
        "is a PDF without pages", "Save it as PDF again from its source",
    ),
    "no_space": (
        "쪽 그림을 저장할 디스크 공간이 없습니다", "공간을 비운 뒤 다시 시도해 주세요",
        "could not be unpacked: the disk is full", "Free some space and try again",
    ),
    "timeout": (
        "{seconds}초 안에 다 열지 못했습니다", "나누어 넣거나 설정 SAEBYEOK_READ_SECONDS를 늘려 주세요",
        "could not be opened within {seconds} seconds", "Split it, or raise SAEBYEOK_READ_SECONDS",
    ),
    "memory": (
        "여는 데 메모리가 한도 {limit}보다 더 필요합니다",
        "나누거나 작게 저장해 넣거나 설정 SAEBYEOK_READ_MEMORY_MB를 늘려 주세요",
        "needs more memory than the limit of {limit}",
        "Split it, save it smaller, or raise SAEBYEOK_READ_MEMORY_MB",
    ),
    "crashed": (
        "여는 프로그램이 멈췄습니다({how})", "다른 프로그램에서 다시 저장해 넣어 주세요",
        "made the program that opens it stop ({how})", "Save it again with another program",
    ),
})  # fmt: skip


def in_short(error: BaseException) -> str:
    """The first line of a library's error message, at most 120 characters, without the full stop: it becomes part of a sentence."""
    lines = str(error).strip().splitlines()
    return lines[0][:120].rstrip(". ") if lines else type(error).__name__
