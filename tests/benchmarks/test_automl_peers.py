"""Ranks and leads over other AutoML libraries, from made scores."""

from __future__ import annotations

import pytest

from benchmarks.automl_peers.ranks import ranks, summary


def run(name, ours, flaml, task="classification"):
    return {"set": name, "task": task, "scores": {"ours": ours, "ours without ensemble": 0.1, "flaml": flaml}}


def test_the_highest_score_ranks_first_and_near_ones_share_a_rank():
    assert ranks([0.9, 0.8, 0.95]) == [2.0, 3.0, 1.0]
    assert ranks([0.9, 0.9004, 0.5]) == [1.5, 1.5, 3.0]


def test_a_library_that_failed_is_last():
    assert ranks([None, 0.2]) == [2.0, 1.0]
    assert ranks([None, None, 0.2]) == [2.5, 2.5, 1.0]


def test_leads_are_over_sets_and_seeds_of_a_set_count_once():
    found = summary([run("a", 0.9, 0.8), run("a", 0.9, 0.8), run("b", 0.5, 0.6)])["classification"]
    assert found["sets"] == 2
    assert found["lead_over"]["flaml"]["mean"] == pytest.approx(0.0)
    assert (found["lead_over"]["flaml"]["ahead_on"], found["lead_over"]["flaml"]["behind_on"]) == (1, 1)
    assert set(found["mean_rank"]) == {"ours", "flaml"}


def test_a_set_that_a_library_failed_on_is_no_lead():
    found = summary([run("a", 0.9, None), run("b", 0.5, 0.4)])["classification"]
    assert found["lead_over"]["flaml"]["sets"] == 1
    assert found["mean_rank"]["ours"] == 1.0
