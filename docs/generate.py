"""Write the command-line reference from the program itself.

``python docs/generate.py`` writes ``docs/command-line.md``; with ``--check`` it only says
whether the file is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from clivage import query
from clivage.cli import main
from clivage.export import FORMATS
from clivage.importers import formats

_FILE = Path(__file__).with_name("command-line.md")
_HEAD = """# Command line

*Written by `python docs/generate.py` from the program itself.*

Every command exits with 0 when all went well, 1 when it refused its input (one line a problem,
on standard error), and 2 when it was called wrongly.

## Shell completion

| shell | put this line into | |
|---|---|---|
| bash | `~/.bashrc` | `eval "$(_CLIVAGE_COMPLETE=bash_source clivage)"` |
| zsh | `~/.zshrc` | `eval "$(_CLIVAGE_COMPLETE=zsh_source clivage)"` |
| fish | `~/.config/fish/config.fish` | `_CLIVAGE_COMPLETE=fish_source clivage \\| source` |
"""


def reference() -> str:
    """Return the whole page."""
    return "\n".join([_HEAD, *_commands(), *_questions(), *_formats(), *_imports()])


def _commands() -> Iterator[str]:
    program = click.Context(main, info_name="clivage", terminal_width=88, **main.context_settings)
    yield "## clivage\n"
    yield _help(program)
    for name, command in sorted(main.commands.items()):
        yield f"## clivage {name}\n"
        context = click.Context(command, info_name=name, parent=program)
        yield _help(context)
        for below, one in sorted(getattr(command, "commands", {}).items()):
            yield f"### clivage {name} {below}\n"
            yield _help(click.Context(one, info_name=below, parent=context))


def _help(context: click.Context) -> str:
    lines = (line.rstrip() for line in context.get_help().splitlines())
    return "```text\n" + "\n".join(lines) + "\n```\n"


def _questions() -> Iterator[str]:
    yield "## Named questions\n"
    yield (
        "`clivage query NAME VALUE...`; a parameter in brackets may be left out. "
        "`clivage query --show NAME` prints the SPARQL, to learn from and to change.\n"
    )
    yield "| question | what it asks |\n|---|---|"
    for one in query.questions().values():
        yield f"| `{one.usage}` | {one.asks.replace('|', chr(92) + '|')} |"
    yield ""


def _formats() -> Iterator[str]:
    yield "## Export formats\n"
    yield "| format | file of a build | what it is |\n|---|---|---|"
    for one in FORMATS.values():
        yield f"| `{one.name}` | `{one.file.format(id='CORPUS')}` | {one.meaning} |"
    yield ""


def _imports() -> Iterator[str]:
    yield "## Import formats, and what survives\n"
    yield "[How each is read](importing.md) stands on a page of its own.\n"
    yield f"| format | what it is | {' | '.join(formats.SURVIVES)} |"
    yield "|---" * (len(formats.SURVIVES) + 2) + "|"
    for one in formats.FORMATS.values():
        yield f"| `{one.name}` | {one.meaning} | {' | '.join(one.survives.values())} |"
    yield ""


if __name__ == "__main__":
    if "--check" in sys.argv:
        if _FILE.read_text(encoding="utf-8") != reference():
            sys.exit(f"{_FILE.name} is stale: run python docs/generate.py")
    else:
        _FILE.write_text(reference(), encoding="utf-8")
