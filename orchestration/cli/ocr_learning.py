"""Commands of `saebyeok ocr` on networks: train now, look at them, go back."""

from __future__ import annotations

import click

from domain.ocr import NetworkStatus
from orchestration.cli.group import in_language
from orchestration.cli.options import Number
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext, to_stderr, wait_option
from orchestration.settings import Settings
from records.ocr.tables import Network

SHOWN_REJECTED = 10


@click.command()
@click.option("--minutes", type=Number(min=0.1, max=10_000), help="학습 시간의 한도 (기본: 설정).")
@wait_option
@click.pass_obj
def retrain(settings: Settings, minutes: float | None, wait: bool) -> None:
    """재학습: 밤까지 기다리지 않고 지금 배웁니다."""
    from records.ocr import networks
    from work_requests import ocr_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        request_id = ocr_decisions.retrain(session, by=cli.by, now=cli.now(), minutes=minutes).request_id
    if not wait:
        to_stderr(
            in_language(settings, f"요청 {request_id}번을 남겼습니다.", f"request {request_id} is on record")
        )
    done = cli.follow(request_id, wait=wait, tell=to_stderr)
    result = done.result or {}
    with cli.reading() as session:
        network = networks.of_request(session, request_id)
    _tell_rejected(settings, network)
    if sentence := in_language(settings, result.get("ko"), result.get("en")):
        click.echo(sentence)


@click.command("networks")
@click.option("--limit", type=click.IntRange(1, 500), default=20)
@format_option
@click.pass_obj
def list_networks(settings: Settings, limit: int, as_format: str) -> None:
    """네트워크: 점수, 배포한 때, 배포하지 않은 까닭, 파일의 위치."""
    from orchestration.runtime.reading_resources import build_files
    from records.ocr import networks

    cli = CliContext(settings)
    store = build_files(settings).store
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
                    "folder": str(store.path(n.folder)) if n.folder else None,
                }
                for n in rows
            ]
        )
        return
    print_table(
        [
            {
                "번호": n.network_id + (" ★" if n.deployed else ""),
                "상태": NetworkStatus(n.status).label,
                "배운 글자": (n.items or {}).get("train"),
                "못 배운 글자": len((n.items or {}).get("rejected") or []) or "",
                "검증 CER": _change(n.scores, "validation"),
                "일반 CER": _change(n.scores, "general"),
                "만든 때": local_time(settings, n.created_at),
                "까닭": in_language(settings, n.reason_ko, n.reason_en),
                "폴더": str(store.path(n.folder)) if n.folder else "",
            }
            for n in rows
        ]
    )


def _tell_rejected(settings: Settings, network: Network | None) -> None:
    """Texts that were chosen and can't be learnt from, with why."""
    rejected = ((network.items if network else None) or {}).get("rejected") or []
    for one in rejected[:SHOWN_REJECTED]:
        to_stderr(f"{one['text_id']}: {in_language(settings, one['ko'], one['en'])}")
    if len(rejected) > SHOWN_REJECTED:
        more = len(rejected) - SHOWN_REJECTED
        to_stderr(in_language(settings, f"그 밖에 {more}개", f"and {more} more"))


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
    """앞선 네트워크로 되돌립니다 (번호를 주면 그것으로)."""
    from orchestration.runtime.reading_resources import build_files
    from records.ocr import networks
    from resources.networks import network_files
    from work_requests import ocr_decisions

    cli = CliContext(settings)
    with cli.reading() as session:
        target = networks.to_roll_back_to(session, network)
    with network_files(build_files(settings).store, target):
        pass  # whole and ours, before it is put into use
    with cli.transaction() as session:
        request_id = ocr_decisions.roll_back(
            session, network_id=target.network_id, by=cli.by, now=cli.now()
        ).request_id
    cli.follow(request_id, wait=wait, tell=to_stderr)
    click.echo(f"{target.network_id}: 사용 중")


COMMANDS = [retrain, list_networks, rollback]
