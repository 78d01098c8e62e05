"""The engine: a text goes to a model part by part, and what it quotes is looked up in the text."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from clivage.numerals import counted
from clivage.suggest.cast import Cast
from clivage.suggest.llm import prompt, reading
from clivage.suggest.llm.aligning import Aligner
from clivage.suggest.llm.chunks import Chunk, chunks
from clivage.suggest.llm.client import Client, Reply
from clivage.suggest.llm.kept import Kept, name_of
from clivage.suggest.llm.reading import Answer
from clivage.suggest.llm.settings import CACHE, Settings
from clivage.suggest.records import Document, Suggestion, Telling

_UNREAD: Final = ("answer of the model cannot be read", "answers of the model cannot be read")
_CUT: Final = ("answer of the model was cut off", "answers of the model were cut off")
_LACKING: Final = ("entry lacks what a stance must have", "entries lack what a stance must have")


class LanguageModel:
    """Suggests what a language model finds; see `clivage.suggest.Suggester`.

    Attributes:
        sends_to: the host that texts are sent to.
        rule: the model, and the hash of what it is asked.
        remarks: what went wrong with the last text, in words, part by part.
        progress: told before and after each part of a text how many are done, of how many, and what
            was spent since the engine was made; see `clivage.suggest.records.Teller`.
    """

    name = "llm"
    version = "1"

    def __init__(
        self,
        settings: Settings,
        *,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Send nothing yet.

        Args:
            wait: how seconds are passed, before a host that is busy is asked again.
            clock: how they are counted.
        """
        self.sends_to = settings.host
        self.rule = f"{settings.model}#{prompt.digest()}"
        self.remarks: tuple[str, ...] = ()
        self.progress: Telling | None = None
        self._settings = settings
        self._client = Client(settings, wait=wait, clock=clock)
        self._kept = Kept(settings.cache)
        self._account = _Account(settings.price)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._unkept = ""

    @property
    def summary(self) -> str:
        """What was sent since the engine was made, and what it cost."""
        return self._account.told(self._client.requests)

    def suggest(self, document: Document, cast: Cast) -> Iterator[Suggestion]:
        """Yield what the model finds, part by part.

        What it quotes and the text does not say is yielded too, without a place, to be refused and
        counted.

        Raises:
            ModelError: when the model cannot be asked; what it answered before is kept.
        """
        self._counts.clear()
        self.remarks = ()
        aligner = Aligner(document, cast)
        parts = list(chunks(document.text))
        self._tell(0, len(parts))
        try:
            for done, chunk in enumerate(parts, 1):
                for stance in self._answer(document, chunk, cast).stances:
                    if found := aligner.suggestion(stance, chunk, self.rule):
                        yield found
                    else:
                        self._counts[_LACKING] += 1
                self._tell(done, len(parts))
        finally:
            self.remarks = tuple(self._remarks())

    def _tell(self, done: int, of: int) -> None:
        if self.progress:
            self.progress(done, of, self._account.cost)

    def _answer(self, document: Document, chunk: Chunk, cast: Cast) -> Answer:
        """Return what the model says of a part, now or when it was asked before."""
        asked = prompt.user(document, chunk, cast)
        name = name_of(self._settings.url, self.rule, prompt.system(), asked)
        if kept := self._kept.read(name):
            try:
                answer = reading.read(kept.content)
            except ValueError:
                pass
            else:
                self._account.kept += 1
                self._counts[_LACKING] += answer.incomplete
                return answer
        reply = self._client.ask(prompt.system(), asked, prompt.schema())
        self._account.add(reply)
        return self._read(reply, name)

    def _read(self, reply: Reply, name: str) -> Answer:
        """Read an answer, and keep it; one that cannot be read is counted, and asked for again."""
        try:
            answer = reading.read(reply.content)
        except ValueError:
            self._counts[_CUT if reply.is_cut else _UNREAD] += 1
            return Answer((), 0)
        self._counts[_LACKING] += answer.incomplete
        try:
            self._kept.write(name, reply)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self._unkept = f"answers cannot be kept in {self._settings.cache}: {why}; see {CACHE}"
        return answer

    def _remarks(self) -> Iterator[str]:
        for words, number in self._counts.items():
            if number:
                yield counted(number, *words)
        if self._unkept:
            yield self._unkept


class _Account:
    """What was sent and what came.

    Attributes:
        kept: answers that were there already.
    """

    def __init__(self, price: tuple[float, float] | None) -> None:
        self.kept = 0
        self._sent = self._received = self._uncounted = 0
        self._price = price

    def add(self, reply: Reply) -> None:
        """Count the tokens of an answer."""
        if reply.sent is None or reply.received is None:
            self._uncounted += 1
        self._sent += reply.sent or 0
        self._received += reply.received or 0

    @property
    def cost(self) -> float | None:
        """What the tokens cost; None where no price is given, or no token was counted."""
        if self._price is None or not (self._sent or self._received):
            return None
        into, out = self._price
        return (self._sent * into + self._received * out) / 1e6

    def told(self, requests: int) -> str:
        """Return it in words."""
        said = [f"sent {counted(requests, 'request')}"]
        if self._sent or self._received:
            said += [f"{counted(self._sent, 'token')} in", f"{self._received:,} out"]
        if self.cost is not None:
            said.append(f"{self.cost:,.4f} (price as given)")
        if self._uncounted:
            said.append(f"tokens of {counted(self._uncounted, 'answer')} not told")
        if self.kept:
            said.append(f"{counted(self.kept, 'answer')} from before")
        return ", ".join(said)
