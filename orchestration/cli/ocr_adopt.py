"""`saebyeok ocr adopt`: a network made elsewhere, compared with the one that reads and put into use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from domain.messages import Joined, Message
from orchestration.cli.group import FAILED, Said
from orchestration.cli.language import translated
from orchestration.cli.output import print_table
from orchestration.cli.session import CliContext, to_stderr, wait_option

if TYPE_CHECKING:
    from ocr_lib.networks.files import NetworkFiles
    from orchestration.settings import Settings

KOREAN_G2 = "korean_g2"


@click.command()
@click.argument("source")
@click.option("--anyway", is_flag=True, help="Deploy even if it reads the general set worse.")
@wait_option
@click.pass_obj
def adopt(settings: Settings, source: str, anyway: bool, wait: bool) -> None:
    """Import a network made elsewhere and deploy it: a network folder, or EasyOCR's 'korean_g2'.

    korean_g2 is searched in EasyOCR's folder and downloaded if missing. A network that reads the general set worse than the current one is not deployed.
    """
    from ocr_lib.gate.verdict import KINDS, TOLERANCE
    from orchestration.runtime.reading_resources import build_files, build_recogniser
    from records.ids import next_id
    from records.ocr.learning import networks
    from resources.clock import Clock
    from resources.database import Database
    from resources.networks import ensure_deployed, network_files
    from work_requests import ocr_decisions

    cli = CliContext(settings)
    store = build_files(settings).store
    recogniser = build_recogniser(settings)
    row = ensure_deployed(
        Database(url=settings.effective_database_url), store, Clock(zone=settings.time_zone)
    )
    with network_files(store, row) as current, _brought(source) as brought:
        before, after = (_errors(recogniser.recognizer(files)) for files in (current, brought))
        print_table(
            [
                {
                    translated("Texts"): translated(KINDS[kind]),
                    translated("Now"): f"{before[kind]:.4f}",
                    source: f"{after[kind]:.4f}",
                }
                for kind in before
            ]
        )
        worse = [KINDS[kind] for kind in before if after[kind] > before[kind] + TOLERANCE]
        if worse and not anyway:
            raise Said(
                Message(
                    "{source} reads worse than the network in use ({kinds}); --anyway uses it all the same",
                    source=source,
                    kinds=Joined(worse),
                ),
                exit_code=FAILED,
            )
        with cli.transaction() as session:
            network_id = next_id(session, "network", cli.now().date())
        folder = f"ocr/networks/{network_id}/network"
        store.put_folder(brought.folder, folder)
        with cli.transaction() as session:
            networks.add_adopted(
                session,
                network_id,
                folder=folder,
                sha256=brought.sha256,
                characters=len(brought.charset.characters),
                now=cli.now(),
            )
            request = ocr_decisions.roll_back(session, network_id=network_id, by=cli.by, now=cli.now())
    click.echo(translated("{network_id}: deployed", network_id=network_id))
    cli.follow(request.request_id, wait=wait, on_progress=to_stderr)


def _errors(recognizer: object) -> dict[str, float]:
    """Character error rates on the parts of the general set."""
    from ocr_lib.gate.general_set import general_set
    from ocr_lib.recognition.recognizer import Recognizer
    from ocr_lib.scoring import error_rate

    assert isinstance(recognizer, Recognizer)
    lines = general_set()
    return {
        kind: error_rate([reading.text for reading in recognizer.read(lines.crops[kind])], lines.labels[kind])
        for kind in lines.labels
    }


@contextmanager
def _brought(source: str) -> Iterator[NetworkFiles]:
    """The files of what was named, checked."""
    from ocr_lib.networks.files import open_network, shipped_network
    from ocr_lib.networks.korean_g2 import as_network, download_korean_g2, easyocr_folder, find_korean_g2

    if source != KOREAN_G2:
        yield open_network(Path(source))
        return
    found = find_korean_g2([easyocr_folder()])
    if found is None:
        to_stderr(translated("downloading korean_g2 from EasyOCR"))
        found = download_korean_g2(easyocr_folder())
    with TemporaryDirectory() as folder:
        yield as_network(found, shipped_network().charset, Path(folder) / "network")


COMMANDS = [adopt]
