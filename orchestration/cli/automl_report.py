"""`saebyeok automl report`: what a manager is given about a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.exports import TABLE_EXPORTS
from domain.messages import LANGUAGES, Language, Message
from domain.requests import RequestKind
from orchestration.cli.group import Said
from orchestration.cli.ocr_output import check_folder, write_out
from orchestration.cli.session import CliContext

if TYPE_CHECKING:
    from orchestration.settings import Settings


def report_form(out: Path) -> str:
    """The form of a report by the name of its file. Raises Said for another, and where its folder isn't there."""
    check_folder(out)
    form = out.suffix.lower().removeprefix(".")
    if form not in TABLE_EXPORTS[RequestKind.MODEL_REPORT]:
        raise Said(Message("a report is written as .pdf or .html; give it such a name"), exit_code=2)
    return form


@click.command()
@click.argument("doc")
@click.option(
    "--model", help="A model code (its latest training) or a training id (default: the confirmed one)."
)
@click.option(
    "--out", "-o", type=click.Path(path_type=Path), required=True, help="File to write: .pdf or .html."
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Language (default: that of the settings).")
@click.pass_obj
def report(settings: Settings, doc: str, model: str | None, out: Path, language: str | None) -> None:
    """Write the report on a trained model as PDF or HTML: data, plan, split, scores, pictures, reasons, limits, lineage."""
    from assets.automl.exporting import default_training, report_bytes
    from domain.learners import LEARNERS
    from orchestration.runtime.reading_resources import build_files
    from records import trainings
    from work_requests.automl_exports import WantedFile, edition_of

    form = report_form(out)
    cli = CliContext(settings)
    with cli.reading() as session:
        if model in LEARNERS:
            latest = {one.training.model_code: one.training for one in trainings.latest(session, doc)}
            subject = latest[model].training_id if model in latest else model
        else:
            subject = model or default_training(session, doc)
        chosen: Language = "en" if (language or settings.language) == "en" else "ko"
        wanted = WantedFile(RequestKind.MODEL_REPORT, form, chosen, subject)
        edition_of(session, doc, wanted)  # refuses what has no report
    write_out(report_bytes(cli.reading, build_files(settings), wanted, settings.time_zone), out)
    click.echo(str(out))


COMMANDS = (report,)
