"""Ids and IRIs: one slug a thing, one IRI a slug, readable and stable.

An id is a slug such as ``world-bank``; its IRI hangs from the corpus's base, in a folder for
its sort: ``<base>actor/world-bank``. RDF that was named by somebody else keeps its names: an
id that is an absolute IRI already is its own IRI. There are no blank nodes.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from clivage.model import Passage, Sign

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Letters that do not come apart into a Latin letter and its accent.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "þ": "th"})
_STATEMENT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
#: Characters of an id beyond which nobody has mistyped one.
_LONGEST = 200
#: What an IRI is made of after its scheme (RFC 3987): no private characters, none that turn a
#: line around, and after a percent sign two hexadecimal digits.
_CHARACTER = (
    r"(?:%[0-9a-f]{2}|[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`\[\]%#"
    r"\u202a-\u202e\u2066-\u2069\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U0010ffff])"
)
_HOST = r"//(?:[^@/?#]*@)?[^@:/?#]*(?::[0-9]*)?(?![^/?#])"
_ABSOLUTE = re.compile(
    rf"[a-z][a-z0-9+.-]*:(?=.)(?:(?!//)|(?={_HOST})){_CHARACTER}*(?:#{_CHARACTER}*)?",
    re.IGNORECASE,
)


def is_slug(text: str) -> bool:
    """Whether ``text`` can be an id: lower-case letters, digits and single hyphens.

    >>> is_slug("world-bank"), is_slug("World Bank")
    (True, False)
    """
    return _SLUG.fullmatch(text) is not None


def slug(text: str, *, most: int = 60) -> str:
    """Return an id for what has a name, cut at a word; empty when no Latin letter is in it.

    >>> slug("L'Assemblée  Populaire"), slug("Œuvre sociale"), slug("Народная ассамблея")
    ('l-assemblee-populaire', 'oeuvre-sociale', '')
    """
    spelt = text.casefold().translate(_LIGATURES)
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return found if len(found) <= most else found[: most + 1].rpartition("-")[0] or found[:most]


def plain(name: str) -> str:
    """Return what two spellings of one name have in common: no capitals, one apostrophe.

    >>> plain("L’Assemblée  populaire") == plain("l'assemblée Populaire")
    True
    """
    composed = unicodedata.normalize("NFC", name).replace("\u2019", "'")
    return " ".join(composed.casefold().split())


def unpublished(name: str) -> str:
    """Return the base IRI of a corpus that has none of its own yet, by the name of its folder.

    >>> unpublished("Port & mer")
    'https://w3id.org/clivage/unpublished/port-mer/'
    """
    return f"https://w3id.org/clivage/unpublished/{slug(name) or 'corpus'}/"


def is_statement_id(text: str) -> bool:
    """Whether ``text`` can be the id of a statement, which may have dots and capitals too.

    >>> is_statement_id("text.1283.world-bank.opposes.bolivia")
    True
    """
    return _STATEMENT.fullmatch(text) is not None


def is_absolute(id: str) -> bool:
    """Whether an id is an absolute IRI, given by somebody else.

    >>> is_absolute("http://other.net/a"), is_absolute("world-bank")
    (True, False)
    """
    return _ABSOLUTE.fullmatch(id) is not None


def is_http(text: str) -> bool:
    """Whether ``text`` is an address on the web.

    >>> is_http("https://isni.org/isni/0000000404829086"), is_http("urn:isbn:0")
    (True, False)
    """
    return is_absolute(text) and re.match(r"https?://[^/?#]", text) is not None


def is_base(text: str) -> bool:
    """Whether ``text`` can be the base of a corpus: an IRI that ends in ``/`` or ``#``.

    >>> is_base("https://w3id.org/you/corpus/"), is_base("https://w3id.org/you/corpus")
    (True, False)
    """
    return is_absolute(text) and text.endswith(("/", "#"))


def iri(base: str, folder: str, id: str) -> str:
    """Return the IRI of an id.

    Args:
        base: the corpus's base IRI, ending in ``/`` or ``#``.
        folder: ``actor``, ``issue``, ``source``, ``statement``, ``coder`` or ``graph``.

    >>> iri("https://w3id.org/clivage/demo/", "actor", "torres")
    'https://w3id.org/clivage/demo/actor/torres'
    >>> iri("https://w3id.org/clivage/demo/", "actor", "http://other.net/a")
    'http://other.net/a'
    """
    return id if is_absolute(id) else f"{base}{folder}/{id}"


def id_of(base: str, folder: str, iri: str) -> str:
    """Return the id of an IRI: the inverse of `iri`.

    >>> id_of("https://w3id.org/clivage/demo/", "actor", "https://w3id.org/clivage/demo/actor/b")
    'b'
    """
    return iri.removeprefix(f"{base}{folder}/")


def passage_iri(source_iri: str, passage: Passage, part: str = "char") -> str:
    """Return the IRI of a passage, or of one of its selectors, after RFC 5147.

    A source whose IRI has a fragment already, as under a base that ends in ``#``, cannot get
    another: the place goes on after a slash.

    Args:
        part: ``char`` for the passage, ``quote`` or ``position`` for its selectors.

    >>> passage_iri("urn:s", Passage(source="s", start=3, end=9, exact="Torres"))
    'urn:s#char=3,9'
    >>> passage_iri("urn:c#source/s", Passage(source="s", start=3, end=9, exact="Torres"))
    'urn:c#source/s/char=3,9'
    """
    mark = "/" if "#" in source_iri else "#"
    return f"{source_iri}{mark}{part}={passage.start},{passage.end}"


def statement_id(holder: str, sign: Sign, target: str, passage: Passage) -> str:
    """Return the default id of a statement: where it stands and what it says.

    >>> quoted = Passage(source="text", start=1283, end=1436, exact="...")
    >>> statement_id("world-bank", Sign.OPPOSITION, "bolivia", quoted)
    'text.1283.world-bank.opposes.bolivia'
    """
    return f"{passage.source}.{passage.start}.{holder}.{sign.verb}.{target}"


def nearest(id: str, known: Iterable[str]) -> str:
    """Return the known id most like ``id``, or an empty string when none is.

    >>> nearest("tores", ["torres", "banzer"])
    'torres'
    """
    return _nearest(id, tuple(known)) if len(id) <= _LONGEST else ""


def did_you_mean(id: str, known: Iterable[str], otherwise: str) -> str:
    """Return the remedy for an id that is not known: the one most like it, or other words.

    >>> did_you_mean("tores", ["torres", "banzer"], "see corpus.yaml")
    "did you mean 'torres'"
    >>> did_you_mean("x", ["torres", "banzer"], "see corpus.yaml")
    'see corpus.yaml'
    """
    near = nearest(id, known)
    return f"did you mean {near!r}" if near else otherwise


@lru_cache(maxsize=16)
def _nearest(id: str, known: tuple[str, ...]) -> str:
    # Remembered, because a coder who misspells an id does so all along a file.
    return next(iter(difflib.get_close_matches(id, known, n=1, cutoff=0.6)), "")
