"""PDF/A-2b: what the standard asks for is there, what it forbids is not. (No validator is run: none comes as a package.)"""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from ocr_lib.exports import export
from ocr_lib.exports.pdf.jpeg2000 import SIGNATURE, may_stay
from tests.hostile.pdf_files import one_page, written
from tests.ocr_lib.exports.pdf.exported_files import document, drawn, one_line, text_of
from tests.pdfs import FOLDER, SCAN, TEXT, changed, with_content, with_fonts

JAVASCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def archived(tmp_path, source):
    out = tmp_path / "a.pdf"
    out.write_bytes(export("pdf", document(tmp_path, source, one_line), pdf_a=True))
    return out


@pytest.mark.parametrize("name", [TEXT, SCAN])
def test_it_names_the_standard_and_its_colours(tmp_path, name):
    with pikepdf.open(archived(tmp_path, FOLDER / name)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert (intent.S, intent.DestOutputProfile.N) == (Name.GTS_PDFA1, 3)
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert "/Info" not in pdf.trailer
        assert pdf.open_metadata().pdfa_status == "2B"
        assert "/ID" in pdf.trailer
        assert not pdf.is_encrypted


@pytest.mark.parametrize("name", [TEXT, SCAN])
def test_every_font_is_embedded_and_nothing_looks_different(tmp_path, name):
    out = archived(tmp_path, FOLDER / name)
    with pikepdf.open(out) as pdf:
        descriptors = [
            o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        assert descriptors
        assert all("/FontFile2" in descriptor for descriptor in descriptors)
    assert (drawn(out) == drawn(FOLDER / name)).all()
    assert "합계 Total 1,200" in text_of(out)


def test_what_a_document_says_of_itself_is_kept_beside_entries_whose_names_are_of_no_encoding(tmp_path):
    information = b"<< /Title (Report) /Saksbehandl\xe9r (archive) >>"
    source = tmp_path / "latin1.pdf"
    source.write_bytes(written(one_page(more={6: information}), b"/Root 1 0 R /Info 6 0 R"))
    with pikepdf.open(archived(tmp_path, source)) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["dc:title"], metadata.pdfa_status) == ("Report", "2B")


def jpeg2000(mode, **options):
    """A change that shows a JPEG 2000 picture on the first page."""
    out = io.BytesIO()
    Image.linear_gradient("L").convert(mode).save(out, "JPEG2000", **options)

    def change(pdf):
        stream = pdf.make_stream(out.getvalue())
        stream.update(
            Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=256, Height=256, Filter=Name.JPXDecode)
        )
        page = pdf.pages[0]
        page.obj.Resources["/XObject"] = Dictionary(Jpx=stream)
        page.contents_add(pdf.make_stream(b"q 200 0 0 200 50 100 cm /Jpx Do Q"))

    return change


def filters(path):
    with pikepdf.open(path) as pdf:
        return [str(image.get("/Filter")) for image in pdf.pages[0].get_images().values()]


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_jpeg_2000_picture_of_grey_or_srgb_stays_as_it_is(tmp_path, mode):
    source = changed(tmp_path / "jpx.pdf", jpeg2000(mode))
    assert filters(archived(tmp_path, source)) == ["/JPXDecode"]


@pytest.mark.parametrize(
    "change", [jpeg2000("RGBA"), jpeg2000("RGB", no_jp2=True)], ids=["four channels", "without a header"]
)
def test_another_jpeg_2000_picture_goes_with_its_page(tmp_path, change):
    assert "/JPXDecode" not in filters(archived(tmp_path, changed(tmp_path / "jpx.pdf", change)))


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_no_jpeg_2000_picture_or_one(data):
    assert may_stay(SIGNATURE + data) in (True, False)
    assert not may_stay(data[1:])


def with_what_is_forbidden(pdf):
    root, page = pdf.Root, pdf.pages[0].obj
    root["/OpenAction"] = pdf.make_indirect(JAVASCRIPT)
    root["/AA"] = Dictionary(WC=JAVASCRIPT)
    root["/Names"] = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), JAVASCRIPT])))
    root["/AcroForm"] = Dictionary(Fields=Array(), XFA=String("<xdp/>"))
    page["/AA"] = Dictionary(O=JAVASCRIPT)
    page["/Annots"] = Array(
        [
            Dictionary(
                Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.Launch, F=String("cmd"))
            ),
            Dictionary(Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9])),
        ]
    )


def test_scripts_actions_and_attachments_are_gone(tmp_path):
    out = archived(tmp_path, changed(tmp_path / "busy.pdf", with_what_is_forbidden))
    with pikepdf.open(out) as pdf:
        assert not {"/OpenAction", "/AA"} & set(pdf.Root.keys())
        assert "/JavaScript" not in pdf.Root.Names
        assert "/XFA" not in pdf.Root.AcroForm
        assert "/AA" not in pdf.pages[0].obj
        (link,) = pdf.pages[0].obj.Annots
        assert "/A" not in link
        assert link.F == 4


def not_embedded(pdf, font):
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def inks(content):
    return content + b"\n0 0 0 1 k 10 10 50 50 re f"


@pytest.mark.parametrize("change", [with_fonts(not_embedded), with_content(inks)], ids=["font", "inks"])
def test_a_page_that_cannot_be_archived_is_kept_as_its_picture(tmp_path, change):
    out = archived(tmp_path, changed(tmp_path / "hopeless.pdf", change))
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages[0].get_images()) == 1
    assert "합계 Total 1,200" in text_of(out)
    assert "계약서" not in text_of(out)


def test_the_same_document_gives_the_same_archive(tmp_path):
    made = document(tmp_path, FOLDER / TEXT, one_line)
    assert export("pdf", made, pdf_a=True) == export("pdf", made, pdf_a=True)
