"""What the command line shows: tables, progress and counts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from clivage.errors import ClivageError, CorpusError, Problem, Severity
from clivage.numerals import counted

if TYPE_CHECKING:
    from clivage.answer import Answer
    from clivage.build import Built, Progress
    from clivage.report import Form

#: Characters that would steer a terminal, break its line, or turn its text around.
_UNSAFE = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)), " "
)


def safe(text: str) -> str:
    """Return a text that cannot steer a terminal or turn its text around.

    >>> safe("red\\x1b[31m")
    'red [31m'
    """
    return text.translate(_UNSAFE)


def refused(error: ClivageError) -> None:
    """Print what is wrong on standard error, one line a problem."""
    problems = error.problems if isinstance(error, CorpusError) else (error,)
    for one in problems:
        click.echo(safe(str(one)), err=True)


def leave_output() -> None:
    """Let go what standard output holds and cannot write.

    The interpreter would try again as it ends, and say so in words of its own.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def warnings(problems: Iterable[Problem]) -> str:
    """Say how many warnings there are."""
    number = sum(problem.severity is Severity.WARNING for problem in problems)
    return counted(number, "warning") if number else "no problem"


def table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: as wide as the terminal, or a line a row where there is none."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    on_terminal = sys.stdout.isatty()
    for name in names:
        drawn.add_column(name, overflow="fold", no_wrap=not on_terminal)
    for row in rows:
        drawn.add_row(*(Text(safe(cell)) for cell in row))
    console = Console(width=None if on_terminal else 100_000, soft_wrap=False)
    with console.capture() as capture:
        console.print(drawn)
    lines = capture.get().splitlines()
    click.echo("\n".join(line if on_terminal else line.rstrip() for line in lines))


def answer(given: Answer, format: str | None) -> None:
    """Print an answer; rows are a table when no format is named, and a graph is Turtle."""
    from clivage.answer import Rows, Triples, Truth

    if isinstance(given, Rows) and format in (None, "table"):
        if len(given):
            table(given.variables, ([given.shown(term) for term in row] for row in given.rows))
        click.echo(counted(len(given), "row"), err=True)
    elif isinstance(given, Truth) and format in (None, "table"):
        click.echo("yes" if given else "no")
    elif isinstance(given, Triples) and format is None:
        click.echo(given.serialize("turtle"), nl=False)
    else:
        click.echo(given.serialize(format or "csv"), nl=False)


def questions() -> None:
    """Print the named questions and how each is asked."""
    from clivage import query

    known = query.questions().values()
    table(("question", "what it asks"), ((one.usage, one.asks) for one in known))


def measures() -> None:
    """Print the parts of a report."""
    from clivage import report

    rows = [(name, (section.__doc__ or "").partition("\n")[0]) for name, section in
            report.SECTIONS.items()]  # fmt: skip
    table(("measure", "what it does"), rows)


def report(text: str, form: Form) -> None:
    """Print a report; what a person reads cannot steer the terminal."""
    from clivage.report import Form

    if form is Form.TEXT:
        text = "\n".join(map(safe, text.split("\n")))
    sys.stdout.buffer.write(text.encode())


def built(what: Built, store: str = "") -> None:
    """Print what a build made."""
    corpus = what.corpus
    quotations = sum(len(statement.evidence) for statement in corpus.statements)
    edges = sum(statement.makes_edge for statement in corpus.statements)
    counts = {
        "sources": len(corpus.sources),
        "actors": len(corpus.actors),
        "issues": len(corpus.issues),
        "statements": len(corpus.statements),
        "quotations verified": quotations,
        "statements that make an edge": edges,
        "camps": what.camps,
    }
    if corpus.unevidenced:
        counts["ties without a quotation"] = len(corpus.unevidenced)
    table((corpus.id, ""), ((name, f"{number:,}") for name, number in counts.items()))
    click.echo(f"\nwrote {counted(len(what.files), 'file')} to {what.folder}")
    if store:
        click.echo(f"wrote a store to {store}")
    click.echo(f"open {what.folder / 'network.html'} in a browser")


@contextmanager
def progress() -> Iterator[Progress | None]:
    """Show a progress bar on a terminal, and nothing on a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading")

        def show(steps: int, done: int, name: str) -> None:
            bar.update(task, total=steps, completed=done, description=name)

        yield show


@contextmanager
def status() -> Iterator[Callable[[str], None]]:
    """Show what is done at the moment on a terminal; nothing on a pipe."""
    from rich.console import Console

    screen = Console(stderr=True)
    if not screen.is_terminal:
        yield lambda _: None
        return
    with screen.status("") as shown:
        yield shown.update


@contextmanager
def rate() -> Iterator[Callable[[int, int, str], None]]:
    """Show rows done of all, rows a second and the time left on a terminal; nothing on a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, total, step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.completed:,.0f} rows, {task.speed or 0:,.0f}/s", no_wrap=True)

    columns = (TextColumn("{task.description}"), BarColumn(), Rate(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("looking at the files")
        yield lambda done, total, step: bar.update(
            task, total=total, completed=done, description=step
        )
