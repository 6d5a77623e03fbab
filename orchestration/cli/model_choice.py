"""What people write after `--models`: groups of models, or codes."""

from __future__ import annotations

from domain.messages import Message
from orchestration.cli.group import REFUSED, Said

GROUPS = {
    "all": ("classification", "clustering"),
    "classifiers": ("classification",),
    "clustering": ("clustering",),
}


def codes_of_groups(*groups: str) -> list[str]:
    """The models of these groups, in the order of the catalogue."""
    from domain.learners import LEARNERS

    return [code for code, info in LEARNERS.items() if info.group in groups]


def codes_named(models: str) -> list[str]:
    """Codes written with commas between. Raises Said for one there isn't."""
    from domain.learners import LEARNERS

    codes = [code.strip() for code in models.split(",") if code.strip()]
    unknown = [code for code in codes if code not in LEARNERS]
    if unknown or not codes:
        named = ", ".join(unknown) or repr(models)
        raise Said(
            Message(
                "unknown model: {named}; those there are: {learners}",
                named=named,
                learners=", ".join(LEARNERS),
            ),
            exit_code=REFUSED,
        )
    return codes
