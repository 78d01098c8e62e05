"""A report on a network, in words that a reader of sources reads, as text, JSON or a page.

`clivage.report.study` computes, `clivage.report.sections` says what it means, and three modules
write it down: `text`, `data` and `page`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from pathlib import Path

from clivage.report.data import dumps
from clivage.report.page import html
from clivage.report.section import Section
from clivage.report.sections import SECTIONS, WHOLE
from clivage.report.study import Options, Study, Subject, of_corpus, of_table, subject_at
from clivage.report.text import text

__all__ = [
    "SECTIONS",
    "WHOLE",
    "Form",
    "Options",
    "Study",
    "Subject",
    "form_of",
    "of_corpus",
    "of_table",
    "subject_at",
    "write",
]


class Form(Enum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def form_of(name: str | None, output: Path | None) -> Form:
    """Return the form that is named, else the one that a file's ending says, else text.

    >>> form_of(None, Path("report.html")).value, form_of(None, None).value
    ('html', 'text')
    """
    if name:
        return Form(name)
    ending = output.suffix.lower() if output else ""
    return {".html": Form.HTML, ".json": Form.JSON}.get(ending, Form.TEXT)


def write(study: Study, names: Iterable[str], form: Form, *, version: str, width: int = 100) -> str:
    """Return some sections of a report.

    Args:
        names: of sections, in `SECTIONS`.
        version: of the program, which the report names.
        width: of a text, in characters.

    >>> from clivage.network import SignedNetwork
    >>> network = SignedNetwork.of_rows(["army", "miners"], [0], [1], [-1])
    >>> study = Study(Subject(title="A quarrel", network=network), Options())
    >>> print(write(study, ["ambivalence"], Form.TEXT, version="0").splitlines()[2])
    No two actors have both.
    """
    chosen = list(names)
    if form is Form.JSON:
        return dumps(study, chosen, version=version)
    sections = [_brief(SECTIONS[name](study), study, chosen) for name in chosen]
    if form is Form.HTML:
        return html(study, sections, version=version)
    return text(sections, width=width)


def _brief(section: Section, study: Study, chosen: list[str]) -> Section:
    """Leave out how statements are merged where the overview says it once for all."""
    if section.name == "overview" or "overview" not in chosen:
        return section
    said = f"; {study.graph.definition}"
    return replace(section, definitions=tuple(one.replace(said, "") for one in section.definitions))
