"""Which charset a text file is in, and turning it into UTF-8. Cells and delimiters are not known here.

Order: byte order mark, UTF-16 by its pattern of NUL bytes, strict UTF-8, strict cp949 (a superset of
EUC-KR), both mixed line by line, and charset-normalizer's opinion last.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from automl_lib.reading.refusals import refuse

_CHUNK = 4 * 1024 * 1024
_SAMPLE = 256 * 1024
_TAIL = 4096
_END_MARK, _AFTER_MARK = b"\x1a", b"\x00\r\n\t "
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Charset:
    """A charset decision.

    Attributes:
        encoding: Python codec name.
        certain: False when charset-normalizer guessed it.
        mixed: True when some lines are UTF-8 and others cp949.
    """

    encoding: str
    certain: bool = True
    mixed: bool = False


@dataclass(frozen=True)
class Transcoded:
    """What turning a file into UTF-8 changed.

    Attributes:
        nul_bytes: NUL characters left out.
        other_lines: lines that were in cp949 while the file is UTF-8.
        first_other_line: number of the first of them, from 1; 0 if none.
        end_mark: whether DOS's mark of the end (Ctrl-Z) was cut off.
    """

    nul_bytes: int
    other_lines: int = 0
    first_other_line: int = 0
    end_mark: bool = False


def charset_of_head(head: bytes) -> Charset | None:
    """The charset as far as the first bytes show it: by mark, by NULs, or UTF-8; None if it is none of these."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return Charset(encoding)
    if b"\x00" in head:
        wide = _unmarked_utf16(head)
        if wide:
            return Charset(wide)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return None
    return Charset("utf-8")


def charset_of_file(source: Path, name: str, head: bytes) -> Charset:
    """The charset of the whole file, every byte looked at.

    Raises:
        FileRefused: if no charset reads it, naming the line.
    """
    marked = charset_of_head(head)
    if marked and marked.encoding != "utf-8":
        return marked
    if _decodes(source, "utf-8"):
        return Charset("utf-8")
    if _looks_binary(head):
        raise refuse("binary", name)
    if _decodes(source, "cp949"):
        sample = _telling_lines(source)
        if _is_korean(sample.decode("cp949", "replace")):
            return Charset("cp949")
        guess = _guess(source, sample)
        return guess or Charset("cp949")
    return _mixed_or_guessed(source, name)


def ends_with_mark(source: Path) -> bool:
    """Whether the last character is Ctrl-Z, with which DOS ends a text; blanks and NULs may follow."""
    with source.open("rb") as stream:
        stream.seek(max(0, source.stat().st_size - _TAIL))
        return stream.read().rstrip(_AFTER_MARK).endswith(_END_MARK)


def transcode(source: Path, charset: Charset, target: Path, name: str) -> Transcoded:
    """Writes `source` to `target` as UTF-8 in pieces of a few MiB, without NULs and marks at its ends.

    Raises:
        FileRefused: if the file isn't wholly in that charset (for instance cut short).
    """
    nul = others = first = 0
    with target.open("wb") as writer:
        try:
            for number, text, other in _pieces(source, charset):
                nul += text.count("\x00")
                if other:
                    others, first = others + 1, first or number
                # Some programs write a byte order mark where there is one already.
                kept = text.lstrip("\ufeff") if number == 1 else text
                writer.write(kept.replace("\x00", "").encode("utf-8", "replace"))
        except UnicodeError as error:
            raise refuse("damaged", name) from error
    return Transcoded(nul, others, first, _cut_end_mark(target))


def _pieces(source: Path, charset: Charset) -> Iterator[tuple[int, str, bool]]:
    """Numbered pieces of text (of a mixed file: lines), and whether each was in cp949 within a file of UTF-8."""
    with source.open("rb") as reader:
        if charset.mixed:
            for number, line in enumerate(reader, start=1):
                try:
                    yield number, line.decode("utf-8"), False
                except UnicodeDecodeError:
                    yield number, line.decode("cp949"), True
            return
        decoder = codecs.getincrementaldecoder(charset.encoding)()
        number = 1
        while chunk := reader.read(_CHUNK):
            yield number, decoder.decode(chunk), False
            number += 1
        yield number, decoder.decode(b"", final=True), False


def _cut_end_mark(target: Path) -> bool:
    if not ends_with_mark(target):
        return False
    with target.open("r+b") as stream:
        start = stream.seek(max(0, target.stat().st_size - _TAIL))
        kept = stream.read().rstrip(_AFTER_MARK).rstrip(_END_MARK)
        stream.truncate(start + len(kept))
    return True


def _decodes(source: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with source.open("rb") as reader:
            while chunk := reader.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError:  # UTF-16 without its mark is one that isn't a decoding error
        return False
    return True


def _unmarked_utf16(head: bytes) -> str | None:
    even = head[: len(head) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(even).rstrip("\x1a\r\n") + "\n"
        except UnicodeDecodeError:
            continue
        odd = sum(
            1 for c in text if (c < " " and c not in "\t\r\n") or c == "\ufffe" or "\ue000" <= c <= "\uf8ff"
        )
        if "\n" in text[:-1] and odd == 0:
            return encoding
    return None


def _looks_binary(head: bytes) -> bool:
    controls = sum(head.count(bytes([b])) for b in (*range(9), 14, 15, 16, *range(17, 27), 28, 29, 30, 31))
    return controls > len(head) * 0.02


def _telling_lines(source: Path) -> bytes:
    """Lines with bytes above ASCII, up to 256 KiB of them."""
    kept: list[bytes] = []
    size = 0
    with source.open("rb") as reader:
        for line in reader:
            if not line.isascii():
                kept.append(line[:_SAMPLE])
                size += len(line)
                if size > _SAMPLE:
                    break
    return b"".join(kept)


def _is_korean(text: str) -> bool:
    """Whether most characters above ASCII are the Hangul and marks of KS X 1001, which Korean texts live on.

    Other charsets' bytes read as cp949 give Hanja and the rare syllables outside it.
    """
    above = [c for c in text if c > "\x7f"]
    common = sum(1 for c in above if not "\u4e00" <= c <= "\u9fff" and _in_ks_x_1001(c))
    return common >= len(above) * 0.5


def _in_ks_x_1001(character: str) -> bool:
    try:
        return len(character.encode("euc_kr")) == 2
    except UnicodeEncodeError:
        return False


def _guess(source: Path, sample: bytes) -> Charset | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:_SAMPLE]).best()
    if best is None or not _decodes(source, best.encoding):
        return None
    return Charset(best.encoding, certain=False)


def _mixed_or_guessed(source: Path, name: str) -> Charset:
    utf8_lines = unreadable = 0
    with source.open("rb") as reader:
        for number, line in enumerate(reader, start=1):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                utf8_lines += 1
                continue
            except UnicodeDecodeError:
                pass
            try:
                line.decode("cp949")
            except UnicodeDecodeError:
                unreadable = unreadable or number
    if not unreadable:
        return Charset("utf-8", mixed=True)
    guess = None if utf8_lines else _guess(source, _telling_lines(source))
    if guess is None:
        raise refuse("encoding", name, line=unreadable)
    return guess
