"""Commands of `saebyeok ocr` that show texts and their history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from domain.messages import in_context
from domain.ocr import TextAction, TextSource, TextState
from domain.registration_numbers import mask_resident_numbers
from orchestration.cli.language import translated
from orchestration.cli.ocr_output import note_whole_numbers, text_as_json, whole_numbers_option
from orchestration.cli.options import Number
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext

if TYPE_CHECKING:
    from orchestration.settings import Settings
    from records.ocr.tables import OcrText

STATES = [state.value for state in TextState]
PAST_CORRECTIONS = 50_000
"""The newest corrections that suggestions come from."""


@click.command()
@click.argument("docs", metavar="DOC...", nargs=-1, required=True)
@click.option("--page", "page_no", type=click.IntRange(1), help="Only one page.")
@click.option("--state", type=click.Choice(STATES), help="State of the text.")
@click.option("--below", type=Number(0, 1), help="Only texts below this score.")
@click.option("--by-score", is_flag=True, help="Lowest scores first (default: reading order).")
@click.option(
    "--suggest/--no-suggest", default=True, help="Include suggestions found in earlier corrections."
)
@whole_numbers_option
@format_option
@click.pass_obj
def texts(
    settings: Settings,
    docs: tuple[str, ...],
    page_no: int | None,
    state: str | None,
    below: float | None,
    by_score: bool,
    suggest: bool,
    whole_numbers: bool,
    as_format: str,
) -> None:
    """List extracted texts of documents: id, text, score, corrected text, suggestion, training selection."""
    from records.ocr import documents
    from records.ocr import texts as rows

    cli = CliContext(settings)
    with cli.reading() as session:
        for doc in docs:
            documents.get(session, doc)
        found = [
            text
            for doc in docs
            for text in rows.of_document(
                session,
                doc,
                page_no=page_no,
                state=TextState(state) if state else None,
                below=below,
                by_score=by_score,
            )
        ]
        past = rows.corrections(session, limit=PAST_CORRECTIONS) if suggest else []
    offered = suggestions(past, {t.text_id: t.label for t in found if t.state == TextState.MACHINE})
    if whole_numbers:
        note_whole_numbers(cli, TextAction.SHOW_WHOLE, docs, among={t.text_id for t in found})
    if as_format == "json":
        print_json([text_as_json(t, offered.get(t.text_id), whole_numbers=whole_numbers) for t in found])
        return

    def shown(text: OcrText, words: str | None) -> str:
        return (words or "") if whole_numbers else mask_resident_numbers(words or "", text.beside)

    rows_shown = [
        {
            translated(in_context("identifier", "No.")): t.text_id,
            translated("Extracted"): shown(t, t.text),
            "Score": t.score,
            translated("Corrected"): shown(t, t.corrected),
            translated("Suggestion"): shown(t, offered.get(t.text_id)),
            translated("State"): translated(TextState(t.state).message),
            translated("Source"): translated(TextSource(t.source).message),
            translated("Learning"): "Y" if t.selected else "",
            translated(in_context("text", "Read again")): shown(t, t.trained_text),
        }
        for t in found
    ]
    print_table(rows_shown)


def suggestions(past: list[tuple[str, str]], texts: dict[str, str]) -> dict[str, str]:
    """The best suggestion for each text that has one."""
    if not past or not texts:
        return {}
    from ocr_lib.suggestions import CorrectionMemory

    memory = CorrectionMemory(past)
    return {text_id: found[0].text for text_id, text in texts.items() if (found := memory.suggest(text))}


@click.command()
@click.argument("text_id")
@format_option
@click.pass_obj
def history(settings: Settings, text_id: str, as_format: str) -> None:
    """Show the history of a text: who changed what, and when."""
    from records.ocr import texts as rows

    cli = CliContext(settings)
    with cli.reading() as session:
        beside = rows.get(session, text_id).beside
        lines = rows.history(session, text_id)

    def shown(words: str | None) -> str | None:
        return None if words is None else mask_resident_numbers(words, beside)

    if as_format == "json":
        print_json(
            [
                {
                    "action": h.action,
                    "before": shown(h.before),
                    "after": shown(h.after),
                    "by": h.by,
                    "at": h.at,
                }
                for h in lines
            ]
        )
        return
    rows_shown = [
        {
            translated("When"): local_time(settings, h.at),
            translated("Action"): translated(TextAction(h.action).message),
            translated("Earlier text"): shown(h.before) or "",
            translated("Later text"): shown(h.after) or "",
            translated(in_context("history", "By")): h.by,
        }
        for h in lines
    ]
    print_table(rows_shown)


COMMANDS = [texts, history]
