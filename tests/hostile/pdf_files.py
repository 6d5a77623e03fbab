"""PDFs written object by object: cut, locked, looping, endless, and with scripts."""

from __future__ import annotations

import functools
import hashlib

from tests.hostile import deflate
from tests.hostile.case import Case, Read, Refused

LETTER = b"/MediaBox [0 0 200 100]"
WORDS = b"BT /F1 24 Tf 20 40 Td (Invoice 2026) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def written(objects: dict[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, with a table of where they stand."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size, start = max(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        free = number not in places
        out += b"%010d %05d %s \n" % (places.get(number, 0), 65535 if free else 0, b"f" if free else b"n")
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def one_page(
    page: bytes = LETTER,
    content: bytes = stream(WORDS),
    catalog: bytes = b"",
    more: dict[int, bytes] | None = None,
) -> dict[int, bytes]:
    """The objects of a document of one page: catalog, pages, page, its content, a font."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
        % page,
        4: content,
        5: FONT,
        **(more or {}),
    }


def of_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 6 + count))
    objects = {
        **one_page(),
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        **dict.fromkeys(range(6, 6 + count), b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R >>" % LETTER),
    }
    del objects[3]
    return written(objects)


def no_pages() -> bytes:
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}
    return written(objects)


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def under_password(password: bytes = b"secret") -> bytes:
    """Locked by the standard handler, revision 2 (RC4, 40 bits), as ISO 32000-1 7.6.3 says."""
    padded = (password + _PADDING)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    identity = b"0123456789abcdef"
    key = hashlib.md5(padded + owner + (-4).to_bytes(4, "little", signed=True) + identity).digest()[:5]
    user = rc4(key, _PADDING)
    page_key = hashlib.md5(key + (4).to_bytes(3, "little") + bytes(2)).digest()[:10]
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (
        owner.hex().encode(),
        user.hex().encode(),
    )
    objects = one_page(content=stream(rc4(page_key, WORDS)), more={6: lock})
    ids = b"/ID [<%s> <%s>]" % (identity.hex().encode(), identity.hex().encode())
    return written(objects, b"/Root 1 0 R /Encrypt 6 0 R " + ids)


def pages_in_a_loop() -> bytes:
    objects = one_page()
    objects[2] = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    return written(objects)


def object_streams_in_a_loop() -> bytes:
    """Two object streams that each say they extend the other, and a length that is itself within one."""
    loop = b"/Type /ObjStm /N 1 /First 4 /Extends %d 0 R"
    objects = one_page(more={6: stream(b"8 0 null", loop % 7), 7: stream(b"8 0 null", loop % 6)})
    objects[4] = b"<< /Length 4 0 R >>\nstream\n" + WORDS + b"\nendstream"
    return written(objects)


def tables_in_a_loop() -> bytes:
    """A table of objects whose predecessor is itself."""
    whole = written(one_page())
    start = whole.rindex(b"startxref\n") + len(b"startxref\n")
    place = whole[start:].split(b"\n")[0]
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev " + place)


def deep_arrays() -> bytes:
    return written(one_page(content=stream(b"[" * 200_000 + b"]" * 200_000 + b" TJ")))


def endless_content() -> bytes:
    """A page whose drawing unpacks to 8 GiB of blanks."""
    packed = deflate.wrapped(b" " * 2**20, 8 * 1024)
    return written(one_page(content=stream(packed, b"/Filter /FlateDecode")))


def picture_of_pixels(side: int = 60_000) -> bytes:
    """A page with a picture that unpacks to `side` × `side` bytes."""
    data = deflate.wrapped(bytes(2**20), side * side // 2**20 + 1)
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
    image = stream(data, head % (side, side) + b" /Filter /FlateDecode")
    page = LETTER + b" /Resources << /XObject << /I 6 0 R >> >>"
    objects = one_page(content=stream(b"200 0 0 100 0 0 cm /I Do"), more={6: image})
    objects[3] = b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R >>" % page
    return written(objects)


def form_of_itself() -> bytes:
    form = stream(
        b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    objects = one_page(content=stream(b"/X Do"), more={6: form})
    objects[3] = (
        b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << /XObject << /X 6 0 R >> >> >>"
        % LETTER
    )
    return written(objects)


def scripted() -> bytes:
    action = b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >>"
    return written(one_page(catalog=action))


def launching() -> bytes:
    return written(one_page(catalog=b"/OpenAction << /S /Launch /F (/usr/bin/touch) >>"))


_BROKEN = Refused("손상되었거나", "is damaged or was cut short")
_PAGE = Read(pages=1)


def _page(entries: bytes) -> bytes:
    return written(one_page(page=entries))


CASES = (
    Case("pdf-plain", "보통.pdf", lambda: written(one_page()), _PAGE),
    Case("pdf-only-its-mark", "머리.pdf", lambda: b"%PDF-1.7\nbroken", _BROKEN),
    Case("pdf-under-a-password", "잠김.pdf", under_password, Refused("암호를 없애고 저장", "Save it without the password")),
    Case("pdf-drm", "보안.pdf", lambda: b"SCDSA002" + bytes(100), DRM_PAGES := Refused("문서보안을 해제하세요", "Remove the document security")),
    Case("pdf-no-pages", "빈쪽.pdf", no_pages, Refused("쪽이 없습니다", "without pages")),
    Case("pdf-5000-pages", "오천쪽.pdf", functools.partial(of_pages, 5000), Refused("SAEBYEOK_OCR_MAX_PAGES", "SAEBYEOK_OCR_MAX_PAGES")),
    Case("pdf-giant-box", "큰종이.pdf", lambda: _page(b"/MediaBox [0 0 90000 90000]"), Read(pages=1, noted="매우 커서")),
    Case("pdf-hair-thin-box", "실.pdf", lambda: _page(b"/MediaBox [0 0 90000 1]"), Refused("너무 작아", "too small")),
    Case("pdf-box-of-no-numbers", "상자.pdf", lambda: _page(b"/MediaBox [nan /x (y) null]"), _PAGE),
    Case("pdf-rotated", "돌림.pdf", lambda: _page(LETTER + b" /Rotate 90"), _PAGE),
    Case("pdf-rotated-by-nonsense", "이상한돌림.pdf", lambda: _page(LETTER + b" /Rotate 37"), _PAGE),
    Case("pdf-object-streams-in-a-loop", "고리.pdf", object_streams_in_a_loop, _PAGE),
    Case("pdf-tables-in-a-loop", "표고리.pdf", tables_in_a_loop, _PAGE),
    Case("pdf-pages-in-a-loop", "쪽고리.pdf", pages_in_a_loop, _BROKEN),
    Case("pdf-deep-arrays", "깊음.pdf", deep_arrays, _PAGE),
    Case("pdf-form-of-itself", "제자리.pdf", form_of_itself, _PAGE),
    Case("pdf-script", "스크립트.pdf", scripted, _PAGE),
    Case("pdf-launch", "실행.pdf", launching, _PAGE),
)  # fmt: skip
BOMBS = (
    Case("pdf-endless-content", "끝없음.pdf", endless_content, Refused("SAEBYEOK_READ_SECONDS", "SAEBYEOK_READ_SECONDS")),
    Case("pdf-picture-of-3-gigabytes", "속그림.pdf", picture_of_pixels, Refused("SAEBYEOK_READ_SECONDS", "SAEBYEOK_READ_SECONDS")),
)  # fmt: skip
"""Cases that take all the time they are given."""
