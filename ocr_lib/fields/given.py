"""Values whose place a learnt layout knows; the rules prove or contradict them as their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ocr_lib.fields.values import Candidate
from ocr_lib.fields.vocabulary import FieldKey, FieldSpec, FieldType

ELSEWHERE = 1.5
"""Cost of an amount in another place than the known one: more than an equation that does not hold."""


@dataclass(frozen=True)
class GivenValues:
    """What a learnt layout knows of a document.

    Attributes:
        types: of all fields of the layout that the vocabulary has, found on this document or not.
        absent: fields that no document of this layout has, whatever the rules find.
    """

    values: Mapping[FieldKey, Candidate] = field(default_factory=dict)
    types: Mapping[FieldKey, FieldType] = field(default_factory=dict)
    absent: frozenset[FieldKey] = frozenset()

    def specs(self, of_kind: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
        """The fields of a kind, without those that are absent, and those that only the layout has."""
        known = {spec.key for spec in of_kind}
        return (
            *(spec for spec in of_kind if spec.key not in self.absent),
            *(FieldSpec(key, kind, ()) for key, kind in self.types.items() if key not in known),
        )

    def chosen(self, found: Mapping[FieldKey, Candidate]) -> dict[FieldKey, Candidate]:
        """Values that are no amounts: the given ones, else those that the rules found."""
        given = {key: one for key, one in self.values.items() if self.types[key] is not FieldType.WON}
        return {**found, **given}

    def amounts(self, found: Mapping[FieldKey, list[Candidate]]) -> dict[FieldKey, list[Candidate]]:
        """The candidates of each amount, the given one before all others."""
        ranked = dict(found)
        for key, one in self.values.items():
            if self.types[key] is FieldType.WON:
                others = [
                    replace(other, cost=other.cost + ELSEWHERE)
                    for other in found.get(key, ())
                    if not set(other.placed.indexes) & set(one.placed.indexes)
                ]
                ranked[key] = [one, *others]
        return ranked
