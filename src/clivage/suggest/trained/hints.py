"""What speaks for a stance in a sentence, between two, and of which sign: numbers with names.

A hint is absent, which is 0, or has a value of about 1. The names are those of ``weights.csv``:
they say in words what is so, and a person can read there what each counts for.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from clivage.model import Modality, Sign
from clivage.suggest.records import Suggestion
from clivage.suggest.trained.cues import Cue
from clivage.suggest.trained.pairs import Pair
from clivage.suggest.trained.places import NOWHERE, How, Place
from clivage.suggest.trained.scene import Scene

Hints = dict[str, float]
#: What is always so: how likely a thing is before anything is known.
ALWAYS: Final = "always"
#: How much the presence of a word counts for a sentence, and beside what is known of the two.
_WORD, _WORD_OF_TWO = 0.7, 0.5
_AROUND: Final = 5
_AFTER_VERB: Final = 3


def of_sentence(scene: Scene) -> Hints:
    """Return what speaks for a stance in a sentence at all."""
    return {ALWAYS: 1.0, **_outline(scene), **_bag(scene, _WORD)}


def of_pair(scene: Scene, pair: Pair) -> Hints:
    """Return what speaks for a stance of one to the other."""
    return of_any_pair(scene) | of_this_pair(scene, pair)


def of_any_pair(scene: Scene) -> Hints:
    """Return the part of it that is the same for all pairs of a sentence."""
    outline = {f"sentence: {name}": value for name, value in _outline(scene).items()}
    return {ALWAYS: 1.0, **outline, **_bag(scene, _WORD_OF_TWO)}


def of_this_pair(scene: Scene, pair: Pair) -> Hints:
    """Return the part of it that is of this pair."""
    return _standing(scene, pair) | _wording(scene, pair) | _ruled(scene, pair)


def of_side(scene: Scene, pair: Pair) -> Hints:
    """Return what speaks for opposition rather than support, where one takes a side."""
    found = {ALWAYS: 1.0, **_bag(scene, _WORD_OF_TWO), **_cued("sentence", scene.cues)}
    found.update(_wording(scene, pair))
    found.update(_ruled(scene, pair))
    return found


def _bag(scene: Scene, value: float) -> Hints:
    terms = set(scene.terms)
    return {f"word {term}": value for term in terms if len(term) > 1 and term[0].isalpha()}


def _outline(scene: Scene) -> Hints:
    """Return who is there, what the rules found, and how the sentence is put."""
    actors = len({one.figure for one in scene.places if not one.is_issue})
    issues = len({one.figure for one in scene.places if one.is_issue})
    found: Hints = {
        f"{min(4, actors + issues)} named": 1,
        f"{min(3, actors)} actors": 1,
        f"{min(2, issues)} issues": 1,
        f"{min(3, actors)} actors, {min(2, issues)} issues": 1,
        "length": math.log1p(len(scene.words)) / 3,
    }
    found |= dict.fromkeys(_manner(scene), 1.0)
    found |= _rules(scene)
    found |= _cued("sentence", scene.cues)
    for sign in Sign:
        count = sum(sign in signs for signs in scene.signs)
        found[f"words of {sign.name.lower()}"] = min(3, count) / 3
    return found


def _manner(scene: Scene) -> Iterator[str]:
    marks = {one.text for one in scene.words}
    if scene.first_person:
        yield "first person"
    if scene.is_elsewhere:
        yield "a game or a plot"
    if scene.words[-1].text == "?":
        yield "a question"
    if marks & {"«", "»", "“", "”"}:
        yield "quotation marks"
    for action in scene.actions.values():
        yield f"verb {action.modality.value}"
        if action.negated:
            yield "verb negated"
        if action.signs:
            yield "verb of a side"
    for place in scene.places:
        yield f"somebody {place.role}"


def _rules(scene: Scene) -> Hints:
    actual = [one for one in scene.rules if one.modality is Modality.ACTUAL]
    known = [one.score for one in actual if all(one.figures)]
    found: Hints = {f"{min(3, len(actual))} rules": 1}
    if actual:
        found["rule"] = max(one.score for one in actual)
    if known:
        found["rule of two known"] = max(known)
    if len(actual) < len(scene.rules):
        found["rule, not actual"] = 1
    if scene.neighbours:
        found["two known, no rule"] = 1
    return found


def _cued(where: str, found: Iterable[Cue]) -> Hints:
    """Return the cues of some words: their sum, the strongest, and which are more."""
    support = opposition = most_support = most_opposition = 0
    for cue in found:
        support += cue.support
        opposition += cue.opposition
        most_support = max(most_support, cue.support)
        most_opposition = max(most_opposition, cue.opposition)
    hints: Hints = {}
    for name, total, most in (
        ("support", support, most_support),
        ("opposition", opposition, most_opposition),
    ):
        if total:
            hints[f"cue of {name}, {where}"] = min(6, total) / 3
            hints[f"cue of {name} {most}, {where}"] = 1
    if support != opposition:
        more = "support" if support > opposition else "opposition"
        hints[f"more cues of {more}, {where}"] = 1
    return hints


def _standing(scene: Scene, pair: Pair) -> Hints:
    """Return who the two are and what parts they have."""
    found: Hints = {f"roles {pair.holder.role} > {pair.target.role}": 1}
    for side, place in (("holder", pair.holder), ("target", pair.target)):
        found |= dict.fromkeys(_of_place(scene, side, place), 1.0)
        found[f"{side} share"] = scene.shares.get(place.figure, 0.0)
        found |= _likeness(scene, side, place)
    here = {one.figure for one in scene.places}
    if pair.holder.how is How.BEFORE:
        actors = {one.figure for one in scene.places if not one.is_issue}
        said = ", first person" if scene.first_person else ""
        found[f"holder before, {min(2, len(actors))} actors here{said}"] = 1
    if pair.target.how is How.BEFORE:
        found[f"target before, {min(2, len(here - {pair.holder.figure}))} others here"] = 1
    if pair.distance is not None:
        found |= _between(scene, pair)
    return found


def _of_place(scene: Scene, side: str, place: Place) -> Iterator[str]:
    yield f"{side} {place.role}"
    yield f"{side} by {place.how.value}"
    yield f"{side} is {place.kind}"
    if place.subject:
        yield f"{side} subject {place.subject}"
    if place.how in (How.BEFORE, How.OTHER, How.THEME):
        yield f"{side} {place.how.value} {place.rank}"
    if place.how is How.BEFORE:
        yield f"{side} before {place.rank}, {'issue' if place.is_issue else 'actor'}"
    if place.how in (How.BEFORE, How.OTHER) and (last := scene.last.get(place.figure)):
        yield f"{side} {min(4, scene.number - last.sentence)} sentences ago"
        yield f"{side} {place.how.value}, {'was subject' if last.was_subject else 'no subject'}"
        yield f"{side} {'same' if last.paragraph == scene.paragraph else 'other'} paragraph"
    if place.figure in scene.signers:
        yield f"{side} signs{', first person' if scene.first_person else ''}"
    if place.how is How.AUTHOR and scene.first_person:
        yield f"{side} author, first person"
    if place.figure == scene.lead:
        yield f"{side} leads the paragraph, {place.how.value}"
    if place.figure == scene.speaker:
        yield f"{side} speaks, {place.how.value}"


def _likeness(scene: Scene, side: str, place: Place) -> Hints:
    """Return how much of an issue the sentence has."""
    if not place.is_issue or place.figure not in scene.themes:
        return {}
    rank, likeness = scene.themes[place.figure]
    return {
        f"{side} theme {min(3, rank)}": 1,
        f"{side} theme by {place.how.value}": 1,
        f"{side} named in part": likeness.named,
        f"{side} named in part, {place.how.value}": likeness.named,
        f"{side} defined in part": min(3, likeness.defined) / 3,
    }


def _between(scene: Scene, pair: Pair) -> Hints:
    """Return how two of the sentence stand to each other."""
    first, second = sorted((pair.holder.first, pair.target.first))
    others = {
        one.figure
        for one in scene.places
        if first < one.first < second and one.figure not in pair.key
    }
    same = scene.parts[first] == scene.parts[second]
    return {
        "holder first" if pair.holder.first < pair.target.first else "target first": 1,
        "distance": math.log1p(second - first) / 3,
        "same part" if same else "other part": 1,
        f"{min(3, len(others))} others between": 1,
    }


def _wording(scene: Scene, pair: Pair) -> Hints:
    """Return the words about the two: verbs, nouns, what stands between and beside."""
    found = dict.fromkeys(_verbs(scene, pair), 1.0)
    found |= dict.fromkeys(_beside(scene, pair), 1.0)
    found |= _in_part(scene, pair)
    if pair.distance is not None:
        found |= _terms_between(scene, pair)
    for side, place in (("holder", pair.holder), ("target", pair.target)):
        found |= _owned(scene, side, place)
        action = scene.actions.get(place.verb)
        if action is not None:
            stretch = scene.cues[action.first : action.last + 1]
            found |= _cued(f"verb of {side} {place.role.split()[0]}", stretch)
            found |= _cued(
                f"after verb of {side}", scene.cues[action.first : action.last + 1 + _AFTER_VERB]
            )
    return found


def _verbs(scene: Scene, pair: Pair) -> Iterator[str]:
    holder, target = pair.holder, pair.target
    if pair.share_verb:
        action = scene.actions[holder.verb]
        yield "one verb"
        yield f"one verb {holder.role} > {target.role}"
        yield f"one verb {action.lemma}"
        yield f"one verb {action.lemma} {target.role}"
        yield f"one verb {action.modality.value}"
        if action.negated:
            yield "one verb negated"
        if action.signs:
            yield f"one verb {_signed(action.signs)}"
            yield f"one verb {_signed(action.signs)} {holder.role} > {target.role}"
        return
    for side, place in (("holder", holder), ("target", target)):
        action_of = scene.actions.get(place.verb)
        if action_of is not None:
            yield f"{side} verb {action_of.lemma}"
            yield f"{side} verb {action_of.lemma} {place.role}"
            yield f"{side} verb {action_of.modality.value}"
            if action_of.signs:
                yield f"{side} verb {_signed(action_of.signs)} {place.role}"


def _beside(scene: Scene, pair: Pair) -> Iterator[str]:
    for side, place in (("holder", pair.holder), ("target", pair.target)):
        if place.first > 0:
            yield f"before {side} {scene.terms[place.first - 1]}"
        if place.is_here and place.last + 1 < len(scene.terms):
            yield f"after {side} {scene.terms[place.last + 1]}"


def _in_part(scene: Scene, pair: Pair) -> Hints:
    """Return the cues of the part of the sentence, and near each."""
    here = [one.first for one in (pair.holder, pair.target) if one.is_here]
    if not here:
        return {}
    first, last = scene.parts[min(here)], scene.parts[max(here)]
    inside = [
        cue for cue, part in zip(scene.cues, scene.parts, strict=True) if first <= part <= last
    ]
    found = _cued("part", inside)
    for side, place in (("holder", pair.holder), ("target", pair.target)):
        if place.is_here:
            near = scene.cues[max(0, place.first - _AROUND) : place.last + 1 + _AROUND]
            found |= _cued(f"near {side}", near)
    return found


def _terms_between(scene: Scene, pair: Pair) -> Hints:
    left, right = pair.holder, pair.target
    if left.first > right.first:
        left, right = right, left
    stretch = range(left.last + 1, right.first)
    found: Hints = {
        f"between {scene.terms[at]}": 1
        for at in stretch
        if scene.terms[at][0].isalpha() or scene.terms[at] in ",;:"
    }
    counts = Counter(sign for at in stretch for sign in scene.signs[at])
    for sign in counts:
        found[f"{sign.name.lower()} between"] = 1
    if counts[Sign.SUPPORT] != counts[Sign.OPPOSITION]:
        more = max(counts, key=lambda sign: counts[sign])
        found[f"more {more.name.lower()} between"] = 1
    return found | _cued("between", scene.cues[left.first : right.first])


def _owned(scene: Scene, side: str, place: Place) -> Hints:
    """Return the noun that somebody is a complement of: *l'appui de la banque*."""
    if place.noun == NOWHERE:
        return {}
    found: Hints = {f"{side} of {scene.terms[place.noun]}": 1}
    found |= {f"{side} of a word of {sign.name.lower()}": 1 for sign in scene.signs[place.noun]}
    return found | _cued(f"{side} of", [scene.cues[place.noun]])


def _ruled(scene: Scene, pair: Pair) -> Hints:
    """Return what the rules say of the two."""
    found: Hints = {}
    holder, target = pair.key
    for suggested, said in ((scene.rules, _rule), (scene.neighbours, _guess)):
        for one in suggested:
            if one.figures == pair.key:
                found |= said(one)
            elif one.figures == pair.key[::-1]:
                found["ruled the other way"] = 1
    holders = {one.holder.figure for one in scene.rules}
    targets = {one.target.figure for one in scene.rules}
    if holder in holders:
        found["ruled holder" if target in targets else "ruled holder alone"] = 1
    if target in targets:
        found["ruled target" if holder in holders else "ruled target alone"] = 1
    for one in scene.rules:
        if one.holder.figure == holder or one.target.figure == target:
            found[f"ruled in part {one.sign.verb}"] = 1
    return found


def _rule(one: Suggestion) -> Hints:
    kind = one.rule.split("/")[1] if "/" in one.rule else one.rule
    found: Hints = {
        "ruled": 1,
        f"ruled {one.sign.verb}": 1,
        f"ruled {one.sign.verb} with": one.score,
        f"ruled by {kind} {one.sign.verb}": 1,
    }
    if one.modality is not Modality.ACTUAL:
        found["ruled, not actual"] = 1
    return found


def _guess(one: Suggestion) -> Hints:
    return {"neighbours": 1, f"neighbours {one.sign.verb}": 1}


def _signed(signs: frozenset[Sign]) -> str:
    return " and ".join(sorted(sign.verb for sign in signs))
