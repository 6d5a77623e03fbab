"""Tables for measuring splits: what comes afterwards is new, and the way to separate rows is noticed."""

import pytest

from automl_lib.plan import check_target, suggest_split
from benchmarks.split_sets import SPLIT_SETS, load_split_set
from domain.split import SplitMethod


@pytest.mark.parametrize("name", SPLIT_SETS)
def test_later_rows_are_of_new_groups_or_times_and_the_split_is_suggested(name):
    made = load_split_set(name, seed=0)
    learned, later = made.table.frame[made.column], made.later[made.column]
    if made.method is SplitMethod.TIME:
        assert learned.max() < later.min()
    else:
        assert not set(learned) & set(later)
    check = check_target(made.table.frame, made.table.schema, made.table.target)
    assert check.task is made.task
    suggested = suggest_split(made.table.frame, made.table.schema, check)
    assert (suggested.method, suggested.column) == (made.method, made.column)


def test_the_seed_decides_the_rows():
    first, again, other = (load_split_set("patients", seed).table.frame for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)
