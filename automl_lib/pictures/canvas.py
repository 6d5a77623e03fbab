"""Style shared by all pictures: sizes, colours, fonts, and rendering to PNG bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from automl_lib.pictures.fonts import families, font, printable, printable_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 110
_TITLE_INDENT = 1.9
"""Inches at the left and right of a title that tick labels may take up."""
_TITLE_LINES = 3
_BESIDE_TICKS = 1.2
"""Inches beside an axis across: the labels of the other axis, and half a label at each end."""
_AROUND = 0.8
"""Inches beside and below the axes, which the labels of the axes don't take up."""
INK = "#1f2937"
MUTED = "#6b7280"
GRID = "#e5e7eb"
PAPER = "#ffffff"
BLUE = "#2f6fb7"
PALE_BLUE = "#d6e4f5"
ORANGE = "#d97706"
# Paul Tol's "bright" scheme with darker yellow: colours that colour-blind readers can distinguish.
SERIES = ("#4477aa", "#ee6677", "#228833", "#b8a021", "#66ccee", "#aa3377", "#7f7f7f", "#e07b39")


def new_figure(
    width: float, height: float, layout: Literal["constrained"] | None = "constrained"
) -> tuple[Figure, Axes]:
    """A figure of `width` × `height` inches with one pair of axes."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    engine = ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12) if layout == "constrained" else None
    figure = Figure(figsize=(width, height), dpi=DPI, facecolor=PAPER, layout=engine)
    axes = figure.add_subplot()
    axes.set_facecolor(PAPER)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("bottom", "left"):
        axes.spines[side].set_color(MUTED)
    axes.tick_params(colors=MUTED, labelcolor=INK, labelsize=9, labelfontfamily=families(), length=3)
    axes.set_axisbelow(True)
    return figure, axes


def set_title(axes: Axes, title: str, subtitle: str = "") -> None:
    """A title at the left on up to `_TITLE_LINES` lines, and in grey below it the figures of the picture."""
    figure = axes.get_figure(root=True)
    inches = (figure.get_figwidth() if figure else 6.4) - _TITLE_INDENT
    axes.set_title(
        printable_lines(title, columns_in(inches, 12), _TITLE_LINES),
        loc="left",
        fontproperties=font(12),
        color=INK,
        pad=22 if subtitle else 10,
    )
    if subtitle:
        axes.annotate(
            printable(subtitle, columns_in(inches, 9)),
            (0, 1),
            xytext=(0, 6),
            xycoords="axes fraction",
            textcoords="offset points",
            fontproperties=font(9),
            color=MUTED,
        )


def columns_in(inches: float, points: float) -> int:
    """How many half-width columns of text surely fit: one is hardly wider than half the font's size."""
    return int(inches * 72 / (points * 0.53))


def set_labels(axes: Axes, x: str, y: str) -> None:
    figure = axes.get_figure(root=True)
    width, height = (figure.get_figwidth(), figure.get_figheight()) if figure else (6.4, 4.2)
    wide, high = (columns_in(inches, 9.5) for inches in (width - _AROUND, height - _AROUND))
    axes.set_xlabel(printable(x, min(60, wide)), fontproperties=font(9.5), color=INK)
    axes.set_ylabel(printable(y, min(40, high)), fontproperties=font(9.5), color=INK)


def set_grid(axes: Axes, axis: Literal["both", "x", "y"] = "both") -> None:
    axes.grid(visible=True, axis=axis, color=GRID, linewidth=0.8)


def set_tick_labels(
    axes: Axes, axis: Literal["x", "y"], labels: Sequence[str], *, rotation: float = 0, size: float = 9
) -> None:
    """Puts one label at each whole position 0, 1, 2, …, shortened."""
    shown = [printable(label, 18) for label in labels]
    if axis == "x":
        axes.set_xticks(range(len(shown)), shown)
    else:
        axes.set_yticks(range(len(shown)), shown)
    for text in axes.get_xticklabels() if axis == "x" else axes.get_yticklabels():
        text.set_fontproperties(font(size))
        if rotation:
            text.set(rotation=rotation, ha="right", rotation_mode="anchor")


def write_empty(axes: Axes, message: str) -> None:
    """Says why there is nothing to draw, in the middle of empty axes."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.text(
        0.5,
        0.5,
        printable(message),
        transform=axes.transAxes,
        ha="center",
        va="center",
        color=MUTED,
        fontproperties=font(11),
    )


def add_text(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    colour: str = INK,
    size: float = 9,
    *,
    above: bool = False,
    beside: bool = False,
) -> None:
    """A short text of our own making at a point: centred, just above it, or to its right."""
    axes.text(
        x,
        y,
        text,
        ha="left" if beside else "center",
        va="bottom" if above else "center",
        color=colour,
        fontproperties=font(size),
    )


def number(value: float) -> str:
    """A number for people: thousands separated, at most six significant digits or all of an integer."""
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{value:,.0f}"
    if 1e-4 <= abs(value) < 1e6:
        return f"{value:,.6g}"
    return f"{value:,.2f}" if 1e6 <= abs(value) < 1e15 else f"{value:.4g}"


def fitting_ticks(low: float, high: float, most: int, columns: int) -> int:
    """How many intervals an axis from `low` to `high` gets: at most `most`, so that its labels fit on half-width `columns`."""
    from matplotlib.ticker import MaxNLocator

    for count in range(most, 1, -1):
        places = [place for place in MaxNLocator(count).tick_values(low, high) if low <= place <= high]
        if sum(len(number(place)) + 2 for place in places) <= columns:
            return count
    return 1


def use_number_ticks(axes: Axes, axis: Literal["x", "y"] = "x", ticks: int = 6) -> None:
    """Tick labels without offsets or powers in the corner; fewer across than `ticks` where long ones would touch."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    target = axes.xaxis if axis == "x" else axes.yaxis
    if axis == "x":
        figure = axes.get_figure(root=True)
        inches = (figure.get_figwidth() if figure else 6.4) - _BESIDE_TICKS
        ticks = fitting_ticks(*axes.get_xlim(), ticks, columns_in(inches, 9))
    target.set_major_locator(MaxNLocator(ticks))
    target.set_major_formatter(FuncFormatter(lambda value, _: number(value).replace("-", "−")))


def add_legend(axes: Axes, **place: Any) -> None:
    legend = axes.legend(prop=font(9), frameon=True, edgecolor=GRID, facecolor=PAPER, framealpha=0.9, **place)
    for text in legend.get_texts():
        text.set_color(INK)


def to_png(figure: Figure) -> bytes:
    """The picture in 128 colours, which these flat pictures need no more than; the same bytes each time."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    picture = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    picture = picture.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    # Choosing colours averages near ones; paper stays white on a white page.
    palette = picture.getpalette() or []
    entries = [palette[i : i + 3] for i in range(0, len(palette), 3)]
    picture.putpalette([tone for entry in entries for tone in ([255] * 3 if min(entry) > 249 else entry)])
    buffer = io.BytesIO()
    picture.save(buffer, "png")
    return buffer.getvalue()
