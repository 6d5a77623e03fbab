"""What this library refuses, each with a sentence in Korean and in English."""

from __future__ import annotations


class OcrError(Exception):
    """Base of all: a code for programs, `ko` and `en` for people."""

    def __init__(self, code: str, *, ko: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.ko = ko
        self.en = en

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.code, self.ko, self.en)


class PageRefused(OcrError):
    """A file or page that can't be read."""


class NetworkRefused(OcrError):
    """A network's files are missing, cut, or not ours."""


class TrainingRefused(OcrError):
    """Nothing can be trained from what was given."""


def _rebuild(kind: type[OcrError], code: str, ko: str, en: str) -> OcrError:
    return kind(code, ko=ko, en=en)
