"""`saebyeok worker`: a process that does steps on this host."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from domain.messages import Message
from orchestration.cli.group import Said
from orchestration.settings import make_folder

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command()
@click.option("--name", default="saebyeok", help="Name of the worker; the host name is appended (NAME@HOST).")
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    help="Processor threads for reading pages (default: the setting threads).",
)
@click.pass_obj
def worker(settings: Settings, name: str, threads: int | None) -> None:
    """Serve long steps (reading, training) on this host, with the setting executor=celery (docs/workers.md)."""
    from orchestration.runtime.readiness import refuse_wrong_places
    from orchestration.settings.workers import refuse_without_what_workers_need

    if not settings.on_workers:
        raise Said(
            Message(
                "executor is in_process, so there is nothing for a worker to do; start it with "
                "SAEBYEOK_EXECUTOR=celery"
            ),
            exit_code=2,
        )
    refuse_without_what_workers_need(settings)
    refuse_wrong_places(settings)
    from orchestration.workers.serving import serve

    make_folder(settings.home)
    if threads is not None:
        # Libraries that count processors by themselves keep to it too.
        os.environ.update(SAEBYEOK_THREADS=str(threads), OMP_NUM_THREADS=str(threads))
    serve(settings, name=name)


COMMANDS = (worker,)
