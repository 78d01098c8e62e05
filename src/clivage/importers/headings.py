"""The columns of a table of statements, or of signed edges, by the names that people give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clivage import identifiers
from clivage.errors import ImportFileError, Origin
from clivage.importers.options import Options
from clivage.importers.values import plain

#: What `Options.fields` may say besides the name of a column: the sheet of a workbook to read;
#: ``unevidenced: yes``, which makes ties without evidence of rows without a quotation.
SETTINGS: Final = ("sheet", "unevidenced")
#: Our fields, and what they are called in English, French and Spanish, as `plain` has it. The
#: first of its names that a table has counts.
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "quote": ("quote", "quotation", "citation", "cita", "exact", "verbatim", "passage", "pasaje",
              "excerpt", "extrait", "extracto", "fragmento"),
    "who": ("who", "holder", "actor", "speaker", "qui", "acteur", "locuteur", "quien", "hablante"),
    "whom": ("whom", "target", "cible", "a qui", "destinataire", "a quien", "objetivo",
             "destinatario"),
    "on": ("on", "issue", "enjeu", "target issue", "concept", "asunto", "cuestion"),
    "supports": ("supports", "soutient", "soutiens", "apoya", "apoyos"),
    "opposes": ("opposes", "s oppose a", "oppositions", "se opone a", "oposiciones"),
    "sign": ("sign", "stance", "polarity", "signe", "position", "prise de position", "polarite",
             "signo", "postura", "posicion", "polaridad", "agreement"),
    "weight": ("weight", "poids", "peso", "signed weight"),
    "about": ("about", "topic", "sujet", "a propos", "a propos de", "theme", "sobre", "tema",
              "acerca de"),
    "when": ("when", "date", "quand", "cuando", "fecha", "year", "annee", "ano", "time"),
    "not_before": ("not before", "pas avant", "no antes"),
    "not_after": ("not after", "pas apres", "no despues"),
    "voice": ("voice", "voix", "voz"),
    "relation": ("relation", "relation type", "relacion"),
    "strength": ("strength", "force", "fuerza", "intensity", "intensite", "intensidad"),
    "certainty": ("certainty", "certitude", "certeza"),
    "modality": ("modality", "modalite", "modalidad"),
    "mode": ("mode", "modo"),
    "date_basis": ("date basis", "base de la date", "base de la fecha"),
    "coder": ("coder", "annotator", "codeur", "annotateur", "codificador", "anotador"),
    "note": ("note", "notes", "comment", "remarque", "commentaire", "nota", "comentario"),
    "id": ("id", "statement id", "identifier", "identifiant", "identificador"),
    "start": ("start", "start position", "debut", "inicio"),
    "end": ("end", "end position", "stop", "stop position", "fin"),
    "who_type": ("who type", "holder type", "actor type", "type d acteur", "tipo de actor"),
    "whom_type": ("whom type", "target type", "type de cible", "tipo de objetivo"),
    "source": ("source", "text id", "document", "document id", "texte", "fuente", "texto",
               "documento"),
    "source_title": ("source title", "title", "document title", "titre", "titulo"),
    "source_author": ("source author", "author", "document author", "auteur", "autor", "creator"),
    "source_date": ("source date", "document date", "published", "publication date",
                    "date de publication", "fecha de publicacion"),
    "publication": ("publication", "newspaper", "journal", "document source", "periodico",
                    "publicacion"),
    "section": ("section", "document section", "rubrique", "seccion"),
    "genre": ("genre", "document type", "genero"),
    "language": ("language", "lang", "langue", "idioma", "lengua"),
    "rights": ("rights", "droits", "derechos"),
    "provenance": ("provenance", "procedencia"),
}  # fmt: skip
#: The same for a table of edges, which has no quotations: there ``source`` is not a text.
EDGES: Final[Mapping[str, tuple[str, ...]]] = {
    "who": (*NAMES["who"], "source", "from"),
    "whom": (*NAMES["whom"], "to"),
    **{name: NAMES[name] for name in (
        "on", "supports", "opposes", "sign", "weight", "strength", "relation", "about", "when",
        "not_before", "not_after", "who_type", "whom_type", "voice", "certainty", "modality",
        "mode", "date_basis", "coder", "note", "id", "source", "source_title",
    )},
    "direction": ("direction", "type", "edge type"),
    "statements": ("statements",),
    "quotations": ("quotations",),
}  # fmt: skip
#: A table that lacks the column of texts is one: its reader is told what to do.
_ANY_TEXT: Final = Options(source="?")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands.

    Attributes:
        at: our name of a field to the number of its column.
        left: numbers of the columns that are none of ours, with their names.
        evidence: whether there is a column of quotations; if not, it is a table of edges.
    """

    at: Mapping[str, int]
    left: Mapping[int, str]
    evidence: bool
    width: int


def columns(header: Sequence[str], options: Options, origin: Origin) -> Columns:
    """Return the columns of a table.

    Raises:
        ImportFileError: when one is missing that a table needs, or that the person has named.

    >>> found = columns(["Texte", "Citation", "Qui", "Signe", "Cible"], Options(), Origin("a.csv"))
    >>> found.at["who"], found.evidence
    (2, True)
    >>> columns(["source", "target", "weight"], Options(), Origin("a.csv")).evidence
    False
    """
    names = [plain(name) for name in header]
    mapped = _mapped(header, names, options, origin)
    evidence = "quote" in mapped or any(name in names for name in NAMES["quote"])
    choices = NAMES if evidence else EDGES
    at = dict(mapped)
    for field, called in choices.items():
        free = [name for name in called if name in names and names.index(name) not in at.values()]
        if field not in at and free:
            at[field] = names.index(free[0])
    _complete(at, header, needs_source=evidence and not options.source, origin=origin)
    taken = set(at.values())
    left = {number: name.strip() for number, name in enumerate(header) if number not in taken}
    return Columns(at, left, evidence, len(header))


def known(header: Sequence[str]) -> int:
    """Return how many columns have a name that is ours, or 0 when it is no table of ours.

    >>> known(["who", "whom", "sign", "colour"]), known(["name", "age"])
    (3, 0)
    """
    try:
        return len(columns(header, _ANY_TEXT, Origin("")).at)
    except ImportFileError:
        return 0


def _mapped(
    header: Sequence[str], names: Sequence[str], options: Options, origin: Origin
) -> dict[str, int]:
    """Return the columns that the person has named."""
    at = {}
    for field, theirs in options.fields.items():
        ours = plain(field).replace(" ", "_")
        if ours in SETTINGS:
            continue
        if ours not in NAMES and ours not in EDGES:
            remedy = identifiers.did_you_mean(ours, NAMES, f"it is one of {', '.join(NAMES)}")
            raise ImportFileError(f"a table has no field {field!r}", remedy=remedy, origin=origin)
        if plain(theirs) not in names:
            what = f"the table has no column {theirs!r}"
            raise ImportFileError(what, remedy=_are(header), origin=origin)
        at[ours] = names.index(plain(theirs))
    return at


def _complete(
    at: Mapping[str, int], header: Sequence[str], *, needs_source: bool, origin: Origin
) -> None:
    """Refuse a table that lacks what every row of it must say."""
    needed = [
        (("who",), "who"),
        (("whom", "on", "supports", "opposes"), "whom"),
        (("sign", "relation", "weight", "supports", "opposes"), "sign"),
    ]
    if needs_source:
        needed.append((("source", "source_title"), "source"))
    for fields, name in needed:
        if not any(field in at for field in fields):
            remedy = f"{_are(header)}; name one with --map {name}=COLUMN"
            remedy += ", or the text of all rows with --source ID" if name == "source" else ""
            what = f"the table has no column {name!r}"
            raise ImportFileError(what, remedy=remedy, origin=origin)


def _are(header: Sequence[str]) -> str:
    """Return the names of some columns in words."""
    names = [name.strip()[:40] for name in header if name.strip()][:20]
    return f"its columns are {', '.join(map(repr, names))}" if names else "its first row is empty"
