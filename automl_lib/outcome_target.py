"""The target in a file of outcomes: which column it is, in which unit, and what it says of each row."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from automl_lib.additions.header_units import header_unit, without_unit
from automl_lib.additions.units import is_alike
from automl_lib.errors import PredictionRefused
from automl_lib.frame import load_frame
from automl_lib.new_rows import NewRows, prepare_rows
from automl_lib.plan.target import target_labels, target_numbers
from automl_lib.prediction import folded_label, match_labels, place_of
from automl_lib.reading.parsing.parse import unread_places
from automl_lib.trained_model import TrainedModel
from domain.columns import ColumnType
from domain.messages import Message
from domain.table_additions import shown_factor
from domain.table_schema import ColumnSchema


@dataclass(frozen=True)
class Truth:
    """What became of the rows of a file.

    Attributes:
        values: one a row; None or NaN where that can't be read. A class that the column can't hold is as written.
        rows: the file with the target under the target's own header.
        header: of the file's column, where it is another one; else None.
        factor: what its numbers were multiplied by to be in the unit of the target; 1 where they weren't.
    """

    values: Sequence[str | float | None]
    rows: NewRows
    header: str | None = None
    factor: float = 1.0


def read_truth(model: TrainedModel, rows: NewRows, predicted: Sequence[str | None], folder: Path) -> Truth:
    """Find the target among the columns of a file, and read it as the training table's was.

    A header that is the target's but for a unit in brackets, or for letter case and full width, is taken for it. Numbers in
    another unit are converted. Where only one of the two headers names a unit, the sizes of the numbers tell.

    Args:
        model: that predicted.
        rows: of the file.
        predicted: what was predicted, whose numbers are compared with the file's.
        folder: to write into.

    Raises:
        PredictionRefused: target_missing, target_in_another_unit, or as `prepare_rows`.
    """
    target = model.schema.by_key(str(model.plan.target))
    headers = list(rows.labels.values())
    header = match_labels([target.label], headers).get(target.label)
    if header is not None:
        return Truth(_values(model, target, rows, folder), rows)
    header = _written_otherwise(target.label, headers)
    if header is None:
        raise _target_missing(target.label, rows.name)
    labels = {name: target.label if label == header else label for name, label in rows.labels.items()}
    renamed = replace(rows, labels=labels)
    values = _values(model, target, renamed, folder)
    if not model.is_regressor:
        return Truth(values, renamed, header)
    numbers = np.array(values, dtype=float)
    factor = _factor(target.label, header, numbers, predicted)
    return Truth(list((numbers * factor).tolist()), renamed, header, factor)


def _written_otherwise(label: str, headers: Sequence[str]) -> str | None:
    """The only header that is the label but for a unit, letter case or full width."""
    found = [header for header in headers if _plain(header) == _plain(label)]
    units = [header_unit(one) for one in (label, *found)]
    if len(found) != 1 or (units[0] and units[1] and units[0].dimension != units[1].dimension):
        return None
    return found[0]


def _plain(header: str) -> str:
    return folded_label(unicodedata.normalize("NFKC", without_unit(header))).casefold()


def _factor(label: str, header: str, numbers: np.ndarray, predicted: Sequence[str | None]) -> float:
    """What numbers of a column are multiplied by to be in the unit of the target."""
    table, file = header_unit(label), header_unit(header)
    if table and file:
        return file.factor_to(table) or 1.0
    unit = table or file
    known = numbers[np.isfinite(numbers)]
    if unit is None or not len(known):
        return 1.0
    factor = unit.size if file else 1 / unit.size
    expected = float(np.median([float(one) for one in predicted if one] or [0.0]))
    after = float(np.median(known))
    if factor == 1.0 or is_alike(expected, after):
        return 1.0
    if is_alike(expected, after * factor):
        return factor
    raise PredictionRefused(
        Message(
            "Only one of the headers '{label}' and '{header}' names a unit ({unit}), and the numbers differ in size (median "
            "{before} predicted, {after} in the file). Write the unit into the header, as '{label}' has it.",
            label=label,
            header=header,
            unit=unit.name,
            before=f"{expected:,.6g}",
            after=f"{after:,.6g}",
        ),
        code="target_in_another_unit",
    )


def _values(
    model: TrainedModel, target: ColumnSchema, rows: NewRows, folder: Path
) -> Sequence[str | float | None]:
    import polars as pl

    prepared = prepare_rows(rows, model.schema, [target.key], None, folder, exact=(target.key,))
    values = load_frame(prepared.typed, prepared.schema)[target.key]
    if model.is_regressor:
        return list(target_numbers(values).tolist())
    labels = list(target_labels(values, target.type))
    if target.type is not ColumnType.TEXT:
        (header,) = match_labels([target.label], list(rows.labels.values())).values()
        name = next(name for name, label in rows.labels.items() if label == header)
        written = pl.read_parquet(rows.cells, columns=[name])[name]
        for place in unread_places(written, target).to_list():
            labels[place] = str(written[place]).strip()
    return labels


def taken_as(label: str, header: str, factor: float) -> Message:
    """That a column of a file was taken as the target."""
    if factor == 1.0:
        return Message("Column '{header}' of the file was taken as '{label}'.", header=header, label=label)
    return Message(
        "Column '{header}' of the file was taken as '{label}', its numbers times {factor}.",
        header=header,
        label=label,
        factor=shown_factor(factor),
    )


def _target_missing(target: str, file: str | None) -> PredictionRefused:
    return PredictionRefused(
        Message(
            "{place} lacks '{target}', the target, which tells what became of the rows. Add it with the training table's header.",
            place=place_of(file),
            target=target,
        ),
        code="target_missing",
    )
