"""Find an engine by its name, run it, and let nothing through that the text does not say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from clivage import codes, identifiers
from clivage.errors import ClivageError
from clivage.model import AUTHOR
from clivage.suggest.cast import Cast
from clivage.suggest.records import Document, Suggester, Suggestion

#: Entry point group in which a package offers an engine.
GROUP: Final = "clivage.suggesters"
DEFAULT: Final = "trained"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def available() -> Mapping[str, EntryPoint]:
    """Return the engines that are installed, by name."""
    found = {one.name: one for one in entry_points(group=GROUP)}
    return dict(sorted(found.items()))


def load(name: str = DEFAULT, *, may_send_to: Iterable[str] = ()) -> Suggester:
    """Return an engine.

    Args:
        may_send_to: hosts that the person allows texts to be sent to.

    Raises:
        ClivageError: when there is none of that name, it cannot be loaded, or it would send
            texts to a host that is not allowed.

    >>> load("lexicn")
    Traceback (most recent call last):
    ...
    clivage.errors.ClivageError: there is no engine 'lexicn'. did you mean 'lexicon'.
    """
    known = available()
    if name not in known:
        remedy = identifiers.did_you_mean(name, known, f"there are {', '.join(known) or 'none'}")
        raise ClivageError(f"there is no engine {name!r}", remedy=remedy)
    try:
        engine: Suggester = known[name].load()()
    except ClivageError:
        raise
    except Exception as error:  # a plug-in may raise whatever it likes
        what = f"the engine {name!r} cannot be loaded: {_told(error)}"
        raise ClivageError(what, remedy="install what it needs") from None
    if not all(hasattr(engine, part) for part in ("name", "version", "suggest")):
        what = f"the engine {name!r} has no name, version or suggest"
        raise ClivageError(what, remedy="see docs/suggesting.md for what a plug-in is")
    host = getattr(engine, "sends_to", "")
    if host and host not in may_send_to:
        what = f"the engine {name!r} sends texts to {host}, which nobody has allowed"
        raise ClivageError(what, remedy=f"if they may be sent there, add --send-to {host}")
    return engine


@dataclass
class Grounded:
    """The suggestions of an engine on a text that are grounded in it, as they come.

    Attributes:
        refused: why others were not, and how often.
    """

    engine: Suggester
    document: Document
    cast: Cast
    refused: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Suggestion]:
        """Yield what the text says.

        Raises:
            ClivageError: when the engine fails.
        """
        try:
            for one in self.engine.suggest(self.document, self.cast):
                if why := flaw(one, self.document, self.cast):
                    self.refused[why] += 1
                else:
                    yield one
        except (ClivageError, GeneratorExit):
            raise
        except Exception as error:  # a plug-in may raise whatever it likes
            what = f"the engine {self.engine.name!r} failed on the text {self.document.source!r}"
            raise ClivageError(f"{what}: {_told(error)}") from None


def flaw(one: Suggestion, document: Document, cast: Cast) -> str:
    """Say why a suggestion cannot be shown to anybody; empty where it can.

    >>> from clivage.model import Sign
    >>> from clivage.suggest.records import Mention
    >>> text, who = Document("s", "en", "Ann backs Bob."), Mention(text="Ann", start=0, end=3)
    >>> said = Suggestion(source="s", start=0, end=13, exact="Ann backs Rob", holder=who,
    ...                   target=Mention(text="Bob", start=10, end=13), sign=Sign.SUPPORT,
    ...                   score=0.5, rule="r")
    >>> flaw(said, text, Cast())
    'its quotation is not in the text'
    """
    text = document.text
    if one.source != document.source or not _stands(text, one.start, one.end, one.exact):
        return "its quotation is not in the text"
    if _CONTROL.search(one.exact):
        return "its quotation holds a control character, which no coding file can"
    for mention in (one.holder, one.target, one.about, one.voice):
        if mention is None:
            continue
        if mention.is_placed and not _stands(text, mention.start, mention.end, mention.text):
            return "who or what it names is not in the text"
        if not (mention.figure or mention.text.strip()):
            return "it names nobody"
        if mention.figure and mention.figure != AUTHOR and mention.figure not in cast.by_id:
            return "it refers to nothing that the corpus has"
    return _unsound(one)


def _unsound(one: Suggestion) -> str:
    relation = codes.relations().get(one.relation)
    if one.target.is_author:
        return "the author is its target"
    if one.holder.figure and one.holder.figure == one.target.figure:
        return "its holder is its target"
    if one.relation and (relation is None or relation.sign is not one.sign):
        return "its relation is none, or of the other sign"
    if one.mode and one.mode not in codes.modes():
        return "its mode is none"
    if not 0 <= one.score <= 1 or one.strength not in (1, 2, 3):
        return "its score or its strength is out of range"
    return ""


def _stands(text: str, start: int, end: int, exact: str) -> bool:
    return 0 <= start < end <= len(text) and text[start:end] == exact and bool(exact.strip())


def _told(error: Exception) -> str:
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:200]}" if words else type(error).__name__
