"""``clivage init``, ``check``, ``build`` and ``schema``: a folder of authored files."""

from __future__ import annotations

from pathlib import Path

import click

from clivage import console
from clivage.address import Place
from clivage.cli.options import CORPUS, refusing, written
from clivage.errors import Severity
from clivage.numerals import counted


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--base", default="", help="Base IRI of the corpus, ending in / or #.")
@refusing
def init(folder: Path, base: str) -> None:
    """Make a new corpus in FOLDER, with a worked example to edit."""
    from clivage import template

    for path in template.write(folder, base=base):
        click.echo(f"wrote {path}")
    click.echo(f"Edit it, then run: clivage check {folder}")


@click.command()
@CORPUS
@click.option("--shacl", is_flag=True, help="Run the published SHACL shapes too (slow).")
@refusing
def check(corpus: Place | None, shacl: bool) -> None:
    """Verify CORPUS and write nothing: files, ids, dates, quotations and every rule."""
    from clivage import corpora

    path = corpora.locate(corpus)
    found, problems = corpora.inspect(path, shacl=shacl)
    for problem in problems:
        click.echo(console.safe(str(problem)), err=problem.severity is Severity.ERROR)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors or found is None:
        click.echo(counted(len(errors), "error"), err=True)
        raise SystemExit(1)
    quotations = sum(len(statement.evidence) for statement in found.statements)
    ties = len(found.unevidenced)
    bare = f" {counted(ties, 'tie')} without a quotation," if ties else ""
    click.echo(
        f"{path}: {counted(len(found.statements), 'statement')},"
        f" {counted(quotations, 'quotation')} verified,{bare} {console.warnings(problems)}"
    )


@click.command()
@CORPUS
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder of the exports.")
@click.option("--store", type=click.Path(), callback=written, help="Also write a store there.")
@click.option("--with-text", is_flag=True, help="Put the full texts into the RDF.")
@click.option("--accept-changed-texts", is_flag=True, help="Let a text differ from the last build.")
@refusing
def build(
    corpus: Place | None,
    output: Path | None,
    store: Path | None,
    with_text: bool,
    accept_changed_texts: bool,
) -> None:
    """Verify CORPUS, derive its edges and write every export, all or none."""
    from clivage import build as builder
    from clivage import corpora

    path = corpora.locate_folder(corpus)
    with console.progress() as progress:
        built = builder.build(
            path,
            output,
            accept_changed_texts=accept_changed_texts,
            with_text=with_text,
            store_folder=store,
            progress=progress,
        )
    console.built(built, str(store or ""))


@click.command()
@CORPUS
@refusing
def schema(corpus: Place | None) -> None:
    """Print the JSON Schema of a coding file, with the ids of CORPUS for completion."""
    import json

    from clivage import coding, corpora
    from clivage import schema as schemas

    described = coding.inspect(corpora.locate_folder(corpus)).need()
    document = schemas.json_schema(described)
    click.echo(json.dumps(document, indent=1, ensure_ascii=False))
