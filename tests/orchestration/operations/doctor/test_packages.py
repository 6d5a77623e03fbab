"""A font or weights that were cut (by a full disk, say) are told from those that were installed."""

from __future__ import annotations

from automl_lib.pictures.fonts import korean_font_path
from orchestration.operations.doctor.packages import FONTS, check_fonts, is_as_installed


def test_what_was_installed_is_well():
    assert is_as_installed(korean_font_path(), FONTS)


def test_a_cut_file_is_not(tmp_path):
    cut = tmp_path / korean_font_path().name
    cut.write_bytes(korean_font_path().read_bytes()[:1000])
    assert not is_as_installed(cut, FONTS)
    assert not is_as_installed(tmp_path / "none.otf", FONTS)


def test_doctor_says_so(tmp_path, monkeypatch):
    from automl_lib.pictures import fonts

    cut = tmp_path / korean_font_path().name
    cut.write_bytes(b"")
    monkeypatch.setattr(fonts, "korean_font_path", lambda: cut)
    found = check_fonts()
    assert not found.ok
    assert "make install" in found.remedy.ko
