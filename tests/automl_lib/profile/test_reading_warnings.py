"""What reading left is among the doubts, with the remedy."""

from __future__ import annotations

from automl_lib.profile import ProfileWarning, profile_table, profile_warnings
from automl_lib.reading.job import read_here
from automl_lib.reading.limits import ReadLimits


def doubts(folder, text: str) -> list[ProfileWarning]:
    (folder / "upload").write_text(text, encoding="utf-8")
    report = read_here(folder / "upload", folder, "자료.csv", ReadLimits())
    profile = profile_table(folder / "typed.parquet", report.schema)
    return profile_warnings(profile, report.ledger)


def test_measurements_kept_as_text_are_no_ids_but_to_be_retyped(tmp_path):
    cells = [f"{n * 1.37:.2f}" for n in range(1, 200)] + ["미정"]
    found = doubts(tmp_path, "무게 kg,줄\n" + "".join(f"{cell},{n % 3}\n" for n, cell in enumerate(cells)))
    (warning,) = [w for w in found if w.column == "무게 kg"]
    assert (warning.code, warning.severity) == ("nearly_typed", "warning")
    for sentence in (warning.ko, warning.en):
        assert "200" in sentence
        assert "미정" in sentence
        assert "real" in sentence


def test_texts_that_all_differ_are_still_like_an_id(tmp_path):
    found = doubts(tmp_path, "이름,수\n" + "".join(f"사람 {n},{n % 3}\n" for n in range(100)))
    assert [w.code for w in found if w.column == "이름"] == ["id_like"]


def test_a_total_at_the_end_is_to_be_removed(tmp_path):
    (warning,) = [
        w
        for w in doubts(tmp_path, '품목,값\n사과,9900\n배,10000\n\n합계,"20,000"\n')
        if w.code == "total_rows"
    ]
    assert "3행('합계')" in warning.ko
    assert "remove it" in warning.en
