"""Clusters are found, numbered and pictured from rows that lie in islands."""

import json

import numpy as np
import pandas as pd
import pytest

from automl_lib.evaluation import evaluate_clustering
from automl_lib.plan import PreprocessingPlan
from automl_lib.training import train
from domain.columns import ColumnType
from domain.preprocessing import Missing
from domain.table_schema import ColumnSchema, TableSchema

SCHEMA = TableSchema(
    (
        ColumnSchema("a", "가로", ColumnType.REAL),
        ColumnSchema("b", "세로", ColumnType.REAL),
        ColumnSchema("y", "무리", ColumnType.TEXT),
    )
)


@pytest.fixture(scope="module")
def islands():
    """Three islands of 60, 40 and 30 points, named in "y"."""
    random = np.random.default_rng(0)
    sizes, centres = (60, 40, 30), ((0, 0), (10, 0), (0, 10))
    points = np.concatenate([random.normal(c, 0.3, (n, 2)) for c, n in zip(centres, sizes, strict=True)])
    names = np.repeat(["가", "나", "다"], sizes)
    order = random.permutation(len(points))
    return pd.DataFrame(
        {"a": points[order, 0], "b": points[order, 1], "y": pd.Series(names[order], dtype=object)}
    )


@pytest.fixture(scope="module")
def model(islands):
    return train(
        islands, SCHEMA, PreprocessingPlan(target="y", columns=("a", "b"), missing=Missing.KEEP), "k_means"
    )


def test_the_number_of_clusters_is_found_by_silhouette(model, islands):
    found = evaluate_clustering(model, islands)
    assert found.clusters == 3 == max(found.silhouettes_by_k, key=found.silhouettes_by_k.get)


def test_clusters_are_numbered_from_the_largest(model, islands):
    assert evaluate_clustering(model, islands).sizes == (60, 40, 30)


def test_islands_agree_with_their_names(model, islands):
    assert evaluate_clustering(model, islands).agreement == 1.0


def test_without_a_target_there_is_no_agreement(model, islands):
    assert evaluate_clustering(model, islands.drop(columns="y")).agreement is None


def test_the_picture_has_a_point_and_a_cluster_a_row(model, islands):
    found = evaluate_clustering(model, islands)
    assert len(found.points) == len(found.point_clusters) == len(islands)
    assert sum(found.explained_variance) == pytest.approx(1.0)


def test_large_tables_are_sampled_for_the_picture(model, islands):
    many = pd.concat([islands] * 20, ignore_index=True)
    found = evaluate_clustering(model, many)
    assert (len(found.points), found.rows) == (2000, len(many))


def test_an_evaluation_is_json(model, islands):
    found = evaluate_clustering(model, islands).to_json()
    assert json.loads(json.dumps(found, allow_nan=False))["clusters"] == 3


def test_a_single_column_can_be_clustered(islands):
    model = train(
        islands, SCHEMA, PreprocessingPlan(target=None, columns=("a",), missing=Missing.KEEP), "k_means"
    )
    assert all(y == 0.0 for _, y in evaluate_clustering(model, islands).points)
