"""Commands of `saebyeok ocr` on networks: train now, look at them, go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from domain.messages import in_context
from domain.ocr import NetworkStatus
from orchestration.cli.group import in_language
from orchestration.cli.language import translated
from orchestration.cli.options import Number
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext, to_stderr, wait_option

if TYPE_CHECKING:
    from orchestration.settings import Settings
    from records.ocr.tables import Network

SHOWN_REJECTED = 10


@click.command()
@click.option(
    "--minutes", type=Number(min=0.1, max=10_000), help="Time limit of the training (default: the setting)."
)
@wait_option
@click.pass_obj
def retrain(settings: Settings, minutes: float | None, wait: bool) -> None:
    """Retrain now instead of tonight."""
    from records.ocr.learning import networks
    from work_requests import ocr_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        request = ocr_decisions.retrain(session, by=cli.by, now=cli.now(), minutes=minutes)
        request_id, of_request = request.request_id, request.params.get("minutes")
    if minutes is not None and of_request != minutes:
        to_stderr(
            translated(
                "request {request_id} for a training is already under way and keeps its own time limit; --minutes is not used",
                request_id=request_id,
            )
        )
    if not wait:
        to_stderr(translated("request {request_id} is on record", request_id=request_id))
    done = cli.follow(request_id, wait=wait, on_progress=to_stderr)
    result = done.result or {}
    with cli.reading() as session:
        network = networks.of_request(session, request_id)
    _tell_rejected(settings, network)
    if sentence := in_language(settings, result):
        click.echo(sentence)


@click.command("networks")
@click.option("--limit", type=click.IntRange(1, 500), default=20)
@format_option
@click.pass_obj
def list_networks(settings: Settings, limit: int, as_format: str) -> None:
    """List networks: scores, deployment time, why one was not deployed, where the files are."""
    from records.ocr.learning import networks

    cli = CliContext(settings)
    with cli.reading() as session:
        rows = networks.newest(session, limit=limit)
    if as_format == "json":
        keys = ("network_id", "parent_id", "status", "characters", "items", "training", "scores")
        more = ("small_sample", "reason_ko", "reason_en", "rescored", "created_at", "deployed_at")
        print_json(
            [
                {
                    **{key: getattr(n, key) for key in keys + more},
                    "deployed": n.deployed is not None,
                    "folder": str(cli.store.path(n.folder)) if n.folder else None,
                }
                for n in rows
            ]
        )
        return
    print_table(
        [
            {
                translated(in_context("identifier", "No.")): n.network_id + (" ★" if n.deployed else ""),
                translated("State"): translated(NetworkStatus(n.status).message),
                translated("Learnt"): (n.items or {}).get("train"),
                translated("Not learnt"): len((n.items or {}).get("rejected") or []) or "",
                translated("CER, validation"): _change(n.scores, "validation"),
                translated("CER, general"): _change(n.scores, "general"),
                translated("Made"): local_time(settings, n.created_at),
                translated("Why"): in_language(settings, n.reason),
                translated("Folder"): str(cli.store.path(n.folder)) if n.folder else "",
            }
            for n in rows
        ]
    )


def _tell_rejected(settings: Settings, network: Network | None) -> None:
    """Texts that were chosen and can't be learnt from, with why."""
    rejected = ((network.items if network else None) or {}).get("rejected") or []
    for one in rejected[:SHOWN_REJECTED]:
        to_stderr(f"{one['text_id']}: {in_language(settings, one)}")
    if len(rejected) > SHOWN_REJECTED:
        more = len(rejected) - SHOWN_REJECTED
        to_stderr(translated("and {more} more", more=more))


def _change(scores: dict[str, dict[str, float]] | None, name: str) -> str:
    """Before → after, where the network was judged by any."""
    pair = (scores or {}).get(name) or {}
    if pair.get("items") == 0 or pair.get("before") is None or pair.get("after") is None:
        return ""
    return f"{pair['before']:.4f} → {pair['after']:.4f}"


@click.command()
@click.argument("network", required=False)
@wait_option
@click.pass_obj
def rollback(settings: Settings, network: str | None, wait: bool) -> None:
    """Roll back to the previous network (or to the one with this id)."""
    from records.ocr.learning import networks
    from resources.networks import network_files
    from work_requests import ocr_decisions

    cli = CliContext(settings)
    with cli.reading() as session:
        target = networks.to_roll_back_to(session, network)
    with network_files(cli.store, target):
        pass  # whole and ours, before it is put into use
    with cli.transaction() as session:
        request_id = ocr_decisions.roll_back(
            session, network_id=target.network_id, by=cli.by, now=cli.now()
        ).request_id
    cli.follow(request_id, wait=wait, on_progress=to_stderr)
    click.echo(translated("{network_id}: deployed", network_id=target.network_id))


COMMANDS = [retrain, list_networks, rollback]
