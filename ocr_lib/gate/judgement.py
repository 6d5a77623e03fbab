"""What the gate makes of all that two networks read: comparisons by set, the verdict, and scores to keep."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from domain.messages import Message
from domain.ocr import SECOND_RECOGNISER
from ocr_lib.datasets.manifest import ManifestItem
from ocr_lib.datasets.splitting import VALIDATION
from ocr_lib.gate.comparison import Comparison, compare
from ocr_lib.gate.verdict import Verdict, judge, keeps_second_recogniser

Score = float | bool
GENERAL = "general"


@dataclass(frozen=True)
class ReadItem:
    """An item of a training as it was read.

    Attributes:
        before: by the deployed network.
        after: by the new one.
        with_second: by the new one with the second recogniser beside it.
    """

    item: ManifestItem
    before: str
    after: str
    with_second: str


@dataclass(frozen=True)
class Judgement:
    """The comparisons a network is judged by, and the verdict.

    Attributes:
        validation: the validation items, before and after.
        chosen: the items people chose.
        second: the validation items, read by the new network without (before) and with (after) the second recogniser.
        general: each kind of line of the general set.
    """

    validation: Comparison
    chosen: Comparison
    second: Comparison
    general: Mapping[str, Comparison]
    verdict: Verdict

    def scores(self) -> dict[str, dict[str, Score]]:
        """Error rates (0 … 1) by set, JSON-ready; `general` is the mean of its kinds, each weighted by its lines."""
        return {
            "validation": asdict(self.validation),
            "ticked": asdict(self.chosen),
            SECOND_RECOGNISER: {**asdict(self.second), "kept": keeps_second_recogniser(self.second)},
            GENERAL: _mean(self.general.values()),
            **{f"{GENERAL}_{kind}": asdict(comparison) for kind, comparison in self.general.items()},
        }


def judge_readings(
    read: Sequence[ReadItem],
    labels: Mapping[str, Sequence[str]],
    before: Mapping[str, Sequence[str]],
    after: Mapping[str, Sequence[str]],
    *,
    differing: Sequence[tuple[int, str, str]] = (),
    crops: int = 0,
) -> Judgement:
    """Judge a network by what it and the deployed one read.

    Args:
        read: the items of its training.
        labels: what the lines of the general set say, by kind.
        before, after: what the deployed and the new network read in them.
        differing: crops that EasyOCR reads differently, as `parity.differences` gives them; with any, the network is
            not deployed.
        crops: how many were compared with EasyOCR.
    """
    held = [one for one in read if one.item.part == VALIDATION]
    validation = _compare([(one.item.label, one.before, one.after) for one in held])
    chosen = _compare([(one.item.label, one.before, one.after) for one in read if one.item.selected])
    second = _compare([(one.item.label, one.after, one.with_second) for one in held])
    general = {kind: compare(labels[kind], before[kind], after[kind]) for kind in labels}
    verdict = judge(validation, chosen, general)
    if differing:
        verdict = Verdict(False, verdict.small_sample, _not_as_easyocr(differing, crops))
    return Judgement(validation, chosen, second, general, verdict)


def _compare(texts: Sequence[tuple[str, str, str]]) -> Comparison:
    """Compare (label, old, new) texts."""
    return compare(
        [label for label, _, _ in texts], [old for _, old, _ in texts], [new for _, _, new in texts]
    )


def _not_as_easyocr(differing: Sequence[tuple[int, str, str]], crops: int) -> Message:
    number, theirs, ours = differing[0]
    return Message(
        "EasyOCR reads {count} of {crops} crops differently (number {number}: {theirs!r} / {ours!r}); "
        "not deployed",
        count=len(differing),
        crops=crops,
        number=number,
        theirs=theirs,
        ours=ours,
    )


def _mean(general: Collection[Comparison]) -> dict[str, Score]:
    lines = sum(comparison.items for comparison in general)
    return {
        "before": sum(comparison.before * comparison.items for comparison in general) / lines,
        "after": sum(comparison.after * comparison.items for comparison in general) / lines,
    }
