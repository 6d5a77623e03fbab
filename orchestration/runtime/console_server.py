"""The console's process: `python -m orchestration.runtime.console_server`, as the Procfile starts it."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import uvicorn
from fastapi import FastAPI

from console.app import create_app
from console.context import ConsoleContext
from console.nightly_schedule import NightlySchedule
from console.oidc import Provider
from console.suggestions import Suggestions
from domain.access import Role
from domain.sheets import Sheet
from intake.company_files import read_companies
from intake.inbox import Inbox
from intake.take import Intake
from ocr_lib.datasets.splitting import assign_parts
from ocr_lib.suggestions import CorrectionMemory
from orchestration.runtime.console_access import console_secret
from orchestration.runtime.serving_address import serving_address
from orchestration.settings import Settings, load_settings
from orchestration.settings.addresses import host_headers, reachable
from records.engine import open_engine
from resources import limits
from serving.client import ServingClient
from store.files import Store

LONGEST_HEAD = 64 * 1024
"""Bytes of a request's line and headers."""


def build_console(settings: Settings) -> FastAPI:
    """The console of `settings`."""
    engine = open_engine(settings.effective_database_url)
    # Not from the resource `Files`: Dagster would take a fifth of this process's memory.
    inbox = Inbox(settings.effective_inbox)
    intake = Intake(engine, Store(settings.effective_store_url), inbox, settings.max_file_mb * limits.MIB)
    serving = ServingClient(serving_address(settings))
    context = ConsoleContext(
        engine=engine,
        store=intake.store,
        intake=intake,
        uploads=intake.inbox.root / ".uploads",
        now=lambda: datetime.now(ZoneInfo(settings.time_zone)),
        dagster_url=settings.dagster_public_url
        or f"http://{reachable(settings.host)}:{settings.dagster_port}",
        mlflow_url=settings.mlflow_public_url or settings.effective_mlflow_url,
        secret=console_secret(settings),
        max_upload_bytes=settings.console_upload_mb * 2**20,
        suggestions=Suggestions(CorrectionMemory),
        nights=NightlySchedule(settings.retrain_at, settings.retrain_minutes, assign_parts),
        session_length=timedelta(hours=settings.console_session_hours),
        secure_cookies=settings.console_https,
        provider=_provider(settings),
        read_companies=lambda path, name: read_companies(path, name, limits.read_limits(settings)),
        write_sheets=write_sheets,
        second_keying=settings.blind_second_keying,
        wake=serving.wake,
        expect_tables=serving.expect_tables,
        what_if=serving.what_if,
    )
    hosts = [name.removesuffix(":*") for name in host_headers(settings.host)]
    public = [name] if (name := urlsplit(settings.console_public_url).hostname) else []
    return create_app(context, hosts=[*hosts, *settings.console_hosts, *public])


def write_sheets(sheets: Sequence[Sheet], form: str) -> bytes:
    """A workbook, or the CSV of the first sheet."""
    from spreadsheets import sheet_to_csv, sheets_to_xlsx

    return sheets_to_xlsx(sheets) if form == "xlsx" else sheet_to_csv(sheets[0])


def server_options(settings: Settings) -> dict[str, Any]:
    """How uvicorn serves the console.

    By h11, which bounds a request's head; httptools would keep whatever a stranger sends before anybody is asked.
    """
    return {
        "host": settings.host,
        "port": settings.console_port,
        "http": "h11",
        "h11_max_incomplete_event_size": LONGEST_HEAD,
        "log_level": "warning",
        "server_header": False,
        "proxy_headers": bool(settings.console_proxies),
        "forwarded_allow_ips": settings.console_proxies,
    }


def _provider(settings: Settings) -> Provider | None:
    if not settings.console_oidc_issuer:
        return None
    return Provider(
        settings.console_oidc_issuer,
        settings.console_oidc_client_id,
        settings.console_oidc_client_secret.get_secret_value(),
        settings.console_oidc_claim,
        Role(settings.console_oidc_role) if settings.console_oidc_role else None,
    )


def main() -> None:
    settings = load_settings()
    app = build_console(settings)
    # What was loaded stays: looking through all of it for garbage would delay a page by 50 ms.
    gc.collect()
    gc.freeze()
    uvicorn.run(app, **server_options(settings))


if __name__ == "__main__":
    main()
