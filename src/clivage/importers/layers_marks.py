"""Annotations of UIMA layers, as WebAnno and INCEpTION write them in TSV and in XMI.

A layer has features with names of the annotator's own; some hold the sign, some the type of an
entity, some tie other annotations in roles. What each is taken for is the same in both formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from clivage import identifiers
from clivage.importers.layers import Layers
from clivage.importers.layers_records import Link, Saying, Span

#: Features that hold the one thing that an annotation says.
_VALUES: Final = ("value", "label")
#: Values of features that are no word for a sign or a type by themselves.
_MUTE: Final = frozenset(("true", "false", "yes", "no", "0", "1", "-1"))
#: Layers of grammar, which programs fill: a lemma "support" or a tag "PRO" takes no side.
_GRAMMAR: Final = re.compile(r"\.dkpro\.core\.api\.(?:lexmorph|segmentation|syntax|transform)\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An annotation on words.

    Attributes:
        key: unique in its document; a person can look it up.
        layer: name of its layer.
        features: values by name, the empty ones left out.
        slots: what it ties: role and key of the other annotation.
    """

    document: str
    key: str
    layer: str
    exact: str
    start: int
    end: int
    features: Mapping[str, str] = field(default_factory=dict)
    slots: tuple[tuple[str, str], ...] = ()


def take_mark(layers: Layers, mark: Mark) -> None:
    """Take an annotation on words: somebody, something, or a stance."""
    said = _said(layers, mark.features)
    words = tuple(_words(layers, mark.layer, mark.features))
    if is_grammar(mark.layer):  # which count where a person has mapped them
        mapped = {*layers.options.signs, *layers.options.types}
        words = tuple(word for word in words if word.strip().casefold() in mapped)
    links = [value for value in mark.features.values() if identifiers.is_http(value)]
    span = Span(
        document=mark.document,
        key=mark.key,
        exact=mark.exact,
        start=mark.start,
        end=mark.end,
        types=words,
        sort=short(mark.layer),
        notes=(*(f"the annotation links it to {one}; not checked" for one in links),
               *filter(None, [said.get("note", "")])),
    )  # fmt: skip
    signed = layers.sign(words) is not None
    if not mark.slots and signed and said.keys() & {"who", "target"}:
        quotes = (span.quote,)
        layers.say(Saying(record=mark.key, words=words, quotes=quotes, said=said))
    else:
        layers.add(span)
    if mark.slots:
        ends = tuple(_ends(layers, mark.slots))
        record, document = mark.key, mark.document
        link = Link(
            record=record, document=document, words=words, ends=ends, trigger=span, said=said
        )
        layers.link(link)
    if mark.slots or signed:
        _count(layers, mark.layer, mark.features, words)


def take_relation(
    layers: Layers,
    *,
    record: str,
    document: str,
    layer: str,
    features: Mapping[str, str],
    source: str,
    target: str,
) -> None:
    """Take an arrow from one annotation to another; who draws it takes the side."""
    words = tuple(_words(layers, layer, features))
    ends = tuple(_ends(layers, (("source", source), ("target", target))))
    said = _said(layers, features)
    layers.link(Link(record=record, document=document, words=words, ends=ends, said=said))
    _count(layers, layer, features, words)


def is_grammar(layer: str) -> bool:
    """Whether a layer is one of grammar, whose words take no sides.

    >>> is_grammar("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma")
    True
    """
    return bool(_GRAMMAR.search(layer))


def short(layer: str) -> str:
    """Return the name of a layer without its namespace.

    >>> short("webanno.custom.Stance")
    'Stance'
    """
    return layer.rpartition(".")[2]


def _said(layers: Layers, features: Mapping[str, str]) -> dict[str, str]:
    named = {layers.names.field(name): value.strip() for name, value in features.items()}
    return {name: value for name, value in named.items() if name}


def _words(layers: Layers, layer: str, features: Mapping[str, str]) -> Iterator[str]:
    """Give the words that may tell a sign or a type: what a feature is meant for, then others."""
    said = _said(layers, features)
    yield from (said[name] for name in ("sign", "relation", "type") if name in said)
    free = {name: value for name, value in features.items() if not layers.names.field(name)}
    for name in sorted(free, key=lambda one: one.casefold() not in _VALUES):
        if free[name].casefold() not in _MUTE and not identifiers.is_http(free[name]):
            yield free[name]
    yield short(layer)


def _ends(layers: Layers, slots: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    for role, key in slots:
        name = layers.names.field(role)
        if name in ("who", "target", "about", "voice"):
            yield name, key
        else:
            layers.left(f"role {role[:60]!r}")


def _count(layers: Layers, layer: str, features: Mapping[str, str], words: tuple[str, ...]) -> None:
    """Count features of a stance that tell nothing of it."""
    telling = next((word for word in words if layers.sign([word])), "")
    for name, value in features.items():
        if not layers.names.field(name) and value != telling:
            layers.left(f"feature {name[:60]!r} of {short(layer)[:60]!r}")
