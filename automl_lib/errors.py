"""The one family of errors this library raises for people to read.

Each carries a sentence in Korean and one in English that name what is wrong, where, and what to do
next. Programming mistakes are ordinary Python exceptions and are not wrapped in these.
"""

from __future__ import annotations


class AutomlError(Exception):
    """A refusal a person can act on.

    Args:
        code: stable short name of the case in snake_case, for tests and for counting.
        ko: the sentence in Korean: what, where, what to do next.
        en: the same sentence in English.
    """

    def __init__(self, code: str, *, ko: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.ko = ko
        self.en = en

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders (the isolated reader, Dagster's step processes); the
        # default reduce would call the constructor without its keywords.
        return _rebuild, (type(self), self.code, self.ko, self.en)


def _rebuild(kind: type[AutomlError], code: str, ko: str, en: str) -> AutomlError:
    return kind(code, ko=ko, en=en)


class FileRefused(AutomlError):
    """The file can't be read as a table, or is over a limit."""


class PlanRefused(AutomlError):
    """The preprocessing plan or its target doesn't fit the data."""


class TrainingRefused(AutomlError):
    """A model can't be trained on what the plan leaves."""


class PredictionRefused(AutomlError):
    """New rows don't fit the model, or the model's files are not the ones that were confirmed."""
