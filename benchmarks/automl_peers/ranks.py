"""Mean ranks and leads over sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

OURS = "ours"
EQUAL = 0.001
"""Scores that differ by less share a rank."""


def summary(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """By task: sets, mean rank of each library, and our lead over each with a 95% interval over sets (bootstrap).

    Args:
        runs: each with "set", "task" and "scores" by library; a library without a score is last in that run.
    """
    return {
        task: _of_task([run for run in runs if run["task"] == task])
        for task in dict.fromkeys(run["task"] for run in runs)
    }


def _of_task(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    # "Ours without ensemble" is shown, not ranked.
    names = [name for name in runs[0]["scores"] if name == OURS or not name.startswith(OURS)]
    ranked = [ranks([run["scores"][name] for name in names]) for run in runs]
    others = [name for name in runs[0]["scores"] if name != OURS]
    return {
        "sets": len({run["set"] for run in runs}),
        "mean_rank": dict(zip(names, np.mean(ranked, axis=0).tolist(), strict=True)),
        "lead_over": {name: _lead(runs, name) for name in others},
    }


def ranks(scores: Sequence[float | None]) -> list[float]:
    """1 for the highest; scores within `EQUAL` of each other share the mean of their ranks; None is last."""
    known = [-np.inf if score is None else score for score in scores]
    return [
        float(
            1
            + sum(other > one + EQUAL for other in known)
            + sum(abs(other - one) <= EQUAL or other == one for other in known) / 2
            - 0.5
        )
        for one in known
    ]


def _lead(runs: Sequence[dict[str, Any]], name: str) -> dict[str, Any]:
    by_set: dict[str, list[float]] = {}
    for run in runs:
        theirs = run["scores"][name]
        if theirs is not None:
            by_set.setdefault(run["set"], []).append(run["scores"][OURS] - theirs)
    leads = np.array([np.mean(values) for values in by_set.values()])
    if not len(leads):
        return {"sets": 0}
    drawn = np.random.default_rng(0).choice(leads, (2000, len(leads))).mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return {
        "sets": len(leads),
        "mean": float(leads.mean()),
        "low": float(low),
        "high": float(high),
        "median": float(np.median(leads)),
        "ahead_on": int((leads > EQUAL).sum()),
        "behind_on": int((leads < -EQUAL).sum()),
    }
