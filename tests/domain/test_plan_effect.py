"""Effects of plans as they are stored."""

from __future__ import annotations

import json

from domain.plan_effect import PlanEffect
from tests.console.automl.conftest import EFFECT


def test_a_stored_effect_loads_and_is_written_as_it_was():
    stored = json.loads(json.dumps(EFFECT))
    effect = PlanEffect.from_json(stored)
    assert effect.bounds == {"c0001": (-12372.5, 32987.5)}
    assert effect.notes[0].column == "c0003"
    assert json.loads(json.dumps(effect.to_json())) == stored
