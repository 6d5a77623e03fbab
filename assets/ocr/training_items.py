"""Selects the training items: `training_items`. With nothing new to learn, the nightly graph ends here with a message."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from assets.external import CORRECTIONS
from assets.metadata import table
from assets.ocr.nightly import GROUP, minutes_of, open_night, over_already, training_folder
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step
from domain.messages import Message
from domain.ocr import DETECTOR
from ocr_lib.datasets.manifest import ManifestItem, count_by_part, from_json_lines, to_json_lines
from ocr_lib.datasets.splitting import TRAIN, assign_parts
from records.ocr.box_editing import detector_scores
from records.ocr.learning import chosen_texts, data_split, networks, tonight, train_texts
from records.ocr.tables import Network, OcrText
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.learning import Learning
from resources.networks import ensure_deployed

if TYPE_CHECKING:
    from ocr_lib.datasets.items import Item

MANIFEST = "items.jsonl"
SHOWN, COLUMNS = 50, ("text_id", "read", "label", "part")
"""Of the items: how many are listed, and with what."""


@dg.asset(
    deps=[CORRECTIONS],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python"},
    retry_policy=IO_RETRY,
    output_required=False,
    description="The texts people chose, and those learnt before, with their labels in a manifest; "
    "each document is for training or for judging once and for all. What can't be learnt from is listed with the reason.",
)
def training_items(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock, learning: Learning
) -> Iterator[dg.MaterializeResult[None]]:
    from ocr_lib.datasets.items import check_items

    with open_night(context, database, clock) as step:
        parent = ensure_deployed(database, files.store, clock)
        with step.transaction() as session:
            network = networks.begin(
                session,
                request_id=step.request_id,
                parent_id=parent.network_id,
                now=clock.now(),
            )
            done = over_already(network)
            chosen = [] if done else chosen_texts.to_learn(session)
            given = {} if done else data_split.give(session, assign_parts)
            made_of = [row.text for row in train_texts.active(session)]
            wanted = tonight.digest_of_wanted(session)
            detector = detector_scores.together([score for _, score in detector_scores.of_checked(session)])
        if done is not None:
            yield dg.MaterializeResult(metadata=done)
            return
        accepted, rejected = check_items(_items(files, chosen))
        unusable = [{"text_id": r.id, "ko": r.ko, "en": r.en} for r in rejected]
        items = _manifest(chosen, {item.id: item.label for item in accepted}, given)
        counts = count_by_part(items)
        digest = tonight.digest([(item.id, item.label) for item in accepted], made_of)
        tried = _tried(parent, digest, learning)
        seconds = 60 * minutes_of(context, learning)
        reason = _nothing_new(step, parent, digest, tried, seconds, len(accepted)) or _only_judges(
            counts, made_of
        )
        if reason is not None:
            _end_night(step, network, reason, {tonight.WANTED: wanted, "rejected": unusable})
            context.log.info(reason.en)
            return
        folder = training_folder(network.network_id)
        manifest = files.store.put_bytes(to_json_lines(items), f"{folder}/{MANIFEST}")
        with step.transaction() as session:
            row = networks.get(session, network.network_id)
            row.tried = tried
            row.items = {
                "digest": digest,
                tonight.WANTED: wanted,
                **counts,
                DETECTOR: {"recall": detector.recall, "precision": detector.precision},
                "manifest": manifest.key,
                "sha256": manifest.sha256,
                "rejected": unusable,
            }
    yield dg.MaterializeResult(
        metadata={
            "network": network.network_id,
            **counts,
            "detector recall": detector.recall,
            "detector precision": detector.precision,
            "rejected": table([{"text": r.id, "reason": r.en} for r in rejected[:SHOWN]]),
            "items": table([{name: getattr(item, name) for name in COLUMNS} for item in items[:SHOWN]]),
        }
    )


def items_of(files: Files, network: Network) -> list[ManifestItem]:
    """The manifest `training_items` wrote."""
    items = network.items or {}
    with files.store.local(items["manifest"], items["sha256"]) as path:
        return from_json_lines(path.read_bytes())


def _manifest(
    chosen: Sequence[OcrText], labels: Mapping[str, str], parts: Mapping[tuple[str, int], str]
) -> list[ManifestItem]:
    """The chosen texts that can be learnt from.

    Args:
        labels: of these, by the text's id.
        parts: of pages, by document and number.
    """
    return [
        ManifestItem(
            text_id=text.text_id,
            document=text.doc_id,
            crop=text.crop_path,
            sha256=text.crop_sha256,
            label=labels[text.text_id],
            read=text.text,
            selected=text.selected,
            part=parts[text.doc_id, text.page_no],
        )
        for text in chosen
        if text.text_id in labels
    ]


def _items(files: Files, chosen: Sequence[OcrText]) -> "Iterator[Item]":
    from ocr_lib.datasets.items import Item
    from store.errors import StoreError

    for text in chosen:
        try:
            with files.store.local(text.crop_path, text.crop_sha256) as path:
                image = path.read_bytes()
        except StoreError:
            image = b""  # lost or changed: listed as broken, and the others are learnt from
        yield Item(text.text_id, image, text.label)


def _tried(parent: Network, digest: str, learning: Learning) -> str:
    """What a training is repeated by: its network, its items and its bounds, but not its time."""
    bounds = learning.model_dump_json(exclude={"minutes", "work"})
    return tonight.digest([("base", parent.sha256 or ""), ("items", digest)], [bounds])


def _nothing_new(
    step: Step, parent: Network, digest: str, tried: str, seconds: float, accepted: int
) -> Message | None:
    if not accepted:
        return Message("no text is chosen to learn from; correct some and choose them first")
    with step.database.reading() as session:
        before = networks.tried(session, tried, seconds)
    if (parent.items or {}).get("digest") == digest:
        return Message(
            "nothing new to learn: network {network_id}, which reads now, has learnt all of it",
            network_id=parent.network_id,
        )
    if before is not None:
        return Message(
            "exactly this was tried as network {network_id}: {reason}",
            network_id=before.network_id,
            reason=before.reason or "",
        )
    return None


def _only_judges(counts: Mapping[str, int], made_of: Sequence[str]) -> Message | None:
    """All that was chosen lies in documents that judge, and nothing else is there to be learnt."""
    if counts[TRAIN] or made_of:
        return None
    return Message(
        "every chosen text is in a document or page that judges (검증용), so there is nothing to learn from; choose "
        "texts of others, or add training texts"
    )


def _end_night(step: Step, network: Network, reason: Message, items: Mapping[str, Any]) -> None:
    with step.transaction() as session:
        row = networks.get(session, network.network_id)
        row.items = dict(items)
        networks.set_nothing_new(row, reason)
    step.finish({"deployed": False, "nothing_new": True, **reason.sentences})
