"""Whether a model that was trained again replaces the confirmed one. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.labelled import Labelled
from domain.messages import Joined, Message, in_context, message_from_json
from domain.shown_numbers import shown_number, shown_score

LEAST_NEW_ROWS = 30
"""Newest rows with a known target that two models are judged on at the least."""

_NAMED = 5
"""Classes that a sentence names."""


def repeats_left_out(rows: int) -> Message:
    """That repeated rows judge nothing."""
    return Message(
        "{rows:,} added rows that repeat others of the table were left out of the comparison: a model has learned them.",
        rows=rows,
    )


class ChallengeCause(Labelled):
    """Why a model was trained again."""

    ASKED = "asked", in_context("challenge", "asked for")
    ROWS = "rows", in_context("challenge", "new rows")
    DRIFT = "drift", in_context("challenge", "drift")
    TIME = "time", in_context("challenge", "time")


@dataclass(frozen=True)
class ChallengeVerdict:
    """Two models on the same rows that neither of them saw.

    Attributes:
        score: name of the score: "roc_auc", "log_loss" or "rmse".
        rows: newest rows that both were judged on.
        champion, challenger: their scores.
        gain: how much better the challenger is, positive where it is; in units of the score.
        low, high: 95% interval of the gain, by paired bootstrap.
        promoted: whether the challenger replaces the champion.
        hindrance: why it doesn't although it is better; None where nothing but the scores decided.
        knows_groups: whether the models know earlier rows of the groups of these rows (customers, patients), as too few rows
            were of new groups.
        left_out: rows by class of the target that the models don't know; they were neither learned nor compared on.
        repeated: added rows that didn't judge as they are equal to others of the table.
    """

    score: str
    rows: int
    champion: float
    challenger: float
    gain: float
    low: float
    high: float
    promoted: bool
    hindrance: Message | None = None
    knows_groups: bool = False
    left_out: Mapping[str, int] = field(default_factory=dict)
    repeated: int = 0

    @property
    def reason(self) -> Message:
        """The verdict in a sentence, and what has to be known of the rows in others."""
        said = [self._comparison]
        if self.knows_groups:
            said.append(
                Message(
                    "Too few new rows are of new groups, so both models may know earlier rows of the groups they were compared on."
                )
            )
        if self.left_out:
            said.append(
                Message(
                    "Rows of classes that the confirmed model doesn't know were neither learned nor compared on ({classes}). To "
                    "predict these too, apply the preparation again, train, and confirm a model.",
                    classes=", ".join(
                        f"'{name}' {rows:,}" for name, rows in list(self.left_out.items())[:_NAMED]
                    ),
                )
            )
        if self.repeated:
            said.append(repeats_left_out(self.repeated))
        return Joined(said, " ") if len(said) > 1 else said[0]

    @property
    def _comparison(self) -> Message:
        # Root mean squared errors are in units of the target; other scores have the digits that lists give them.
        shown = shown_number if self.score == "rmse" else shown_score
        said = {
            "score": SCORE_NAMES[self.score], "rows": self.rows,
            **{name: shown(getattr(self, name)) for name in ("champion", "challenger", "low", "high")},
        }  # fmt: skip
        if self.hindrance is not None:
            return Message(
                "Better on the {rows:,} newest rows: {score} {champion} → {challenger} (gain at 95%: {low} to {high}), but "
                "not confirmed: {hindrance}",
                **said,
                hindrance=self.hindrance,
            )
        if self.promoted:
            return Message(
                "Better on the {rows:,} newest rows: {score} {champion} → {challenger} (gain at 95%: "
                "{low} to {high}).",
                **said,
            )
        return Message(
            "Not surely better on the {rows:,} newest rows: {score} {champion} → {challenger} (gain at 95%: "
            "{low} to {high}). The confirmed model stays.",
            **said,
        )

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        hindrance = None if self.hindrance is None else self.hindrance.to_json()
        return {**vars(self), "hindrance": hindrance, "left_out": dict(self.left_out)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ChallengeVerdict:
        """The verdict that `to_json` wrote."""
        hindrance = data.get("hindrance")
        return cls(**{**data, "hindrance": message_from_json(hindrance) if hindrance else None})


SCORE_NAMES: Mapping[str, str | Message] = {
    "roc_auc": "ROC AUC",
    "log_loss": Message("Log loss"),
    "rmse": "RMSE",
}
