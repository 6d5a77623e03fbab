"""Training against validation loss over epochs. The history is recorded elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from automl_lib.pictures.canvas import (
    BLUE,
    MUTED,
    ORANGE,
    add_legend,
    new_figure,
    set_grid,
    set_labels,
    set_title,
    to_png,
    use_number_ticks,
    write_empty,
)
from domain.messages import Joined, Language, Message


def draw_loss_curve(
    history: Sequence[Mapping[str, Any]],
    title: str,
    best_epoch: int | None = None,
    *,
    language: Language,
) -> bytes:
    """PNG of the losses over epochs with the kept epoch marked.

    Args:
        history: a row per epoch with "epoch", "train_loss" and, if measured, "valid_loss". Missing or
            non-finite losses leave a gap.
        title: above the picture.
        best_epoch: the epoch that was kept; None takes "best_epoch" of the last row, if there.
    """
    figure, axes = new_figure(6.4, 3.8)
    epochs = [row["epoch"] for row in history]
    losses = {key: [_loss(row, key) for row in history] for key in ("train_loss", "valid_loss")}
    has_loss = any(not math.isnan(loss) for series in losses.values() for loss in series)
    if not has_loss:
        set_title(axes, title)
        write_empty(axes, Message("no loss was recorded").render(language))
        return to_png(figure)
    if best_epoch is None:
        best_epoch = history[-1].get("best_epoch")
    marker = "o" if len(epochs) < 40 else ""
    for key, name, colour in (
        ("train_loss", Message("training loss"), BLUE),
        ("valid_loss", Message("validation loss"), ORANGE),
    ):
        if any(not math.isnan(loss) for loss in losses[key]):
            label = name.render(language)
            axes.plot(
                epochs, losses[key], color=colour, linewidth=1.8, marker=marker, markersize=3, label=label
            )
    subtitle = [Message("{epochs:,} epochs", epochs=len(epochs))]
    if best_epoch is not None and best_epoch in epochs:
        best = losses["valid_loss"][epochs.index(best_epoch)]
        subtitle.append(
            Message("best at {epoch}", epoch=best_epoch)
            if math.isnan(best)
            else Message("best at {epoch} (validation loss {loss:.4f})", epoch=best_epoch, loss=best)
        )
        label = Message("Best epoch").render(language)
        axes.axvline(best_epoch, color=MUTED, linestyle="--", linewidth=1, label=label)
    set_title(axes, title, Joined(subtitle, " · ").render(language))
    axes.margins(x=0.02)
    if len(epochs) == 1:
        axes.set_xlim(epochs[0] - 1, epochs[0] + 1)
    use_number_ticks(axes, "y")
    _use_whole_ticks(axes)
    set_grid(axes)
    set_labels(axes, Message("Epoch").render(language), Message("Loss").render(language))
    add_legend(axes, loc="best")
    return to_png(figure)


def _loss(row: Mapping[str, Any], key: str) -> float:
    value = row.get(key)
    return float(value) if value is not None and math.isfinite(value) else math.nan


def _use_whole_ticks(axes: Any) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True, min_n_ticks=1))
