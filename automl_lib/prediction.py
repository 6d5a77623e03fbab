"""Predicts new rows with a trained model: as typed frames, or as cells of text under people's headers.

Reading files into cells lives in `automl_lib.reading`, writing predictions to CSV in
`automl_lib.prediction_csv`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import PredictionRefused
from automl_lib.frame import frame_of
from automl_lib.plan.effects import Note
from automl_lib.table import TableSchema
from automl_lib.trained_model import TrainedModel

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from automl_lib.reading.counts import ParseCounts

_CHUNK_ROWS = 50_000
UNREAD = "cells_unread"
"""Code of notes on cells that don't read as the training table's did."""
_FEWEST_CELLS, _MOST_UNREAD = 20, 0.9


@dataclass(frozen=True)
class Predictions:
    """One prediction a row, in the rows' order.

    Attributes:
        predicted: class names (object array of str), or cluster numbers (int array); shape (rows,).
        classes: names of the columns of `probabilities`; empty for a clustering.
        probabilities: shape (rows, classes).
        positive_class, threshold: how two classes were decided; None for a clustering or more classes.
        notes: remarks for people, such as columns that were ignored.
    """

    predicted: np.ndarray
    classes: tuple[str, ...]
    probabilities: np.ndarray
    positive_class: str | None
    threshold: float | None
    notes: tuple[Note, ...] = ()


def predict_frame(model: TrainedModel, frame: pd.DataFrame, notes: tuple[Note, ...] = ()) -> Predictions:
    """Predicts raw typed rows.

    Args:
        model: a trained model.
        frame: columns by key, as `automl_lib.frame.load_frame` gives them; others are ignored.
        notes: passed through.

    Raises:
        PredictionRefused: a column that the model uses is missing.
    """
    missing = [model.schema.by_key(key).label for key in model.columns if key not in frame.columns]
    if missing:
        raise columns_missing(missing)
    starts = range(0, max(len(frame), 1), _CHUNK_ROWS)
    chunks = [frame.iloc[start : start + _CHUNK_ROWS] for start in starts]
    if not model.is_classifier:
        clusters = np.concatenate([model.predict(chunk) for chunk in chunks])
        return Predictions(clusters, (), np.zeros((len(frame), 0)), None, None, notes)
    probabilities = np.concatenate([model.predict_proba(chunk) for chunk in chunks])
    threshold = model.threshold if len(model.classes) == 2 else None
    predicted = model.decide(probabilities)
    return Predictions(predicted, model.classes, probabilities, model.positive_class, threshold, notes)


def predict_cells(model: TrainedModel, cells: pl.DataFrame) -> Predictions:
    """Predicts rows of text cells under people's headers, parsed as the training table's were.

    Args:
        model: a trained model.
        cells: string columns named by header, null = blank. Headers match regardless of Unicode
            composition and white space; their order doesn't matter; columns the model doesn't use are ignored.

    Raises:
        PredictionRefused: a column that the model uses is missing.
    """
    typed, notes = typed_cells(cells, model.schema, model.columns)
    return predict_frame(model, typed, notes)


def typed_cells(
    cells: pl.DataFrame,
    schema: TableSchema,
    keys: Sequence[str],
    *,
    exact: Collection[str] = (),
    file: str | None = None,
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Finds the columns `keys` of a schema among labelled cells and parses them.

    Args:
        exact: as of `TableSchema.for_new_rows`.
        file: where the cells come from, for the sentence of a refusal.

    Returns:
        A typed frame with columns by key, and notes on what was ignored or couldn't be read.

    Raises:
        PredictionRefused: a column of `keys` is missing.
    """
    from automl_lib.reading import parse_cells_counted

    wanted = TableSchema(tuple(schema.by_key(key) for key in keys)).for_new_rows(exact=exact)
    found = match_labels([c.label for c in wanted.columns], cells.columns)
    missing = [c.label for c in wanted.columns if c.label not in found]
    if missing:
        raise columns_missing(missing, file)
    ignored = [name for name in cells.columns if name not in found.values()]
    by_key = cells.select([found[c.label] for c in wanted.columns]).rename(
        {found[c.label]: c.key for c in wanted.columns}
    )
    typed, counts = parse_cells_counted(by_key, wanted)
    return frame_of(typed, wanted), (*_ignored(ignored, schema, keys), *unread_notes(wanted, counts))


def unread_notes(schema: TableSchema, counts: Mapping[str, ParseCounts]) -> list[Note]:
    """A note for each column with cells that couldn't be read, by what was seen in parsing (by key)."""
    return [
        _unread(column.label, counts[column.key]) for column in schema.columns if counts[column.key].failed
    ]


def refuse_unreadable(
    schema: TableSchema, counts: Mapping[str, ParseCounts], file: str | None = None
) -> None:
    """Refuse rows of which a column can hardly be read at all: predictions would be of blanks.

    Args:
        file: where the rows come from.

    Raises:
        PredictionRefused: it names the columns and some of their cells.
    """
    bad = [
        (column, counts[column.key])
        for column in schema.columns
        if counts[column.key].cells >= _FEWEST_CELLS
        and counts[column.key].failed >= _MOST_UNREAD * counts[column.key].cells
    ]
    if bad:
        named = ", ".join(
            f"'{column.label}' ({', '.join(seen.failed_examples[:2])})" for column, seen in bad[:5]
        )
        raise PredictionRefused(
            "columns_unreadable",
            ko=f"{_place_ko(file)}에 학습한 표와 다른 꼴이라 읽을 수 없는 칼럼이 있습니다: {named}. 학습한 표처럼 적어 다시 주세요.",
            en=f"{_place_en(file)} has columns that can't be read as the training table's were: {named}. "
            "Write them as they were there.",
        )


def _unread(label: str, seen: ParseCounts) -> Note:
    example = f"'{seen.failed_examples[0]}'" if seen.failed_examples else ""
    return Note(
        UNREAD,
        f"'{label}' 열의 값 {seen.failed:,}개를 학습 때와 같은 유형으로 읽을 수 없어 빈 칸으로 보았습니다(예: {example}).",
        f"{seen.failed:,} cells of column '{label}' don't read as in training and were taken as blank (e.g. {example}).",
        column=label,
    )


def match_labels(labels: Sequence[str], headers: Sequence[str]) -> dict[str, str]:
    """Label → header: the same text first, else the first header that differs in form only."""
    loose: dict[str, str] = {}
    for header in headers:
        loose.setdefault(_folded(header), header)
    exact = set(headers)
    pairs = {label: label if label in exact else loose.get(_folded(label)) for label in labels}
    return {label: header for label, header in pairs.items() if header is not None}


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFC", name).split())


def _ignored(names: Sequence[str], schema: TableSchema, keys: Sequence[str]) -> tuple[Note, ...]:
    known = {_folded(c.label) for c in schema.columns if c.key not in keys}
    extra = [name for name in names if _folded(name) not in known]
    if not extra:
        return ()
    named = ", ".join(f"'{name}'" for name in extra[:10]) + (" …" if len(extra) > 10 else "")
    return (
        Note(
            "columns_ignored",
            f"학습할 때 없던 칼럼은 쓰지 않았습니다: {named}.",
            f"Columns that training didn't have were ignored: {named}.",
        ),
    )


def columns_missing(labels: Sequence[str], file: str | None = None) -> PredictionRefused:
    """The refusal of rows (of the file shown as `file`) without columns that the model uses."""
    named = ", ".join(f"'{label}'" for label in labels[:10]) + (" …" if len(labels) > 10 else "")
    return PredictionRefused(
        "columns_missing",
        ko=f"{_place_ko(file)}에 모델이 쓰는 칼럼이 없습니다: {named}. 학습한 표와 같은 제목의 칼럼을 넣으세요.",
        en=f"{_place_en(file)} lacks columns that the model uses: {named}. Add columns with the training table's headers.",
    )


def _place_ko(file: str | None) -> str:
    return f"'{file}' 파일" if file else "새 데이터"


def _place_en(file: str | None) -> str:
    return f"File '{file}'" if file else "The new data"
