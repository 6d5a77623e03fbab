"""Every picture and PDF people bring is read as they see it, or refused in a sentence."""

from __future__ import annotations

import io
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from ocr_lib.pages import PageLimits, PagesReport, read_pages
from ocr_lib.pages.pdf import open_pdf
from ocr_lib.pages.read import open_pages
from untrusted_files import FileRefused

LIMITS = PageLimits(max_pages=5, max_pixels=1_000_000)


@pytest.fixture
def page():
    """A page with a dark corner at the top left, so that turns show."""
    pixels = np.full((60, 100), 250, np.uint8)
    pixels[:20, :30] = 10
    return Image.fromarray(pixels)


def opened(tmp_path, name, data, limits=LIMITS):
    source = tmp_path / name
    source.write_bytes(data)
    out = tmp_path / "out"
    out.mkdir(exist_ok=True)
    report = open_pages(source, out, name, limits)
    return report, [np.asarray(Image.open(out / p.file_name)) for p in report.pages]


def saved(picture, form, **options):
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def is_upright(pixels):
    """Dark at the top left alone."""
    grey = pixels if pixels.ndim == 2 else pixels.mean(axis=2)
    height, width = grey.shape
    corners = grey[5, 5], grey[5, width - 5], grey[height - 5, 5], grey[height - 5, width - 5]
    return corners[0] < 90 < min(corners[1:])


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF", "PPM"])
def test_every_format_is_told_by_its_content(tmp_path, page, form):
    report, (pixels,) = opened(tmp_path, "name.without-meaning", saved(page, form))
    assert (report.pages[0].width, report.pages[0].height) == (100, 60)
    assert is_upright(pixels)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_every_mode_becomes_eight_bits(tmp_path, page, mode):
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(page).astype(np.uint16) * 257)
    elif mode == "F":
        picture = Image.fromarray(np.asarray(page).astype(np.float32) / 255)
    else:
        picture = page.convert(mode)
    _, (pixels,) = opened(tmp_path, "page.tif", saved(picture, "TIFF"))
    assert pixels.dtype == np.uint8
    assert is_upright(pixels)


def test_a_scanner_of_twelve_bits_is_not_read_as_black(tmp_path):
    deep = np.full((40, 80), 4000, np.uint16)
    deep[:20] = 100
    _, (pixels,) = opened(tmp_path, "page.tif", saved(Image.fromarray(deep), "TIFF"))
    assert pixels.min() == 0
    assert pixels.max() == 255


def test_what_shines_through_is_white(tmp_path):
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    _, (pixels,) = opened(tmp_path, "page.png", saved(clear, "PNG"))
    assert pixels.min() == 255


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_says_how_a_photo_was_held(tmp_path, page, orientation):
    transposes = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = page.transpose(transposes[orientation]) if orientation > 1 else page
    exif = Image.Exif()
    exif[0x0112] = orientation
    _, (pixels,) = opened(tmp_path, "photo.jpg", saved(held, "JPEG", quality=95, exif=exif))
    assert is_upright(pixels)
    assert pixels.shape[:2] == (60, 100)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_fax_is_read_as_high_as_it_was_sent(tmp_path, page, orientation):
    """204 × 98 dots an inch: half as many lines as columns."""
    sent = page.resize((100, 30))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(sent, "TIFF", dpi=(204, 98) if orientation == 1 else (98, 204), exif=exif)
    report, (pixels,) = opened(tmp_path, "fax.tif", data)
    sides = (100, round(30 * 204 / 98)) if orientation == 1 else (30, round(100 * 204 / 98))
    assert (report.pages[0].width, report.pages[0].height) == sides
    assert report.dpi == 204
    assert "해상도를 같게 하여 다시 스캔" in report.notes[0].ko
    assert pixels.dtype == np.uint8


def test_a_profile_of_inks_is_not_handed_on_to_a_page_in_greys(tmp_path, page):
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    opened(tmp_path, "page.tif", saved(page.convert("CMYK"), "TIFF", icc_profile=profile))
    assert "icc_profile" not in Image.open(tmp_path / "out" / "page-0001.png").info


def test_a_tiff_has_many_pages_and_an_animation_one(tmp_path, page):
    others = [page.point(lambda v, n=n: max(0, v - 10 * n)) for n in (1, 2)]
    report, _ = opened(tmp_path, "fax.tif", saved(page, "TIFF", save_all=True, append_images=others))
    assert [p.number for p in report.pages] == [1, 2, 3]
    report, _ = opened(tmp_path, "a.gif", saved(page, "GIF", save_all=True, append_images=others))
    assert len(report.pages) == 1
    assert "첫 장면" in report.notes[0].ko


def test_a_photo_that_breaks_off_is_read_as_far_as_it_goes(tmp_path):
    noise = np.random.default_rng(0).integers(0, 255, (200, 300), dtype=np.uint8)
    whole = saved(Image.fromarray(noise), "JPEG")
    report, _ = opened(tmp_path, "cut.jpg", whole[: len(whole) * 2 // 3])
    assert "끊겨" in report.notes[0].ko
    assert "다시 복사하거나 다시 스캔" in report.notes[0].ko


def refused(tmp_path, name, data, limits=LIMITS):
    with pytest.raises(FileRefused) as refusal:
        opened(tmp_path, name, data, limits)
    assert name in refusal.value.ko
    assert name in refusal.value.en
    return refusal.value.code


def test_what_is_no_page_is_refused_by_name(tmp_path, page):
    assert refused(tmp_path, "a.png", b"") == "empty"
    assert refused(tmp_path, "b.png", b"<!DOCTYPE html><html></html>") == "no_picture"
    assert refused(tmp_path, "c.png", saved(Image.new("L", (1, 1)), "PNG")) == "tiny"
    assert refused(tmp_path, "d.heic", b"\x00\x00\x00\x18ftypheic" + bytes(64)) == "broken"
    assert refused(tmp_path, "e.pdf", b"SCDSA002" + bytes(100)) == "drm"
    assert refused(tmp_path, "f.pdf", b"%PDF-1.7\nbroken") == "broken"
    assert refused(tmp_path, "g.png", saved(page, "PNG"), PageLimits(max_bytes=10)) == "too_large"


def test_a_bomb_is_refused_by_its_header(tmp_path):
    bomb = saved(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 200_000
    assert refused(tmp_path, "bomb.png", bomb) == "too_many_pixels"


def pdf_of(*pages, **options):
    return saved(pages[0], "PDF", save_all=True, append_images=list(pages[1:]), resolution=150, **options)


def test_a_pdf_is_drawn_at_the_dpi_asked_for(tmp_path, page):
    report, pixels = opened(tmp_path, "scan.pdf", pdf_of(page, page))
    assert report.dpi == 150
    assert [p.shape[:2] for p in pixels] == [(60, 100), (60, 100)]
    assert all(map(is_upright, pixels))


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler is not installed")
def test_poppler_and_pdfium_draw_the_same_pages(tmp_path, page):
    source = tmp_path / "scan.pdf"
    source.write_bytes(pdf_of(page.resize((1240, 877)), page.resize((620, 1754))))
    drawn = []
    for poppler in (True, False):
        out = tmp_path / str(poppler)
        out.mkdir()
        report = open_pdf(source, out, "scan.pdf", PageLimits(), poppler=poppler)
        drawn.append([np.asarray(Image.open(out / p.file_name)).astype(int) for p in report.pages])
    for one, other in zip(*drawn, strict=True):
        assert one.shape == other.shape
        assert np.abs(one - other).mean() < 3


def test_a_pdf_of_too_many_pages_names_the_setting(tmp_path, page):
    with pytest.raises(FileRefused, match="SAEBYEOK_OCR_MAX_PAGES"):
        opened(tmp_path, "long.pdf", pdf_of(*[page] * 6))


# Of 150 dpi, as the pages have four times the pixels allowed, and 1.25² times.
@pytest.mark.parametrize(("side", "dpi"), [(2000, 75), (1250, 120)])
def test_a_huge_pdf_page_is_drawn_smaller_and_noted(tmp_path, side, dpi):
    report, (pixels,) = opened(tmp_path, "poster.pdf", pdf_of(Image.new("L", (side, side), 255)))
    assert pixels.size <= LIMITS.max_pixels
    assert f" {dpi} dpi" in report.notes[0].en
    assert "split it into smaller pages" in report.notes[0].en
    assert report.dpi == dpi


def test_what_a_library_says_is_part_of_the_sentence(tmp_path):
    with pytest.raises(FileRefused) as refusal:
        opened(tmp_path, "broken.pdf", b"%PDF-1.7\nbroken")
    assert "error)). Copy it again" in refusal.value.en


def test_a_huge_sheet_among_others_leaves_the_dpi_as_asked_for(tmp_path, page):
    report, _ = opened(tmp_path, "plans.pdf", pdf_of(page, Image.new("L", (2000, 2000), 255)))
    assert report.dpi == LIMITS.dpi


def test_the_child_process_answers_and_leaves_nothing_behind_on_refusal(tmp_path, page):
    source, out = tmp_path / "page.png", tmp_path / "out"
    out.mkdir()
    source.write_bytes(saved(page, "PNG"))
    report = read_pages(source, out, name="쪽.png", limits=LIMITS)
    assert [f.name for f in out.iterdir()] == [report.pages[0].file_name]
    (out / report.pages[0].file_name).unlink()
    source.write_bytes(b"nothing of a picture")
    with pytest.raises(FileRefused, match=r"쪽\.png"):
        read_pages(source, out, name="쪽.png", limits=LIMITS)
    assert list(out.iterdir()) == []


@hypothesis_settings(max_examples=60)
@given(
    data=st.binary(max_size=400),
    cut=st.integers(0, 400),
    form=st.sampled_from(["PNG", "JPEG", "TIFF", "PDF"]),
)
def test_bytes_of_any_kind_are_pages_or_a_refusal(tmp_path_factory, data, cut, form):
    folder = tmp_path_factory.mktemp("any")
    whole = saved(Image.new("L", (40, 30), 200), form)
    mixed = whole[:cut] + data + whole[cut + len(data) :]
    try:
        report, _ = opened(folder, "any", mixed)
    except FileRefused:
        return
    assert isinstance(report, PagesReport)


def photograph(picture, form, **options):
    import pillow_heif

    pillow_heif.register_heif_opener()
    return saved(picture.convert("RGB"), form, **options)


@pytest.mark.parametrize("form", ["HEIF", "AVIF"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_photographs_of_phones_are_read_as_they_were_held(tmp_path, page, form, orientation):
    turn = {
        3: Image.Transpose.ROTATE_180,
        6: Image.Transpose.ROTATE_90,
        8: Image.Transpose.ROTATE_270,
    }
    held = page.transpose(turn[orientation]) if orientation in turn else page
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = photograph(held, form, exif=exif.tobytes(), quality=95)
    report, (pixels,) = opened(tmp_path, "IMG_0001.HEIC", data)
    assert is_upright(pixels)
    assert pixels.shape[:2] == (60, 100)
    assert not report.is_pdf


@pytest.mark.parametrize("form", ["HEIF", "AVIF"])
def test_a_photograph_is_measured_before_it_is_decoded(tmp_path, form):
    data = photograph(Image.new("L", (64, 64), 200), form)
    assert refused(tmp_path, "big.heic", data, PageLimits(max_pixels=1000)) == "too_many_pixels"


@hypothesis_settings(max_examples=40)
@given(cut=st.integers(12, 2000), garbage=st.binary(max_size=40), form=st.sampled_from(["HEIF", "AVIF"]))
def test_broken_photographs_are_pages_or_a_refusal(tmp_path_factory, cut, garbage, form):
    noise = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    whole = photograph(Image.fromarray(noise), form)
    try:
        opened(tmp_path_factory.mktemp("any"), "any", whole[:cut] + garbage + whole[cut + len(garbage) :])
    except FileRefused as refusal:
        assert refusal.code in ("broken", "cut_off", "tiny", "too_many_pixels", "no_picture")
