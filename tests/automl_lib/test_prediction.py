"""New rows get the prediction they should, in their order, and a missing column is named."""

import unicodedata

import numpy as np
import pytest

from automl_lib.errors import PredictionRefused
from automl_lib.prediction import match_labels, predict_frame


def test_rows_keep_their_order(trained, table):
    model = trained("decision_tree")
    whole = predict_frame(model, table.frame)
    backwards = predict_frame(model, table.frame.iloc[::-1])
    assert (whole.predicted == backwards.predicted[::-1]).all()


def test_probabilities_belong_to_the_named_classes(trained, table):
    found = predict_frame(trained("random_forest"), table.frame)
    named = np.where(found.probabilities[:, 1] >= found.threshold, found.classes[1], found.classes[0])
    assert (found.predicted == named).all()


def test_many_rows_are_predicted_in_chunks_with_the_same_result(trained, table, monkeypatch):
    import automl_lib.prediction as prediction

    model = trained("decision_tree")
    whole = predict_frame(model, table.frame)
    monkeypatch.setattr(prediction, "_CHUNK_ROWS", 7)
    assert np.array_equal(predict_frame(model, table.frame).probabilities, whole.probabilities)


def test_no_rows_give_no_predictions(trained, table):
    assert predict_frame(trained("decision_tree"), table.frame.iloc[:0]).probabilities.shape == (0, 2)
    assert predict_frame(trained("k_means"), table.frame.iloc[:0]).predicted.shape == (0,)


def test_a_clustering_predicts_clusters_without_probabilities(trained, table):
    found = predict_frame(trained("k_means"), table.frame)
    assert found.predicted.dtype.kind == "i"
    assert (found.classes, found.probabilities.shape[1]) == ((), 0)


def test_a_missing_column_is_named_as_people_call_it(trained, table):
    with pytest.raises(PredictionRefused, match="지역") as refusal:
        predict_frame(trained("decision_tree"), table.frame.drop(columns="c0003"))
    assert refusal.value.code == "columns_missing"


def test_headers_match_without_regard_to_white_space_and_composition():
    decomposed = unicodedata.normalize("NFD", "지") + " " + unicodedata.normalize("NFD", "역")
    assert match_labels(["지역"], ["other", decomposed]) == {"지역": decomposed}


def test_the_exact_header_wins():
    assert match_labels(["a b"], ["ab", "a b"]) == {"a b": "a b"}
