"""The gate: `network_gate`. The rule is `ocr_lib.gate.verdict`; both networks are read with the serving class."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import dagster as dg

from assets import checks
from assets.metadata import table
from assets.ocr.mirroring import mirror_network
from assets.ocr.nightly import GROUP, network_of, open_night, over_already
from assets.ocr.training import fine_tuned_network
from assets.ocr.training_items import items_of
from assets.runs import IO_RETRY, OWNERS
from domain.messages import Message
from domain.ocr import NetworkStatus
from records.ocr import networks
from records.ocr.tables import Network
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.networks import network_files
from resources.recogniser import Recogniser
from resources.tracking import NetworkTracking

PARITY_CROPS = 40
SHOWN = 50


@dg.asset(
    deps=[fine_tuned_network],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"easyocr"},
    check_specs=[checks.SAME_AS_EASYOCR, checks.GATE_VERDICT],
    retry_policy=IO_RETRY,
    description="심사: old and new network on people's validation items, on the chosen ones and on general text, "
    "after stock EasyOCR has read the same with the very files. Better and nothing forgotten: let through.",
)
def network_gate(
    context: dg.AssetExecutionContext,
    database: Database,
    files: Files,
    clock: Clock,
    recogniser: Recogniser,
    network_tracking: NetworkTracking,
) -> dg.MaterializeResult:
    from ocr_lib.gate.comparison import compare
    from ocr_lib.gate.general_readings import read_general
    from ocr_lib.gate.general_set import general_set
    from ocr_lib.gate.parity import differences
    from ocr_lib.gate.verdict import Verdict, judge, keeps_second_recogniser

    with open_night(context, database, clock) as step:
        with database.reading() as session:
            network = network_of(session, step)
            parent = networks.get(session, network.parent_id or "")
        if (done := over_already(network, judged=True)) is not None:
            return dg.MaterializeResult(metadata=done, check_results=_checks(network))
        items = items_of(files, network)
        crops = _crops(files, items)
        step.report(0, 3, Message("checking that EasyOCR reads the same"))
        with (
            network_files(files.store, parent) as old_files,
            network_files(files.store, network) as new_files,
        ):
            differing = differences(new_files, crops[:PARITY_CROPS])
            old, new = recogniser.recognizer(old_files), recogniser.recognizer(new_files)
            step.report(1, 3, Message("both networks read the chosen texts"))
            labels = [item["label"] for item in items]
            before = [reading.text for reading in old.read(crops)]
            after = [reading.text for reading in new.read(crops)]
            held = [n for n, item in enumerate(items) if item["part"] == "validation"]
            ticked = [n for n, item in enumerate(items) if item["selected"]]
            validation = compare(*_picked(held, labels, before, after))
            chosen = compare(*_picked(ticked, labels, before, after))
            beside = [reading.text for reading in recogniser.crop_reader(new_files).read(crops)]
            second = compare(*_picked(held, labels, after, beside))
            step.report(2, 3, Message("both networks read the general set"))
            lines = general_set()
            old_general, new_general = (
                read_general(r, lines, cache=Path(recogniser.cache)) for r in (old, new)
            )
            general = {
                kind: compare(labels, old_general[kind], new_general[kind])
                for kind, labels in lines.labels.items()
            }
            verdict = judge(validation, chosen, general)
            if differing:
                number, theirs, ours = differing[0]
                verdict = Verdict(
                    False,
                    verdict.small_sample,
                    Message(
                        "EasyOCR reads {count} of {crops} crops differently (number {number}: {theirs!r} / {ours!r}); "
                        "not deployed",
                        count=len(differing),
                        crops=PARITY_CROPS,
                        number=number,
                        theirs=theirs,
                        ours=ours,
                    ),
                )
            scores: dict[str, Any] = {
                "validation": asdict(validation),
                "ticked": asdict(chosen),
                networks.SECOND_RECOGNISER: {**asdict(second), "kept": keeps_second_recogniser(second)},
                "general": _together(general, {kind: len(lines.labels[kind]) for kind in general}),
                **{f"general_{kind}": asdict(comparison) for kind, comparison in general.items()},
            }
            with step.transaction() as session:
                row = networks.get(session, network.network_id)
                row.scores = scores
                row.small_sample = verdict.small_sample
                row.reason = verdict.message
                row.status = NetworkStatus.APPROVED if verdict.deploy else NetworkStatus.KEPT_BACK
                network = row
        mirror_network(database, files, network_tracking, network.network_id, context.log.warning)
        step.report(3, 3, verdict.message)
        if differing:  # the failed check ends the run before `deployed_network`, which settles other refusals
            step.finish({"deployed": False, **verdict.message.sentences})
    context.log.info(verdict.message.en)
    names = ("items", "before", "after", "better")  # Dagster's tables want the same columns in every row
    rows = [
        {"set": name, **{column: values[column] for column in names}}
        for name, values in scores.items()
        if name != "general"
    ]
    changed = [
        {"text": item["text_id"], "label": item["label"], "before": b, "after": a, "part": item["part"]}
        for item, b, a in zip(items, before, after, strict=True)
        if a != b
    ]
    return dg.MaterializeResult(
        metadata={
            "verdict": f"{verdict.message.ko}\n\n{verdict.message.en}",
            "deploy": verdict.deploy,
            "small sample": verdict.small_sample,
            **checks.error_rates(scores),
            "scores": table(rows),
            "read differently": table(changed[:SHOWN]),
        },
        check_results=_checks(network, crops=min(len(crops), PARITY_CROPS), differing=len(differing)),
    )


def _checks(network: Network, *, crops: int = 0, differing: int = 0) -> list[dg.AssetCheckResult]:
    """The results of both checks; of a network that was judged or kept back before, no crop is compared again."""
    return [
        checks.same_as_easyocr(crops=crops, differing=differing),
        checks.gate_verdict(
            deploy=network.status != NetworkStatus.KEPT_BACK,
            faulty=differing > 0,
            reason=str(network.reason or ""),
            scores=network.scores,
        ),
    ]


def _crops(files: Files, items: Sequence[dict[str, Any]]) -> list[Any]:
    from ocr_lib.datasets.items import decode

    found = []
    for item in items:
        with files.store.local(item["crop"], item["sha256"]) as path:
            found.append(decode(path.read_bytes()))
    return found


def _picked(
    numbers: Sequence[int], labels: Sequence[str], before: Sequence[str], after: Sequence[str]
) -> tuple[list[str], list[str], list[str]]:
    return [labels[n] for n in numbers], [before[n] for n in numbers], [after[n] for n in numbers]


def _together(general: dict[str, Any], sizes: dict[str, int]) -> dict[str, float]:
    """The mean of the parts, each weighted by its lines."""
    lines = sum(sizes.values())
    return {
        when: sum(getattr(general[kind], when) * sizes[kind] for kind in general) / lines
        for when in ("before", "after")
    }
