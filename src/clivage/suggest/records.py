"""What a suggester is given and what it returns: the interface that a plug-in implements."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from clivage.model import AUTHOR, Modality, Sign

if TYPE_CHECKING:
    from clivage.suggest.cast import Cast


@dataclass(frozen=True, slots=True)
class Document:
    """A text that suggestions are asked for.

    Attributes:
        source: id of the source.
        language: BCP 47 tag, such as ``fr``.
        text: the text as it stands; offsets count its code points.
    """

    source: str
    language: str
    text: str

    @property
    def primary_language(self) -> str:
        """The language without its region, as lexicons are called: ``fr`` of ``fr-BE``."""
        return self.language.partition("-")[0].lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that point to somebody or something.

    Attributes:
        text: the words: of the text where there are offsets, else a name for what is meant.
        start, end: where they stand in the text; both -1 where it does not say them.
        figure: id of the actor or issue of the corpus that is meant, ``author``, or empty where
            none of them is: accepting the suggestion then needs a new one.
        is_issue: whether it is a demand or measure, not an actor.

    >>> Mention(text="la droite", start=12, end=21, figure="right").is_placed
    True
    """

    text: str
    start: int = -1
    end: int = -1
    figure: str = ""
    is_issue: bool = False

    @property
    def is_placed(self) -> bool:
        """Whether it stands in the text."""
        return self.start >= 0

    @property
    def is_author(self) -> bool:
        """Whether it is the author of the source."""
        return self.figure == AUTHOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What might be a statement; a person decides.

    Attributes:
        source: id of the source.
        start, end: the passage, in code points; ``document.text[start:end] == exact``.
        score: how likely it is right, 0 to 1, to sort by; no probability unless an engine says so.
        voice: who says it, where the text reports a speech or a judgement.
        relation: code of the list of relations, or empty.
        rule: what found it: the rule of a lexicon, or a model and the hash of its prompt.
        cues: words of the text that decided, for the person who reads, such as ``soutient``.
    """

    source: str
    start: int
    end: int
    exact: str
    holder: Mention
    target: Mention
    sign: Sign
    score: float
    rule: str
    about: Mention | None = None
    voice: Mention | None = None
    relation: str = ""
    mode: str = ""
    modality: Modality = Modality.ACTUAL
    strength: int = 2
    cues: tuple[str, ...] = ()

    @property
    def figures(self) -> tuple[str, str]:
        """Ids of the holder and the target; empty where the corpus does not know them."""
        return self.holder.figure, self.target.figure


#: Told by an engine within a text: how many of its parts are done, of how many, and what all texts
#: have cost so far; None where that is not known.
Telling: TypeAlias = Callable[[int, int, float | None], None]


class Suggester(Protocol):
    """An engine: text and known actors in, suggestions out.

    A package offers one through the entry point group ``clivage.suggesters``, as something
    callable without arguments that returns it. One that sends texts elsewhere also has an attribute
    ``sends_to``, the host; it is run only where a person has allowed that host.

    Two more attributes are read where they are there: ``remarks``, a tuple of sentences on the last
    text, and ``summary``, a sentence on all texts so far, such as what they cost. One that takes
    long over a text may have an attribute ``progress`` as well; see `Teller`.

    Attributes:
        name: as ``--engine`` names it.
        version: changes whenever the same text may give other suggestions.
    """

    name: str
    version: str

    def suggest(self, document: Document, cast: Cast) -> Iterable[Suggestion]:
        """Return suggestions, in any order."""
        ...


@runtime_checkable
class Teller(Protocol):
    """An engine that tells how far it is within a text.

    Attributes:
        progress: None, until whoever runs the engine sets it; to be called before the first part of
            a text, and after each.

    >>> class Slow:
    ...     progress: Telling | None = None
    >>> isinstance(Slow(), Teller)
    True
    """

    progress: Telling | None
