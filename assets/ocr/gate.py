"""The gate: `network_gate`. The rule is `ocr_lib.gate.verdict`; both networks are read with the serving class."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from records.ocr.learning import networks
from records.ocr.tables import Network
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.networks import network_files
from resources.recogniser import Recogniser
from resources.tracking import NetworkTracking

if TYPE_CHECKING:
    from ocr_lib.arrays import Grey
    from ocr_lib.datasets.manifest import ManifestItem
    from ocr_lib.gate.judgement import Judgement, ReadItem
    from ocr_lib.recognition.recognizer import CropReader

PARITY_CROPS = 40
SHOWN = 50
COLUMNS = ("items", "before", "after", "better")
"""Of each set's scores; Dagster's tables want the same columns in every row."""


@dg.asset(
    deps=[fine_tuned_network],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"easyocr"},
    check_specs=[checks.SAME_AS_EASYOCR, checks.GATE_VERDICT],
    retry_policy=IO_RETRY,
    description="Old and new network on people's validation items, on the chosen ones and on general text, "
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
    from ocr_lib.gate.general_readings import read_general
    from ocr_lib.gate.general_set import general_set
    from ocr_lib.gate.judgement import ReadItem, judge_readings
    from ocr_lib.gate.parity import differences

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
            ThreadPoolExecutor(1) as beside,
        ):
            # EasyOCR reads one crop after the other in a process of its own, which leaves room beside it.
            checked = beside.submit(differences, new_files, crops[:PARITY_CROPS])
            old, new = recogniser.recognizer(old_files), recogniser.recognizer(new_files)
            step.report(1, 3, Message("both networks read the chosen texts"))
            texts = [_texts(r, crops) for r in (old, new, recogniser.crop_reader(new_files))]
            read = [ReadItem(item, *found) for item, *found in zip(items, *texts, strict=True)]
            differing = checked.result()
            step.report(2, 3, Message("both networks read the general set"))
            lines = general_set()
            old_general, new_general = (
                read_general(r, lines, cache=Path(recogniser.cache)) for r in (old, new)
            )
            judged = judge_readings(
                read, lines.labels, old_general, new_general, differing=differing, crops=PARITY_CROPS
            )
            verdict = judged.verdict
            with step.transaction() as session:
                row = networks.get(session, network.network_id)
                row.scores = judged.scores()
                row.small_sample = verdict.small_sample
                row.reason = verdict.message
                row.status = NetworkStatus.APPROVED if verdict.deploy else NetworkStatus.KEPT_BACK
                network = row
        mirror_network(database, files, network_tracking, network.network_id, context.log.warning)
        step.report(3, 3, verdict.message)
        if differing:  # the failed check ends the run before `deployed_network`, which settles other refusals
            step.finish({"deployed": False, **verdict.message.sentences})
    context.log.info(verdict.message.en)
    return dg.MaterializeResult(
        metadata=_metadata(judged, read),
        check_results=_checks(network, crops=min(len(crops), PARITY_CROPS), differing=len(differing)),
    )


def _metadata(judged: "Judgement", read: "Sequence[ReadItem]") -> dict[str, Any]:
    """The verdict, the scores of each set, and the items that the two networks read differently."""
    scores = judged.scores()
    changed = [
        {
            "text": one.item.text_id,
            "label": one.item.label,
            "before": one.before,
            "after": one.after,
            "part": one.item.part,
        }
        for one in read
        if one.before != one.after
    ]
    return {
        "verdict": judged.verdict.message.en,
        "deploy": judged.verdict.deploy,
        "small sample": judged.verdict.small_sample,
        **checks.error_rates(scores),
        "scores": table(_rows(scores)),
        "read differently": table(changed[:SHOWN]),
    }


def _rows(scores: Mapping[str, Mapping[str, float | bool]]) -> list[dict[str, float | bool | str]]:
    """A row for each set; "general" is left out, since its parts have rows of their own."""
    return [
        {"set": name, **{column: values[column] for column in COLUMNS}}
        for name, values in scores.items()
        if name != "general"
    ]


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


def _crops(files: Files, items: "Sequence[ManifestItem]") -> "list[Grey]":
    from ocr_lib.datasets.items import decode

    found: list[Grey] = []
    for item in items:
        with files.store.local(item.crop, item.sha256) as path:
            crop = decode(path.read_bytes())
        if crop is None:
            raise ValueError(f"{item.crop} was a picture when it was chosen, and can't be decoded")
        found.append(crop)
    return found


def _texts(reader: "CropReader", crops: "Sequence[Grey]") -> list[str]:
    return [reading.text for reading in reader.read(crops)]
