"""PDF/A-2b (ISO 19005-2, conformance level B): what a file for archives must say, and what must not be in it.

Pages that can't be brought there, as their fonts are not embedded or their colours need another output intent,
are replaced by their pictures; everything else is kept and only relieved of what the standard forbids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ocr_lib.exports.pdf.jpeg2000 import may_stay

if TYPE_CHECKING:
    import pikepdf

PART, CONFORMANCE = "2", "B"
PROFILE_NAME = "sRGB IEC61966-2.1"
MOST_OBJECTS = 50_000
"""Looked at on one page."""
FORBIDDEN_ACTIONS = (
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition", "/Trans",
    "/GoTo3DView", "/JavaScript",
)  # fmt: skip
"""ISO 19005-2, 6.5.1."""
FORBIDDEN_ANNOTATIONS = ("/3D", "/Sound", "/Screen", "/Movie", "/FileAttachment")
"""ISO 19005-2, 6.3.1; attached files would have to be PDF/A themselves."""
INFORMATION = (
    "/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate",
)  # fmt: skip
"""Of a document (ISO 32000-1, table 317), which XMP says too."""
WITHOUT_APPEARANCE = ("/Popup", "/Link")
HIDDEN = 2 | 32
PRINT, NOT_ALLOWED_FLAGS = 4, 1 | 2 | 32 | 256
_BACKWARDS = ("/Parent", "/P", "/Dest", "/A", "/AA", "/Popup", "/StructParent")
"""Keys that lead out of a page."""
_CMYK_OPERATOR = re.compile(rb"(?:^|\s)(?:[-+.\d]+\s+){4}[kK](?=\s|$)")


def pages_to_replace(pdf: pikepdf.Pdf) -> frozenset[int]:
    """The pages, counted from 0, that can't become PDF/A as they are."""
    # Appearances that viewers are to make themselves are not in the file to be kept.
    unmade = pdf.Root.get("/AcroForm", {}).get("/NeedAppearances", False) is True
    return frozenset(
        number
        for number, page in enumerate(pdf.pages)
        if (unmade and _has_fields(page)) or _is_hopeless(page)
    )


def make_archival(pdf: pikepdf.Pdf, title: str) -> None:
    """Make a PDF (of pikepdf) PDF/A-2b, as far as its pages allow."""
    _relieve_document(pdf)
    for page in pdf.pages:
        _relieve_page(page)
    _add_output_intent(pdf)
    _add_metadata(pdf, title)


def _has_fields(page: pikepdf.Page) -> bool:
    return any(str(annotation.get("/Subtype", "")) == "/Widget" for annotation in page.obj.get("/Annots", []))


def _is_hopeless(page: pikepdf.Page) -> bool:
    try:
        if any(_is_obstacle(thing) for thing in _reachable(page.obj)):
            return True
        return _CMYK_OPERATOR.search(_content(page)) is not None
    except Exception:  # noqa: BLE001 - whatever can't be looked through can't be vouched for
        return True


def _is_obstacle(thing: pikepdf.Object) -> bool:
    """Whether an object on a page keeps it from being PDF/A."""
    import pikepdf

    kind, sort = str(thing.get("/Type", "")), str(thing.get("/Subtype", ""))
    if kind == "/Font":
        return not _is_embedded(thing)
    if kind == "/Annot" or "/Rect" in thing:
        return sort not in (*WITHOUT_APPEARANCE, *FORBIDDEN_ANNOTATIONS) and "/AP" not in thing
    if sort == "/PS" or "/Ref" in thing or "/OPI" in thing:
        return True
    if thing.get("/Filter") == pikepdf.Name.JPXDecode and may_stay(thing.read_raw_bytes()):
        return "/DeviceCMYK" in _names(thing.get("/ColorSpace"), 4)
    return any(
        name in ("/DeviceCMYK", "/JPXDecode", "/Crypt")
        for key in ("/ColorSpace", "/CS", "/Filter")
        for name in _names(thing.get(key), 4)
    )


def _is_embedded(font: pikepdf.Object) -> bool:
    sort = str(font.get("/Subtype", ""))
    if sort in ("/Type0", "/Type3"):
        return True  # its descendant, or its glyphs, are looked at by themselves
    descriptor = font.get("/FontDescriptor")
    return descriptor is not None and any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )


def _names(value: object, depth: int) -> Iterator[str]:
    """The names within a value of a colour space or filter entry."""
    import pikepdf

    if isinstance(value, pikepdf.Name):
        yield str(value)
    elif depth and isinstance(value, pikepdf.Dictionary):
        for part in value.as_dict().values():
            yield from _names(part, depth - 1)
    elif depth and isinstance(value, pikepdf.Array):
        for part in value:
            yield from _names(part, depth - 1)


def _reachable(start: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every dictionary and stream that a page uses, each once."""
    import pikepdf

    waiting, seen, count = [start], set(), 0
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            waiting.extend(thing)
            continue
        if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        count += 1
        if count > MOST_OBJECTS:
            raise ValueError("too many objects")
        yield thing
        waiting.extend(part for key, part in thing.items() if key not in _BACKWARDS)


def _content(page: pikepdf.Page) -> bytes:
    """The content of a page and of the forms it draws."""
    import pikepdf

    parts = [
        thing.read_bytes()
        for thing in _reachable(page.obj)
        if isinstance(thing, pikepdf.Stream)
        and thing.get("/Subtype", pikepdf.Name.Form) == pikepdf.Name.Form
        and "/Length1" not in thing
        and "/N" not in thing
        and thing.get("/Type") != pikepdf.Name.Metadata
    ]
    return b"\n".join(parts)


def _relieve_document(pdf: pikepdf.Pdf) -> None:
    import pikepdf

    root = pdf.Root
    for key in ("/AA", "/AF", "/Collection", "/Requirements"):
        _drop(root, key)
    if isinstance(names := root.get("/Names"), pikepdf.Dictionary):
        for key in ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions"):
            _drop(names, key)
    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and _is_forbidden(action):
        _drop(root, "/OpenAction")
    if isinstance(form := root.get("/AcroForm"), pikepdf.Dictionary):
        for key in ("/XFA", "/NeedAppearances"):
            _drop(form, key)
    if isinstance(layers := root.get("/OCProperties"), pikepdf.Dictionary):
        settings = [layers.get("/D"), *(layers.get("/Configs") or [])]
        for number, one in enumerate(s for s in settings if isinstance(s, pikepdf.Dictionary)):
            _drop(one, "/AS")
            if "/Name" not in one:
                one["/Name"] = pikepdf.String(f"configuration {number}")


def _relieve_page(page: pikepdf.Page) -> None:
    import pikepdf

    _drop(page.obj, "/AA")
    if isinstance(annotations := page.obj.get("/Annots"), pikepdf.Array):
        kept = [a for a in annotations if not _is_unseen_or_forbidden(a)]
        for annotation in kept:
            _relieve_annotation(annotation)
        page.obj["/Annots"] = pikepdf.Array(kept)
    for thing in list(_reachable(page.obj)):
        _relieve(thing)


def _is_unseen_or_forbidden(annotation: pikepdf.Object) -> bool:
    """Whether an annotation can't be kept: of a forbidden kind, or hidden, which it may not stay."""
    return str(annotation.get("/Subtype", "")) in FORBIDDEN_ANNOTATIONS or bool(
        int(annotation.get("/F", 0)) & HIDDEN
    )


def _relieve_annotation(annotation: pikepdf.Object) -> None:
    _drop(annotation, "/AA")
    if (action := annotation.get("/A")) is not None and _is_forbidden(action):
        _drop(annotation, "/A")
    if str(annotation.get("/Subtype", "")) != "/Popup":
        annotation["/F"] = (int(annotation.get("/F", 0)) | PRINT) & ~NOT_ALLOWED_FLAGS


def _relieve(thing: pikepdf.Object) -> None:
    """Take from a picture, form, font or graphics state what is forbidden and changes nothing that is seen."""
    import pikepdf

    kind = str(thing.get("/Type", ""))
    if kind == "/FontDescriptor":
        # Subsetting tools leave these incomplete; they may be left out.
        for key in ("/CIDSet", "/CharSet"):
            _drop(thing, key)
    if kind == "/ExtGState":
        for key in ("/TR", "/TR2", "/HTP"):
            _drop(thing, key)
    if str(thing.get("/Subtype", "")) == "/CIDFontType2" and "/CIDToGIDMap" not in thing:
        thing["/CIDToGIDMap"] = pikepdf.Name.Identity
    if isinstance(thing, pikepdf.Stream):
        for key in ("/Alternates", "/Interpolate", "/F", "/FFilter", "/FDecodeParms"):
            _drop(thing, key)
        if "/LZWDecode" in set(_names(thing.get("/Filter"), 2)):
            thing.write(thing.read_bytes())


def _is_forbidden(action: pikepdf.Object) -> bool:
    return str(action.get("/S", "")) in FORBIDDEN_ACTIONS


def _drop(thing: pikepdf.Object, key: str) -> None:
    if key in thing:
        del thing[key]


def _add_output_intent(pdf: pikepdf.Pdf) -> None:
    from pikepdf import Array, Dictionary, Name, String

    profile = pdf.make_stream(_srgb())
    profile["/N"] = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(PROFILE_NAME),
        Info=String(PROFILE_NAME),
        DestOutputProfile=profile,
    )
    pdf.Root["/OutputIntents"] = Array([pdf.make_indirect(intent)])


def _srgb() -> bytes:
    """The ICC profile of sRGB, without the moment it was made in: the same document gives the same bytes."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = (2000).to_bytes(2, "big") + (1).to_bytes(2, "big") * 2 + bytes(6)
    profile[84:100] = bytes(16)  # its checksum may be left out
    return bytes(profile)


def _add_metadata(pdf: pikepdf.Pdf, title: str) -> None:
    """XMP that names the standard; the information dictionary, where both must agree, goes."""
    from pikepdf import Dictionary

    # Entries of other names have no place in XMP, and their names may be of no encoding.
    known = Dictionary({key: pdf.docinfo[key] for key in INFORMATION if key in pdf.docinfo})
    _drop(pdf.Root, "/Metadata")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata.load_from_docinfo(known, raise_failure=False)
        if "dc:title" not in metadata:
            metadata["dc:title"] = title
        metadata["pdf:Producer"] = "saebyeok"
        metadata["pdfaid:part"] = PART
        metadata["pdfaid:conformance"] = CONFORMANCE
    _drop(pdf.trailer, "/Info")
