"""Read what a model answered: stances, and how many that are none."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from clivage import codes
from clivage.model import Modality, Sign
from clivage.suggest.llm.prompt import NONE
from clivage.suggest.llm.strangers import LONGEST

_MOST_OF_QUOTE: Final = 2000
_SIGNS: Final = {sign.verb: sign for sign in Sign}
_MODALITIES: Final = {one.value: one for one in Modality}
#: What some models say before they answer.
_THOUGHT: Final = re.compile(r"<think>.*?</think>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What a model says that the text says; its words are not looked up yet.

    Attributes:
        holder, target, voice, about: ids of figures, or words; the last two empty for none.
        relation: one that goes with the sign, or empty.
        is_torn: whether it came with a relation of the other sign.
    """

    quote: str
    holder: str
    target: str
    sign: Sign
    modality: Modality
    is_issue: bool = False
    relation: str = ""
    is_torn: bool = False
    voice: str = ""
    about: str = ""
    mode: str = ""
    strength: int = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What is in an answer.

    Attributes:
        incomplete: how many entries lack what a stance must have.
    """

    stances: tuple[Stance, ...]
    incomplete: int


def read(content: str) -> Answer:
    """Read an answer; what it has beyond the schema is passed over.

    Raises:
        ValueError: when it is no list of stances.

    >>> read('Here you are:\\n```json\\n{"stances": []}\\n```')
    Answer(stances=(), incomplete=0)
    """
    found = _parsed(content)
    entries = found.get("stances") if isinstance(found, dict) else found
    if not isinstance(entries, list):
        raise ValueError("it is no list of stances")
    stances = [_stance(one) for one in entries]
    kept = tuple(one for one in stances if one)
    return Answer(kept, len(stances) - len(kept))


def _parsed(content: str) -> object:
    """Return the JSON of an answer, also where words stand around it."""
    bare = _THOUGHT.sub("", content)
    inner = bare[bare.find("{") : bare.rfind("}") + 1]
    for text in (bare, inner):
        try:
            value: object = json.loads(text)
        except (ValueError, RecursionError):
            continue
        return value
    raise ValueError("it is no JSON")


def _stance(entry: object) -> Stance | None:
    """Return a stance; None where an entry lacks what is needed to show it to a person."""
    if not isinstance(entry, dict):
        return None
    quote, holder, target = (_named(entry, key) for key in ("quote", "holder", "target"))
    sign = _SIGNS.get(_text(entry, "sign"))
    modality = _MODALITIES.get(_text(entry, "modality"))
    is_told = all(isinstance(entry.get(key), str) for key in ("relation", "voice"))
    is_short = len(quote) <= _MOST_OF_QUOTE and max(len(holder), len(target)) <= LONGEST
    if not (quote and holder and target and is_told and is_short) or holder == target:
        return None
    if sign is None or modality is None:
        return None
    relation = codes.relations().get(_text(entry, "relation"))
    is_torn = relation is not None and relation.sign is not sign
    mode, strength = _text(entry, "mode"), entry.get("strength")
    return Stance(
        quote=quote,
        holder=holder,
        target=target,
        sign=sign,
        modality=modality,
        is_issue=entry.get("target_is") == "issue",
        relation=relation.notation if relation and not is_torn else "",
        is_torn=is_torn,
        voice=_named(entry, "voice")[:LONGEST],
        about=_named(entry, "about")[:LONGEST],
        mode=mode if mode in codes.modes() else "",
        strength=strength if strength in (1, 3) and isinstance(strength, int) else 2,
    )


def _named(entry: dict[str, Any], key: str) -> str:
    """Return what names somebody; empty where it says that this is nobody."""
    words = _text(entry, key)
    return "" if words.casefold() in (NONE, "unknown") else words


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    return value.strip() if isinstance(value, str) else ""
