"""Options several commands share, with what click is to refuse."""

from __future__ import annotations

import math
import re
from typing import Any

import click

from domain.labelled import Labelled
from domain.preprocessing import LARGEST_SEED

seed_option = click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), default=0, help="난수의 씨앗: 같으면 같은 결과입니다."
)


# A name, or a number from 1.
sheet_option = click.option(
    "--sheet",
    metavar="이름|차례",
    help="Excel 파일의 시트: 이름이나 1부터 세는 차례 (기본: 표가 있는 첫 시트).",
)


def one_of(choices: type[Labelled]) -> click.Choice[str]:
    """The values of a set of choices."""
    return click.Choice([choice.value for choice in choices])


class Number(click.FloatRange):
    """A number in a range. FloatRange alone lets `nan` pass, which is in none, and `inf` where there is no end."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is no number to go by.", param, ctx)
        return number


class Seconds(Number):
    """A second or more."""

    def __init__(self) -> None:
        super().__init__(min=1)


take_over_option = click.option(
    "--take-over",
    is_flag=True,
    help="다른 홈의 것이던 데이터베이스를 이 홈의 것으로 합니다. 그 홈을 더는 쓰지 않을 때만.",
)

# A larger number is none that a database could look for.
request_argument = click.argument("request_id", type=click.IntRange(1, 2**63 - 1))


class DashedTexts(click.Command):
    """A command whose texts may begin with a dash and a digit or sign, as amounts do: no option looks so."""

    _TEXT = re.compile(r"-[^-A-Za-z]")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" not in args:
            dashed = [arg for arg in args if self._TEXT.match(arg)]
            args = [*(arg for arg in args if arg not in dashed), "--", *dashed]
        return super().parse_args(ctx, args)
