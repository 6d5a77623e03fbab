"""Our reading of a crop is EasyOCR's, to the letter: what is trained and judged here is what EasyOCR reads with."""

from __future__ import annotations

import easyocr.recognition
import numpy as np
import pytest

from ocr_lib.gate.general_set import general_set
from ocr_lib.gate.parity import differences
from ocr_lib.networks.files import shipped_network
from ocr_lib.recognition.preprocess import fit_height, network_input, padded_width, with_contrast
from ocr_lib.recognition.recognizer import Recognizer


@pytest.fixture(scope="module")
def crops():
    lines = general_set({"ko": 12, "en": 8, "digits": 6})
    rng = np.random.default_rng(0)
    faint = [(200 - (255 - c.astype(int)) // 12).clip(0, 255).astype(np.uint8) for c in lines.crops["ko"][:4]]
    odd = [rng.integers(0, 255, (90, 30), dtype=np.uint8), np.full((20, 60), 255, np.uint8)]
    return [c for kind in lines.crops for c in lines.crops[kind]] + faint + odd


def test_the_input_of_the_network_is_easyocrs_own(crops):
    for crop in crops[:20]:
        fitted, width = fit_height(crop), padded_width(crop)
        collate = easyocr.recognition.AlignCollate(imgH=64, imgW=width, keep_ratio_with_pad=True)
        from PIL import Image

        theirs = collate([Image.fromarray(fitted)])[0, 0].numpy()
        assert np.array_equal(theirs, network_input(fitted, width))


def test_contrast_is_spread_as_easyocr_spreads_it(crops):
    for crop in crops:
        theirs = easyocr.recognition.adjust_contrast_grey(crop, target=0.5)
        assert np.array_equal(theirs, with_contrast(crop))


@pytest.mark.slow
def test_stock_easyocr_reads_the_same_from_the_same_files(crops):
    assert differences(shipped_network(), crops) == []


@pytest.mark.slow
def test_the_search_through_word_lists_is_easyocrs_own(crops, tmp_path):
    import easyocr

    folder = str(shipped_network().folder)
    stock = easyocr.Reader(
        ["en", "ko"],
        gpu=False,
        recog_network="custom",
        model_storage_directory=folder,
        user_network_directory=folder,
        download_enabled=False,
        detector=False,
        quantize=False,
        verbose=False,
    )
    ours = Recognizer(shipped_network(), exact=True, decoder="wordbeamsearch").read(crops[:8])
    for crop, reading in zip(crops[:8], ours, strict=True):
        box = [[0, crop.shape[1], 0, crop.shape[0]]]
        ((_, text, score),) = stock.recognize(crop, box, [], decoder="wordbeamsearch")
        assert (reading.text, reading.score) == (text, pytest.approx(score, abs=1e-3))


def test_there_is_no_other_decoder():
    with pytest.raises(ValueError, match="wordbeamsearch"):
        Recognizer(shipped_network(), decoder="magic")


@pytest.mark.slow
def test_a_crop_is_read_alike_whatever_stands_beside_it(crops, machine_cache):
    reader = Recognizer(shipped_network(), cache=machine_cache / "ocr", threads=1, exact=True)
    together = reader.read(crops)
    alone = [reader.read([crop])[0] for crop in crops]
    assert [r.text for r in together] == [r.text for r in alone]
    assert [r.score for r in together] == pytest.approx([r.score for r in alone], abs=1e-4)


@pytest.mark.slow
def test_eight_bits_read_hardly_anything_differently(crops, machine_cache):
    exact, quick = (
        Recognizer(shipped_network(), cache=machine_cache / "ocr", threads=1, exact=exact)
        for exact in (True, False)
    )
    one, other = exact.read(crops), quick.read(crops)
    assert sum(a.text != b.text for a, b in zip(one, other, strict=True)) <= 3


@pytest.mark.slow
def test_nothing_to_read_is_no_error(machine_cache):
    reader = Recognizer(shipped_network(), cache=machine_cache / "ocr")
    assert reader.read([]) == []
    empty, blank = reader.read([np.zeros((0, 5), np.uint8), np.full((30, 100), 255, np.uint8)])
    assert (empty.text, empty.score) == ("", 0.0)
    assert blank.text.strip() == ""
