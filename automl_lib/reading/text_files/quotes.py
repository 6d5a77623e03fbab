"""Rows of delimited text, with the lines between two quote marks checked.

An inch mark at the beginning of a cell (`"27인치 모니터,62000`) opens a quote that the next such mark, many lines below,
closes. Python's csv module and Arrow then take the lines between for one cell. No well-kept reader of text files
checks for this, so the lines of every row that spans several of them are checked here.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from automl_lib.reading.cells import BLANKS
from automl_lib.reading.raw_table import RowFaults

_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')


class OpenQuote(Exception):
    """A quote is not closed before the end of the text.

    Args:
        line: number of the line where it opens, from 1.
    """

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class CellTooLong(Exception):
    """A cell is longer than the csv module's limit.

    Args:
        line: number of the first line of its row, from 1.
    """

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def delimited_rows(
    stream: TextIO, delimiter: str, faults: RowFaults | None = None, *, skipped_lines: int = 0
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text with the number of their last line (from 1).

    Empty lines are no rows. Neither are comments: lines of one cell that begin with `#`, below a wider row. A quote
    over several lines is taken for text where each of these lines is a row by itself and its closing mark is followed
    by other characters than a delimiter. Where only one of the two holds, the quote is obeyed and noted. Within one
    line quotes are text where the row is as wide as the one above only then.

    Args:
        stream: opened with `newline=""`.
        delimiter: one character; runs of spaces are one delimiter.
        faults: where to note comments and quotes.
        skipped_lines: lines of the file that were read before.

    Raises:
        OpenQuote: a quote isn't closed, and no earlier quote of the text was taken for text.
        CellTooLong: a cell is over `csv.field_size_limit()`.
    """
    lines = _Lines(stream, skipped_lines)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter == " ")
    noted = faults or RowFaults(0)
    usual = 0
    while True:
        lines.held.clear()
        before = lines.number
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CellTooLong(before + 1) from error
        if len(lines.held) > 1 or lines.ended:
            row = _checked(lines, row, delimiter, usual, noted)
        elif len(row) != usual > 1 and '"' in lines.held[0]:
            # A quote within quotes that its writer didn't double joins cells of one line.
            cut = cut_line(lines.held[0], delimiter)
            if len(cut) == usual:
                noted.literal_quotes.see(lines.number)
                row = cut
        if delimiter == " " and row and not row[-1]:
            row.pop()
        if not row:
            continue
        if usual > 1 and _is_comment(row, delimiter):
            noted.comments.see(lines.number)
            continue
        usual = len(row)
        yield lines.number, row


def cut_line(line: str, delimiter: str) -> list[str]:
    """The cells of one line. A quote that doesn't close before a delimiter or the line's end is text."""
    text = line.rstrip("\r\n")
    cells: list[str] = []
    at = 0
    while True:
        if delimiter == " ":
            at += len(text[at:]) - len(text[at:].lstrip(" "))
        quoted = _QUOTED.match(text, at)
        if quoted and text[quoted.end() : quoted.end() + 1] in ("", delimiter):
            cells.append(quoted.group()[1:-1].replace('""', '"'))
            end = quoted.end()
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            cells.append(_without_outer_quotes(text[at:end]))
        if end >= len(text):
            return cells
        at = end + 1


def _without_outer_quotes(cell: str) -> str:
    """`"24" 모니터"` is `24" 모니터` in quotes whose writer didn't double the one inside."""
    return cell[1:-1] if len(cell) > 2 and cell.startswith('"') and cell.endswith('"') else cell


def _is_comment(row: list[str], delimiter: str) -> bool:
    first = row[0].lstrip(BLANKS)
    return first.startswith("#") and (len(row) == 1 or (delimiter == " " and first == "#"))


def _checked(lines: _Lines, row: list[str], delimiter: str, usual: int, noted: RowFaults) -> list[str]:
    """The row that the lines held came to, or the row of the first alone where its quote is text."""
    first = lines.number - len(lines.held) + 1
    whole = _holds_rows(lines.held, delimiter, usual)
    proper = not lines.ended and _properly_quoted("".join(lines.held), delimiter)
    if lines.ended and not (whole and noted.literal_quotes.count):
        raise OpenQuote(lines.number - _line_count(row[-1]) + 1)
    if proper is not whole:
        return row if proper else _literal(lines, first, delimiter, noted)
    noted.doubtful_quotes.see((first, lines.number))
    return row


def _literal(lines: _Lines, first: int, delimiter: str, noted: RowFaults) -> list[str]:
    noted.literal_quotes.see(first)
    lines.give_back()
    return cut_line(lines.held[0], delimiter)


def _holds_rows(held: list[str], delimiter: str, usual: int) -> bool:
    """Whether each of the lines is a row as wide as the one above them."""
    width = usual or len(cut_line(held[0], delimiter))
    if width < 2:
        return False
    return all(len(cut_line(line, delimiter)) == width for line in held if line.strip("\r\n"))


def _properly_quoted(text: str, delimiter: str) -> bool:
    """Whether each quote over several lines of the row closes before a delimiter or at the row's end."""
    at = 0
    while at < len(text):
        quoted = _QUOTED.match(text, at)
        if quoted:
            at = quoted.end()
            if text[at : at + 1] not in ("", "\r", "\n", delimiter) and "\n" in quoted.group():
                return False
        while at < len(text) and text[at] not in ("\r", "\n", delimiter):
            at += 1
        if text[at : at + 1] != delimiter:
            return True
        at += 1
    return True


def _line_count(cell: str) -> int:
    """Physical lines over which the cell at the end of a text reaches, cut as a file is cut: 1 or more."""
    return max(1, sum(1 for _ in io.StringIO(cell, newline="")))


class _Lines:
    """The lines of a stream, those of the present row, and whether more were asked for than there are.

    The csv module asks for another line before it gives out a row only inside of quotes, and at the end
    of the file gives out what it has. Its strict mode would report it, but also refuses `"so"called` cells too.

    Attributes:
        held: the lines handed out since they were last cleared.
        number: of the last line handed out, from 1.
        ended: more lines were asked for than there are.
    """

    def __init__(self, stream: TextIO, skipped: int) -> None:
        self._stream = stream
        self._again: deque[str] = deque()
        self.held: list[str] = []
        self.number = skipped
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.popleft()
        else:
            try:
                line = next(self._stream)
            except StopIteration:
                self.ended = True
                raise
        self.number += 1
        self.held.append(line)
        return line

    def give_back(self) -> None:
        """Lines held behind the first are handed out once more."""
        self._again.extendleft(reversed(self.held[1:]))
        self.number -= len(self.held) - 1
        del self.held[1:]
        self.ended = False
