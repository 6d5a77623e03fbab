"""Files that would take all the time there is cost what they may, and their own document alone."""

from __future__ import annotations

import pytest

from ocr_lib.pages import PageLimits, read_pages
from tests.hostile.judge import check_sentences
from tests.hostile.pdf_files import BOMBS, one_page, written
from untrusted_files import FileRefused

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("case", BOMBS, ids=str)
def test_an_endless_page_is_ended_and_the_next_is_read(tmp_path, case):
    bomb, plain, out = tmp_path / "bomb", tmp_path / "plain", tmp_path / "out"
    bomb.write_bytes(case.content)
    plain.write_bytes(written(one_page()))
    out.mkdir()
    with pytest.raises(FileRefused) as refusal:
        read_pages(bomb, out, name=case.file_name, limits=PageLimits(max_seconds=3))
    check_sentences(case.file_name, refusal.value.ko, refusal.value.en)
    assert case.outcome.ko in refusal.value.ko
    assert list(out.iterdir()) == []
    assert len(read_pages(plain, out, name="보통.pdf").pages) == 1
