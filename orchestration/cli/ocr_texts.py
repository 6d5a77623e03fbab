"""Commands of `saebyeok ocr` that decide on texts: correct, confirm, choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from domain.messages import Message
from domain.ocr import TextState
from domain.registration_numbers import mask_resident_numbers
from orchestration.cli.group import REFUSED, Said
from orchestration.cli.language import translated
from orchestration.cli.ocr_text_views import PAST_CORRECTIONS, suggestions
from orchestration.cli.options import DashedTexts, Number
from orchestration.cli.session import CliContext

if TYPE_CHECKING:
    from orchestration.settings import Settings

score_option = click.option(
    "--min-score", type=Number(0, 1), help="All texts with at least this score (with --doc)."
)


@click.command(cls=DashedTexts)
@click.argument("text_id")
@click.argument("corrected", required=False)
@click.option("--suggested", is_flag=True, help="Accept the suggestion.")
@click.option("--unreadable", is_flag=True, help="Mark as unreadable.")
@click.option("--undo", is_flag=True, help="Undo the decision: the text is again as the machine read it.")
@click.option("--select", "chosen", is_flag=True, help="Also select it for training.")
@click.pass_obj
def correct(
    settings: Settings,
    text_id: str,
    corrected: str | None,
    suggested: bool,
    unreadable: bool,
    undo: bool,
    chosen: bool,
) -> None:
    """Correct a text. A text equal to the extracted one is confirmed."""
    from records.ocr import decisions, resident_numbers
    from records.ocr import texts as rows

    if sum([corrected is not None, suggested, unreadable, undo]) != 1:
        raise Said(
            Message("give the corrected text, or one of --suggested, --unreadable, --undo"), exit_code=REFUSED
        )
    cli = CliContext(settings)
    if suggested:
        with cli.reading() as session:
            text = rows.get(session, text_id)
            past = rows.corrections(session, limit=PAST_CORRECTIONS)
        corrected = suggestions(past, {text_id: text.label}).get(text_id)
        if corrected is None:
            raise Said(Message("there is no suggestion for {text_id}", text_id=text_id), exit_code=REFUSED)
    with cli.transaction() as session:
        if unreadable:
            decisions.mark_unreadable(session, [text_id], by=cli.by, now=cli.now())
        elif undo:
            decisions.reopen(session, [text_id], by=cli.by, now=cli.now())
        else:
            before = rows.get(session, text_id)
            typed = resident_numbers.as_meant(
                corrected or "", before.label, before.text, beside=before.beside
            )
            decisions.correct(session, text_id, typed, by=cli.by, now=cli.now())
        if chosen:
            decisions.select(session, [text_id], by=cli.by, now=cli.now())
        text = rows.get(session, text_id)
        label = mask_resident_numbers(text.label, text.beside)
        line = f"{text_id}: {translated(TextState(text.state).message)} {label}"
    cli.texts_changed()
    click.echo(line)


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--doc", help="Choose by score in this document.")
@score_option
@click.option("--all", "everything", is_flag=True, help="All texts of the document.")
@click.option(
    "--page",
    "pages",
    type=click.IntRange(1),
    multiple=True,
    help="No text of this page is missing (with --doc, several times); so a page without any text is checked.",
)
@click.pass_obj
def confirm(
    settings: Settings,
    ids: tuple[str, ...],
    doc: str | None,
    min_score: float | None,
    everything: bool,
    pages: tuple[int, ...],
) -> None:
    """Confirm texts that were read correctly, one by one or by score, or that no text of a page is missing."""
    from records.ocr import decisions

    cli = CliContext(settings)
    if pages:
        _confirm_pages(cli, doc, pages, others=bool(ids or min_score is not None or everything))
        return
    with cli.transaction() as session:
        wanted = _chosen(cli, ids, doc, min_score, everything, only=[TextState.MACHINE])
        changed = decisions.confirm(session, wanted, by=cli.by, now=cli.now())
    cli.texts_changed()
    click.echo(translated("{count} confirmed", count=len(changed)))


def _confirm_pages(cli: CliContext, doc: str | None, pages: Sequence[int], *, others: bool) -> None:
    from records.ocr.proofreading import checking_queue

    if doc is None or others:
        raise Said(Message("give --page with --doc and nothing else"), exit_code=REFUSED)
    with cli.transaction() as session:
        for page_no in pages:
            checking_queue.set_looked_at(session, doc, page_no, by=cli.by, now=cli.now())
    click.echo(translated("{count} pages looked at", count=len(pages)))


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--doc", help="Choose in this document.")
@score_option
@click.option("--all", "everything", is_flag=True, help="All texts of the document.")
@click.option("--corrected", is_flag=True, help="All corrected texts of the document.")
@click.option("--off", is_flag=True, help="Remove from training.")
@click.pass_obj
def select(
    settings: Settings,
    ids: tuple[str, ...],
    doc: str | None,
    min_score: float | None,
    everything: bool,
    corrected: bool,
    off: bool,
) -> None:
    """Select texts for training."""
    from records.ocr import decisions

    cli = CliContext(settings)
    only = [TextState.CORRECTED] if corrected else [s for s in TextState if s != TextState.UNREADABLE]
    with cli.transaction() as session:
        wanted = _chosen(cli, ids, doc, min_score, everything or corrected, only=only)
        changed = decisions.select(session, wanted, chosen=not off, by=cli.by, now=cli.now())
    click.echo(
        translated(
            Message("{count} removed from training", count=len(changed))
            if off
            else Message("{count} selected for training", count=len(changed))
        )
    )


def _chosen(
    cli: CliContext,
    ids: tuple[str, ...],
    doc: str | None,
    min_score: float | None,
    everything: bool,
    *,
    only: Sequence[TextState],
) -> list[str]:
    """The texts named, or those of a document by score and state."""
    from records.ocr import documents, texts

    if ids and doc is None and min_score is None and not everything:
        return list(ids)
    if ids or doc is None or (min_score is None and not everything):
        raise Said(Message("give ids of texts, or --doc with --min-score or --all"), exit_code=REFUSED)
    with cli.reading() as session:
        documents.get(session, doc)
        found = texts.of_document(session, doc)
    return [t.text_id for t in found if t.state in only and t.label.strip() and t.score >= (min_score or 0.0)]


COMMANDS = [correct, confirm, select]
