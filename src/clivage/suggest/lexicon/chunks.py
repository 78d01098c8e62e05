"""What a sentence is cut into before it is understood: noun phrases, groups of verbs, marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from clivage.suggest.inflection import Tense
from clivage.suggest.lexicon.closed import Pronoun
from clivage.suggest.lexicon.entries import Reading


class Kind(Enum):
    """What a mark is."""

    COMMA = ","
    STRONG = ";"
    OPEN = "("
    CLOSE = ")"
    WHO = "who"
    WHOM = "whom"
    WHOSE = "whose"
    AND = "and"
    THAT = "that"
    PREPOSITION = "preposition"
    ADVERB = "adverb"
    OTHER = "other"


class Voice(Enum):
    """How the subject stands to what the verb says."""

    ACTIVE = "active"
    PASSIVE = "passive"
    PARTICIPLE = "participle"


@dataclass(slots=True)
class Mark:
    """A word or sign that shapes the sentence; ``first`` and ``last`` are numbers of tokens."""

    kind: Kind
    first: int
    last: int
    low: str
    preposition: str = ""


@dataclass(slots=True)
class Phrase:
    """A noun phrase, or a pronoun that is one.

    Attributes:
        preposition: what it hangs on, as words between spaces; ``opening`` where that begins.
        head: number of its chief word.
        figure: id of the actor it names.
        sort: ``figure``, ``group``, ``name``, ``pronoun`` or ``thing``.
        pronoun: what it stands for, when it is one.
        owner: of a possessive.
        complement: what follows *de*.
        none: whether it says that there is nobody (*aucun syndicat*).
    """

    first: int
    last: int
    head: int
    opening: int
    preposition: str = ""
    number: str = ""
    gender: str = ""
    figure: str = ""
    sort: str = "thing"
    pronoun: Pronoun | None = None
    owner: Pronoun | None = None
    complement: Phrase | None = None
    none: bool = False
    determiner: str = ""


@dataclass(slots=True)
class Verb:
    """A group of words around a verb.

    Attributes:
        main: number of the token that carries the meaning.
        readings: what that token may be.
        finite: forms of the conjugated word, for person and number; empty where there is none.
        tense: of the conjugated word, or that of an infinitive, gerund or participle.
        subject: number of the token of a pronoun that is the subject, or -1.
        clitics: numbers of the tokens of object pronouns.
        preposition: before an infinitive or gerund.
        negated: by *ne … pas* and the like.
        modal: a verb such as *pouvoir*, where the language keeps it inside the group.
    """

    first: int
    last: int
    main: int
    readings: tuple[Reading, ...]
    finite: tuple[Reading, ...] = ()
    tense: Tense = Tense.PRESENT
    voice: Voice = Voice.ACTIVE
    subject: int = -1
    clitics: list[int] = field(default_factory=list)
    preposition: str = ""
    reflexive: bool = False
    negated: bool = False
    modal: str = ""

    @property
    def is_finite(self) -> bool:
        """Whether it is conjugated."""
        return bool(self.finite)

    @property
    def lemmas(self) -> tuple[str, ...]:
        """The infinitives that it may be a form of."""
        return tuple(dict.fromkeys(one.lemma for one in self.readings))

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that its subject may have; empty where nothing tells."""
        return frozenset(one.form.number for one in self.finite if one.form.number)

    @property
    def persons(self) -> frozenset[int]:
        """The persons that its subject may be."""
        return frozenset(one.form.person for one in self.finite if one.form.person)


Chunk = Mark | Phrase | Verb
