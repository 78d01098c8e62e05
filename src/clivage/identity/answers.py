"""What a reconciliation service says, in the shapes that version 0.2 of its API publishes."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from clivage import identifiers

VERSION: Final = "0.2"
#: What stands for the identifier in a template of addresses.
ID: Final = "{{id}}"
#: Characters of a name or description beyond which it is cut, and that an identifier may have.
_LONGEST: Final = 300
#: An identifier space that ends so is the beginning of the IRIs of what it identifies; another is
#: only the name of the space, or a page about it.
_BEGINNING: Final = re.compile(r"https?://.*[/#=:]")
#: What an IRI may hold besides letters and digits; the rest of an identifier is escaped.
_KEPT: Final = "/:@!$&'()*+,;=-._~?%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """How a service describes itself.

    Attributes:
        space: a URI for the identifiers that it uses.
        view: a template that makes the address of a page from an identifier, or empty.
        batch: most queries of one request, as the service wants it; 0 where it does not say.
    """

    name: str
    space: str
    view: str = ""
    batch: int = 0

    @property
    def template(self) -> str:
        """What makes an IRI of an identifier; empty where the service does not say.

        >>> Manifest(name="W", space="http://www.wikidata.org/entity/", view="").template
        'http://www.wikidata.org/entity/{{id}}'
        >>> Manifest(name="V", space="http://rdf.net/viaf", view="http://v.net/{{id}}").template
        'http://v.net/{{id}}'
        """
        return f"{self.space}{ID}" if _BEGINNING.fullmatch(self.space) else self.view


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that may be the same as what was asked for.

    Attributes:
        iri: of it, or empty where the service does not say how to make one.
        match: whether the service takes it for certain. It is never taken at its word.
        types: the names of its types, or their identifiers.
    """

    id: str
    iri: str = ""
    name: str
    description: str = ""
    types: tuple[str, ...] = ()
    score: float = 0.0
    match: bool = False


def parsed(content: bytes) -> Any:  # noqa: ANN401
    """Return what JSON says.

    Raises:
        ValueError: when it is none, or holds what JSON cannot, such as NaN.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON, from line {error.lineno} on") from None


def manifest(data: object) -> Manifest:
    """Return the manifest of a service.

    Raises:
        ValueError: when it is not one of version 0.2.
    """
    if not isinstance(data, dict):
        raise ValueError("its manifest is not a JSON object")
    versions = data.get("versions")
    if not isinstance(versions, list) or not all(isinstance(one, str) for one in versions):
        raise ValueError("its manifest does not say which 'versions' it speaks")
    if VERSION not in versions:
        said = ", ".join(cleaned(one) for one in versions[:5]) or "none"
        raise ValueError(f"it speaks version {said}, and not {VERSION}")
    for key in ("name", "identifierSpace", "schemaSpace"):
        if not isinstance(data.get(key), str):
            raise ValueError(f"its manifest has no {key!r}")
    view, batch = data.get("view"), data.get("batchSize")
    url = view.get("url") if isinstance(view, dict) else None
    if view is not None and not (isinstance(url, str) and ID in url):
        raise ValueError(f"its manifest has a 'view' without a 'url' that holds {ID}")
    return Manifest(
        name=cleaned(data["name"]) or "unnamed",
        space=cleaned(data["identifierSpace"]),
        view=cleaned(url or ""),
        batch=batch if isinstance(batch, int) and batch > 0 else 0,
    )


def results(data: object, asked: Iterable[str], template: str) -> dict[str, tuple[Candidate, ...]]:
    """Return the candidates for each query, best first.

    Args:
        asked: the names of the queries; an answer that lacks one is broken.
        template: what makes an IRI of an identifier.

    Raises:
        ValueError: when it is not an answer of version 0.2.
    """
    if not isinstance(data, dict):
        raise ValueError("it is not a JSON object")
    found = {}
    for key in asked:
        if not isinstance(data.get(key), dict):
            raise ValueError(f"it does not answer the query {cleaned(key)!r}{_complaint(data)}")
        result = data[key].get("result")
        if not isinstance(result, list):
            raise ValueError(f"{cleaned(key)!r} has no list 'result'")
        found[key] = _sorted(
            _candidate(one, f"candidate {number} of {cleaned(key)!r}", template)
            for number, one in enumerate(result, 1)
        )
    return found


def iri(template: str, id: str) -> str:
    """Return the IRI of an identifier; empty where it has none.

    >>> iri("http://www.wikidata.org/entity/{{id}}", "Q750")
    'http://www.wikidata.org/entity/Q750'
    >>> iri("", "http://viaf.org/viaf/1"), iri("", "Q750"), iri("urn:x:{{id}}", "1")
    ('http://viaf.org/viaf/1', '', '')
    """
    if identifiers.is_http(id):
        return id
    made = template.replace(ID, quote(id, safe=_KEPT)) if ID in template else ""
    return made if identifiers.is_http(made) else ""


def cleaned(text: str) -> str:
    r"""Return a text of a stranger as a part of one line, without what cannot stand in a file.

    >>> cleaned(" two\nlines \x1b[31m\ud800")
    'two lines [31m'
    """
    signs = (
        " " if unicodedata.category(one) in ("Cc", "Cs", "Cf", "Zl", "Zp") else one
        for one in text[: 10 * _LONGEST]
    )
    words = " ".join("".join(signs).split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def best_first(candidate: Candidate) -> tuple[float, str]:
    """Sort candidates by their score, and those of one score by identifier."""
    return -candidate.score, candidate.id


def _refuse(constant: str) -> None:
    raise ValueError(f"it holds {constant}, which JSON does not know")


def _complaint(data: Mapping[str, object]) -> str:
    """Return what a service says of its own failure, as many do in the place of an answer."""
    message = data.get("message") or data.get("details")
    return f": {cleaned(message)}" if isinstance(message, str) else ""


def _sorted(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates best first, each identifier once."""
    once: dict[str, Candidate] = {}
    for one in sorted(candidates, key=best_first):
        once.setdefault(one.id, one)
    return tuple(once.values())


def _candidate(data: object, where: str, template: str) -> Candidate:
    if not isinstance(data, dict):
        raise ValueError(f"{where} is not a JSON object")
    for key in ("id", "name"):
        if not isinstance(data.get(key), str):
            raise ValueError(f"{where} has no {key!r}, or one that is not a text")
    id, match = data["id"], data.get("match", False)
    if not id or cleaned(id) != id:
        raise ValueError(f"{where} has an 'id' that is empty, too long, or not of printed signs")
    if not _is_number(data.get("score")):
        raise ValueError(f"{where} has no 'score', or one that is not a number")
    if not isinstance(match, bool):
        raise ValueError(f"{where} has a 'match' that is neither true nor false")
    description = data.get("description")
    if description is not None and not isinstance(description, str):
        raise ValueError(f"{where} has a 'description' that is not a text")
    _features(data.get("features", []), where)
    return Candidate(
        id=id,
        iri=iri(template, id),
        name=cleaned(data["name"]),
        description=cleaned(description or ""),
        types=_types(data.get("type", []), where),
        score=float(data["score"]),
        match=match,
    )


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _types(data: object, where: str) -> tuple[str, ...]:
    if not isinstance(data, list):
        raise ValueError(f"{where} has a 'type' that is not a list")
    found = []
    for one in data:
        id = one.get("id") if isinstance(one, dict) else one
        name = one.get("name") if isinstance(one, dict) else None
        if not isinstance(id, str) or not isinstance(name, str | None):
            raise ValueError(f"{where} has a type without an 'id' that is a text")
        found.append(cleaned(name or id))
    return tuple(found)


def _features(data: object, where: str) -> None:
    """Refuse features of another shape; they are not used."""
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise ValueError(f"{where} has 'features' that are not a list of objects")
    for one in data:
        if not isinstance(one.get("id", ""), str) or not isinstance(
            one.get("value", 0), bool | int | float
        ):
            raise ValueError(f"{where} has a feature that is neither a number nor true or false")
