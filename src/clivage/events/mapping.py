"""R2RML beside the tables of an event folder: what they say in RDF, for engines that need no copy.

It maps the tables to the triples that `clivage.events.triples` writes, of which it is one of two
spellings; a test holds both to be the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final

from clivage import replacing
from clivage.events import triples
from clivage.events.folder import EventFolder
from clivage.events.settings import MANIFEST
from clivage.events.statements import text
from clivage.rdf.terms import code_table_iri, quoted

#: The file of a folder that holds it.
MAPPING: Final = "mapping.ttl"
#: What is said where the events give no direction.
_UNDIRECTED: Final = """, [
    rr:predicate clv:directed ;
    rr:objectMap [ rr:column "directed" ; rr:datatype xsd:boolean ]
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
#: A text with its language, whose escapes JSON has too.
_SPOKEN: Final = re.compile(r'(".*")@([a-z-]+)')
_TRIPLE: Final = re.compile(r"(<[^>]*>) (<[^>]*>) (.*) \.")


def write(path: Path, base: str = "") -> None:
    """Write the mapping of an event folder into it.

    Args:
        base: another base IRI, which the folder then has.

    Raises:
        ClivageError: when it is none, or cannot be written, or the base is none.
    """
    folder = EventFolder(path)
    files = {path / MAPPING: mapping(folder, base)}
    if base:
        named = {**folder.manifest, "base": base}
        files[path / MANIFEST] = json.dumps(named, ensure_ascii=False, indent=1)
    replacing.write_all(files)


def mapping(folder: EventFolder, base: str = "") -> str:
    """Return the mapping of an event folder, in Turtle."""
    base = triples.based(base or folder.base)
    table = code_table_iri(triples.code_table(folder).id)
    is_all = folder.manifest["window"] == "all"
    sides = (
        _template("mapping_side").substitute(
            base=base,
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
    about = "\n".join(_constant(triples.header(folder, base)))
    return _template("mapping").substitute(base=base, sides="\n".join(sides), about=about)


def _template(name: str) -> Template:
    file = resources.files("clivage.events").joinpath("sql", f"{name}.ttl")
    return Template(file.read_text(encoding="utf-8"))


def _constant(lines: Iterable[str]) -> Iterator[str]:
    """Map triples that rest on no row of a table."""
    said: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        if found := _TRIPLE.fullmatch(line):
            said.setdefault(found[1], []).append((found[2], found[3]))
    between = " ], [\n    "
    for number, (subject, pairs) in enumerate(said.items(), 1):
        # A text with a language stands in a column, since morph-kgc drops it of a constant.
        columns: list[str] = []
        maps = [
            f"rr:predicate {property_} ; {_object(value, columns)}" for property_, value in pairs
        ]
        sql = f"SELECT {', '.join(columns) or '1 AS one'}"
        yield (
            f"<#about-{number}>\n"
            f"  rr:logicalTable [ rr:sqlQuery {quoted(sql)} ] ;\n"
            f"  rr:subject {subject} ;\n"
            f"  rr:predicateObjectMap [\n    {between.join(maps)}\n  ] .\n"
        )


def _object(value: str, columns: list[str]) -> str:
    if not (found := _SPOKEN.fullmatch(value)):
        return f"rr:object {value}"
    column = f"text_{len(columns) + 1}"
    columns.append(f"{text(json.loads(found[1]))} AS {column}")
    return f'rr:objectMap [ rr:column "{column}" ; rr:language "{found[2]}" ]'
