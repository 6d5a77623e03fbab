"""Reading files of strangers' pages in this process: what `saebyeok ocr read` and `ocr fields` share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.names import shown_name
from orchestration.cli.group import in_language, of_page
from orchestration.cli.session import to_stderr

if TYPE_CHECKING:
    from ocr_lib.exports import ExportDocument
    from ocr_lib.networks.files import NetworkFiles
    from ocr_lib.reader import PageReader
    from orchestration.settings import Settings

NETWORK = click.option(
    "--network",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Network folder (default: the deployed one).",
)


def page_reader(settings: Settings, network: Path | None) -> PageReader:
    """Reads pages with a network: that in a folder, the home's deployed one, or the one that comes with the project."""
    from ocr_lib.networks.files import open_network
    from orchestration.runtime.reading_resources import build_recogniser

    recogniser = build_recogniser(settings)
    if not settings.home.is_dir() and settings.cache is None:
        # Nothing of a home is made by reading; what is prepared once for this machine is kept for its user.
        recogniser = recogniser.model_copy(update={"cache": str(_user_cache())})
    if network is not None:
        return recogniser.page_reader(open_network(network))
    with _deployed(settings) as files:
        return recogniser.page_reader(files)


def read_pages_of(
    settings: Settings, reader: PageReader, file: Path, name: str, work: Path
) -> ExportDocument:
    """The pages of a file with their texts; what was noticed of it goes to standard error.

    Args:
        name: of the file in what is printed.
        work: an empty folder for the pages' pictures.

    Raises:
        FileRefused: the file can't be opened.
    """
    from assets.ocr.pictures import load
    from ocr_lib.exports import DEFAULT_DPI, ExportDocument, ExportLine, ExportPage
    from ocr_lib.pages import read_pages
    from ocr_lib.pdf_reading import read_page
    from resources.limits import page_limits

    report = read_pages(file, work, name=file.name, limits=page_limits(settings))
    for note in report.notes:
        to_stderr(f"{shown_name(name)}: {in_language(settings, note)}")
    pages: list[ExportPage] = []
    checked: set[str] = set()
    for page in report.pages:
        reading = read_page(reader, load(work / page.file_name), page.layer, checked=checked)
        place = of_page(page.number) if len(report.pages) > 1 else ""
        for remark in reading.remarks:
            to_stderr(f"{shown_name(name)}: {place}{in_language(settings, remark)}")
        lines = [
            ExportLine(
                line.text,
                line.score,
                line.box,
                line.quad,
                source=line.source,
                recogniser=line.recogniser,
                characters=[(c.text, c.probability) for c in line.characters],
            )
            for line in reading.lines
        ]
        dpi = page.dpi or DEFAULT_DPI
        pages.append(ExportPage(work / page.file_name, page.width, page.height, dpi, lines))
    return ExportDocument(name, pages, is_pdf=report.is_pdf, original=file)


def with_tables(settings: Settings, document: ExportDocument) -> ExportDocument:
    """The document with the tables of its pages; what limits left out goes to standard error."""
    from assets.ocr.pictures import load
    from ocr_lib.tables import find_tables
    from resources.limits import table_limits

    limits = table_limits(settings)
    pages = []
    for number, page in enumerate(document.pages, start=1):
        found = find_tables(load(page.picture), page.lines, limits=limits)
        for limit in found.limits_reached:
            place = of_page(number) if len(document.pages) > 1 else ""
            to_stderr(f"{shown_name(document.name)}: {place}{in_language(settings, limit.message)}")
        pages.append(replace(page, tables=found))
    return replace(document, pages=pages)


@contextmanager
def _deployed(settings: Settings) -> Iterator[NetworkFiles]:
    """The network the home's pointer names, else the one that comes with the project."""
    from ocr_lib.networks.files import open_network, shipped_network
    from orchestration.runtime.reading_resources import build_files
    from resources.networks import read_pointer

    store = build_files(settings).store
    pointer = read_pointer(store) if settings.home.is_dir() else None
    if pointer is None:
        yield shipped_network()
        return
    with store.local_folder(f"ocr/networks/{pointer['folder']}") as folder:
        yield open_network(folder)


def _user_cache() -> Path:
    import os

    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "saebyeok" / "ocr"
