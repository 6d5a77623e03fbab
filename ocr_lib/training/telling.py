"""How far a training is, in words."""

from __future__ import annotations

import math

from domain.messages import Message
from ocr_lib.training.loop import Step


def in_words(at: Step, iterations: int) -> Message:
    """Iteration, loss, validation CER and time left; of `iterations` at most."""
    known = math.isfinite(at.seconds_left)
    minutes, seconds = divmod(round(at.seconds_left) if known else 0, 60)
    # What is kept of it is measured then, which takes a minute or more.
    over = known and not minutes and not seconds
    rest: str | Message = ""
    if over:
        rest = Message(", finishing")
    elif known:
        rest = Message(", {minutes} min {seconds} s left", minutes=minutes, seconds=seconds)
    return Message(
        "iteration {iteration}/{iterations}, {loss}validation CER {cer:.4f}{rest}",
        iteration=at.iteration,
        iterations=iterations,
        loss="" if at.loss is None else Message("loss {loss:.4f}, ", loss=at.loss),
        cer=at.validation_cer,
        rest=rest,
    )
