"""The order in which texts are worth teaching."""

from __future__ import annotations

from domain.learning_order import Candidate, learning_order


def _candidate(text_id, *characters, score=0.5):
    return Candidate(text_id, score, characters)


def test_doubts_that_many_texts_share_come_first():
    rare = _candidate("rare", ("뷁", 0.4))
    common = [_candidate(f"common {n}", ("가", 0.4), ("나", 0.99)) for n in range(3)]
    assert learning_order([rare, *common], [], limit=1) == ["common 0"]


def test_what_was_chosen_already_makes_room_for_other_characters():
    same = [_candidate(f"same {n}", ("가", 0.4)) for n in range(3)]
    other = _candidate("other", ("나", 0.2))
    assert learning_order([*same, other], [], limit=2) == ["same 0", "other"]
    assert learning_order([*same, other], ["가", "가을"], limit=1) == ["other"]


def test_sure_and_hopeless_texts_teach_nothing():
    sure = _candidate("sure", ("가", 0.99), (" ", 0.1))
    hopeless = _candidate("hopeless", ("가", 0.1), score=0.01)
    assert learning_order([sure, hopeless], [], limit=5) == []
