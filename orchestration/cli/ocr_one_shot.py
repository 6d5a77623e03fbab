"""`saebyeok ocr read`, `bootstrap`: no servers, no database, no home."""

from __future__ import annotations

import sys
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from domain.messages import Message
from domain.ocr import EXPORT_FORMATS
from intake.names import shown_name
from orchestration.cli.fields_without_servers import fields_of_file, learnt_layouts
from orchestration.cli.group import FAILED, REFUSED, Said
from orchestration.cli.input_files import text_of, trouble_with
from orchestration.cli.language import translated
from orchestration.cli.ocr_output import check_folder, make_folder, whole_numbers_option, write_out
from orchestration.cli.output_format import format_of
from orchestration.cli.reading_without_servers import NETWORK, page_reader, read_pages_of, with_tables
from orchestration.cli.session import to_stderr

if TYPE_CHECKING:
    from assets.ocr.layout_reading import AppliedLayout
    from ocr_lib.exports import ExportDocument
    from orchestration.settings import Settings

_WITH_TABLES = ("xlsx", "tables.csv", "tables.json")
_FILE_EACH = ("pdf", "hocr", "xlsx")
"""Formats whose files hold one document."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "as_format",
    type=click.Choice(EXPORT_FORMATS),
    help="Output format (default: by the ending of --out, else txt).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write; for several files, pdf, hocr and xlsx need a folder, which is made if it is not there.",
)
@NETWORK
@whole_numbers_option
@click.pass_obj
def read(
    settings: Settings,
    files: tuple[Path, ...],
    as_format: str | None,
    out: Path | None,
    network: Path | None,
    whole_numbers: bool,
) -> None:
    """Read images and PDFs and print the texts, without servers or a database."""
    from untrusted_files import FileRefused

    form, into = _output(files, as_format, out)
    files, refusals = _readable(files)
    if not files:
        sys.exit(REFUSED)
    names = _names(files)
    reader = page_reader(settings, network)
    layouts = learnt_layouts(settings) if form == "xlsx" else {}
    with TemporaryDirectory() as folder:
        documents: list[ExportDocument] = []
        for number, (file, name) in enumerate(zip(files, names, strict=True)):
            work = Path(folder) / str(number)
            work.mkdir()
            try:
                document = read_pages_of(settings, reader, file, name, work)
                if form in _WITH_TABLES:
                    document = with_tables(settings, document)
                if form == "xlsx":
                    document = _with_fields(settings, document, layouts)
                documents.append(document if whole_numbers else document.with_masked_numbers())
            except FileRefused as refusal:
                refusals += 1
                to_stderr(translated(refusal.message))
        _write(settings, documents, form, out, into)
    if refusals:
        sys.exit(REFUSED)


def _readable(files: tuple[Path, ...]) -> tuple[tuple[Path, ...], int]:
    """Each file that is there, once; what is wrong with the others is told, and how many they are."""
    troubles = {file: trouble_with(file) for file in files}
    for trouble in filter(None, troubles.values()):
        to_stderr(translated(trouble.message))
    readable = tuple(file for file, trouble in troubles.items() if trouble is None)
    return readable, len(troubles) - len(readable)


def _output(files: tuple[Path, ...], as_format: str | None, out: Path | None) -> tuple[str, Path | None]:
    """The format to write, and the folder for a file of each document; no folder where one file gets all.

    Raises:
        Said: the output can't be written as is wished.
    """
    check_folder(out)
    form = format_of(as_format, out, EXPORT_FORMATS, "txt")
    if form in ("pdf", "xlsx") and out is None:
        raise Said(Message("say where to write the file with --out"), exit_code=2)
    if out is not None and out.is_dir():
        return form, out
    if len(files) == 1 or form not in _FILE_EACH:
        return form, None
    if out is None:
        raise Said(Message("for several files give a folder with --out"), exit_code=2)
    if out.exists() or out.name.lower().endswith(f".{form}"):
        raise Said(
            Message(
                "each of several files becomes a file of its own in {format}: give a folder with --out, which is made if it "
                "is not there; '{name}' is a file",
                format=form,
                name=shown_name(out.name),
            ),
            exit_code=2,
        )
    return form, out


def _names(files: tuple[Path, ...]) -> list[str]:
    """What each file is called in the output: its name, or, where two have the same, as it was given."""
    counts = Counter(file.name for file in files)
    return [text_of(file.name if counts[file.name] == 1 else str(file)) for file in files]


def _write(
    settings: Settings,
    documents: list[ExportDocument],
    as_format: str,
    out: Path | None,
    into: Path | None,
) -> None:
    from ocr_lib.exports.plain import as_dict, dpi_of_pages
    from ocr_lib.exports.table_files import tables_as_dict

    if out is not None and not documents:
        return  # what lies there from before is worth more than nothing
    if into is not None:
        make_folder(into)
        for document, name in zip(documents, _file_names([d.name for d in documents]), strict=True):
            write_out(_exported(settings, document, as_format), into / f"{name}.{as_format}")
        return
    if as_format in ("json", "tables.json"):
        import json

        whole: dict[str, Any] = {}
        for document in documents:
            whole |= as_dict(document) if as_format == "json" else tables_as_dict(document)
        if as_format == "json" and (drawn_at := dpi_of_pages(documents)) is not None:
            whole["_dpi"] = drawn_at
        write_out((json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode(), out)
        return
    data = [_exported(settings, document, as_format) for document in documents]
    if as_format == "csv":
        # One header for all.
        data = [data[0], *(one.split(b"\r\n", 1)[1] for one in data[1:])] if data else []
    if as_format == "tables.csv":
        data = [BOM_UTF8, b"\r\n".join(one.removeprefix(BOM_UTF8) for one in data)]
    write_out((b"\f" if as_format == "txt" else b"").join(data), out)


def _exported(settings: Settings, document: ExportDocument, as_format: str) -> bytes:
    from ocr_lib.exports import export
    from resources.limits import page_limits

    limits = page_limits(settings)
    return export(as_format, document, pdf_a=settings.export_pdf_a, limits=limits)


def _with_fields(
    settings: Settings, document: ExportDocument, layouts: Mapping[int, AppliedLayout]
) -> ExportDocument:
    """The document with the sheets of its fields, as those that `ocr export` writes."""
    from records.ocr.document_fields.field_sheets import sheets_of_document

    found = fields_of_file(settings, document, layouts)
    # Workbooks are for people in Korean offices.
    return replace(document, sheets=sheets_of_document(found.kind, found.rows, "ko"))


def _file_names(names: Sequence[str]) -> list[str]:
    """A name in the output's folder for each, without its ending where it can do without; no two alike."""
    stems = Counter(Path(name).stem for name in names)
    found: list[str] = []
    for name in names:
        plain = Path(name).stem if stems[Path(name).stem] == 1 else Path(name).name
        number, unique = 1, plain
        while unique in found:
            number += 1
            unique = f"{plain}-{number}"
        found.append(unique)
    return found


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--iterations", type=click.IntRange(1), default=9000, help="Number of training steps.")
@click.option(
    "--checkpoint",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Checkpoint folder (training resumes from it).",
)
@click.option(
    "--words",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of Korean words, or hunspell dictionary.",
)
@click.option(
    "--base",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the network to train further (default: start from english_g2).",
)
@click.option(
    "--fonts",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Font folder to use beside the installed fonts.",
)
@click.option("--minutes", type=click.FloatRange(min=0.1), help="Time limit of the training.")
@click.option(
    "--learning-rate", type=click.FloatRange(min=0, min_open=True), default=8e-4, help="Learning rate."
)
@click.option(
    "--bfloat16",
    is_flag=True,
    help="Compute in bfloat16 (twice as fast on processors with AMX; ignored on others).",
)
def bootstrap(
    out: Path,
    iterations: int,
    checkpoint: Path | None,
    words: tuple[Path, ...],
    base: Path | None,
    fonts: tuple[Path, ...],
    minutes: float | None,
    learning_rate: float,
    bfloat16: bool,
) -> None:
    """Train a Korean network from english_g2 and synthetic texts alone, or train an existing network further (hours)."""
    from ocr_lib.networks.files import open_network, write_network
    from ocr_lib.synthetic.fonts import SYSTEM_FOLDERS
    from ocr_lib.training.bootstrap import BootstrapSettings, train_from_english, train_further
    from ocr_lib.training.device import multiplies_bfloat16
    from ocr_lib.training.telling import in_words

    check_folder(checkpoint)  # better now than at the first checkpoint
    if out.exists():
        raise Said(Message("{out} is there already", out=out), exit_code=FAILED)
    recipe = BootstrapSettings(
        iterations=iterations,
        learning_rate=learning_rate,
        seconds=None if minutes is None else 60 * minutes,
        # Processors without tiles for it emulate it: a step takes eight times as long.
        bfloat16=bfloat16 and multiplies_bfloat16("cpu"),
    )
    begin: Callable[..., tuple[dict[str, Any], Any]] = (
        train_from_english if base is None else partial(train_further, open_network(base))
    )
    state, charset = begin(
        recipe,
        word_files=words,
        font_folders=[*SYSTEM_FOLDERS, *fonts],
        checkpoint=checkpoint,
        on_progress=lambda step: to_stderr(translated(in_words(step, iterations))),
    )
    name = "english_g2" if base is None else open_network(base).sha256
    made = write_network(out, state, charset, lineage={"base": name, "recipe": recipe.as_dict()})
    click.echo(f"{out}: {made.sha256}")


COMMANDS = [read, bootstrap]
