"""Options several commands share, with what click is to refuse."""

from __future__ import annotations

import math
from typing import Any

import click

# What NumPy and scikit-learn take for a seed.
seed_option = click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), default=0, help="난수의 씨앗: 같으면 같은 결과입니다."
)


class Seconds(click.FloatRange):
    """A second or more. FloatRange alone lets `nan` and `inf` pass, which are no time to stop after."""

    def __init__(self) -> None:
        super().__init__(min=1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds: float = super().convert(value, param, ctx)
        if not math.isfinite(seconds):
            self.fail(f"{value} is not a number of seconds.", param, ctx)
        return seconds


take_over_option = click.option(
    "--take-over",
    is_flag=True,
    help="다른 홈의 것이던 데이터베이스를 이 홈의 것으로 합니다. 그 홈을 더는 쓰지 않을 때만.",
)

# A larger number is none that a database could look for.
request_argument = click.argument("request_id", type=click.IntRange(1, 2**63 - 1))
