"""Pictures are embedded in a PDF as they are, or without loss where they were so."""

from __future__ import annotations

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from ocr_lib.exports import export
from tests.ocr_lib.exports.pdf.exported_files import document, drawn, exported, one_line, text_of


def photo(tmp_path, name, form, **options):
    noise = np.random.default_rng(3).integers(0, 255, (40, 60, 3), dtype=np.uint8)
    picture = Image.fromarray(noise).resize((600, 400))
    picture.save(tmp_path / name, form, **options)
    return tmp_path / name


def test_a_jpeg_is_embedded_as_it_is(tmp_path):
    source = photo(tmp_path, "a.jpg", "JPEG", quality=70)
    with pikepdf.open(exported(tmp_path, source)) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.read_raw_bytes() == source.read_bytes()


@pytest.mark.parametrize(("form", "name"), [("PNG", "a.png"), ("TIFF", "a.tif"), ("BMP", "a.bmp")])
def test_a_picture_without_loss_stays_without(tmp_path, form, name):
    source = photo(tmp_path, name, form)
    with pikepdf.open(exported(tmp_path, source)) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        shown = np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("RGB"))
    assert (shown == np.asarray(Image.open(source).convert("RGB"))).all()


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_black_and_white_becomes_group_4(tmp_path, form):
    dots = Image.new("1", (800, 600), 1)
    dots.paste(0, (100, 100, 300, 140))
    options = {"compression": "group4"} if form == "TIFF" else {}
    dots.save(tmp_path / "a.img", form, **options)
    with pikepdf.open(exported(tmp_path, tmp_path / "a.img")) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert pikepdf.PdfImage(image).filters == ["/CCITTFaxDecode"]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_are_shown_as_they_were_held(tmp_path, orientation):
    pixels = np.full((300, 500), 250, np.uint8)
    pixels[:60, :80] = 10
    exif = Image.Exif()
    exif[0x0112] = orientation
    source = tmp_path / "held.jpg"
    Image.fromarray(pixels).save(source, exif=exif, quality=95)
    made = document(tmp_path, source, one_line)
    out = tmp_path / "out.pdf"
    out.write_bytes(export("pdf", made))
    read = np.asarray(Image.open(made.pages[0].picture).resize(drawn(out).shape[1::-1]).convert("L"))
    assert np.abs(drawn(out)[..., 0].astype(int) - read).mean() < 3
    assert "Total" in text_of(out)


def test_a_fax_of_many_pages_keeps_them_and_their_shape(tmp_path):
    page = Image.new("1", (1728, 1100), 1)
    page.paste(0, (100, 100, 900, 130))
    source = tmp_path / "fax.tif"
    page.save(source, "TIFF", save_all=True, append_images=[page.copy()], dpi=(204, 98), compression="group4")
    out = exported(tmp_path, source)
    with pypdfium2.PdfDocument(out) as pdf:
        assert len(pdf) == 2
        wide, high = pdf[1].get_size()
    assert wide / high == pytest.approx((1728 / 204) / (1100 / 98), rel=0.01)
    assert all("Total" in text_of(out, number) for number in (0, 1))


@pytest.mark.parametrize("form", ["HEIF", "AVIF", "WEBP"])
def test_formats_that_no_pdf_holds_become_jpegs(tmp_path, form):
    import pillow_heif

    pillow_heif.register_heif_opener()
    source = photo(tmp_path, "a.img", form, quality=80)
    with pikepdf.open(exported(tmp_path, source)) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        assert image.Filter == pikepdf.Name.DCTDecode
