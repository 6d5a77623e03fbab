"""The nightly learning of layouts: `learnt_layouts`. Trouble with it never ends the night."""

import dagster as dg

from assets import checks
from assets.external import CORRECTIONS
from assets.ocr.layout_learning import LearntResult, learn_all
from assets.ocr.nightly import GROUP
from assets.runs import OWNERS
from resources.clock import Clock
from resources.database import Database


@dg.asset(
    deps=[CORRECTIONS],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python"},
    check_specs=[checks.LAYOUTS_ARE_BETTER],
    description="Where the fields of each supplier's documents are, learnt from confirmed ones, in TB_OCR_LAYOUT. A layout is used "
    "only where confirmed documents that it was not learnt from come out better.",
)
def learnt_layouts(
    context: dg.AssetExecutionContext, database: Database, clock: Clock
) -> dg.MaterializeResult:
    results: list[LearntResult] = []
    try:
        results = learn_all(database, clock.now(), context.log.exception)
    except Exception:  # noqa: BLE001 - the training of the recogniser does not depend on it
        context.log.exception("layouts could not be learnt")
    better = sum(one.is_better for one in results)
    return dg.MaterializeResult(
        metadata={"layouts learnt": len(results), "layouts put into use": better},
        check_results=[checks.layouts_are_better(results)],
    )
