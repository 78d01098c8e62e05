"""A corpus of any size in the authored format: invented sentences, real structure.

Actors stand in blocs and mostly keep to them, a few act far more often than the others, a text
tells of its own years, and what surrounds a stance (issue, voice, doubt, several parties) is as
frequent as in a coded text. The same arguments give the same files on every machine.
"""

from __future__ import annotations

import calendar
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BASE = "https://w3id.org/clivage/benchmark/"
FIRST_YEAR, YEARS = 1900, 100
#: Statements for each actor, for each issue, and for each bloc of actors.
PER_ACTOR, PER_ISSUE, PER_BLOC = 20, 200, 600
#: Sentences in a paragraph.
PARAGRAPH = 8
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
#: What a sentence calls an actor: its type and its kind.
SORTS = {
    "le parti": ("organization", "party"),
    "le syndicat": ("organization", "union"),
    "la banque": ("organization", "bank"),
    "le journal": ("organization", "press"),
    "la garde": ("organization", "army"),
    "le mouvement": ("collective", "movement"),
    "la foule de": ("collective", "class"),
    "le député": ("person", ""),
}
#: Relation to its verb, in the singular and in the plural.
VERBS = {
    "supports": {
        "backs": ("appuie", "appuient"),
        "praises": ("loue", "louent"),
        "aids": ("aide", "aident"),
        "defends": ("défend", "défendent"),
    },
    "opposes": {
        "accuses": ("accuse", "accusent"),
        "criticizes": ("critique", "critiquent"),
        "threatens": ("menace", "menacent"),
        "boycotts": ("boycotte", "boycottent"),
    },
}


@dataclass(frozen=True)
class Thing:
    """An actor or an issue: its id, what a sentence calls it, and the bloc it belongs to."""

    id: str
    name: str
    bloc: int


def generate(folder: Path, *, statements: int, texts: int, seed: int = 1971) -> None:
    """Write a corpus.

    Args:
        folder: made when it is not there.
        statements: how many the corpus has once it is read, at least one a text.
        texts: how many sources they are spread over.
    """
    rng = random.Random(seed)
    blocs = max(2, statements // PER_BLOC)
    actors = _things(rng, max(5 * blocs, statements // PER_ACTOR), tuple(SORTS), blocs)
    issues = _things(rng, max(blocs, statements // PER_ISSUE), ("la réforme",), blocs)
    for name in ("texts", "codings"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(texts):
        share = statements * (number + 1) // texts - statements * number // texts
        year = FIRST_YEAR + int(YEARS * (number + rng.random()) / texts)
        text, entries = _text(rng, actors, issues, year, share)
        head = [f"source: {_source(number)}", "coder: generator", "statements:"]
        lines = [*head, *(line for entry in entries for line in _entry(entry))]
        _write(folder / "texts" / f"{_source(number)}.txt", text)
        _write(folder / "codings" / f"{_source(number)}.yaml", "\n".join(lines))
    _write(folder / "corpus.yaml", "\n".join(_corpus(rng, actors, issues, texts)))


def _write(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8")


def _source(number: int) -> str:
    return f"text-{number:04}"


def _things(rng: random.Random, count: int, nouns: Sequence[str], blocs: int) -> list[Thing]:
    """Invent names that differ, and put each thing into a bloc."""
    names: dict[str, None] = {}
    while len(names) < count:
        syllables = (rng.choice("bdfglmnprstv") + rng.choice("aeiou") for _ in range(4))
        names["".join(syllables).capitalize()] = None
    return [
        Thing(_slug(noun, name), f"{noun} {name}", at % blocs)
        for at, name in enumerate(names)
        for noun in [rng.choice(nouns)]
    ]


def _slug(noun: str, name: str) -> str:
    plain = noun.translate(str.maketrans("é", "e")).split()[1]
    return f"{plain}-{name.lower()}"


def _text(
    rng: random.Random, actors: Sequence[Thing], issues: Sequence[Thing], year: int, share: int
) -> tuple[str, list[dict[str, Any]]]:
    """Write one text of a year, and code it with so many statements."""
    sentences: list[str] = []
    entries: list[dict[str, Any]] = []
    said: set[tuple[str, ...]] = set()
    while share:
        sentence, entry = _sentence(rng, actors, issues, year, share)
        says = (*entry["who"], entry["relation"], entry.get("supports") or entry["opposes"])
        # A quotation must stand once: no two sentences of a text say the same.
        if says not in said:
            said.add(says)
            sentences.append(sentence)
            entries.append(entry)
            share -= len(entry["who"])
    paragraphs = (sentences[at : at + PARAGRAPH] for at in range(0, len(sentences), PARAGRAPH))
    return "\n\n".join(map(" ".join, paragraphs)), entries


def _sentence(
    rng: random.Random, actors: Sequence[Thing], issues: Sequence[Thing], year: int, most: int
) -> tuple[str, dict[str, Any]]:
    """Return a sentence and the entry that codes it, a statement for each holder."""
    holders = _drawn(rng, actors, min(most, rng.choices((1, 2, 3), (85, 10, 5))[0]))
    target, verb = _stance(rng, holders, actors, issues)
    relation = rng.choice(tuple(VERBS[verb]))
    words = VERBS[verb][relation][len(holders) > 1]
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    clause = f"{', '.join(one.name for one in holders)} {words} {target.name}."
    date = f"{day} {MONTHS[month - 1]} {year}"
    opening = rng.choice(("", "", "à la surprise de tous, ", "malgré les promesses d'hier, "))
    sentence = f"Le {date}, {opening}{clause}"
    entry: dict[str, Any] = {
        "quote": f"Le {date}, … {clause}" if opening and rng.random() < 0.2 else sentence,
        "who": [one.id for one in holders],
        verb: target.id,
        "relation": relation,
        "mode": rng.choice(("word", "deed", "demand")),
        **_when(rng, year, month, day),
        **_around(rng, actors, issues),
    }
    return sentence, entry


def _stance(
    rng: random.Random, holders: Sequence[Thing], actors: Sequence[Thing], issues: Sequence[Thing]
) -> tuple[Thing, str]:
    """Choose whom or what they support or oppose: mostly friends and foes by their bloc."""
    allied = rng.random() < 0.5
    sort = issues if rng.random() < 0.15 else actors
    while True:
        target = _drawn(rng, sort, 1)[0]
        if target not in holders and (target.bloc == holders[0].bloc) is allied:
            keeps = rng.random() < 0.9
            return target, "supports" if allied is keeps else "opposes"


def _drawn(rng: random.Random, actors: Sequence[Thing], count: int) -> list[Thing]:
    """Draw different actors; the square favours the first, as a few are in every story."""
    drawn = {int(len(actors) * rng.random() ** 2): None for _ in range(count)}
    return [actors[number] for number in drawn]


def _when(rng: random.Random, year: int, month: int, day: int) -> Mapping[str, str]:
    """Date a statement: to the day, to the month, by an interval, or not at all."""
    ends = calendar.monthrange(year, month)[1]
    dates = (
        f"{year}-{month:02}-{day:02}",
        f"{year}-{month:02}",
        f"{year}-{month:02}-{day:02}/{year}-{month:02}-{ends}",
        "",
    )
    when = rng.choices(dates, (60, 20, 10, 10))[0]
    return {"when": when, "date-basis": "stated"} if when else {}


def _around(
    rng: random.Random, actors: Sequence[Thing], issues: Sequence[Thing]
) -> Mapping[str, Any]:
    """Return what stands around a stance now and then."""
    around = {
        "about": (0.3, rng.choice(issues).id),
        "voice": (0.1, "author" if rng.random() < 0.2 else rng.choice(actors).id),
        "modality": (0.08, rng.choice(("negated", "hypothetical", "announced"))),
        "strength": (0.4, rng.choice((1, 3))),
        "certainty": (0.15, rng.choice(("probable", "disputed"))),
    }
    return {key: value for key, (share, value) in around.items() if rng.random() < share}


def _corpus(
    rng: random.Random, actors: Sequence[Thing], issues: Sequence[Thing], texts: int
) -> Iterator[str]:
    """Write ``corpus.yaml``."""
    yield f"title: {{ fr: Corpus inventé, en: Invented corpus }}\nbase: {BASE}\nlanguage: fr"
    yield "coders:\n  generator: { name: benchmarks/generate.py }\nsources:"
    for number in range(texts):
        yield f"  {_source(number)}: {{ title: Texte {number}, language: fr, rights: none }}"
    yield "actors:"
    for at, actor in enumerate(actors):
        type_, kind = SORTS[actor.name.rpartition(" ")[0]]
        # A part belongs to one that stands before it: no circles.
        whole = actors[rng.randrange(at)].id if at and rng.random() < 0.05 else ""
        fields = {"type": type_, "kind": kind, "part-of": whole, "names": actor.name}
        label = {"fr": actor.name, "en": actor.name.rpartition(" ")[2]}
        yield f"  {actor.id}: {json.dumps({'label': label, **fields}, ensure_ascii=False)}"
    yield "issues:"
    for issue in issues:
        yield f"  {issue.id}: {{ label: {issue.name} }}"


def _entry(entry: Mapping[str, Any]) -> Iterator[str]:
    """Write one entry of a coding file; a value of JSON is one of YAML too."""
    for at, (key, value) in enumerate(entry.items()):
        yield f"{'    ' if at else '  - '}{key}: {json.dumps(value, ensure_ascii=False)}"
