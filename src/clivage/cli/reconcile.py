"""``clivage reconcile``: who the actors of a corpus are elsewhere, where a person accepts it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import placed, refusing
from clivage.model import ActorType
from clivage.numerals import counted

if TYPE_CHECKING:
    from clivage.identity.candidates import Wanted
    from clivage.identity.deciding import Decision
    from clivage.identity.record import Log
    from clivage.identity.sheet import Item, Proposal, Sheet
    from clivage.model import Corpus

#: The corpus is named by an option, as in ``clivage query``: a command may come where it would be.
CORPUS_OPTION: Final = click.option(
    "-c", "--corpus", type=click.Path(), callback=placed, help="Folder of the corpus."
)
BY: Final = click.option(
    "--by", default="", envvar="CLIVAGE_USER", show_envvar=True, help="Who decides this."
)
DATE: Final = click.option("--date", default="", help="Day to record.  [default: now]")


@click.group(invoke_without_command=True)
@CORPUS_OPTION
@click.option("--service", metavar="URL", help="Reconciliation service to ask.")
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take candidates from a CSV, or a JSON of results.",
)
@click.option("--only", multiple=True, metavar="ID", help="An actor or issue, where not all.")
@click.option("--issues", is_flag=True, help="Issues too.")
@click.option("--names", is_flag=True, help="Ask for every label and name.")
@click.option(
    "--type", "types", multiple=True, metavar="SORT=ID", help="Such as person=Q5: its type there."
)
@click.option("--iri", "template", default="", help="How an IRI is made, with {{id}} in it.")
@click.option(
    "--limit",
    type=click.IntRange(1, 50),
    default=5,
    show_default=True,
    help="Most candidates of one.",
)
@click.option(
    "--batch",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    help="Most names of one request.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=30.0,
    show_default=True,
    help="Seconds for which the service may be silent.",
)
@DATE
@refusing
def reconcile(  # noqa: PLR0913  (an option, an argument)
    *,
    corpus: Place | None,
    service: str | None,
    file: Path | None,
    only: tuple[str, ...],
    issues: bool,
    names: bool,
    types: tuple[str, ...],
    template: str,
    limit: int,
    batch: int,
    timeout: float,
    date: str,
) -> None:
    """Look for the actors of a corpus elsewhere, and write a sheet of candidates.

    Nothing is taken over before a person accepts it.

    \b
    clivage reconcile --service https://wikidata.reconci.link/en/api --type person=Q5
    clivage reconcile --from found.csv
    clivage reconcile accept --by "Ada Lovelace"
    """
    if click.get_current_context().invoked_subcommand:
        if service or file:
            raise click.UsageError("--service and --from do not go with a command.")
        return
    if bool(service) == bool(file):
        raise click.UsageError("Give either --service or --from, or the command 'accept'.")
    if file and (only or names or issues or types):
        raise click.UsageError("--only, --names, --issues and --type go with --service.")
    from clivage import coding, corpora
    from clivage.identity import candidates, people, record

    folder, when = corpora.locate_folder(corpus), people.moment(date)
    found = coding.inspect(folder).need()
    if service:
        wanted = candidates.wanted(
            found, only=only, names=names, issues=issues, types=_types(types)
        )
        asking = _Asking(service, template, timeout, batch, limit)
        sheet = asking.sheet(wanted, when)
    else:
        assert file
        sheet = _from_file(found, file, template, when)
    log = record.read(folder)
    sheet = replace(sheet, items=tuple(candidates.fresh(sheet.items, found, log)))
    path = candidates.path_of(folder, sheet.name)
    candidates.write(folder, path, sheet, log)
    _written(folder, path, sheet)


@dataclass(frozen=True, slots=True)
class _Asking:
    """How a service is asked."""

    url: str
    template: str
    timeout: float
    batch: int
    limit: int

    def sheet(self, wanted: list[Wanted], when: str) -> Sheet:
        """Ask about everything that is wanted."""
        from clivage.identity import candidates
        from clivage.identity.service import Service
        from clivage.identity.sheet import Sheet

        service = Service(self.url, timeout=self.timeout)
        template = self.template or service.manifest.template
        with console.progress() as bar:

            def told(done: int, all_: int) -> None:
                if bar:
                    bar(all_, done, "asking")

            items = candidates.asked(
                service,
                wanted,
                limit=self.limit,
                batch=self.batch,
                template=template,
                told=told,
            )
        return Sheet(
            service=service.url,
            name=service.manifest.name,
            iris=template,
            retrieved=when,
            items=tuple(items),
        )


def _from_file(corpus: Corpus, file: Path, template: str, when: str) -> Sheet:
    """Read candidates from a file, and tell what was left out."""
    from clivage.identity import offline
    from clivage.identity.sheet import Sheet

    items, left_out = offline.read(file, corpus, template=template)
    for problem in left_out:
        click.echo(console.safe(str(problem)), err=True)
    return Sheet(
        service=file.name, name=file.stem, iris=template, retrieved=when, items=tuple(items)
    )


def _types(pairs: tuple[str, ...]) -> dict[str, list[str]]:
    """Return ``person=Q5`` as a mapping."""
    found: dict[str, list[str]] = {}
    sorts = [one.value for one in ActorType]
    for pair in pairs:
        sort, sign, id = pair.partition("=")
        if sort not in sorts or not sign or not id.strip():
            raise click.UsageError(f"--type {pair!r} is not like person=Q5 ({', '.join(sorts)}).")
        found.setdefault(sort, []).append(id.strip())
    return found


def _written(folder: Path, path: Path, sheet: Sheet) -> None:
    from clivage.identity import hints

    without = [item.id for item in sheet.items if not item.proposals]
    number = sum(len(item.proposals) for item in sheet.items)
    count = counted(len(sheet.items), "item")
    click.echo(f"wrote {path}: {count}, {counted(number, 'candidate')}")
    if without:
        click.echo(console.safe(f"nothing new for {', '.join(without)}"))
    accept = hints.command(folder, "reconcile", "accept", "--by", "YOUR-NAME")
    click.echo(console.safe(f"Answer behind 'accept:', then run: {accept}"))


@reconcile.command()
@CORPUS_OPTION
@click.argument("sheets", nargs=-1, type=click.Path(path_type=Path))
@click.option("-i", "--interactive", is_flag=True, help="Be asked about each candidate.")
@BY
@DATE
@refusing
def accept(
    corpus: Place | None, sheets: tuple[Path, ...], interactive: bool, by: str, date: str
) -> None:
    """Take over what a person has answered on SHEETS, or on all of the corpus."""
    from clivage import coding, corpora
    from clivage.identity import deciding, people, record, sheet

    above = click.get_current_context().parent
    outer = above.params.get("corpus") if above else None
    folder = corpora.locate_folder(corpus or outer)
    by, when = people.checked(by), people.moment(date)
    log = record.read(folder)
    read = [sheet.read(path) for path in sheets or sheet.sheets(folder)]
    decisions = [one for each in read for one in deciding.pending(each, log)]
    if interactive:
        decisions += _asked(read, coding.inspect(folder).need(), log, decisions)
    done = deciding.accept(folder, decisions, by=by, when=when)
    for one in done:
        click.echo(console.safe(f"{one.number}: {one.told()}"))
    click.echo(f"recorded {counted(len(done), 'decision')}")


def _asked(sheets: list[Sheet], corpus: Corpus, log: Log, given: list[Decision]) -> list[Decision]:
    """Ask about each candidate that has no answer, until it is enough.

    Args:
        given: what was answered on the sheets.
    """
    from clivage.identity import deciding
    from clivage.identity.sheet import Answer

    found: list[Decision] = []
    done = {(one.sort, one.id) for one in given if one.answer is Answer.EXACT}
    for sheet in sheets:
        for item in deciding.unanswered(sheet, corpus, log):
            if (item.sort, item.id) in done:
                continue
            click.echo(console.safe(f"\n{_shown(item, corpus)}"))
            for proposal in item.proposals:
                click.echo(console.safe(f"  {_candidate(proposal)}"))
                said = _reply()
                if said == "q":
                    return found
                if said == "s":
                    break
                answer = {"y": Answer.EXACT, "c": Answer.CLOSE, "n": Answer.NO}[said]
                found.append(
                    deciding.Decision(
                        sort=item.sort,
                        id=item.id,
                        candidate=proposal.candidate,
                        answer=answer,
                        service=sheet.service,
                    )
                )
                if answer is Answer.EXACT:
                    done.add((item.sort, item.id))
                    break
    return found


def _reply() -> str:
    """Return a letter; whoever goes away has quit, and keeps what was answered before."""
    try:
        said: str = click.prompt(
            "  the same? yes, close, no, skip, quit",
            type=click.Choice(["y", "c", "n", "s", "q"]),
            default="s",
        )
    except click.Abort:
        click.echo()
        return "q"
    return said


def _shown(item: Item, corpus: Corpus) -> str:
    """Return what is asked about, with all that it is called."""
    thing = corpus.actor.get(item.id) or corpus.issue[item.id]
    names = dict.fromkeys((*thing.labels.values(), *getattr(thing, "names", ())))
    return f"{item.id}: {', '.join(names)}"


def _candidate(proposal: Proposal) -> str:
    one = proposal.candidate
    types = f" ({', '.join(one.types)})" if one.types else ""
    description = f" — {one.description}" if one.description else ""
    return f"{one.iri or one.id} {one.name}{types}{description} [{one.score:g}]"
