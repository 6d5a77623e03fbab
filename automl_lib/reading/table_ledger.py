"""Ledger entries about the table as a whole: rows, headers, charset, sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.cells import looks_numeric
from automl_lib.reading.column_ledger import entry
from automl_lib.reading.layout.table_start import Layout
from automl_lib.reading.raw_table import Places, RowFaults, StoredCells
from automl_lib.reading.report import LedgerEntry
from automl_lib.reading.text_files.charset import Charset, Transcoded

if TYPE_CHECKING:
    from automl_lib.reading.layout.total_rows import SummaryRows

TOTAL_ROWS = "total_rows"
_SHOWN = 10


def charset_entries(charset: Charset, transcoded: Transcoded | None) -> list[LedgerEntry]:
    """What was decided about the characters of a text file."""
    entries: list[LedgerEntry] = []
    if not charset.certain:
        entries.append(
            entry(
                "charset_guessed",
                f"문자 인코딩을 {charset.encoding}(으)로 짐작해 읽었습니다. 글자가 깨져 보이면 CSV UTF-8로 다시 저장해 올려 주세요.",
                f"The charset was guessed to be {charset.encoding}. If letters look wrong, save the file as CSV UTF-8 and upload it again.",
            )
        )
    if transcoded and transcoded.other_lines:
        first = transcoded.first_other_line
        entries.append(
            entry(
                "charset_mixed",
                f"UTF-8 파일 안에 cp949로 적힌 줄이 {transcoded.other_lines:,}개 있어 줄마다 맞추어 읽었습니다(첫 줄: {first}번째 줄).",
                f"{transcoded.other_lines:,} lines were in cp949 while the rest is UTF-8; each was read in its own (the first is line {first}).",
                count=transcoded.other_lines,
            )
        )
    if transcoded and transcoded.nul_bytes:
        entries.append(
            entry(
                "nul_removed",
                f"글자가 아닌 NUL 바이트 {transcoded.nul_bytes:,}개를 뺐습니다.",
                f"{transcoded.nul_bytes:,} NUL bytes, which are no characters, were left out.",
                count=transcoded.nul_bytes,
            )
        )
    if transcoded and transcoded.end_mark:
        entries.append(
            entry(
                "end_mark_removed",
                "파일 끝의 표시(Ctrl-Z)는 데이터가 아니므로 뺐습니다.",
                "The mark at the end of the file (Ctrl-Z) is no data and was left out.",
            )
        )
    return entries


def delimiter_entries(delimiter: str) -> list[LedgerEntry]:
    """What people should know about the delimiter."""
    if delimiter != " ":
        return []
    return [
        entry(
            "delimiter_spaces",
            "칸을 공백으로 나누어 읽었습니다.",
            "Cells were told apart by the spaces between them.",
        )
    ]


def shape_entries(layout: Layout, faults: RowFaults, stored: StoredCells) -> list[LedgerEntry]:
    """What was decided about header and rows, and what was dropped."""
    return [*_header_entries(layout, stored), *_line_entries(faults), *_row_entries(faults, stored)]


def _header_entries(layout: Layout, stored: StoredCells) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    if layout.letters:
        entries.append(
            entry(
                "column_letters_dropped",
                "스프레드시트의 열 문자(A, B, C…) 행은 데이터가 아니므로 뺐습니다.",
                "The row of column letters (A, B, C…) is no data and was left out.",
            )
        )
    titles = layout.skipped - layout.letters
    if titles > 0:
        shown = ", ".join(f"'{line}'" for line in layout.above)
        entries.append(
            entry(
                "rows_above_header",
                f"표 위의 {titles}행(제목, 설명이나 빈 행)을 건너뛰었습니다{f': {shown}' if shown else ''}.",
                f"{titles} rows above the table (titles, labels or blank rows) were passed over{f': {shown}' if shown else ''}.",
                count=titles,
            )
        )
    if layout.header is None:
        entries.append(
            entry(
                "header_generated",
                "첫 행이 데이터로 보여 열 이름을 '열1'부터 붙였습니다.",
                "The first row looks like data, so the columns were named '열1' and so on.",
                count=len(stored.labels),
            )
        )
    elif all(cell is None or looks_numeric(cell) for cell in layout.header):
        entries.append(
            entry(
                "header_of_numbers",
                f"첫 행의 번호({stored.labels[0]}, {stored.labels[1]} …)를 열 이름으로 읽었습니다.",
                f"The numbers of the first row ({stored.labels[0]}, {stored.labels[1]} …) were read as column names.",
                count=len(stored.labels),
            )
        )
    if layout.header_rows >= 2:
        number = layout.header_rows
        entries.append(
            entry(
                "header_rows_joined",
                f"열 이름 {number}행을 하나로 이었습니다(예: '{stored.labels[-1]}').",
                f"The {number} rows of column names were joined (e.g. '{stored.labels[-1]}').",
                count=number,
            )
        )
    if layout.units:
        shown = ", ".join(layout.units[:5])
        entries.append(
            entry(
                "unit_row_dropped",
                f"열 이름 아래의 단위 행({shown})은 데이터가 아니므로 뺐습니다.",
                f"The row of units below the column names ({shown}) is no data and was left out.",
                count=len(layout.units),
            )
        )
    if stored.renamed:
        raw, label = stored.renamed[0]
        number = len(stored.renamed)
        entries.append(
            entry(
                "labels_renamed",
                f"비었거나 겹치는 열 이름 {number:,}개를 바꾸었습니다(예: '{raw}' → '{label}').",
                f"{number:,} blank or repeated column names were changed (e.g. '{raw}' to '{label}').",
                count=number,
                examples=stored.renamed,
            )
        )
    return entries


def _line_entries(faults: RowFaults) -> list[LedgerEntry]:
    """Comments, and quote marks that are text or may have joined lines."""
    entries: list[LedgerEntry] = []
    if faults.comments.count:
        number, lines = faults.comments.count, _lines(faults.comments)
        entries.append(
            entry(
                "comment_lines",
                f"#으로 시작하는 설명 {number:,}줄을 뺐습니다(줄: {lines}).",
                f"{number:,} comment lines that begin with # were left out (lines: {lines}).",
                count=number,
            )
        )
    if faults.literal_quotes.count:
        number, lines = faults.literal_quotes.count, _lines(faults.literal_quotes)
        entries.append(
            entry(
                "literal_quotes",
                f'칸 앞의 따옴표(") {number:,}개는 짝이 맞지 않아 글자(인치 표시 등)로 읽었습니다(줄: {lines}).',
                f'{number:,} quotes (") at the beginning of a cell have no partner and were read as characters, such as an inch mark (lines: {lines}).',
                count=number,
            )
        )
    if faults.doubtful_quotes.count:
        number, lines = faults.doubtful_quotes.count, _lines(faults.doubtful_quotes)
        entries.append(
            entry(
                "doubtful_quotes",
                f'따옴표(") 사이의 여러 줄을 한 칸으로 읽은 곳 {number:,}개는 여러 행일 수 있습니다(줄: {lines}). 그 줄의 따옴표를 확인해 주세요.',
                f'{number:,} cells over several lines between quotes (") may be rows that were joined (lines: {lines}). Check the quotes there.',
                count=number,
            )
        )
    return entries


def _lines(places: Places) -> str:
    """The first places as people write them: 7, 12–15."""
    return ", ".join(str(p) if isinstance(p, int) else f"{p[0]}–{p[1]}" for p in places.first)


def _row_entries(faults: RowFaults, stored: StoredCells) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    for kind, count, seen in (
        ("short", faults.short, faults.short_examples),
        ("long", faults.long, faults.long_examples),
    ):
        # Delimiters at the end of lines make blank cells only, which are left out again.
        if not count or (kind == "long" and max(stored.kept) < faults.width):
            continue
        lines = ", ".join(str(line) for line, _ in seen)
        examples = tuple((f"{line}번째 줄", f"{cells} / {faults.width}") for line, cells in seen)
        ko = "적어 나머지를 빈칸으로 두었습니다" if kind == "short" else "많아 남는 칸을 새 열로 두었습니다"
        en = (
            "fewer cells; the rest is blank"
            if kind == "short"
            else "more cells; the extra ones became new columns"
        )
        entries.append(
            entry(
                f"{kind}_rows",
                f"{count:,}행의 칸 수가 다른 행({faults.width}칸)보다 {ko}(줄: {lines}).",
                f"{count:,} rows have {en} (lines: {lines}; an ordinary row has {faults.width}).",
                count=count,
                examples=examples,
            )
        )
    if stored.blank_rows:
        entries.append(
            entry(
                "blank_rows_dropped",
                f"아무것도 없는 행 {stored.blank_rows:,}개를 뺐습니다.",
                f"{stored.blank_rows:,} rows with nothing in them were left out.",
                count=stored.blank_rows,
            )
        )
    if stored.blank_columns:
        entries.append(
            entry(
                "blank_columns_dropped",
                f"이름도 값도 없는 열 {stored.blank_columns:,}개를 뺐습니다.",
                f"{stored.blank_columns:,} columns without a name or a value were left out.",
                count=stored.blank_columns,
            )
        )
    if stored.row_numbers:
        entries.append(
            entry(
                "row_numbers_dropped",
                "이름 없는 첫 열은 행 번호이므로 뺐습니다.",
                "The first column has no name and only counts the rows; it was left out.",
            )
        )
    return entries


def summary_entries(found: SummaryRows) -> list[LedgerEntry]:
    """What was left out of the data as a total or a note, and what may be a total but was not."""
    entries: list[LedgerEntry] = []
    if found.totals:
        ko, en = _listed(found.totals)
        entries.append(
            entry(
                "total_rows_dropped",
                f"합계로 보이는 {len(found.totals):,}행({ko})을 데이터에서 뺐습니다. 데이터라면 그 칸의 말을 바꾸어 다시 올려 주세요.",
                f"{len(found.totals):,} rows of totals ({en}) were left out of the data. If they are data, reword those cells and upload the file again.",
                count=len(found.totals),
                examples=tuple((word, None) for _, word in found.totals),
            )
        )
    if found.notes:
        ko, en = _listed(found.notes)
        entries.append(
            entry(
                "notes_dropped",
                f"표 아래의 설명 {len(found.notes):,}행({ko})을 뺐습니다.",
                f"{len(found.notes):,} rows of notes below the table ({en}) were left out.",
                count=len(found.notes),
            )
        )
    if found.doubtful:
        ko, en = _listed(found.doubtful)
        entries.append(
            entry(
                TOTAL_ROWS,
                f"{ko}은 합계로 보이지만 데이터로 읽었습니다.",
                f"What looks like a total was read as data: {en}.",
                count=len(found.doubtful),
                examples=tuple((word, None) for _, word in found.doubtful),
            )
        )
    return entries


def _listed(rows: list[tuple[int, str]]) -> tuple[str, str]:
    more = " …" if len(rows) > _SHOWN else ""
    ko = ", ".join(f"{row:,}행('{word}')" for row, word in rows[:_SHOWN])
    en = ", ".join(f"row {row:,} ('{word}')" for row, word in rows[:_SHOWN])
    return ko + more, en + more
