"""What people write after `--models`: groups of models, or codes."""

from __future__ import annotations

from orchestration.cli.group import REFUSED, Said

GROUPS = {
    "all": ("classification", "clustering"),
    "classifiers": ("classification",),
    "clustering": ("clustering",),
}
CODES_HELP = "gradient_boost,decision_tree,random_forest,svm,neural_network,k_means"


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
            ko=f"모르는 모델: {named}. 있는 모델: {', '.join(LEARNERS)}",
            en=f"unknown model: {named}; those there are: {', '.join(LEARNERS)}",
            exit_code=REFUSED,
        )
    return codes
