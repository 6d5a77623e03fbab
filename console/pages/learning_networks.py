"""네트워크: every network with its scores over the nights, why one was not deployed, what it changed, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, Response

from console.charts import Chart, Night, chart_of
from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pagination import paginate
from console.rendering import context_of, render, user_of
from console.rescored import CHOICES, rescored_items
from console.resident_numbers import note_shown
from domain.messages import Message
from domain.ocr import NetworkStatus
from domain.registration_numbers import has_resident_number
from records.ocr import parted_numbers
from records.ocr.learning import networks
from records.ocr.tables import Network
from store.errors import StoreError
from work_requests import lifecycle, ocr_decisions

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
PER_PAGE = 50
ITEMS_A_PAGE = 100
CHARTED = 30
"""Networks in the charts."""
LONGEST_LINEAGE = 30
SETS = {
    "validation": Message("Validation (people's texts)"),
    "ticked": Message("All chosen texts"),
    "second_recogniser": Message("Validation: with the second recogniser beside"),
    "general": Message("General texts"),
    "general_ko": Message("General: Korean"),
    "general_en": Message("General: English"),
    "general_digits": Message("General: digits"),
    "general_syllables": Message("General: every syllable"),
    "general_signs": Message("General: every sign"),
}
"""What a network is judged on, as its scores name it."""
CHARTS = {"validation": SETS["validation"], "general": SETS["general"]}


@router.get("/learning/networks")
def list_networks(
    request: Request,
    context: _Context,
    before: Annotated[str, Query(max_length=15)] = "",
    after: Annotated[str, Query(max_length=15)] = "",
) -> HTMLResponse:
    with context.reading() as session:

        def ask(behind: str | None, ahead_of: str | None, limit: int) -> Sequence[Network]:
            return networks.newest(session, before=behind, after=ahead_of, limit=limit)

        pagination = paginate(ask, behind=before, ahead_of=after, size=PER_PAGE)
        judged = networks.judged(session, limit=CHARTED) if not pagination.has_previous else []
        runs = _runs_of(session, pagination.rows)
    charts = {name: chart for name in CHARTS if (chart := _chart(context, judged, name)) is not None}
    return render(
        request,
        "learning_networks.html",
        rows=pagination.rows,
        pagination=pagination,
        charts=charts,
        chart_names=CHARTS,
        runs=runs,
        status_of=NetworkStatus,
        dagster=context.dagster_url,
        mlflow=context.mlflow_url,
    )


@router.get("/learning/networks/{network_id}")
def network(
    request: Request,
    context: _Context,
    network_id: str,
    show: Annotated[str, Query(max_length=10)] = "",
    skip: RowNumber = 0,
) -> HTMLResponse:
    with context.reading() as session:
        found = networks.get(session, network_id)
        lineage = _lineage(session, found)
        runs = _runs_of(session, [found])
    trouble = None
    try:
        items = rescored_items(context, found)
    except StoreError as error:  # the rest of the page is worth seeing all the same
        items, trouble = None, error
    chosen = [item for item in items or [] if CHOICES.get(show, CHOICES[""])(item)]
    shown = chosen[skip : skip + ITEMS_A_PAGE]
    with context.reading() as session:
        beside = parted_numbers.of_texts(session, (one.text_id for one in shown))
    numbers = [
        one.text_id
        for one in shown
        if has_resident_number(one.label, one.before, one.after, beside=beside.get(one.text_id))
    ]
    note_shown(request, context, numbers)
    return render(
        request,
        "learning_network.html",
        network=found,
        status=NetworkStatus(found.status),
        status_of=NetworkStatus,
        lineage=lineage,
        runs=runs,
        sets=SETS,
        beside=beside,
        listed=items is not None,
        trouble=trouble,
        counts={name: sum(map(wanted, items or [])) for name, wanted in CHOICES.items()},
        items=shown,
        more=len(chosen) > skip + ITEMS_A_PAGE,
        per_page=ITEMS_A_PAGE,
        show=show,
        skip=skip,
        dagster=context.dagster_url,
        mlflow=context.mlflow_url,
    )


@router.post("/learning/networks/{network_id}/roll-back")
def roll_back(context: _Context, by: _By, network_id: str) -> Response:
    """[되돌리기]: read with this earlier network again."""
    with context.transaction() as session:
        ocr_decisions.roll_back(session, network_id=network_id, by=by, now=context.now())
    return Response(status_code=204, headers={"HX-Refresh": "true"})


def _runs_of(session: Session, found: Sequence[Network]) -> dict[str, str]:
    """Dagster's run of each network that has one."""
    asked = {n.network_id: lifecycle.get(session, n.request_id) for n in found if n.request_id is not None}
    return {network_id: request.run_id for network_id, request in asked.items() if request.run_id}


def _lineage(session: Session, network: Network) -> list[Network]:
    """The networks it descends from, its parent first."""
    found: list[Network] = []
    parent_id = network.parent_id
    while parent_id and len(found) < LONGEST_LINEAGE:
        found.append(networks.get(session, parent_id))
        parent_id = found[-1].parent_id
    return found


def _chart(context: ConsoleContext, judged: Sequence[Network], name: str) -> Chart | None:
    """The error rates on one set over the nights that were judged on it."""
    nights = [
        Night(
            network_id=network.network_id,
            day=network.created_at.astimezone(context.now().tzinfo).strftime("%m-%d"),
            before=score["before"],
            after=score["after"],
            deployed=network.deployed_at is not None,
        )
        for network in judged
        if (score := _score(network, name))
    ]
    return chart_of(nights) if nights else None


def _score(network: Network, name: str) -> dict[str, Any] | None:
    score: dict[str, Any] | None = (network.scores or {}).get(name)
    return score if score and score.get("items", 1) else None
