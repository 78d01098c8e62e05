"""Walk through suggestions: accept, edit, reject, skip, undo; and go on where one stopped."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clivage import identifiers
from clivage.editing import Entry
from clivage.errors import ClivageError
from clivage.model import Corpus
from clivage.suggest import accepting, decisions, files
from clivage.suggest.accepting import AS_IT_IS, Accepted, Wording
from clivage.suggest.decisions import Choice, Decision
from clivage.suggest.making import Known, corpus_in
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
    corpus = corpus or corpus_in(folder)
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
        self.corpus = corpus_in(folder)
        self.by = coder_of(self.corpus, by)

    def queue(self) -> Queue:
        """Return what waits for a decision."""
        return queue(self.folder, self.corpus)

    def text(self, one: Pending) -> str:
        """Return the text that a suggestion is about."""
        return self.corpus.source[one.suggestion.source].text or ""

    def figure(self, mention: Mention) -> str:
        """Return the id of who or what is named; empty where the corpus does not have it.

        An actor that came into the corpus since the suggestion was made counts by its names.
        """
        if mention.figure or not mention.text:
            return mention.figure
        words = identifiers.plain(mention.text)
        names = {
            **{one.id: (*one.labels.values(), *one.names) for one in self.corpus.actors},
            **{one.id: (*one.labels.values(),) for one in self.corpus.issues if mention.is_issue},
        }
        found = [id for id, said in names.items() if words in map(identifiers.plain, said)]
        return found[0] if len(found) == 1 else ""

    def accept(self, one: Pending, wording: Wording = AS_IT_IS) -> Accepted:
        """Write a suggestion into the coding file of the coder, as it is or with other words.

        Raises:
            ClivageError: when the corpus would have errors with it: nothing is written then.
        """
        entry = accepting.entry_of(one.suggestion, self.text(one), one.engine, wording)
        accepted = accepting.accept(self.folder, one.suggestion, entry, self.by, wording.newcomers)
        choice = Choice.EDITED if accepted.is_edited else Choice.ACCEPTED
        # Were it not for this line, the statement would still be known as coded.
        self._note(choice, one, {"file": accepted.file, "entry": accepted.entry})
        self.corpus = corpus_in(self.folder)
        return accepted

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
        mine = [one for one in decisions.read(self.folder) if one.by == self.by]
        undone = 0
        for last in reversed(mine):
            if last.choice is Choice.UNDONE:
                undone += 1
            elif undone:
                undone -= 1
            else:
                return self._taken_back(last)
        raise ClivageError("there is nothing to undo", remedy="decide first")

    def _taken_back(self, last: Decision) -> Decision:
        written = last.entry.get("entry")
        if isinstance(written, dict):
            accepting.withdraw(self.folder, str(last.entry.get("file", "")), written)
            self.corpus = corpus_in(self.folder)
        self._note(Choice.UNDONE, Pending(last.suggestion, last.engine))
        return last

    def _note(
        self, choice: Choice, one: Pending, entry: Mapping[str, str | Entry] | None = None
    ) -> None:
        decision = Decision(
            choice=choice,
            by=self.by,
            when=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            engine=one.engine,
            suggestion=one.suggestion,
            entry=dict(entry or {}),
        )
        decisions.append(self.folder, decision)


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
