"""R2RML beside the tables of an event folder: what they say in RDF, for engines that need no copy.

It maps the tables to the triples that `clivage.events.triples` writes, of which it is one of two
spellings; a test holds both to be the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final

from clivage import replacing
from clivage.events import triples
from clivage.events.folder import EventFolder
from clivage.rdf.terms import code_table_iri

#: The file of a folder that holds it.
MAPPING: Final = "mapping.ttl"
#: What is said where the events give no direction.
_UNDIRECTED: Final = """, [
    rr:predicate clv:directed ; rr:object false
  ]"""
#: SQL that DuckDB and Spark read alike: a column of tenths as a decimal, and a period in EDTF.
_WEIGHT: Final = (
    "CAST(CAST(({0} - MOD({0}, 10)) / 10 AS BIGINT) AS STRING)\n"
    "        || CASE WHEN MOD({0}, 10) = 0 THEN ''"
    " ELSE '.' || CAST(MOD({0}, 10) AS STRING) END"
)
_DAYS: Final = (
    "CASE WHEN first_day = last_day THEN CAST(first_day AS STRING)\n"
    "        ELSE CAST(first_day AS STRING) || '/' || CAST(last_day AS STRING) END"
)
_TRIPLE: Final = re.compile(r"(<[^>]*>) (<[^>]*>) (.*) \.")


def write(path: Path) -> None:
    """Write the mapping of an event folder into it.

    Raises:
        ClivageError: when it is none, or cannot be written.
    """
    replacing.write_all({path / MAPPING: mapping(EventFolder(path))})


def mapping(folder: EventFolder) -> str:
    """Return the mapping of an event folder, in Turtle."""
    table = code_table_iri(triples.code_table(folder).id)
    is_all = folder.manifest["window"] == "all"
    sides = (
        _template("mapping_side").substitute(
            base=folder.base,
            side=side,
            sort=sort,
            verb=verb,
            table=table,
            window="'all'" if is_all else "CAST(window_start AS STRING)",
            weight=_WEIGHT.format(f"{side}_tenths"),
            days=_DAYS,
            undirected="" if folder.directed else _UNDIRECTED,
        )
        for side, sort, verb in triples.SIDES
    )
    about = "\n".join(_constant(triples.header(folder, folder.base)))
    return _template("mapping").substitute(base=folder.base, sides="\n".join(sides), about=about)


def _template(name: str) -> Template:
    file = resources.files("clivage.events").joinpath("sql", f"{name}.ttl")
    return Template(file.read_text(encoding="utf-8"))


def _constant(lines: Iterable[str]) -> Iterable[str]:
    """Map triples that rest on no row of a table."""
    between = " ], [\n    "
    said: dict[str, list[str]] = {}
    for line in lines:
        if found := _TRIPLE.fullmatch(line):
            subject, property_, value = found.groups()
            said.setdefault(subject, []).append(f"rr:predicate {property_} ; rr:object {value}")
    for number, (subject, pairs) in enumerate(said.items(), 1):
        yield (
            f'<#about-{number}>\n  rr:logicalTable [ rr:sqlQuery "SELECT 1 AS one" ] ;\n'
            f"  rr:subject {subject} ;\n"
            f"  rr:predicateObjectMap [ {between.join(pairs)} ] .\n"
        )
