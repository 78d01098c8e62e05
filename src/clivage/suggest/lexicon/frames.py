"""What an entry of a lexicon says of the words around it: ``H V T``, ``N de H à|pour T``."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Final

from clivage.suggest.lexicon.closed import Closed
from clivage.suggest.lexicon.tokens import tokens

ANCHORS: Final = frozenset("VNJP")
ROLES: Final = frozenset("HTA")


class FrameError(ValueError):
    """A frame that cannot be read."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a frame: who stands there, after which prepositions; none is a plain object."""

    role: str
    prepositions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame.

    Attributes:
        text: as the lexicon has it.
        anchor: ``V``, ``N``, ``J`` or ``P``.
        subject: what stands before the anchor: ``H``, ``T`` or nothing.
        slots: what stands after it.
        literal: words that must follow, each a choice of forms.
        before: words that must stand before it.
    """

    text: str
    anchor: str
    subject: str = ""
    reflexive: bool = False
    slots: tuple[Slot, ...] = ()
    literal: tuple[tuple[str, ...], ...] = ()
    before: tuple[tuple[str, ...], ...] = ()

    def slot(self, role: str) -> Slot | None:
        """Return the place of a role after the anchor, if it has one."""
        return next((one for one in self.slots if one.role == role), None)


def parsed(text: str, closed: Closed, known: frozenset[str] = frozenset()) -> Frame:
    """Read a frame.

    Args:
        text: the frame.
        closed: the closed words of its language.
        known: prepositions of several words, which end the fixed words of a frame.

    Raises:
        FrameError: where it has no anchor, two, or no target.

    >>> from clivage.suggest.lexicon.french import FRENCH
    >>> parsed("H se V contre T", FRENCH).slots
    (Slot(role='T', prepositions=('contre',)),)
    >>> parsed("H V main-forte à T", FRENCH).literal
    (('main-forte',),)
    """
    parts = text.split()
    anchors = [at for at, part in enumerate(parts) if part in ANCHORS]
    if len(anchors) != 1:
        raise FrameError(f"the frame {text!r} needs one of V, N, J or P")
    if "T" not in parts and "T" not in text.replace("'s", " ").split():
        raise FrameError(f"the frame {text!r} has no target T")
    at = anchors[0]
    before = [part for part in parts[:at] if part not in ROLES]
    slots, literal = _after(parts[at + 1 :], closed, known)
    return Frame(
        text=text,
        anchor=parts[at],
        subject=next((part for part in parts[:at] if part in "HT"), ""),
        reflexive="se" in before,
        slots=tuple(slots),
        literal=tuple(literal),
        before=tuple(tuple(one.split("|")) for one in before if one != "se"),
    )


def _after(
    parts: list[str], closed: Closed, known: frozenset[str]
) -> tuple[list[Slot], list[tuple[str, ...]]]:
    slots: list[Slot] = []
    literal: list[tuple[str, ...]] = []
    pending: list[tuple[str, ...]] = []
    for part in parts:
        if part not in ROLES:
            pending.append(tuple(part.split("|")))
            continue
        cut, prepositions = _cut(pending, closed, known)
        literal += pending[:cut]
        slots.append(Slot(part, prepositions))
        pending = []
    return slots, _words([*literal, *pending], closed)


def _cut(
    pending: list[tuple[str, ...]], closed: Closed, known: frozenset[str]
) -> tuple[int, tuple[str, ...]]:
    """Return where the preposition before a role begins, and its spellings."""
    for at in range(len(pending)):
        spelt = _prepositions(pending[at:], closed, known)
        if spelt and (at in (0, len(pending) - 1) or set(spelt) <= known):
            return at, spelt
    return len(pending), ()


def _words(literal: list[tuple[str, ...]], closed: Closed) -> list[tuple[str, ...]]:
    """Return fixed words as the tokens that they are; of a choice, the last of each."""
    found: list[tuple[str, ...]] = []
    for choice in literal:
        if len(choice) == 1:
            found += [(one,) for one in joined(choice[0], closed, split=False).split()]
        else:
            found.append(tuple(joined(one, closed, split=False).split()[-1] for one in choice))
    return found


def _prepositions(
    pending: list[tuple[str, ...]], closed: Closed, known: frozenset[str]
) -> tuple[str, ...] | None:
    """Return the spellings of a preposition, simple or not; None where other words are meant."""
    if not pending:
        return ()
    if len(pending) == 1:  # *with|and*: what joins is no preposition
        others = tuple(one for one in pending[0] if one not in closed.coordinators)
        pending = [others or pending[0]]
    whole = joined(" ".join(one[0] for one in pending), closed)
    if whole in known:
        return (whole,)
    first = {_first(one, closed) for one in pending[0]}
    contracted = {word for word, one in closed.determiners.items() if one.preposition}
    if not first <= closed.prepositions | contracted:
        return None
    if not {_first(one, closed) for one in pending[-1]} <= closed.prepositions | contracted:
        return None
    return tuple(joined(" ".join(choice), closed) for choice in product(*pending))


def _first(word: str, closed: Closed) -> str:
    return word.partition("-")[0].partition("'")[0] if word not in closed.prepositions else word


def joined(phrase: str, closed: Closed, *, split: bool = True) -> str:
    """Return a phrase as words between spaces, elisions apart: how the engine compares it.

    >>> from clivage.suggest.lexicon.french import FRENCH
    >>> joined("à-l'égard-de", FRENCH)
    "à l' égard de"
    """
    whole = not split or phrase in closed.prepositions
    spaced = phrase if whole else phrase.replace("-", " ")
    return " ".join(one.low for one in tokens(spaced, 0, len(spaced), closed.language))
