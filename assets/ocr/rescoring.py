"""Reads the selected texts again with the new network: `rescored_texts`."""

from typing import Any

import dagster as dg

from assets.metadata import table
from assets.ocr.deployment import deployed_network
from assets.ocr.nightly import GROUP, network_of, open_night, training_folder
from assets.runs import IO_RETRY, OWNERS
from domain.messages import Message
from records.ocr.documents import mark_learnt
from records.ocr.learning import chosen_texts, networks, rescored
from records.ocr.learning.rescored import RescoredItem
from records.ocr.tables import Network, OcrText
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.networks import network_files
from resources.recogniser import Recogniser
from store.errors import StoreError

BATCH = 500
MANIFEST = "rescored.jsonl"
SHOWN = 100


@dg.asset(
    deps=[deployed_network],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"easyocr"},
    retry_policy=IO_RETRY,
    description="The chosen texts as the new network reads them, in TEXT_TRAINING_NM and "
    "TEXT_TRAINING_SCORE; what people wrote is not touched. Error rates before and after.",
)
def rescored_texts(
    context: dg.AssetExecutionContext,
    database: Database,
    files: Files,
    clock: Clock,
    recogniser: Recogniser,
) -> dg.MaterializeResult[None]:
    from ocr_lib.datasets.items import decode
    from ocr_lib.scoring import error_rate

    with open_night(context, database, clock) as step:
        with database.reading() as session:
            network = network_of(session, step)
        with network_files(files.store, network) as found:
            reader = recogniser.crop_reader(found, second=networks.keeps_second_recogniser(network))
        after = ""
        while True:
            with database.reading() as session:
                batch = chosen_texts.to_rescore(session, network.network_id, after=after, limit=BATCH)
            if not batch:
                break
            after = batch[-1].text_id
            crops = [_crop(files, text, context) for text in batch]
            usable = [(t, decode(c)) for t, c in zip(batch, crops, strict=True) if c is not None]
            known = [(t, crop) for t, crop in usable if crop is not None]
            readings = reader.read([crop for _, crop in known])
            with step.transaction() as session:
                for (text, _), reading in zip(known, readings, strict=True):
                    current = session.get(OcrText, text.text_id)
                    if current is None or current.crop_sha256 != text.crop_sha256:
                        continue  # a person changed its box meanwhile
                    chosen_texts.set_rescored(
                        session,
                        current,
                        read=reading.text,
                        score=reading.score,
                        network_id=network.network_id,
                        now=clock.now(),
                    )
        with database.reading() as session:
            done = chosen_texts.rescored(session, network.network_id)
        labels = [text.label for text in done]
        result = {
            "items": len(done),
            "before": error_rate([text.text for text in done], labels),
            "after": error_rate([text.trained_text or "" for text in done], labels),
        }
        stored = files.store.put_bytes(
            rescored.to_lines(map(_item, done)), f"{training_folder(network.network_id)}/{MANIFEST}"
        )
        with step.transaction() as session:
            row = networks.get(session, network.network_id)
            row.rescored = {**result, rescored.LIST: stored.key, rescored.LIST_SHA256: stored.sha256}
            mark_learnt(session, network.network_id, clock.now())
        step.finish(_deployed(network, result))
    rows = [
        {
            "text": text.text_id,
            "label": text.label,
            "read before": text.text,
            "reads now": text.trained_text,
            "score": text.trained_score,
        }
        for text in done[:SHOWN]
    ]
    return dg.MaterializeResult(metadata={**result, "texts": table(rows)})


def _crop(files: Files, text: OcrText, context: dg.AssetExecutionContext) -> bytes | None:
    try:
        with files.store.local(text.crop_path, text.crop_sha256) as path:
            return path.read_bytes()
    except StoreError as trouble:
        context.log.warning(f"{text.text_id}: {trouble}")  # the others are read all the same
        return None


def _item(text: OcrText) -> RescoredItem:
    from ocr_lib.scoring import error_rate

    after = text.trained_text or ""
    return RescoredItem(
        text_id=text.text_id,
        crop_sha256=text.crop_sha256,
        label=text.label,
        before=text.text,
        after=after,
        score=text.trained_score or 0.0,
        error_before=error_rate([text.text], [text.label]),
        error_after=error_rate([after], [text.label]),
    )


def _deployed(network: Network, result: dict[str, Any]) -> dict[str, Any]:
    said = Message(
        "network {network_id} is deployed: {reason}; error rate on {items} chosen texts {before:.4f} → {after:.4f}",
        network_id=network.network_id,
        reason=network.reason or "",
        **result,
    )
    return {"deployed": True, "network_id": network.network_id, "rescored": result, **said.sentences}
