"""French word forms: three groups of verbs, plurals, and the feminine of adjectives.

Irregular verbs are lines of ``french.csv``. Texts of two centuries come in several spellings, so
a form may be written as before 1835 (``étoit``), before 1878 (``protége``), today, or as of 1990
(``connait``, ``cèdera``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from clivage.suggest.inflection.forms import (
    ABSENT,
    Forms,
    Paradigm,
    Row,
    Tense,
    rows_of,
    table,
)

_FUTURE = ("ai", "as", "a", "ons", "ez", "ont")
_IMPERFECT = ("ais/ois", "ais/ois", "ait/oit", "ions", "iez", "aient/oient")
_PAST_A = ("ai", "as", "a", "âmes", "âtes", "èrent")
_SUBJUNCTIVE_PAST_A = ("asse", "asses", "ât", "assions", "assiez", "assent")
_CIRCUMFLEX = {"i": "î", "u": "û", "in": "în"}

_PRONOUN = re.compile(r"^(?:se |s['’])")
_NO_CIRCUMFLEX = str.maketrans("îû", "iu")


@dataclass(frozen=True, slots=True)
class _Model:
    """What the other forms of a verb follow from; a slash divides spellings."""

    present: Sequence[str]
    past: str  # I, simple past; empty where the verb has none
    futures: Sequence[str]  # I
    participle: Sequence[str]  # masculine, and the feminine where it is not regular
    subjunctive: Sequence[str] = ()
    imperative: Sequence[str] = ()
    gerund: str = ""
    imperfect: str = ""  # the stem


def verb(infinitive: str) -> Forms:
    """Return the forms of a verb; a reflexive one may come with or without its pronoun.

    Raises:
        ValueError: where the word does not end like an infinitive.

    >>> sorted(form.person for form in verb("soutenir")["soutiens"] if form.tense is Tense.PRESENT)
    [1, 2]
    """
    bare = _PRONOUN.sub("", infinitive)
    paradigm = Paradigm()
    for spelling in dict.fromkeys((bare, bare.translate(_NO_CIRCUMFLEX))):
        models = _models(spelling)
        if not models:
            raise ValueError(f"“{infinitive}” does not end like a French infinitive")
        paradigm.add(Tense.INFINITIVE, spelling)
        for model in models:
            _conjugate(model, paradigm)
    return paradigm.frozen()


def _models(infinitive: str) -> list[_Model]:
    if rows := rows_of(infinitive, _lines()):
        return [_irregular(row) for row in rows]
    return [_first_group(infinitive)] if infinitive.endswith("er") else []


@cache
def _lines() -> tuple[Mapping[str, str], ...]:
    return table("french.csv")


def _irregular(row: Row) -> _Model:
    return _Model(
        present=row.words("present"),
        past="".join(row.words("past")),
        futures=row.words("future"),
        participle=row.words("participle"),
        subjunctive=row.words("subjunctive"),
        imperative=row.words("imperative"),
        gerund="".join(row.words("gerund")),
        imperfect="".join(row.words("imperfect")),
    )


def _conjugate(model: _Model, paradigm: Paradigm) -> None:
    stem = model.imperfect or model.present[3].removesuffix("ons")
    tenses = [
        (Tense.PRESENT, model.present),
        (Tense.PAST, [_joined(stem, ending) for ending in _IMPERFECT]),
        (Tense.SUBJUNCTIVE, _subjunctive(model, stem)),
        *_simple_past(model.past),
    ]
    for future in model.futures:
        base = future.removesuffix("ai")
        tenses.append((Tense.FUTURE, [base + ending for ending in _FUTURE]))
        tenses.append((Tense.CONDITIONAL, [_joined(base, ending) for ending in _IMPERFECT]))
    for tense, words in tenses:
        # A defective verb (falloir) has the persons of its present, in all tenses.
        has = [present != ABSENT for present in model.present]
        paradigm.six(tense, [w if h else ABSENT for w, h in zip(words, has, strict=True)])
    paradigm.add(Tense.GERUND, model.gerund or _joined(stem, "ant"))
    _add_imperative(model, paradigm)
    _add_participle(model.participle, paradigm)


def _joined(stem: str, endings: str) -> str:
    """Join, and undo what a stem has before a and o only: ``mange`` + ``ions``."""
    return "/".join(_joined_one(stem, ending) for ending in endings.split("/"))


def _joined_one(stem: str, ending: str) -> str:
    if ending[0] in "ieè":
        stem = re.sub("ge$", "g", re.sub("ç$", "c", stem))
    return stem + ending


def _subjunctive(model: _Model, stem: str) -> list[str]:
    if len(model.subjunctive) == 6:
        return list(model.subjunctive)
    if model.subjunctive:
        singular, plural = model.subjunctive
        stem = plural.removesuffix("ions")
    else:
        singular = "/".join(word.removesuffix("nt") for word in model.present[5].split("/"))
    ours = [_joined(stem, ending) for ending in ("ions", "iez")]
    one, two, three, six = (
        "/".join(base + ending for base in singular.split("/")) for ending in ("", "s", "", "nt")
    )
    return [one, two, three, *ours, six]


def _simple_past(first: str) -> list[tuple[Tense, Sequence[str]]]:
    """Return the simple past and the past subjunctive that follows from it."""
    if not first:
        return []
    if first.endswith("ai"):
        stem = first.removesuffix("ai")
        return [
            (Tense.PAST, [_joined(stem, ending) for ending in _PAST_A]),
            (Tense.SUBJUNCTIVE, [_joined(stem, ending) for ending in _SUBJUNCTIVE_PAST_A]),
        ]
    base = first.removesuffix("s")
    vowel = "in" if base.endswith("in") else base[-1]
    long = base.removesuffix(vowel) + _CIRCUMFLEX.get(vowel, vowel)
    return [
        (Tense.PAST, [first, first, base + "t", long + "mes", long + "tes", base + "rent"]),
        (
            Tense.SUBJUNCTIVE,
            [*(base + end for end in ("sse", "sses")), long + "t"]
            + [base + end for end in ("ssions", "ssiez", "ssent")],
        ),
    ]


def _add_imperative(model: _Model, paradigm: Paradigm) -> None:
    present = model.present
    thou = re.sub(r"es\b", "e", present[1])  # parle, ouvre, but finis
    words = model.imperative or (thou, present[3], present[4])
    for word, person, number in zip(words, (2, 1, 2), "spp", strict=True):
        paradigm.add(Tense.IMPERATIVE, word, person, number)


def _add_participle(words: Sequence[str], paradigm: Paradigm) -> None:
    masculine, feminine = words if len(words) == 2 else (words[0], words[0] + "e")
    paradigm.add(Tense.PARTICIPLE, masculine, 0, "s")
    if feminine == ABSENT:  # a verb without object: nui, plu
        return
    plural = masculine if masculine.endswith("s") else feminine.removesuffix("e") + "s"
    paradigm.add(Tense.PARTICIPLE, feminine, 0, "s")
    paradigm.add(Tense.PARTICIPLE, plural, 0, "p")
    paradigm.add(Tense.PARTICIPLE, feminine + "s", 0, "p")


# The first group.

_CONSONANTS = r"(?:[bcdfgptv][rl]|gn|ch|gu|qu|[bcdfglmnprstvz])"
_CLOSED = re.compile(rf"é(?={_CONSONANTS}$)")  # céder, célébrer, déléguer
_MUTE = re.compile(r"(?<=[^aeiouyéèêâî])e(?=(?:[bcdfgklmnprstvz]|vr)$)|(?<=[gq]u)e(?=[lt]$)")
_DOUBLING = re.compile(r"(?:appel|jet|interpel)$")
_GRAVE_ONLY = re.compile(
    r"(?:(?:^|r)achet|gel|model|(?:^|é|dé)pel|martel|(?:^|dé|re)cel|mantel|cartel|crochet|furet|halet)$"
)
"""Verbs in -eler and -eter that never double; the others are written both ways."""


def _first_group(infinitive: str) -> _Model:
    stem = infinitive.removesuffix("er")
    soft = re.sub("g$", "ge", re.sub("c$", "ç", stem))  # before a and o
    stressed, before_future = _stressed(stem)
    endings = ("e", "es", "e")
    return _Model(
        present=(
            *("/".join(base + ending for base in stressed) for ending in endings),
            soft + "ons",
            stem + "ez",
            "/".join(base + "ent" for base in stressed),
        ),
        past=soft + "ai",
        futures=[base + "ai" for base in before_future],
        participle=(stem + "é",),
    )


def _stressed(stem: str) -> tuple[list[str], list[str]]:
    """Return the stems before a mute e, and those of the future."""
    if stem.endswith("envoy"):
        return [stem[:-1] + "i"], [stem.removesuffix("oy") + "err"]
    if stem.endswith("y"):
        bases = {"a": [stem[:-1] + "i", stem], "e": [stem]}.get(stem[-2], [stem[:-1] + "i"])
        return bases, [base + "er" for base in bases]
    if _CLOSED.search(stem):
        grave = _CLOSED.sub("è", stem)
        old = [stem] if stem.endswith("ég") else []  # protége, before 1878
        return [grave, *old], [stem + "er", grave + "er"]
    if _MUTE.search(stem):
        bases = _opened(stem)
        return bases, [base + "er" for base in bases]
    return [stem], [stem + "er"]


def _opened(stem: str) -> list[str]:
    grave, doubled = _MUTE.sub("è", stem), stem + stem[-1]
    if not stem.endswith(("el", "et")) or _GRAVE_ONLY.search(stem):
        return [grave]
    return [doubled] if _DOUBLING.search(stem) else [doubled, grave]
