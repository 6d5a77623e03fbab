"""Repair by proof: the one likely reading of a misread figure that satisfies every equation.

A repair is offered only where no other figure of the violated equations could be the misread one. What counts as a
likely reading is narrow (digits that recognisers mix up, or their own alternatives); what counts as a possible rival is
wide (any one digit wrong, missing or added), as the cause of a contradiction need not be among the likely ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from rapidfuzz.distance import OSA

from ocr_lib.fields.equations import Equation, Figure, Rule, Values, violated
from ocr_lib.fields.texts import CharacterReading

CONFUSED = {
    frozenset(pair)
    for pair in ("08", "06", "68", "17", "38", "56", "49", "35", "58", "09", "27", "14", "39", "89", "79", "12")
}  # fmt: skip
"""Digits that recognisers mix up in print."""
MOST_CHANGED = 2
"""Digits of one number that may be misread."""
SURE = 0.999
"""Characters with a higher probability are not taken for misread."""
SHORT = 2
"""Any number of so few digits may have been another."""


class Reach(IntEnum):
    """How a number may be what is printed where another was read."""

    NONE = 0
    POSSIBLE = 1
    LIKELY = 2


@dataclass(frozen=True)
class Repair:
    """Another reading of a figure, to be offered, never applied by itself.

    Attributes:
        figure: id of the figure, as of `Figure`.
        value: that satisfies the equations.
        text: as read.
        proofs: the equations that were violated and then hold.
    """

    figure: str
    value: Decimal
    text: str
    indexes: tuple[int, ...]
    proofs: tuple[Equation, ...]


def repairs(
    figures: Mapping[str, Figure],
    found: Sequence[Equation],
    characters: Mapping[str, Sequence[CharacterReading]] | None = None,
) -> list[Repair]:
    """The repairs of a document, at most one for each group of violated equations that share figures.

    Args:
        characters: of the text of a figure, by its id, where known.
    """
    values = {one: figure.value for one, figure in figures.items()}
    offered = []
    for group in _groups(violated(found, values)):
        repair = _repair(group, figures, values, found, characters or {})
        if repair is not None:
            offered.append(repair)
    return offered


def _repair(
    group: Sequence[Equation],
    figures: Mapping[str, Figure],
    values: Values,
    found: Sequence[Equation],
    characters: Mapping[str, Sequence[CharacterReading]],
) -> Repair | None:
    possible: list[tuple[Repair, Reach]] = []
    for one in sorted(set.intersection(*(set(equation.figures) for equation in group))):
        needed = {equation.needed(one, values) for equation in group}
        value = needed.pop()
        if needed or value is None or value < 0:
            continue
        reach = reachable(figures[one].text, values[one], value, characters.get(one, ()))
        if reach is Reach.NONE:
            continue
        of_figure = [equation for equation in found if one in equation.figures]
        after = {**values, one: value}
        before = [equation for equation in of_figure if equation.holds(values)]
        proofs = [equation for equation in of_figure if equation.holds(after) and equation not in before]
        if all(equation.holds(after) for equation in (*before, *group)):
            repair = Repair(one, value, figures[one].text, figures[one].indexes, tuple(proofs))
            possible.append((repair, reach))
    supported = [pair for pair in possible if any(not proof.is_strict for proof in pair[0].proofs)]
    chosen = possible if len(possible) == 1 else supported
    if len(chosen) != 1 or chosen[0][1] is not Reach.LIKELY:
        return None
    repair = chosen[0][0]
    return repair if _is_supported(repair, values, found) else None


def _is_supported(repair: Repair, values: Values, found: Sequence[Equation]) -> bool:
    """Whether more than one equation speaks for it, or the other figures of the one are right by further equations."""
    if len(repair.proofs) >= 2:
        return True
    (equation,) = repair.proofs
    if equation.rule is Rule.LINES or equation.rule is Rule.LINE_TAXES:
        return False  # a row that was not found explains it as well
    others = [figure for figure in equation.figures if figure != repair.figure]
    anchored = {figure for one in found if one != equation and one.holds(values) for figure in one.figures}
    if equation.rule is Rule.PRODUCT:
        # Quantity and price occur in no other equation; the amount of the row must.
        return equation.result in anchored and equation.result != repair.figure
    return all(figure in anchored for figure in others)


def _groups(equations: Iterable[Equation]) -> list[list[Equation]]:
    """Equations that share figures, directly or through others."""
    groups: list[tuple[set[str], list[Equation]]] = []
    for equation in equations:
        members, together = set(equation.figures), [equation]
        apart = []
        for figures, others in groups:
            if figures & members:
                members |= figures
                together = others + together
            else:
                apart.append((figures, others))
        groups = [*apart, (members, together)]
    return [together for _, together in groups]


def reachable(
    text: str, value: Decimal, needed: Decimal, characters: Sequence[CharacterReading] = ()
) -> Reach:
    """Whether a number may be printed where another was read.

    Args:
        text: as read.
        value: of the text.
        characters: of the text, each with its probability and alternatives; empty where unknown.
    """
    read, wanted = _digits(value), _digits(needed)
    if read == wanted:
        return Reach.NONE
    if _mixed_point(text, needed):
        return Reach.LIKELY
    if _is_likely(read, wanted, _of_digits(characters, read)):
        return Reach.LIKELY
    if max(len(read), len(wanted)) <= SHORT or OSA.distance(read, wanted, score_cutoff=1) <= 1:
        return Reach.POSSIBLE
    return Reach.NONE


def _is_likely(read: str, wanted: str, characters: Sequence[CharacterReading]) -> bool:
    if len(read) != len(wanted):
        return False
    changed = [n for n in range(len(read)) if read[n] != wanted[n]]
    if len(changed) > MOST_CHANGED:
        return False
    for n in changed:
        alternatives = characters[n].alternatives if characters else ""
        if characters and not alternatives and characters[n].probability > SURE:
            return False
        if alternatives:
            if wanted[n] not in alternatives:
                return False
        elif frozenset((read[n], wanted[n])) not in CONFUSED:
            return False
    return True


def _mixed_point(text: str, needed: Decimal) -> bool:
    """Whether the number differs by a comma read as a point, or the reverse: 1.000 for 1,000."""
    plain = text.strip()
    if not re.fullmatch(r"\d{1,3}[.,]\d{3}", plain):
        return False
    return needed in (Decimal(plain.replace(",", ".")), Decimal(re.sub(r"[.,]", "", plain)))


def _digits(value: Decimal) -> str:
    return format(value.normalize(), "f") if value == value.to_integral_value() else str(value)


def _of_digits(characters: Sequence[CharacterReading], read: str) -> list[CharacterReading]:
    """The characters that are the digits of a number; none where they do not match it."""
    digits = [one for one in characters if one.text.isdecimal()]
    return digits if "".join(one.text for one in digits) == read else []
