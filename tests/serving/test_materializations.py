"""What Dagster shows of work done at once: the same as of a run, without a run."""

from __future__ import annotations

import dagster as dg
from dagster._core.instance.utils import RUNLESS_RUN_ID

from assets import checks
from serving.materializations import Materializations

UPLOAD = ("uploaded_table", "column_profile", "boxplots")


def materialization(instance, asset):
    (record,) = instance.fetch_materializations(dg.AssetKey(asset), limit=1).records
    return record


def test_assets_are_materialized_with_the_metadata_of_a_run(workshop, serving, loans):
    by_run = workshop.add(loans)
    workshop.run_waiting()
    of_run = {name: materialization(workshop.instance, name) for name in UPLOAD}
    doc = workshop.add(loans)
    serving.serve()
    reports = Materializations(workshop.instance, "1.2.3")
    for made in serving.made:
        reports.report(made).result()
    for name in UPLOAD:
        record = materialization(workshop.instance, name)
        assert (record.run_id, record.partition_key) == (RUNLESS_RUN_ID, doc)
        assert of_run[name].partition_key == by_run
        assert record.asset_materialization.tags["dagster/code_version"] == "1.2.3"
        assert set(record.asset_materialization.metadata) == set(of_run[name].asset_materialization.metadata)
    rows = materialization(workshop.instance, "uploaded_table").asset_materialization.metadata
    assert rows["dagster/row_count"].value == 80


def test_check_results_are_reported_with_their_document(workshop, serving, loans):
    doc = workshop.add(loans)
    serving.serve()
    reports = Materializations(workshop.instance, "1")
    for made in serving.made:
        reports.report(made).result()
    key = dg.AssetCheckKey(dg.AssetKey("uploaded_table"), checks.ROWS_STORED.name)
    (execution,) = workshop.instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
    evaluation = execution.event.dagster_event.asset_check_evaluation_data
    assert evaluation.passed
    assert evaluation.metadata["partition"].value == doc


def test_trouble_of_dagster_is_logged_and_disturbs_nothing(serving, workshop, loans, caplog):
    workshop.add(loans)
    serving.serve()

    class Broken:
        def add_dynamic_partitions(self, *_):
            raise RuntimeError("database is locked")

    Materializations(Broken(), "1").report(serving.made[0]).result()
    assert "uploaded_table could not be reported" in caplog.text
