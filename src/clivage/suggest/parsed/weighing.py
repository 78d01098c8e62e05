"""What the parse changes: the score of what was found without it, and what else there may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from typing import Final

from clivage.model import Modality, Sign
from clivage.suggest.lexicon.parties import Party
from clivage.suggest.lexicon.scoring import score
from clivage.suggest.parsed.reading import Claim
from clivage.suggest.records import Document, Mention, Suggestion

#: Share of what is missing to certainty that agreement adds.
_AGREED: Final = 0.25
#: What contradiction leaves of a score.
_CONTRADICTED: Final = 0.75
#: What a score is worth where the parse alone speaks, and how much is needed.
_ALONE: Final = 0.8
_NEEDED: Final = 0.5
#: How surely the words mean somebody, at least, where the parse alone speaks.
_SURE: Final = 0.5


class Verdict(Enum):
    """What the parse says of a suggestion."""

    SILENT = "silent"
    AGREES = "agrees"
    CONTRADICTS = "contradicts"


def verdict(one: Suggestion, claims: Sequence[Claim]) -> Verdict:
    """Say whether the parse has the same two in the same places."""
    about = [claim for claim in claims if _same_trigger(one, claim)]
    if not about:  # it comes from no entry of the lexicon: any trigger may speak of the two
        return _of_any(one, claims)
    parts = [
        (_found(one.holder, one, claim.holders), _found(one.target, one, claim.targets))
        for claim in about
    ]
    if (True, True) in parts:
        return Verdict.AGREES
    spoken = [part for part in parts if None not in part]
    return Verdict.CONTRADICTS if spoken else Verdict.SILENT


def _of_any(one: Suggestion, claims: Sequence[Claim]) -> Verdict:
    stances = (it for it in claims if not it.trapped)
    inside = [it for it in stances if one.start <= it.first and it.last <= one.end]
    same = [it for it in inside if _between(one.holder, one.target, it)]
    if any(it.sign is one.sign for it in same):
        return Verdict.AGREES
    turned = any(_between(one.target, one.holder, it) for it in inside)
    return Verdict.CONTRADICTS if same or turned else Verdict.SILENT


def weighed(known: Sequence[Suggestion], claims: Sequence[Claim]) -> Iterator[Suggestion]:
    """Yield the suggestions in a sentence with the scores that the parse gives.

    A parser often loses the later members of a list. So where it agrees on one suggestion of a
    trigger, it does not contradict the others.
    """
    verdicts = [verdict(one, claims) for one in known]
    agreed = {
        (one.rule, one.cues)
        for one, said in zip(known, verdicts, strict=True)
        if said is Verdict.AGREES
    }
    for one, said in zip(known, verdicts, strict=True):
        if said is Verdict.AGREES:
            value = one.score + _AGREED * (1 - one.score)
        elif said is Verdict.CONTRADICTS and (one.rule, one.cues) not in agreed:
            value = one.score * _CONTRADICTED
        else:
            value = one.score
        yield replace(one, score=round(value, 3))


def alone(
    claims: Sequence[Claim], known: Sequence[Suggestion], document: Document
) -> Iterator[Suggestion]:
    """Yield what only the parse finds, at words of which nothing was suggested."""
    seen = {_key(one.holder, one.target, one.sign) for one in known}
    for claim in _first_of_each(claims):
        if claim.trapped or any(one.start < claim.last and claim.first < one.end for one in known):
            continue
        for holder in claim.holders:
            for target in claim.targets:
                made = _suggestion(claim, holder, target, document)
                if made is None or (key := _key(made.holder, made.target, made.sign)) in seen:
                    continue
                seen.add(key)
                yield made


def _first_of_each(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the best reading of each trigger that names both sides."""
    places: set[int] = set()
    for claim in claims:
        if claim.holders and claim.targets and claim.first not in places:
            places.add(claim.first)
            yield claim


def _suggestion(
    claim: Claim, holder: Party, target: Party, document: Document
) -> Suggestion | None:
    match, entry = claim.match, claim.match.entry
    if holder.key == target.key:
        return None
    if not (_is_somebody(holder) and _is_somebody(target)):
        return None
    value = round(score(match, holder, target) * _ALONE, 3)
    if value < _NEEDED * _ALONE:
        return None
    start = min(claim.first, holder.first, target.first)
    end = max(claim.last, holder.last, target.last)
    modality, relation = match.modality, entry.relation
    if match.flips:  # not to oppose is not to support
        is_refusal = entry.sign is Sign.SUPPORT
        relation = "refuses" if is_refusal else ""
        modality = modality if is_refusal else Modality.NEGATED
    return Suggestion(
        source=document.source,
        start=start,
        end=end,
        exact=document.text[start:end],
        holder=holder.mention,
        target=target.mention,
        sign=claim.sign,
        score=value,
        rule=f"parse {entry.rule}",
        relation=relation,
        mode="demand" if match.called else entry.mode,
        modality=modality,
        strength=entry.strength,
        cues=(document.text[claim.first : claim.last],),
    )


def _same_trigger(one: Suggestion, claim: Claim) -> bool:
    entry = claim.match.entry
    return one.rule == entry.rule and _same_place(one, claim)


def _same_place(one: Suggestion, claim: Claim) -> bool:
    """Whether a suggestion may come from the trigger of a claim, by its cues: it says no place."""
    inside = one.start <= claim.first and claim.last <= one.end
    at = claim.first - one.start
    return inside and any(one.exact.startswith(cue, at) for cue in one.cues)


def _between(holder: Mention, target: Mention, claim: Claim) -> bool:
    return _among(holder, claim.holders) and _among(target, claim.targets)


def _found(mention: Mention, one: Suggestion, parties: Sequence[Party]) -> bool | None:
    """Whether somebody is among some; None where the parse does not say who they are."""
    if _among(mention, parties):
        return True
    pronouns = [party for party in parties if party.how == "pronoun"]
    if pronouns and not (mention.is_placed and one.start <= mention.start < one.end):
        # The engine says whom the pronoun stands for; the parse, that it stands there.
        return any(one.start <= party.first and party.last <= one.end for party in pronouns)
    return False if any(_is_somebody(party) for party in parties) else None


def _among(mention: Mention, parties: Sequence[Party]) -> bool:
    return any(_is_same(mention, party.mention) for party in parties)


def _is_somebody(party: Party) -> bool:
    """Whether the words surely mean somebody, or an issue, by themselves."""
    return party.how not in ("pronoun", "author") and party.quality >= _SURE


def _is_same(one: Mention, other: Mention) -> bool:
    if one.figure or other.figure:
        return one.figure == other.figure
    if one.is_placed and other.is_placed:
        return one.start < other.end and other.start < one.end
    return one.text.lower() == other.text.lower()


def _key(holder: Mention, target: Mention, sign: Sign) -> tuple[str, str, Sign]:
    return holder.figure or holder.text.lower(), target.figure or target.text.lower(), sign
