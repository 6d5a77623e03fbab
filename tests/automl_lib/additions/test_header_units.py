"""Units that headers name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.additions.header_units import header_unit
from domain.table_additions import shown_factor


@pytest.mark.parametrize(
    ("label", "header", "factor"),
    [
        ("전용면적(㎡)", "전용면적(평)", 3.305785),
        ("전용면적(m²)", "전용면적 [ha]", 10_000),
        ("월세(만원)", "월세(원)", 0.0001),
        ("매출액(원)", "매출액（단위: 백만 원）", 1e6),
        ("무게(kg)", "무게(g)", 0.001),
        ("인구(명)", "인구(천명)", 1000),
    ],
)
def test_numbers_of_one_unit_are_converted_to_another(label, header, factor):
    assert header_unit(header).factor_to(header_unit(label)) == pytest.approx(factor, rel=1e-6)


@pytest.mark.parametrize("header", ["나이(만)", "매출액", "(주)", "크기(큰)", "비고()", "", "층("])
def test_what_is_no_unit_is_none(header):
    assert header_unit(header) is None


def test_units_of_two_dimensions_or_of_one_header_have_no_factor():
    mass, length = header_unit("무게(kg)"), header_unit("무게(m)")
    assert mass is not None
    assert length is not None
    assert length.factor_to(mass) is None
    assert header_unit("매출액") is None


@given(st.text(max_size=40))
def test_any_header_is_read(header):
    unit = header_unit(header)
    assert unit is None or unit.size > 0


@pytest.mark.parametrize(
    ("factor", "shown"),
    [
        (10_000.0, "10,000"),
        (1e-4, "0.0001"),
        (400 / 121, "3.3058"),
        (121 / 400, "0.3025"),
        (1e-8, "0.00000001"),
    ],
)
def test_factors_are_shown_without_binary_noise(factor, shown):
    assert shown_factor(factor) == shown
