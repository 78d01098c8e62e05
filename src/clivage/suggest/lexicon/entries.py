"""The lexicons of a language, read once and looked up by the forms of their words."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from clivage import codes
from clivage.errors import ClivageError, Origin
from clivage.model import Sign
from clivage.suggest import inflection
from clivage.suggest.inflection import Form, Forms, Tense
from clivage.suggest.lexicon.closed import Closed
from clivage.suggest.lexicon.frames import Frame, FrameError, joined, parsed
from clivage.suggest.lexicon.languages import closed_words
from clivage.suggest.lexicon.tokens import tokens

FOLDER: Final = Path(__file__).resolve().parents[1] / "lexicons"
#: Files of entries; the anchor that the frames of each have.
FILES: Final = {"verbs": "V", "nouns": "N", "adjectives": "J", "phrases": "P"}
_SIGNS: Final = {"supports": Sign.SUPPORT, "opposes": Sign.OPPOSITION}
_TENSES: Final = tuple(Tense)
Words = tuple[str, ...]
#: The last word of a cue that denies the clause after it.
_CLAUSE: Final = frozenset(("que", "qu'", "that"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a lexicon: in which frame a word takes which side."""

    word: str
    frame: Frame
    sign: Sign
    relation: str
    mode: str
    strength: int
    example: str
    origin: Origin

    @property
    def rule(self) -> str:
        """What a suggestion says of where it comes from, such as ``fr/verbs/appuyer``."""
        return f"{self.origin.file.removesuffix('.csv')}/{self.word}"


@dataclass(frozen=True, slots=True)
class Group:
    """A noun for people who act together, or for somebody by his office."""

    word: str
    type: str
    kind: str
    gender: str
    number: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A form of a verb."""

    lemma: str
    form: Form


@dataclass(frozen=True)
class Vocabulary:
    """All that is known of the words of a language.

    Attributes:
        verbs: form to readings; of the lexicon, and of frequent verbs.
        by_verb: infinitive to its entries.
        nouns, adjectives: form to entries.
        phrases: first word to the phrases, the longest first.
        groups: form to noun.
        roles: closed lists of ``grammar.csv``, by role.
    """

    closed: Closed
    verbs: Mapping[str, tuple[Reading, ...]]
    by_verb: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, tuple[Entry, ...]]
    adjectives: Mapping[str, tuple[Entry, ...]]
    phrases: Mapping[str, tuple[tuple[Words, Entry], ...]]
    groups: Mapping[str, Group]
    roles: Mapping[str, frozenset[str]]
    entries: tuple[Entry, ...]
    prepositions: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    adverbs: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    denials: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    quantifiers: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)

    def entries_of(self, low: str) -> Iterator[Entry]:
        """Yield the entries that a form of a noun, an adjective or a verb may be of."""
        yield from self.nouns.get(low, ())
        yield from self.adjectives.get(low, ())
        for reading in self.verbs.get(low, ()):
            yield from self.by_verb.get(reading.lemma, ())

    def role(self, name: str) -> frozenset[str]:
        """Return a closed list, empty where the language has none."""
        return self.roles.get(name, frozenset())


@cache
def vocabulary(language: str, folder: Path = FOLDER) -> Vocabulary:
    """Return the lexicon of a language.

    Raises:
        ClivageError: when there is none, or a line of it cannot be read.
    """
    primary = language.partition("-")[0].lower()
    closed = closed_words(primary)
    roles = _roles(folder / primary / "grammar.csv", closed)
    known = frozenset(one for one in roles.get("preposition", ()) if " " in one)
    entries = {kind: tuple(_entries(folder / primary, kind, closed, known)) for kind in FILES}
    every = tuple(one for group in entries.values() for one in group)
    return Vocabulary(
        closed=closed,
        verbs=_readings(primary, closed, entries["verbs"], roles),
        by_verb=_grouped([(one.word, one) for one in entries["verbs"]]),
        nouns=_grouped(_inflected(primary, entries["nouns"], inflection.noun)),
        adjectives=_grouped(_inflected(primary, entries["adjectives"], inflection.adjective)),
        phrases=_phrases(entries["phrases"], closed),
        groups=dict(_groups(folder / primary / "groups.csv", primary)),
        roles=roles,
        entries=every,
        prepositions=_complex(every, roles, closed),
        denials=_by_first(
            one for one in roles.get("negative-cue", ()) if one.split()[-1] in _CLAUSE
        ),
        quantifiers=_by_first(one for one in roles.get("determiner", ()) if " " in one),
        adverbs=_by_first(
            one
            for role in ("adverb", "strong", "weak")
            for one in roles.get(role, ())
            if " " in one
        ),
    )


def rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[Origin, dict[str, str]]]:
    """Yield the rows of a table of a lexicon with their places; none where there is no such table.

    Raises:
        ClivageError: when a row lacks what is needed, or has more fields than the table.
    """
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            origin = Origin(f"{path.parent.name}/{path.name}", reader.line_num)
            missing = [name for name in needed if not row.get(name)]
            if missing or None in row:
                what = f"the row has no {missing[0]}" if missing else "the row has too many fields"
                raise ClivageError(what, remedy="see docs/suggesting.md", origin=origin)
            yield origin, {name: (value or "").strip() for name, value in row.items()}


def _entries(folder: Path, kind: str, closed: Closed, known: frozenset[str]) -> Iterator[Entry]:
    needed = ("word", "frame", "sign", "relation", "strength", "example")
    for origin, row in rows(folder / f"{kind}.csv", needed):
        try:
            frame = parsed(row["frame"], closed, known)
        except FrameError as error:
            raise ClivageError(str(error), remedy="correct it", origin=origin) from None
        if problem := _wrong(row, frame, FILES[kind]):
            raise ClivageError(problem, remedy="correct it", origin=origin)
        yield Entry(
            word=row["word"],
            frame=frame,
            sign=_SIGNS[row["sign"]],
            relation=row["relation"],
            mode=row["mode"],
            strength=int(row["strength"]),
            example=row["example"],
            origin=origin,
        )


def _wrong(row: Mapping[str, str], frame: Frame, anchor: str) -> str:
    relation = codes.relations().get(row["relation"])
    if row["sign"] not in _SIGNS:
        return f"the sign {row['sign']!r} is none of {', '.join(_SIGNS)}"
    if relation is None or relation.sign is not _SIGNS[row["sign"]]:
        return f"the relation {row['relation']!r} is none, or of the other sign"
    if row["mode"] and row["mode"] not in codes.modes():
        return f"the mode {row['mode']!r} is none"
    if row["strength"] not in ("1", "2", "3"):
        return f"the strength {row['strength']!r} is none of 1, 2, 3"
    return "" if frame.anchor == anchor else f"the frame {frame.text!r} has no {anchor}"


def _roles(path: Path, closed: Closed) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for _, row in rows(path, ("role", "word")):
        low = [one.low for one in tokens(row["word"], 0, len(row["word"]), closed.language)]
        found.setdefault(row["role"], set()).add(" ".join(low))
    return {role: frozenset(words) for role, words in found.items()}


#: The roles whose words are verbs that govern others, or take a noun with them.
_GOVERNING: Final = (
    "announce", "call", "causative", "cease", "fail", "give", "give-against", "hypothetical",
    "implicative", "negative-verb", "receive", "refuse", "say",
)  # fmt: skip


def _readings(
    language: str, closed: Closed, entries: tuple[Entry, ...], roles: Mapping[str, frozenset[str]]
) -> dict[str, tuple[Reading, ...]]:
    governing = {
        _infinitive(phrase, closed) for role in _GOVERNING for phrase in roles.get(role, ())
    }
    infinitives = dict.fromkeys(
        [
            *(one.word for one in entries),
            *sorted(roles.get("verb", ())),
            *sorted(closed.verbs),
            *sorted(closed.be | closed.have | closed.become),
            *sorted(filter(None, governing)),
        ]
    )
    found: dict[str, list[Reading]] = {}
    for infinitive in infinitives:
        for form, forms in forms_of(language, infinitive).items():
            found.setdefault(form, []).extend(
                Reading(infinitive, one) for one in sorted(forms, key=_plainness)
            )
    return {form: tuple(readings) for form, readings in found.items()}


def _plainness(form: Form) -> tuple[int, int, str]:
    return _TENSES.index(form.tense), form.person, form.number


def _infinitive(phrase: str, closed: Closed) -> str:
    """Return the verb of a phrase such as ``se heurter à``, or nothing."""
    reflexives = closed.reflexives
    parts = [part for part in phrase.split() if part not in reflexives]
    first = parts[0] if parts else ""
    if closed.language == "fr":
        return first if first.endswith(("er", "ir", "re")) and len(first) > 3 else ""
    if closed.language == "es":
        return first if first.endswith(("ar", "er", "ir")) and len(first) > 3 else ""
    return first if len(parts) <= 3 and first.isalpha() and len(first) > 3 else ""


def forms_of(language: str, infinitive: str) -> Mapping[str, frozenset[Form]]:
    """Return the forms of a verb; none of one whose conjugation is not known."""
    try:
        return inflection.verb(language, infinitive)
    except ValueError:  # a few verbs are too rare to be known
        return {}


def _inflected(
    language: str, entries: tuple[Entry, ...], inflect: Callable[[str, str], Forms]
) -> Iterator[tuple[str, Entry]]:
    for one in entries:
        for form in spellings(inflect(language, one.word), one.word):
            yield form, one


def spellings(forms: Iterable[str], word: str) -> list[str]:
    """Return the forms of a noun or adjective; those that no rule foresees end in -s at most."""
    return sorted({*forms, word, word + "s"})


def _grouped(
    pairs: Iterator[tuple[str, Entry]] | list[tuple[str, Entry]],
) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, dict[Entry, None]] = {}
    for form, entry in pairs:
        found.setdefault(form, {})[entry] = None
    return {form: tuple(entries) for form, entries in found.items()}


def _phrases(
    entries: tuple[Entry, ...], closed: Closed
) -> dict[str, tuple[tuple[Words, Entry], ...]]:
    found: dict[str, list[tuple[Words, Entry]]] = {}
    for one in entries:
        for spelling in _spellings(one.word, closed):
            found.setdefault(spelling[0], []).append((spelling, one))
    return {
        first: tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
        for first, pairs in found.items()
    }


def _spellings(phrase: str, closed: Closed) -> list[Words]:
    """Return a phrase as words; one that ends in *de* or *à* may also be contracted."""
    low = [one.low for one in tokens(phrase, 0, len(phrase), closed.language)]
    last = low[-1]
    variants = [tuple(low)]
    if last in ("de", "d'") and closed.language == "fr":
        variants.append((*low[:-1], "d'" if last == "de" else "de"))
    if last == "de" and closed.language == "fr":
        variants.append((*low[:-1], "des"))
    for word, one in closed.determiners.items():
        if one.preposition == last:
            variants.append((*low[:-1], word))
    return variants


def _complex(
    entries: tuple[Entry, ...], roles: Mapping[str, frozenset[str]], closed: Closed
) -> dict[str, tuple[Words, ...]]:
    """Return prepositions of several words, by their first."""
    phrases = {one for one in roles.get("preposition", ()) if " " in one}
    for entry in entries:
        words = joined(entry.word, closed, split=False).split()
        leads = entry.frame.anchor == "P" and bool(entry.frame.subject and entry.frame.slots)
        if leads and len(words) > 1 and words[-1] in closed.prepositions:
            phrases.add(" ".join(words))
    phrases |= {
        spelling
        for entry in entries
        for slot in entry.frame.slots
        for spelling in slot.prepositions
        if " " in spelling
    }
    return _by_first(phrases)


def _by_first(phrases: Iterable[str]) -> dict[str, tuple[Words, ...]]:
    """Return phrases as words, by their first word, the longest first."""
    found: dict[str, set[Words]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], set()).add(words)
    return {
        first: tuple(sorted(those, key=lambda words: (-len(words), words)))
        for first, those in found.items()
    }


def _groups(path: Path, language: str) -> Iterator[tuple[str, Group]]:
    for _, row in rows(path, ("word", "type")):
        word, plural = row["word"], row.get("plural", "")
        group = (row["type"], row.get("kind", ""), row.get("gender", ""))
        for form in sorted({*inflection.noun(language, word, plural), plural or word + "s"}):
            yield form, Group(word, *group, "p")
        yield word, Group(word, *group, row.get("number", ""))
