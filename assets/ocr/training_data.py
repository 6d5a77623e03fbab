"""Training data: `synthetic_images` where items of people are few, and `lmdb_dataset` of all of them."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg

from assets.metadata import picture
from assets.ocr.nightly import GROUP, network_of, open_night, over_already, training_folder
from assets.ocr.pictures import png
from assets.ocr.training_items import items_of, training_items
from assets.runs import IO_RETRY, OWNERS
from domain.messages import Message
from domain.registration_numbers import has_resident_number
from ocr_lib.datasets.manifest import ManifestItem
from ocr_lib.datasets.splitting import TRAIN, VALIDATION
from ocr_lib.errors import TrainingRefused
from records.ocr import parted_numbers
from records.ocr.learning import networks, train_texts
from records.ocr.tables import Network
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.learning import Learning

SYNTHETIC, LABELS, DATA_SET = "synthetic", "labels.jsonl", "lmdb"
SHOWN = 12


@dg.asset(
    deps=[training_items],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"opencv"},
    retry_policy=IO_RETRY,
    description="Where the chosen texts are fewer than the setting asks for, pictures of TB_OCR_TRAIN_TEXT "
    "and of the labels in other faces, damaged as scans are; labels in a manifest.",
)
def synthetic_images(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock, learning: Learning
) -> dg.MaterializeResult[None]:
    with open_night(context, database, clock) as step:
        with database.reading() as session:
            network = network_of(session, step)
            wanted_texts = [row.text for row in train_texts.active(session)]
        if (done := over_already(network)) is not None:
            return dg.MaterializeResult(metadata=done)
        items = [item for item in items_of(files, network) if item.part == TRAIN]
        missing = max(0, learning.enough_items - len(items))
        said = wanted_texts or [item.label for item in items]
        with database.reading() as session:
            parted = parted_numbers.of_texts(session, (item.text_id for item in items))
        hidden = {item.label for item in items if item.text_id in parted}
        with TemporaryDirectory() as name:
            made, shown = make_images(Path(name), said, missing, learning.seed, hidden=hidden)
            folder = f"{training_folder(network.network_id)}/{SYNTHETIC}"
            files.store.put_folder(Path(name), folder)
            step.report(made, missing, Message("{count} synthetic images", count=made))
    return dg.MaterializeResult(
        metadata={
            "made": made,
            "items": len(items),
            "enough": learning.enough_items,
            **{f"{number} {text}": picture(image) for number, (text, image) in enumerate(shown, 1)},
        }
    )


@dg.asset(
    deps=[synthetic_images],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"lmdb"},
    retry_policy=IO_RETRY,
    description="Training and validation samples as deep-text-recognition-benchmark keeps them.",
)
def lmdb_dataset(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult[None]:
    from ocr_lib.datasets.lmdb_files import write_lmdb

    with open_night(context, database, clock) as step:
        with database.reading() as session:
            network = network_of(session, step)
        if (done := over_already(network)) is not None:
            return dg.MaterializeResult(metadata=done)
        items = items_of(files, network)
        folder = training_folder(network.network_id)
        counts = {}
        with TemporaryDirectory() as name:
            train = (
                sample for part in (_crops(files, items, TRAIN), _synthetic(files, folder)) for sample in part
            )
            counts["train"] = write_lmdb(Path(name) / "train", train)
            counts["valid"] = write_lmdb(Path(name) / "valid", _crops(files, items, VALIDATION))
            stored = files.store.put_folder(Path(name), f"{folder}/{DATA_SET}")
        with step.transaction() as session:
            row = networks.get(session, network.network_id)
            row.items = {**(row.items or {}), DATA_SET: {one.key: one.sha256 for one in stored}}
        count = sum(counts.values())
        step.report(count, count, Message("training data made"))
    return dg.MaterializeResult(metadata={**counts, "folder": f"{folder}/{DATA_SET}"})


@contextmanager
def data_set(files: Files, network: Network, part: str) -> Iterator[Path]:
    """The folder of a training's "train" or "valid" samples, which are the ones that were written.

    LMDB trusts what it maps into memory, so a file that was changed is not opened.

    Raises:
        TrainingRefused: there is none yet.
        StoreError: its file is gone or was changed.
    """
    key = f"{training_folder(network.network_id)}/{DATA_SET}/{part}/data.mdb"
    sha256 = (network.items or {}).get(DATA_SET, {}).get(key)
    if sha256 is None:
        raise TrainingRefused(
            Message(
                "network {network_id} has no data set yet; make lmdb_dataset first",
                network_id=network.network_id,
            ),
            code="no_data_set",
        )
    with files.store.local(key, sha256) as path:
        yield path.parent


def make_images(
    folder: Path, said: list[str], count: int, seed: int, *, hidden: Collection[str] = ()
) -> tuple[int, list[tuple[str, bytes]]]:
    """Write pictures and their labels; how many, and some to show, which have no resident registration number. Texts no face can show are
    left out.

    Args:
        hidden: other texts that are not shown, as they have a part of such a number.
    """
    from ocr_lib.networks.charset import clean_label
    from ocr_lib.synthetic.lines import LineMaker, from_list
    from ocr_lib.synthetic.style import Style
    from ocr_lib.training.replay import replay_fonts

    fonts = replay_fonts()
    shown: list[tuple[str, bytes]] = []
    unshown = {clean_label(text) for text in hidden}
    cleaned = (clean_label(text) for text in said)
    drawable = [text for text in cleaned if text and any(font.covers(text) for font in fonts)]
    made = 0
    with (folder / LABELS).open("w", encoding="utf-8") as labels:
        if drawable and count:
            maker = LineMaker(from_list(drawable), fonts, Style(), seed)
            for made, line in enumerate(maker.lines(0, count), start=1):
                image = png(line.image)
                (folder / f"{made:06d}.png").write_bytes(image)
                labels.write(
                    json.dumps({"file": f"{made:06d}.png", "label": line.text}, ensure_ascii=False) + "\n"
                )
                if len(shown) < SHOWN and line.text not in unshown and not has_resident_number(line.text):
                    shown.append((line.text, image))
    return made, shown


def _crops(files: Files, items: Sequence[ManifestItem], part: str) -> Iterator[tuple[bytes, str]]:
    for item in items:
        if item.part == part:
            with files.store.local(item.crop, item.sha256) as path:
                yield path.read_bytes(), item.label


def _synthetic(files: Files, folder: str) -> Iterator[tuple[bytes, str]]:
    with files.store.local_folder(f"{folder}/{SYNTHETIC}") as made:
        for line in (made / LABELS).read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            yield (made / entry["file"]).read_bytes(), entry["label"]
