"""What can be learnt from in a suggestion: numbers with names, taken from it alone.

No text is asked for, and no corpus: whoever has the log of decisions has all there is to know.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator
from typing import Final

from clivage.suggest.records import Mention, Suggestion

#: Words of passages share so many numbers: few decisions cannot teach many words.
BUCKETS: Final = 64
#: How the names of those begin, which mean nothing to a reader.
HASHED: Final = "word#"
#: Rules are named from the general to the particular: ``fr/verbs/voter: H V contre T``.
_STEP: Final = re.compile(r"[/:]")
_WORD: Final = re.compile(r"\w+")
#: A longer passage is judged by how it begins.
_WORDS: Final = 60
_SHORT: Final = 4


def features(one: Suggestion) -> dict[str, float]:
    """Return what is so about a suggestion; what is not named is 0.

    >>> from clivage.model import Sign
    >>> ann = Mention(text="Ann", start=0, end=3, figure="ann")
    >>> one = Suggestion(source="s", start=0, end=12, exact="Ann backs it", holder=ann, target=ann,
    ...                  sign=Sign.SUPPORT, score=0.5, rule="en/verbs/back", cues=("backs",))
    >>> found = features(one)
    >>> found["score"], [name for name in found if name.startswith(("rule", "cue"))]
    (0.0, ['rule en', 'rule en/verbs', 'rule en/verbs/back', 'cue backs'])
    """
    found = {"score": _odds(one.score), "length": math.log1p(one.end - one.start) / 4}
    found |= dict.fromkeys(_said(one), 1.0)
    for role, mention in (("holder", one.holder), ("target", one.target)):
        found |= dict.fromkeys(_of(role, mention, one), 1.0)
        found[f"{role} length"] = math.log1p(len(mention.text)) / 4
    if one.holder.is_placed and one.target.is_placed:
        found["distance"] = math.log1p(abs(one.holder.start - one.target.start)) / 4
    words = _WORD.findall(one.exact.casefold())[:_WORDS]
    for word in words:
        name = f"{HASHED}{zlib.crc32(word.encode()) % BUCKETS}"
        found[name] = found.get(name, 0.0) + 0.5 / math.sqrt(len(words))
    return found


def _odds(score: float) -> float:
    """Return the logarithm of the odds of a score; what is no number says nothing."""
    kept = min(max(score, 0.01), 0.99) if math.isfinite(score) else 0.5
    return math.log(kept / (1 - kept))


def _said(one: Suggestion) -> Iterator[str]:
    for end in _STEP.finditer(one.rule):
        yield f"rule {one.rule[: end.start()]}"
    yield f"rule {one.rule}"
    yield from (f"cue {' '.join(cue.casefold().split())}" for cue in one.cues)
    yield f"sign {one.sign.verb}"
    yield f"modality {one.modality.value}"
    yield f"relation {one.relation or 'none'}"
    yield f"mode {one.mode or 'none'}"
    yield f"strength {one.strength}"
    if one.about:
        yield "an issue at stake"
    if one.voice:
        yield "a voice"
    if one.holder.is_placed and one.target.is_placed:
        yield "holder first" if one.holder.start < one.target.start else "target first"
    if one.holder.figure and one.holder.figure == one.target.figure:
        yield "holder is target"


def _of(role: str, mention: Mention, one: Suggestion) -> Iterator[str]:
    if mention.is_author:
        yield f"{role} is the author"
    elif mention.figure:
        yield f"{role} {mention.figure}"
    else:
        yield f"{role} is new" if mention.text.strip() else f"{role} is nobody"
    if mention.is_issue:
        yield f"{role} is an issue"
    if not mention.is_placed:
        yield f"{role} is not in the text"
    elif mention.start < one.start or mention.end > one.end:
        yield f"{role} is outside the passage"
    words = mention.text.split()
    if words and words[-1][0].isupper():
        yield f"{role} has a capital"
    if len(words) == 1 and len(words[0]) <= _SHORT:
        yield f"{role} is short"
