"""Which format is meant: Accept headers with their qualities (RFC 9110, section 12.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

#: Media types of tables and truths, the preferred first, and the format of each.
TABLES: Final[Mapping[str, str]] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/html": "html",
}
#: Media types of graphs.
GRAPHS: Final[Mapping[str, str]] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
}
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_RANGE = re.compile(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+")


def best(accept: str, offered: Mapping[str, str]) -> str:
    """Return the media type that a client likes best, or an empty text.

    Of two that it likes as much, the one that it names more exactly is taken, then the one
    that is offered first. Without a header everything is accepted.

    >>> best("text/csv;q=0.5, application/*", TABLES)
    'application/sparql-results+json'
    >>> best("image/png", TABLES)
    ''
    """
    return _best(accept, tuple(offered))


@lru_cache(maxsize=256)
def _best(accept: str, offered: tuple[str, ...]) -> str:
    ranges = dict(_ranges(accept)) if accept.strip() else {"*/*": 1.0}
    chosen, most = "", (0.0, -1)
    for media in offered:
        quality, precision = _quality(media, ranges)
        if quality > 0 and (quality, precision) > most:
            chosen, most = media, (quality, precision)
    return chosen


def _quality(media: str, ranges: Mapping[str, float]) -> tuple[float, int]:
    """Return how much a type is liked, by the most exact range that it falls into."""
    for precision, range_ in ((2, media), (1, f"{media.partition('/')[0]}/*"), (0, "*/*")):
        if range_ in ranges:
            return ranges[range_], precision
    return 0.0, -1


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Read a header; what is no range, or has no right quality, is left out."""
    for element in accept.lower().split(","):
        range_, *parameters = (part.strip() for part in element.split(";"))
        quality = "1"
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = value.strip()
        if _RANGE.fullmatch(range_) and _QUALITY.fullmatch(quality):
            yield range_, float(quality)


def gzipped(accept_encoding: str) -> bool:
    """Whether a client takes gzip.

    >>> gzipped("br, gzip"), gzipped("gzip;q=0, *"), gzipped("")
    (True, False, False)
    """
    liked: dict[str, bool] = {}
    for element in accept_encoding.lower().split(","):
        name, _, quality = (part.strip() for part in element.partition(";"))
        liked[name] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return liked.get("gzip", liked.get("*", False))
