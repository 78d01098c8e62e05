"""The forms in which annotations come: pages, collections, graphs, and those of Hypothesis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from clivage import identifiers
from clivage.importers.annotation_json import Fields, listed, objects, shown, words
from clivage.importers.layers import Layers
from clivage.importers.records import Remark

_TYPE: Final = re.compile(rb'"@?type"\s*:\s*\[?\s*"(?:oa:)?Annotation(?:Page|Collection)?"')
_CONTEXT: Final = b"http://www.w3.org/ns/anno.jsonld"
_HYPOTHESIS: Final = re.compile(rb'"user"\s*:\s*"acct:')
_EXPANDED: Final = "http://www.w3.org/ns/oa#Annotation"
#: Where the annotations of a page, collection, graph or answer of Hypothesis stand.
_INSIDE: Final = ("@graph", "first", "items", "rows", "annotations", "next")


def is_some(head: bytes) -> bool:
    """Whether the beginning of a file has an annotation, or its context."""
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    if not begins:
        return False
    hypothesis = b'"uri"' in head and _HYPOTHESIS.search(head)
    return _CONTEXT in head or bool(_TYPE.search(head) or hypothesis)


def each(value: object, layers: Layers, record: str) -> Iterator[Fields]:
    """Give the annotations of a value: itself, or those of a page, collection or graph."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif not isinstance(one, dict):
            _no_object(one, layers, record)
        elif "uri" in one and "user" in one and "type" not in one:
            yield _of_hypothesis(one)
        elif _EXPANDED in (types := set(_types(one))):
            remedy = "compact it with the context http://www.w3.org/ns/anno.jsonld"
            layers.refused.append(Remark(record, "is expanded JSON-LD", remedy))
        elif "Annotation" in types or ("target" in one and "first" not in one):
            yield one
        elif inside := [one[name] for name in _INSIDE if name in one]:
            waiting.extend(reversed(inside))
        elif types:
            layers.left(f"thing of the type {', '.join(sorted(types))[:60]!r}")
        else:
            layers.refused.append(Remark(record, "is no annotation"))


def _types(one: Fields) -> Iterator[str]:
    both = (*listed(one.get("type")), *listed(one.get("@type")))
    yield from (words(type_).removeprefix("oa:") for type_ in both)


def _no_object(one: object, layers: Layers, record: str) -> None:
    what, remedy = f"{shown(one)} is no annotation", ""
    if isinstance(one, str) and identifiers.is_absolute(one):
        what = f"it goes on at {one[:200]}, and no address is ever fetched"
        remedy = "import what is there as well"
    layers.refused.append(Remark(record, what, remedy))


def _of_hypothesis(one: Fields) -> Fields:
    """Return an annotation as the API of Hypothesis has it, as the W3C does."""
    renamed = {"uri", "user", "user_info", "tags", "text", "references"}
    info = next(iter(objects(one.get("user_info"))), {})
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag}
              for tag in listed(one.get("tags"))]  # fmt: skip
    if words(one.get("text")):
        said = {"type": "TextualBody", "purpose": "commenting", "value": one["text"]}
        bodies.append(said)
    known = {name: value for name, value in one.items() if name not in renamed}
    answers = listed(one.get("references"))
    return {
        **known,
        "type": "Annotation",
        "creator": {"id": one["user"], "name": info.get("display_name")},
        "body": bodies,
        "target": answers[-1:] or one.get("target") or one["uri"],
    }
