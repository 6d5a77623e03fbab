"""The MLflow flavour of a kept model: code and our own files, no pickle.

MLflow runs this file ("models from code") when the model is loaded. Input: raw rows, with
people's column names and cells as text or as typed values. Output: the class, number or cluster;
for a classifier one probability column per class, for a number the bounds of its interval. Of two classes the positive one is
named from a probability on that training or a person's decision rule chose, seldom 0.5: see `positive_class`, `threshold` and
`decision_rule` in the model's metadata.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mlflow.models
from mlflow.pyfunc import PythonModel

if TYPE_CHECKING:
    import pandas as pd


class RawRowsModel(PythonModel):
    """Predicts raw rows through `automl_lib`, after checking the files' digest.

    Rows are checked as a file of them is: `predict` raises `PredictionRefused` for columns that can't be read as in
    training, and warns (`UserWarning`) of what is doubtful.
    """

    def load_context(self, context: Any) -> None:
        from automl_lib.drift import ReferenceTable
        from automl_lib.persistence import load_model

        expected = json.loads(Path(context.artifacts["expected"]).read_text(encoding="utf-8"))
        self.model = load_model(Path(context.artifacts["model"]), expected["digest"])
        if expected.get("threshold") is not None:  # of a decision rule
            self.model = self.model.with_threshold(expected["threshold"])
        kept = context.artifacts.get("reference")  # models of earlier versions came without
        self.reference = (
            ReferenceTable.from_dict(json.loads(Path(kept).read_text(encoding="utf-8"))) if kept else None
        )

    def predict(self, context: Any, model_input: Any, params: Any = None) -> pd.DataFrame:
        from automl_lib.raw_rows import predict_raw

        return predict_raw(self.model, model_input, self.reference)


mlflow.models.set_model(RawRowsModel())
