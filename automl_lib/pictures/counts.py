"""How many rows each class or value has, as bars. Counting is done elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from automl_lib.pictures.canvas import (
    BLUE,
    add_text,
    new_figure,
    set_grid,
    set_tick_labels,
    set_title,
    to_png,
    use_number_ticks,
    write_empty,
)

_MOST_BARS = 15


def draw_class_counts(counts: Mapping[str, int], title: str = "클래스별 행 수 (Class counts)") -> bytes:
    """PNG of counts as horizontal bars, largest first; beyond fifteen the rest is one bar."""
    total = sum(counts.values())
    bars = sorted(counts.items(), key=lambda item: -item[1])
    if len(bars) > _MOST_BARS:
        rest = bars[_MOST_BARS - 1 :]
        bars = [*bars[: _MOST_BARS - 1], (f"그 밖 {len(rest)}개", sum(count for _, count in rest))]
    figure, axes = new_figure(6.4, 1.5 + 0.3 * max(2, len(bars)))
    set_title(axes, title, f"{total:,}행 · {len(counts):,}가지")
    if not total:
        write_empty(axes, "행이 없습니다")
        return to_png(figure)
    axes.barh(range(len(bars)), [count for _, count in bars], color=BLUE, height=0.62)
    for place, (_, count) in enumerate(bars):
        add_text(axes, count, place, f" {count:,} ({count / total:.1%})", size=8.5, beside=True)
    set_tick_labels(axes, "y", [name for name, _ in bars])
    axes.invert_yaxis()
    axes.set_xlim(0, max(count for _, count in bars) * 1.25)
    use_number_ticks(axes, "x", 5)
    set_grid(axes, "x")
    return to_png(figure)
