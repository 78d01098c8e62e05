"""Where coders disagree, and about what: the list from which they adjudicate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from clivage.agreement.codings import Comparison
from clivage.agreement.levels import LEVELS
from clivage.agreement.pairing import Unit
from clivage.model import Statement

MISSED: Final = "missed"
PASSAGE: Final = "passage"
#: What two statements on one passage can differ in, the weightiest first.
DETAILS: Final[Mapping[str, Callable[[Statement], Any]]] = {
    "sign": lambda one: one.sign,
    "holder": lambda one: one.holder,
    "target": lambda one: one.target,
    "relation": lambda one: one.relation,
    "modality": lambda one: one.modality,
    "voice": lambda one: one.voice,
    "about": lambda one: one.about,
    "mode": lambda one: one.mode,
    "strength": lambda one: one.strength,
    "certainty": lambda one: one.certainty,
    "when": lambda one: (one.when, one.date_basis),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A place at which coders do not say the same.

    Attributes:
        kinds: `MISSED`, `PASSAGE` (they have the same tie, in other places), or what they
            differ in, as `DETAILS` names it.
        statements: what was coded there, by coder.
        missed_by: the coders who have nothing there.
    """

    kinds: tuple[str, ...]
    source: str
    statements: Mapping[str, Statement]
    missed_by: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is about, in words.

        >>> Disagreement(kinds=("sign", "when"), source="s", statements={}).title
        'other sign, when'
        """
        others = [kind for kind in self.kinds if kind != MISSED]
        parts = [f"missed by {' and '.join(self.missed_by)}"] if self.missed_by else []
        return "; ".join([*parts, f"other {', '.join(others)}"] if others else parts)


def disagreements(comparison: Comparison) -> tuple[Disagreement, ...]:
    """Return every disagreement, in reading order."""
    units = [*_with_the_same_elsewhere(comparison)]
    found = (_disagreement(comparison, unit, is_elsewhere) for unit, is_elsewhere in units)
    return tuple(one for one in found if one.kinds)


def agreed(comparison: Comparison) -> tuple[Unit, ...]:
    """Return what all who coded a source say alike, in reading order.

    Their quotations may differ in length, as long as they are the same passage.
    """
    units = comparison.units(LEVELS["tie"])
    return tuple(one for one in units if not _disagreement(comparison, one, False).kinds)


def _disagreement(comparison: Comparison, unit: Unit, is_elsewhere: bool) -> Disagreement:
    statements = [*unit.statements.values()]
    asked = comparison.coders_of(unit.source)
    missed_by = tuple(coder for coder in asked if coder not in unit.statements)
    differ = [
        name
        for name, of in DETAILS.items()
        if any(of(one) != of(statements[0]) for one in statements)
    ]
    kinds = [MISSED] * bool(missed_by) + [PASSAGE] * is_elsewhere + differ
    return Disagreement(
        kinds=tuple(kinds),
        source=unit.source,
        statements=unit.statements,
        missed_by=missed_by,
    )


def _with_the_same_elsewhere(comparison: Comparison) -> Iterator[tuple[Unit, bool]]:
    """Bring together statements that only one coder has each, of one tie in different places."""
    units = comparison.units(LEVELS["tie"])
    waiting: dict[tuple[str, object], list[int]] = {}
    joined: dict[int, Unit | None] = {}
    for at, unit in enumerate(units):
        if len(unit.statements) > 1:
            continue
        ((coder, one),) = unit.statements.items()
        others = waiting.setdefault((unit.source, LEVELS["tie"].value(one)), [])
        for before in others:
            there = joined.get(before) or units[before]
            if coder not in there.statements:
                both = {**there.statements, coder: one}
                order = {name: both[name] for name in comparison.coders if name in both}
                joined[before], joined[at] = Unit(unit.source, order), None
                break
        else:
            others.append(at)
    for at, unit in enumerate(units):
        new = joined.get(at, unit)
        if new is not None:
            yield new, new is not unit
