"""The graph as Dagster sees it, so that a change of it is seen in review."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import dagster as dg

from tests.orchestration.repository import NIGHT, repository

__all__ = ["repository"]


GRAPH = Path(__file__).with_name("asset_graph.json")


CODES = (
    "gradient_boost",
    "decision_tree",
    "random_forest",
    "svm",
    "neural_network",
    "linear",
    "ensemble",
    "k_means",
)


READING = (
    "document_pages",
    "extracted_texts",
    "document_tables",
    "document_kind",
    "document_fields",
    "box_texts",
    "exported_document",
)


EXTERNAL = (
    "inbox_tables",
    "inbox_new_rows",
    "inbox_more_rows",
    "inbox_pages",
    "corrections",
    "registered_model",
    "reading_network",
)


BESIDE_NIGHT = ("learnt_layouts",)
"""In the run of the night, after none of its steps: they go on without each other."""


def test_assets(repository):
    names = {key.to_user_string() for key in repository.assets_defs_by_key}
    assert names == {
        "uploaded_table",
        "model_report",
        "prediction_workbook",
        "appended_rows",
        "column_profile",
        "boxplots",
        "target_check",
        "preprocessing_preview",
        "preprocessing_plan",
        *(f"{code}_model" for code in CODES),
        *(f"{code}_evaluation" for code in CODES),
        *(f"{code}_explanation" for code in CODES if code != "k_means"),
        "model_comparison",
        "decision_rule",
        "confirmed_model",
        "predictions",
        "challenger_plan",
        "challenger_model",
        "challenge_verdict",
        "prediction_outcomes",
        *READING,
        *NIGHT,
        *BESIDE_NIGHT,
        "housekeeping",
        "quality_sample",
        *EXTERNAL,
    }


def test_every_asset_is_described_owned_grouped_and_partitioned(repository):
    for key, definition in repository.assets_defs_by_key.items():
        spec = definition.get_asset_spec(key)
        assert spec.description, key
        assert spec.owners, key
        assert spec.kinds, key
        name = key.to_user_string()
        if name in EXTERNAL:
            assert (definition.is_executable, spec.partitions_def) == (False, None), key
            continue
        assert spec.code_version == version("saebyeok"), key
        if name in (*NIGHT, *BESIDE_NIGHT):
            assert (spec.group_name, spec.partitions_def) == ("ocr_learning", None)
        elif name == "housekeeping":
            assert (spec.group_name, spec.partitions_def) == ("upkeep", None)
        elif name == "quality_sample":
            assert (spec.group_name, spec.partitions_def) == ("ocr_quality", None)
        elif name in READING:
            assert spec.group_name == "ocr_reading"
            assert isinstance(spec.partitions_def, dg.DailyPartitionsDefinition)
        else:
            assert spec.group_name.startswith("automl_"), key
            assert spec.partitions_def == dg.DynamicPartitionsDefinition(name="automl_documents"), key


def graph_of(repository):
    """Dependencies, group and checks of every asset, and which checks block."""
    graph = {}
    for key, definition in repository.assets_defs_by_key.items():
        spec = definition.get_asset_spec(key)
        checks = {check.name: check.blocking for check in definition.check_specs if check.asset_key == key}
        graph[key.to_user_string()] = {
            "group": spec.group_name,
            "deps": sorted(dep.asset_key.to_user_string() for dep in spec.deps),
            "blocking_by_check": checks,
        }
    return graph


def test_the_graph_is_as_in_its_snapshot(repository):
    """`python tests/orchestration/test_definitions.py` writes the snapshot anew; review what changes in it."""
    assert graph_of(repository) == json.loads(GRAPH.read_text(encoding="utf-8"))


def test_the_lineage_begins_at_people_and_ends_at_what_is_used(repository):
    graph = graph_of(repository)
    begins = {name for name, asset in graph.items() if not asset["deps"]}
    assert begins == {"inbox_tables", "inbox_new_rows", "inbox_more_rows", "inbox_pages", "housekeeping"}
    assert graph["corrections"]["deps"] == ["extracted_texts"]
    assert graph["registered_model"]["deps"] == ["confirmed_model"]
    assert graph["reading_network"]["deps"] == ["deployed_network"]


def spec_of(repository, name):
    key = dg.AssetKey(name)
    return repository.assets_defs_by_key[key].get_asset_spec(key)


def test_an_evaluation_says_which_rows_it_looks_at(repository):
    for code in CODES:
        held_out = "on rows it never saw" in spec_of(repository, f"{code}_evaluation").description
        assert held_out == (code != "k_means"), code
    assert "on all the rows" in spec_of(repository, "k_means_evaluation").description


def test_dagster_shows_one_language(repository):
    """The consoles have both; Dagster's own screens are in English."""
    shown = {
        key.to_user_string(): definition.get_asset_spec(key).description
        for key, definition in repository.assets_defs_by_key.items()
    }
    shown |= {
        f"{name} {field}": one.description
        for name, definition in repository.assets_defs_by_key.items()
        if definition.is_executable
        for field, one in getattr(definition.op.config_schema.config_type, "fields", {}).items()
    }
    shown |= {
        f"{name} config": definition.op.config_schema.description
        for name, definition in repository.assets_defs_by_key.items()
        if definition.is_executable
    }
    shown |= {job.name: job.description for job in repository.get_all_jobs()}
    sentences = {where: said or "" for where, said in shown.items()}
    examples = {"예"}  # a word of people's tables
    in_korean = {where: set(re.findall("[가-힣]+", said)) - examples for where, said in sentences.items()}
    assert {where: words for where, words in in_korean.items() if words} == {}


def test_what_runs_on_torch_is_of_one_kind(repository):
    """The one Dagster has an icon for."""
    kinds = [
        kind
        for key in repository.assets_defs_by_key
        for kind in spec_of(repository, key.to_user_string()).kinds
    ]
    assert "torch" not in kinds
    assert "pytorch" in spec_of(repository, "neural_network_model").kinds


def test_loading_the_code_location_imports_nothing_heavy():
    heavy = [
        "pandas",
        "polars",
        "sklearn",
        "torch",
        "mlflow",
        "matplotlib",
        "pyarrow",
        "scipy",
        "cv2",
        "easyocr",
        "openvino",
    ]
    script = (
        "import sys, orchestration.definitions as d; d.defs(); "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_choices_that_assets_take_are_described(repository):
    for name in (
        "preprocessing_plan",
        "preprocessing_preview",
        "gradient_boost_model",
        "column_profile",
        "box_texts",
        "exported_document",
    ):
        op = repository.assets_defs_by_key[dg.AssetKey(name)].op
        fields = op.config_schema.config_type.fields
        assert fields
        assert all(field.description for field in fields.values()), name


def test_the_password_of_the_database_is_not_shown_in_dagster(tmp_path):
    """What the UI shows is what the code location tells of itself; a run still finds the database."""
    script = """
import dagster as dg
from dagster._core.remote_representation.external_data import RepositorySnap
from orchestration.definitions import defs
built = defs()
assert "s3cret" not in dg.serialize_value(RepositorySnap.from_def(built.get_repository_def()))
with dg.build_resources({"database": built.resources["database"]}) as resources:
    print(resources.database.url)
"""
    (tmp_path / "saebyeok.toml").write_text('database_url = "postgresql+psycopg2://me:s3cret@host/db"\n')
    environment = {**os.environ, "SAEBYEOK_HOME": str(tmp_path)}
    environment.pop("SAEBYEOK_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "postgresql+psycopg2://me:s3cret@host/db"
