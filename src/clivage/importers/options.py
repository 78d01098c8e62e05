"""How a file is to be read: what a person says of it on the command line or in a mapping file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from clivage import codes, yamlfile
from clivage.errors import ClivageError, Origin
from clivage.model import ActorType, Sign

#: Words for a sign that need no mapping, besides the relations of the ontology.
_WORDS: Final[Mapping[str, Sign | None]] = {
    **dict.fromkeys(
        ("support", "supports", "soutien", "soutient", "apoyo", "apoya", "positive", "pro", "for",
         "pour", "a favor", "favorable", "agree", "agreement", "ally", "+", "+1", "1", "true",
         "yes", "oui", "sí"),
        Sign.SUPPORT,
    ),
    **dict.fromkeys(
        ("opposition", "opposes", "oppose", "s'oppose", "oposición", "se opone", "negative",
         "contra", "en contra", "contre", "against", "hostile", "disagree", "disagreement",
         "enemy", "-", "−", "-1", "−1", "0", "false", "no", "non"),
        Sign.OPPOSITION,
    ),
    **dict.fromkeys(("neutral", "neutre", "neutro", "none"), None),
}  # fmt: skip
#: The sections of a mapping file.
_SECTIONS: Final = ("fields", "signs", "types")
_ISSUE: Final = "issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a file is to be read.

    Attributes:
        texts: a folder of the texts that were coded, for formats that do not carry them.
        coder: name of the coder where the file names none.
        source: id or title of the text of the rows of a table that name none.
        language: BCP 47 tag of texts and names; ``und`` (undetermined) when empty.
        actor_type: type of actors where the file does not say.
        fields: our name of a field (``who``, ``sign``) to theirs (``organization``).
        signs: their word for a sign, in lower case, to ours; None: it takes no side, and is
            passed over.
        types: their word for a sort of thing, in lower case, to an actor type, or to None: it
            is an issue.
    """

    texts: Path | None = None
    coder: str = ""
    source: str = ""
    language: str = ""
    actor_type: ActorType = ActorType.ORGANIZATION
    fields: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, Sign | None] = field(default_factory=dict)
    types: Mapping[str, ActorType | None] = field(default_factory=dict)

    def sign(self, word: str) -> tuple[Sign | None, str] | None:
        """Return the sign that a word gives a stance, and the relation where it is one.

        What the person mapped comes first, then the relations of the ontology, then the usual
        words. None: the word is unknown; a sign of None: it takes no side.

        >>> Options().sign("Refuses"), Options().sign("+1"), Options().sign("located in")
        ((<Sign.OPPOSITION: -1>, 'refuses'), (<Sign.SUPPORT: 1>, ''), None)
        """
        known = word.strip().casefold()
        if known in self.signs:
            return self.signs[known], ""
        relation = codes.relations().get(known.replace(" ", "-").replace("_", "-"))
        if relation and relation.sign:
            return relation.sign, relation.notation
        return (_WORDS[known], "") if known in _WORDS else None

    def merged(self, other: Options) -> Options:
        """Return these options with the fields, signs and types of others over them."""
        return replace(
            self,
            fields={**self.fields, **other.fields},
            signs={**self.signs, **other.signs},
            types={**self.types, **other.types},
        )


def read_mapping(path: Path) -> Options:
    r"""Read a mapping file: YAML with the sections ``fields``, ``signs`` and ``types``.

    Raises:
        ClivageError: with the line of what cannot be read.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "mapping.yaml")
    >>> _ = file.write_text("fields: {who: Acteur}\nsigns: {critique: opposition, cite: none}\n")
    >>> read_mapping(file).signs
    {'critique': <Sign.OPPOSITION: -1>, 'cite': None}
    """
    file = yamlfile.read(path)
    if file.problems:
        first = file.problems[0]
        raise ClivageError(first.what, remedy=first.remedy, origin=first.origin)
    data = file.data if isinstance(file.data, dict) else {}
    if unknown := [key for key in data if key not in _SECTIONS]:
        what = f"a mapping has no section {unknown[0]!r}"
        remedy = f"its sections are {', '.join(_SECTIONS)}"
        raise ClivageError(what, remedy=remedy, origin=file.origin((unknown[0],)))
    sections: dict[str, dict[str, str]] = {}
    for name in _SECTIONS:
        section = data.get(name) or {}
        if not isinstance(section, dict) or not all(
            isinstance(value, str) for value in section.values()
        ):
            what = f"{name!r} is not a list of pairs, one a line"
            remedy = "write each as 'ours: theirs' or 'theirs: ours', as in the documentation"
            raise ClivageError(what, remedy=remedy, origin=file.origin((name,)))
        sections[name] = {key: str(value) for key, value in section.items()}
    origin = file.origin()
    return Options(
        fields=sections["fields"],
        signs={word.casefold(): _sign(said, origin) for word, said in sections["signs"].items()},
        types={word.casefold(): _type(said, origin) for word, said in sections["types"].items()},
    )


def _sign(word: str, origin: Origin) -> Sign | None:
    signs = {"support": Sign.SUPPORT, "opposition": Sign.OPPOSITION, "none": None}
    if word not in signs:
        remedy = f"it is one of {', '.join(signs)}"
        raise ClivageError(f"{word!r} is not a sign", remedy=remedy, origin=origin)
    return signs[word]


def _type(word: str, origin: Origin) -> ActorType | None:
    types = {**{one.value: one for one in ActorType}, _ISSUE: None}
    if word not in types:
        remedy = f"it is one of {', '.join(types)}"
        raise ClivageError(f"{word!r} is not a type", remedy=remedy, origin=origin)
    return types[word]
