"""Draw and analyse the network in a process of its own: a large one takes minutes.

``python -P -m clivage.serve.drawing CORPUS FOLDER`` writes the page that `clivage render` writes,
its data, and what `clivage analyze` finds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final, NoReturn

from clivage.address import Address, Place, place

if TYPE_CHECKING:
    from clivage.excerpt import Choice
    from clivage.model import Corpus

PAGE: Final = "network.html"
NETWORK: Final = "network.json"
ANALYSIS: Final = "analysis.json"
#: Seconds that the frustration index may take (it has bounds by then), and the whole analysis.
_BUDGET: Final = 20.0
_PATIENCE: Final = 60.0
#: Above so many actors and issues, or statements and ties, the web app draws a part.
_MOST_NODES: Final = 10_000
_MOST_ROWS: Final = 50_000
#: Seconds without another publication before a network is drawn.
_CALM: Final = 0.3


def main() -> None:
    """Draw, analyse, and let nobody see half a file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this
    from clivage import corpora, excerpt, render, view

    _yield(5)  # whoever asks comes first
    corpus, folder = corpora.load(place(sys.argv[1])), Path(sys.argv[2])
    part = excerpt.of_corpus(corpus, _choice(corpus))
    drawn = view.of(part.corpus, left_out=part.left_out)
    data = json.dumps(render.data(drawn), ensure_ascii=False, separators=(",", ":"))
    _write(folder / NETWORK, data)
    for_page = excerpt.of_corpus(corpus)
    if for_page.left_out != part.left_out:
        drawn = view.of(for_page.corpus, left_out=for_page.left_out)
    _write(folder / PAGE, render.html(drawn))
    _yield(10)
    _write(folder / ANALYSIS, _analysed(corpus))


def _choice(corpus: Corpus) -> Choice:
    """Return what the web app draws: more than the page, but not everything.

    What programs coded is cut as on the page: whole it is a thicket, or hundreds of lone pairs.
    """
    from clivage import excerpt

    if any(tie.is_coded for tie in corpus.unevidenced):
        return excerpt.Choice()
    nodes = len(corpus.actors) + len(corpus.issues)
    rows = len(corpus.statements) + len(corpus.unevidenced)
    return excerpt.WHOLE if nodes <= _MOST_NODES and rows <= _MOST_ROWS else excerpt.Choice()


def _yield(steps: int) -> None:
    if hasattr(os, "nice"):
        os.nice(steps)


def _write(file: Path, text: str) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


def _analysed(corpus: Corpus) -> str:
    """Return the report of `clivage analyze` as JSON, as far as it is made in time."""
    from clivage import __version__, report

    study = report.Study(report.of_corpus(corpus), report.Options(time_limit=_BUDGET))
    write = partial(report.write, study, form=report.Form.JSON, version=__version__)
    done: list[str] = []
    with contextlib.suppress(TimeoutError), _limited(_PATIENCE):
        for section in report.WHOLE:
            write([section])  # the study remembers what was computed
            done.append(section)
    return write(done)


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in what takes longer; on Windows it takes as long as it takes."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def end(number: int, frame: FrameType | None) -> NoReturn:
        raise TimeoutError

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class Drawing:
    """The files of a network, and the process that makes them.

    Attributes:
        number: how often one was begun; the files of each are in a folder of their own.
        why: what to say of a file that will never be there.
    """

    def __init__(self, folder: Path) -> None:
        """Make files in a folder, which is made when it is needed."""
        self._folder = folder
        self._task: asyncio.Task[None] | None = None
        self.number = 0
        self.why = "'clivage check' may say why"

    def begin(self, source: Place, *, calm: float = _CALM) -> None:
        """Draw a corpus from the beginning; what was drawn before is gone.

        Args:
            calm: seconds to wait before: who publishes often is drawn once.
        """
        before = self._task
        if before:
            before.cancel()
        self.number += 1
        work = self._run(before, source, calm)
        self._task = asyncio.get_running_loop().create_task(work)

    def file(self, name: str) -> Path | None:
        """Return a file that is there; None while it is being made, and if it never will be."""
        file = self._files(self.number) / name
        return file if file.exists() else None

    def ended(self) -> bool:
        """Whether everything is there that ever will be."""
        return self._task is None or self._task.done()

    async def stop(self) -> None:
        """End the process, and wait until it is gone."""
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _files(self, number: int) -> Path:
        return self._folder / str(number)

    async def _run(self, before: asyncio.Task[None] | None, source: Place, calm: float) -> None:
        folder = self._files(self.number)
        if before:
            await asyncio.wait([before])
        shutil.rmtree(self._folder, ignore_errors=True)
        folder.mkdir(parents=True)
        await asyncio.sleep(calm)
        given = source.url if isinstance(source, Address) else str(source)
        words = (sys.executable, "-P", "-m", "clivage.serve.drawing", given, str(folder))
        quiet = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            *words, stdin=quiet, stdout=quiet, stderr=quiet
        )
        try:
            await process.wait()
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


if __name__ == "__main__":
    main()
