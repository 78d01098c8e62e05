"""The dyads of an event folder as RDF: N-Triples that DuckDB writes, a million a second.

They are the triples that `clivage.rdf` makes of the same records, and that the R2RML of
`clivage.events.mapping` makes of the same tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from clivage import constraints, identifiers, rdf
from clivage.errors import ClivageError
from clivage.events import lines
from clivage.events.folder import EventFolder
from clivage.events.lines import Lines, Written
from clivage.events.settings import Tell
from clivage.events.statements import statement, text
from clivage.model import CodeTable, Corpus
from clivage.rdf.terms import code_table_iri, quoted

if TYPE_CHECKING:
    import duckdb

#: What is said of an actor, and of a side of a dyad: see `clivage.events.lines.spelt`.
ACTOR: Final = (
    "rdf:type clv:UnsortedActor",
    "rdf:type clv:Actor",
    'skos:prefLabel "{label}"@und',
)
DYAD: Final = (
    "rdf:type clv:{sort}",
    "rdf:type clv:UnevidencedTie",
    "rdf:type clv:Dyad",
    "clv:holder <{base}actor/{holder}>",
    "clv:target <{base}actor/{target}>",
    'clv:events "{events}"^^xsd:integer',
    'clv:weight "{weight}"^^xsd:decimal',
    'clv:when "{days}"^^edtf:EDTF',
    'clv:notBefore "{first_day}"^^xsd:date',
    'clv:notAfter "{last_day}"^^xsd:date',
    "clv:codeTable <{table}>",
)
#: The same of either where the data give no direction.
UNDIRECTED: Final = 'clv:directed "false"^^xsd:boolean'
#: The two sides of a dyad: column, class and word in an IRI.
SIDES: Final = (
    ("support", "UnevidencedSupport", "supports"),
    ("opposition", "UnevidencedOpposition", "opposes"),
)
#: Characters that may stand in an IRI by RFC 3987, but which no reader can see for what they are.
_ODD: Final = (
    r"\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}-\x{202F}\x{205F}\x{2066}-\x{2069}\x{3000}"
    r"\x{E1000}-\x{EFFFD}"
)
_VERSION: Final = re.compile(r"[A-Za-z0-9._-]+")
#: What DuckDB may take where nobody says how much.
MEMORY: Final = 4 * 10**9
#: Digits of the digest of a table of codes that stand for a version that it does not have.
_DIGITS: Final = 12


def dyads(
    folder: EventFolder,
    path: Path,
    base: str = "",
    *,
    tell: Tell = lambda progress: None,
) -> Written:
    """Write the dyads of a folder as N-Triples: see `opened`, and `clivage.events.lines.Lines`.

    Raises:
        ClivageError: when the base is none, or the file cannot be written; one that is there
            stays as it was.
    """
    with opened(folder, base, spill=path.with_name(f".{path.name}.spill")) as found:
        return found.write(path, tell)


@contextmanager
def opened(
    folder: EventFolder,
    base: str = "",
    *,
    spill: Path,
    memory: int = MEMORY,
    threads: int = 0,
) -> Iterator[Lines]:
    """Give the dyads of a folder as N-Triples, with their actors, code table and origin.

    Args:
        base: the base IRI of the corpus; that of the folder when empty.
        spill: a folder for what does not fit into the memory; it need not be there.
        memory: bytes that DuckDB may take.
        threads: how many work at a time; as many as there are processors when 0.

    Raises:
        ClivageError: when the base is none, or the tables cannot be read.
    """
    base = based(base or folder.base)
    about = header(folder, base)
    each = len(DYAD) + (not folder.directed)
    with lines.database(memory, spill, threads) as connection:
        with lines.told(folder.path):
            _open(connection, folder)
            actors, ties, left_out = _counted(connection)
        triples = len(about) + len(ACTOR) * actors + each * ties
        written = Written(triples=triples, actors=actors, ties=ties, left_out=left_out)
        yield Lines(connection, _sql(folder, base, about), written)


def based(base: str) -> str:
    """Return the base of a corpus.

    Raises:
        ClivageError: when it is none.
    """
    if wrong := constraints.wrong_base(base):
        raise ClivageError(wrong[0], remedy=wrong[1])
    return base


def named(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``names`` of the view ``actors``: how each is spelt in an IRI."""
    connection.execute(f"CREATE TEMP TABLE names AS {statement('rdf_names', odd=_ODD)}")


def spelt_actors(base: str) -> str:
    """Return a statement that spells what is said of each of the ``names``."""
    said = lines.spelt("{base}actor/{name}", ACTOR, base=base)
    return f"SELECT {said} AS line FROM names WHERE name IS NOT NULL"


def code_table(folder: EventFolder) -> CodeTable:
    """Return the table that says what the codes of a folder mean."""
    codes = folder.manifest["codes"]
    version = codes["version"]
    if not _VERSION.fullmatch(version):
        version = codes["sha256"][:_DIGITS]
    name = identifiers.slug(codes["name"].removesuffix(".csv")) or "codes"
    return CodeTable(
        id=f"{name}/{version}",
        title={"en": codes["title"] or codes["name"]},
        version=version,
        source=codes["source"] if identifiers.is_http(codes["source"]) else "",
        sha256=codes["sha256"],
    )


def header(folder: EventFolder, base: str) -> tuple[str, ...]:
    """Return what is said of the whole: the corpus, its code table, and what it was made of."""
    table = code_table(folder)
    corpus = Corpus(
        id="events", base=base, title={"en": folder.title}, language="en", code_tables=(table,)
    )
    inputs = [f"<{base}input/{number + 1}>" for number in range(len(folder.manifest["inputs"]))]
    activity, version = f"<{base}activity/events>", folder.manifest["clivage"]
    agent = f"<{base}software/clivage-{version}>"
    said = [f"<{base}> prov:wasGeneratedBy {activity}", f"{activity} rdf:type prov:Activity"]
    for input, one in zip(inputs, folder.manifest["inputs"], strict=True):
        name = quoted(re.split(r"[/\\]", one["path"])[-1] or one["path"])
        said += [f"<{base}> prov:wasDerivedFrom {input}", f"{activity} prov:used {input}"]
        said += [f"{input} rdf:type prov:Entity", f"{input} dcterms:title {name}@und"]
    said += [
        f"{activity} prov:used <{code_table_iri(table.id)}>",
        f"{activity} prov:wasAssociatedWith {agent}",
        f"{agent} rdf:type prov:SoftwareAgent",
        f'{agent} foaf:name "clivage"',
        f"{agent} schema:softwareVersion {quoted(version)}",
    ]
    return (*rdf.ntriples(corpus).decode().splitlines(), *map(lines.line, said))


def _open(connection: duckdb.DuckDBPyConnection, folder: EventFolder) -> None:
    for name, files in (("actors", "actors.parquet"), ("dyads", "dyads/*.parquet")):
        connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM {folder.table(files)}")
    named(connection)


def _counted(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, dict[str, int]]:
    """Return how many actors and ties there are to write, and how many others by the reason."""
    ((known, nameless),) = connection.execute("SELECT COUNT(name), COUNT(*) FROM names").fetchall()
    odd = "(SELECT actor FROM names WHERE name IS NULL)"
    sides = " + ".join(f"CAST({side}_tenths > 0 AS INT)" for side, *_ in SIDES)
    ((ties, odd_ties, weightless, neutral),) = connection.execute(
        f"SELECT COALESCE(SUM({sides}), 0),"
        f" COALESCE(SUM({sides}) FILTER (holder IN {odd} OR target IN {odd}), 0),"
        " COUNT(*) FILTER (support_tenths + opposition_tenths = 0 AND support + opposition > 0),"
        " COUNT(*) FILTER (support + opposition = 0) FROM dyads"
    ).fetchall()
    left_out = {
        "actors whose name cannot stand in an IRI": nameless - known,
        "ties of such actors": odd_ties,
        "dyads of events that weigh nothing": weightless,
        "dyads of neutral events alone": neutral,
    }
    return known, ties - odd_ties, {reason: count for reason, count in left_out.items() if count}


def _sql(folder: EventFolder, base: str, about: tuple[str, ...]) -> str:
    """Return the statement that gives all lines."""
    given = {"base": base, "table": str(code_table_iri(code_table(folder).id))}
    says = DYAD if folder.directed else (*DYAD, UNDIRECTED)
    sides = (
        f"CASE WHEN has_{side} THEN "
        + lines.spelt(
            f"{{base}}tie/{{holder}}/{verb}/{{target}}/{{window_name}}",
            says,
            **given,
            sort=sort,
            events=f"={side}",
            weight=f"={side}_weight",
        )
        + " END"
        for side, sort, verb in SIDES
    )
    is_all = folder.manifest["window"] == "all"
    window = "'all'" if is_all else "CAST(window_start AS VARCHAR)"
    return (
        f"SELECT {text(chr(10).join(about))} AS line UNION ALL {spelt_actors(base)}"
        f" UNION ALL SELECT concat_ws(chr(10), {', '.join(sides)}) AS line"
        f" FROM ({statement('rdf_dyads', window=window)}) WHERE has_support OR has_opposition"
    )
