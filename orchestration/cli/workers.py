"""`saebyeok worker`: a process that does steps on this host."""

from __future__ import annotations

import os

import click

from orchestration.cli.group import Said
from orchestration.settings import Settings, make_folder


@click.command()
@click.option("--name", default="saebyeok", help="작업자의 이름; 뒤에 호스트 이름이 붙습니다 (NAME@호스트).")
@click.option("--threads", type=click.IntRange(min=1), help="쪽을 읽는 프로세서 스레드 (기본: 설정 threads).")
@click.pass_obj
def worker(settings: Settings, name: str, threads: int | None) -> None:
    """이 호스트에서 긴 작업(읽기, 학습)을 맡습니다. 설정 executor=celery와 함께 (docs/workers.md)."""
    from orchestration.runtime.executor import refuse_without_what_workers_need
    from orchestration.runtime.readiness import refuse_wrong_places

    if not settings.on_workers:
        raise Said(
            ko="설정 executor가 in_process이므로 작업자가 할 일이 없습니다. SAEBYEOK_EXECUTOR=celery로 시작하세요.",
            en="executor is in_process, so there is nothing for a worker to do; start it with SAEBYEOK_EXECUTOR=celery",
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
