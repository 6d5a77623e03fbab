"""How far a training is, in words."""

from __future__ import annotations

import math

from ocr_lib.training.loop import Step


def in_words(at: Step, iterations: int) -> tuple[str, str]:
    """Iteration, loss, validation CER and time left, in Korean and English; of `iterations` at most."""
    known = math.isfinite(at.seconds_left)
    minutes, seconds = divmod(round(at.seconds_left) if known else 0, 60)
    # What is kept of it is measured then, which takes a minute or more.
    over = known and not minutes and not seconds
    ko = (
        f"{at.iteration}/{iterations}회, "
        + (f"손실 {at.loss:.4f}, " if at.loss is not None else "")
        + f"검증 CER {at.validation_cer:.4f}"
        + (", 마무리하는 중" if over else f", 남은 시간 {minutes}분 {seconds}초" if known else "")
    )
    en = (
        f"iteration {at.iteration}/{iterations}, "
        + (f"loss {at.loss:.4f}, " if at.loss is not None else "")
        + f"validation CER {at.validation_cer:.4f}"
        + (", finishing" if over else f", {minutes} min {seconds} s left" if known else "")
    )
    return ko, en
