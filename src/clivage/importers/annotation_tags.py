"""Tags on words: what they are, or who takes which side on whom (``supports``, ``who:Orla``)."""

from __future__ import annotations

from collections.abc import Sequence

from clivage.importers.layers import Layers
from clivage.importers.layers_records import Saying, Span
from clivage.importers.records import Quote


def take(
    layers: Layers,
    *,
    key: str,
    quotes: Sequence[Quote],
    tags: Sequence[str],
    notes: Sequence[str] = (),
    types: Sequence[str] = (),
    coder: str = "",
) -> None:
    """Take marked words with their tags.

    Args:
        key: what the annotation is called, for a person and for relations.
        quotes: the words; at least one.
        notes: what else is said of them.
        types: words for their type, besides tags.
    """
    said, plain = split(layers, tags)
    if "target" not in said and "about" in said:
        said["target"], said["target_type"] = said.pop("about"), "issue"
    if "who" in said or "target" in said:
        note = "; ".join([*filter(None, [said.get("note", "")]), *notes])
        told = {"coder": coder, **said, **({"note": note} if note else {})}
        words = (said.get("sign", ""), *plain)
        layers.say(Saying(record=key, words=words, quotes=tuple(quotes), said=told))
        return
    first = quotes[0]
    layers.add(
        Span(
            document=first.document,
            key=key,
            exact=first.exact,
            start=first.start,
            end=first.end,
            types=tuple(filter(None, [said.get("type", ""), *types, *plain])),
            sort=next(
                (tag for tag in plain if layers.sign([tag])), next(iter([*types, *plain]), "")
            ),
            notes=tuple(notes),
        )
    )


def split(layers: Layers, tags: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return what tags say of a stance, by our names of the fields, and the other tags.

    >>> from clivage.importers.options import Options
    >>> split(Layers("annotation", Options()), ["supports", "who: Orla", "re: bread"])
    ({'who': 'Orla'}, ['supports', 're: bread'])
    """
    said: dict[str, str] = {}
    plain = []
    for tag in tags:
        name, colon, value = tag.partition(":")
        field = layers.names.field(name) if colon and value.strip() else ""
        if field and not value.startswith("//"):
            said[field] = value.strip()
        else:
            plain.append(tag)
    return said, plain
