"""Walk through suggestions: accept, edit, reject, skip, undo; and go on where one stopped."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clivage import coding, identifiers
from clivage.editing import Entry
from clivage.errors import ClivageError
from clivage.model import Corpus
from clivage.suggest import accepting, decisions, files
from clivage.suggest.accepting import AS_IT_IS, Wording
from clivage.suggest.decisions import Choice, Decision
from clivage.suggest.making import Known
from clivage.suggest.overlapping import Overlapping
from clivage.suggest.records import Mention, Suggestion


@dataclass(frozen=True, slots=True)
class Pending:
    """A suggestion that waits for a decision.

    Attributes:
        engine: name and version, ``lexicon/1``.
        was_skipped: whether somebody has looked at it, and left it for later.
    """

    suggestion: Suggestion
    engine: str
    was_skipped: bool = False

    @property
    def id(self) -> str:
        """The id of the suggestion."""
        return files.id_of(self.suggestion)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for a decision.

    Attributes:
        pending: in the order of the files; what was skipped comes last.
        stale: texts that have changed since their suggestions were written.
    """

    pending: tuple[Pending, ...]
    stale: tuple[str, ...]


def queue(folder: Path, corpus: Corpus | None = None) -> Queue:
    """Return what waits for a decision in a corpus.

    Suggestions of several engines that say the same of the same words come once.

    Raises:
        ClivageError: when suggestions or decisions cannot be read.
    """
    corpus = corpus or coding.inspect(folder).need()
    made = decisions.read(folder)
    known, standing = Known(corpus, made), decisions.standing(made)
    found = Overlapping[Suggestion]()
    fresh: list[Pending] = []
    skipped: list[Pending] = []
    stale = []
    for file in files.read(folder):
        source = corpus.source.get(file.source)
        if source is None or source.text is None or _digest(source.text) != file.text:
            stale.append(file.source)
            continue
        for one in file.suggestions:
            if known.is_coded(one) or known.is_settled(one):
                continue
            near = found.at(one.source, one.start, one.end)
            if any(decisions.is_same(it, one) for it in near):
                continue
            found.add(one.source, one.start, one.end, one)
            before = standing.get(files.id_of(one))
            was_skipped = before is not None and before.choice is Choice.SKIPPED
            waiting = Pending(one, f"{file.engine}/{file.version}", was_skipped)
            (skipped if was_skipped else fresh).append(waiting)
    return Queue((*fresh, *skipped), tuple(dict.fromkeys(stale)))


class Names:
    """Who is meant by words: an actor that came into the corpus since something was suggested."""

    def __init__(self, corpus: Corpus) -> None:
        self._actors: dict[str, set[str]] = defaultdict(set)
        self._issues: dict[str, set[str]] = defaultdict(set)
        for actor in corpus.actors:
            for name in (*actor.labels.values(), *actor.names):
                self._actors[identifiers.plain(name)].add(actor.id)
        for issue in corpus.issues:
            for name in issue.labels.values():
                self._issues[identifiers.plain(name)].add(issue.id)

    def id_of(self, mention: Mention) -> str:
        """Return the id of who or what is named; empty where the corpus does not have it."""
        if mention.figure or not mention.text:
            return mention.figure
        words = identifiers.plain(mention.text)
        found = self._actors.get(words, set())
        if mention.is_issue:
            found = found | self._issues.get(words, set())
        return min(found) if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An entry that a suggestion became.

    Attributes:
        file: the coding file, from the folder of the corpus.
        is_edited: whether it says something else than the suggestion.
    """

    file: str
    entry: Entry
    is_edited: bool


class Review:
    """Decisions of one coder about the suggestions of a corpus.

    Args:
        by: id of the coder who decides.

    Raises:
        CorpusError: when ``corpus.yaml`` cannot be read.
        ClivageError: when there is no such coder.
    """

    def __init__(self, folder: Path, by: str) -> None:
        self.folder = folder
        self._look()
        self.by = coder_of(self.corpus, by)

    def _look(self) -> None:
        """Read the corpus as it is now."""
        self.corpus = coding.inspect(self.folder).need()
        self._names = Names(self.corpus)

    def queue(self) -> Queue:
        """Return what waits for a decision."""
        return queue(self.folder, self.corpus)

    def text(self, one: Pending) -> str:
        """Return the text that a suggestion is about."""
        return self.corpus.source[one.suggestion.source].text or ""

    def figure(self, mention: Mention) -> str:
        """Return the id of who or what is named; empty where the corpus does not have it."""
        return self._names.id_of(mention)

    def accept(self, one: Pending, wording: Wording = AS_IT_IS) -> Accepted:
        """Write a suggestion into the coding file of the coder, as it is or with other words.

        Raises:
            ClivageError: when the corpus would have errors with it: nothing is written then.
        """
        it, text = one.suggestion, self.text(one)
        entry = accepting.entry_of(it, text, one.engine, wording)
        is_edited = accepting.is_edited(it, text, one.engine, wording)
        file = accepting.accept(self.folder, it.source, entry, self.by, wording.newcomers)
        # Were it not for this line, the statement would still be known as coded.
        choice = Choice.EDITED if is_edited else Choice.ACCEPTED
        self._note(choice, one, {"file": file, "entry": entry})
        self._look()
        return Accepted(file, entry, is_edited)

    def reject(self, one: Pending) -> None:
        """Say that a suggestion is wrong; it is not made again."""
        self._note(Choice.REJECTED, one)

    def skip(self, one: Pending) -> None:
        """Leave a suggestion for later."""
        self._note(Choice.SKIPPED, one)

    def undo(self) -> Decision:
        """Take the last decision of this coder back; actors and issues that came with it stay.

        Raises:
            ClivageError: when there is none, or its entry was changed since.
        """
        last = decisions.last_of(decisions.read(self.folder), self.by)
        if last is None:
            raise ClivageError("there is nothing to undo", remedy="decide first")
        written = last.entry.get("entry")
        if isinstance(written, dict):
            accepting.withdraw(self.folder, str(last.entry.get("file", "")), written)
            self._look()
        self._note(Choice.UNDONE, Pending(last.suggestion, last.engine))
        return last

    def _note(
        self, choice: Choice, one: Pending, entry: Mapping[str, str | Entry] | None = None
    ) -> None:
        decisions.note(
            self.folder, choice, one.suggestion, by=self.by, engine=one.engine, entry=entry
        )


def coder_of(corpus: Corpus, by: str) -> str:
    """Return the coder who decides: the one that is named, or the only one there is.

    Raises:
        ClivageError: when it is none of the corpus, or nobody is named and there are several.
    """
    ids = [one.id for one in corpus.coders]
    if by in ids:
        return by
    if not by and len(ids) == 1:
        return ids[0]
    if not by:
        what = f"the corpus has {len(ids)} coders: {', '.join(ids) or 'none'}"
        raise ClivageError(what, remedy="say with --by who decides")
    remedy = identifiers.did_you_mean(by, ids, "name the coder in corpus.yaml, under 'coders'")
    raise ClivageError(f"there is no coder {by!r}", remedy=remedy)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
