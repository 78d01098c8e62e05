"""The two files an author writes, ``corpus.yaml`` and ``codings/*.yaml``, key by key.

These pydantic models are the authoring format: they check the shape of a file, and give the
JSON Schema with which editors complete ids and keys. Meaning is checked by
`clivage.constraints`, once the files have become a `clivage.model.Corpus`.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from clivage import codes, identifiers
from clivage.errors import Problem
from clivage.model import ActorType, Certainty, Corpus, DateBasis, Modality, Mode
from clivage.yamlfile import YamlFile


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _once(ids: list[str]) -> list[str]:
    if twice := [id for id in ids if ids.count(id) > 1]:
        raise PydanticCustomError("twice", "{id} stands twice", {"id": repr(twice[0])})
    return ids


def _as_labels(value: object) -> object:
    if isinstance(value, dict) and "" in value:
        raise PydanticCustomError("language", "an empty text is not a language tag")
    return {"": value} if isinstance(value, str) else value


def _with_languages(labels: dict[str, str]) -> dict[str, str]:
    for language in labels:
        if language:
            _language(language)
    return labels


def _language(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        raise PydanticCustomError("language", "{tag} is not a language tag", {"tag": repr(tag)})
    return tag


def _statement_id(id: str) -> str:
    if id and not (identifiers.is_statement_id(id) or identifiers.is_absolute(id)):
        raise PydanticCustomError("statement_id", "{id} is not an id", {"id": repr(id)})
    return id


def _day(value: object) -> object:
    # Pydantic would take a number for the seconds since 1970.
    if isinstance(value, str) and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("day", "{day} is not a day", {"day": repr(value)})
    return value


_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*")
#: One value or a list of them; always a list once read.
OneOrMore = Annotated[
    list[Annotated[str, Field(min_length=1)]],
    BeforeValidator(_as_list, json_schema_input_type=str | list[str]),
]
#: Ids, each of which makes a statement.
Ids = Annotated[OneOrMore, AfterValidator(_once)]
#: A text for all languages, or one a language; a lone text gets the language of the corpus.
Localized = Annotated[
    dict[str, str],
    BeforeValidator(_as_labels, json_schema_input_type=str | dict[str, str]),
    AfterValidator(_with_languages),
]
Language = Annotated[str, AfterValidator(_language)]
StatementId = Annotated[str, AfterValidator(_statement_id)]
Day = Annotated[datetime.date, BeforeValidator(_day)]


def _key(text: str) -> str:
    return text.replace("_", "-")


class _Entry(BaseModel):
    model_config = ConfigDict(
        extra="forbid", alias_generator=_key, str_strip_whitespace=True, frozen=True
    )

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, value: object) -> object:
        """Take a key without a value for one that is left out, as authors do."""
        if not isinstance(value, dict):
            return value
        return {key: one for key, one in value.items() if one is not None}


class CoderEntry(_Entry):
    """Who codes."""

    name: str = Field(min_length=1, description="Name, as it should be cited")


class SourceEntry(_Entry):
    """A text and what is known of it."""

    title: Localized
    language: Language = Field(description="BCP 47 tag of the text, such as fr")
    file: str = Field("", description="Path of the text; texts/<id>.txt when left out")
    creator: str = Field("", description="Author of the text; 'unknown' is an answer")
    date: str = Field("", description="When it was written, EDTF")
    period: str = Field("", description="What it tells about, EDTF, such as 1970-10/1971-08")
    publication: str = Field("", description="What it appeared in, such as a newspaper")
    section: str = Field("", description="Where in it, such as a section of the newspaper")
    genre: str = Field("", description="What sort of text it is, such as article or speech")
    rights: str = Field(description="Rights in the text; 'unknown' is an answer")
    provenance: str = Field("", description="How the text came into the corpus")


class IssueEntry(_Entry):
    """A demand or policy that can be supported or opposed."""

    label: Localized
    definition: Localized = Field(default_factory=dict)
    exact_match: OneOrMore = Field(default_factory=list, description="IRIs of the same thing")
    close_match: OneOrMore = Field(default_factory=list, description="IRIs of a like thing")
    note: str = ""


class ActorEntry(_Entry):
    """A person, an organization or a collective that can take sides."""

    label: Localized
    type: ActorType
    kind: str = Field("", description="Code of the list of kinds, such as party or union")
    names: OneOrMore = Field(default_factory=list, description="What the sources call it")
    part_of: str = Field("", description="Id of the actor that this one belongs to")
    exact_match: OneOrMore = Field(default_factory=list, description="IRIs of the same thing")
    close_match: OneOrMore = Field(default_factory=list, description="IRIs of a like thing")
    note: str = ""


class CorpusFile(_Entry):
    """``corpus.yaml``: the corpus, its sources, actors and issues."""

    title: Localized
    base: str = Field(description="IRI that all ids hang from, ending in / or #")
    language: Language = Field(
        description="BCP 47 tag of the language in which exports speak first"
    )
    licence: str = Field("", description="IRI of the licence of the codings")
    description: Localized = Field(default_factory=dict)
    publisher: str = ""
    issued: Day | None = Field(None, description="Day of publication, 1971-05-01")
    coders: dict[str, CoderEntry]
    sources: dict[str, SourceEntry]
    actors: dict[str, ActorEntry]
    issues: dict[str, IssueEntry] = Field(default_factory=dict)


class StatementEntry(_Entry):
    """A source says that somebody supports, or opposes, somebody or something."""

    quote: OneOrMore = Field(
        min_length=1, description="The words, as they stand in the text; … for a gap"
    )
    who: Ids = Field(min_length=1, description="Id of the actor who takes sides, or a list of them")
    supports: Ids | None = Field(
        None, min_length=1, description="Ids of the actors or issues supported"
    )
    opposes: Ids | None = Field(
        None, min_length=1, description="Ids of the actors or issues opposed"
    )
    about: str = Field("", description="Id of the issue at stake")
    voice: str = Field("", description="Whose words, when not the author's report; or author")
    relation: str = Field("", description="Code of the list of relations, such as refuses")
    mode: Mode | None = None
    modality: Modality = Modality.ACTUAL
    strength: int = Field(2, description="1 weak, 2 clear, 3 strong")
    certainty: Certainty = Certainty.CERTAIN
    when: str = Field("", description="EDTF date, such as 1971-01 or 1970-10/1971-08")
    date_basis: DateBasis | None = Field(None, description="Where the date comes from")
    occurrence: int | None = Field(None, description="Which one, where the words stand twice")
    id: StatementId = Field(
        "", description="Own id; otherwise place, holder, sign and target make it"
    )
    note: str = ""
    suggested_by: str = Field(
        "", description="The engine, rule and score of the suggestion that was accepted"
    )

    @model_validator(mode="after")
    def _one_sign(self) -> StatementEntry:
        if (self.supports is None) == (self.opposes is None):
            raise PydanticCustomError(
                "one_sign",
                "a statement has either 'supports' or 'opposes'; ambivalence is two statements",
            )
        return self


class CodingFile(_Entry):
    """``codings/*.yaml``: the statements that one coder found in one source."""

    source: str = Field(min_length=1, description="Id of the source, as in corpus.yaml")
    coder: str = Field(min_length=1, description="Id of the coder, as in corpus.yaml")
    superseded_by: str = Field(
        "", description="Id of the coder whose coding stands for this one, which is kept"
    )
    statements: list[StatementEntry]


_ENTRIES: dict[str, type[BaseModel]] = {
    "coders": CoderEntry,
    "sources": SourceEntry,
    "actors": ActorEntry,
    "issues": IssueEntry,
    "statements": StatementEntry,
}


def explained(error: ValidationError, file: YamlFile, model: type[BaseModel]) -> list[Problem]:
    """Say each mistake in the shape of a file in plain words, with its line."""
    problems = {}
    details = error.errors(include_url=False)
    misspelt = [_meant(one, model) for one in details if one["type"] == "extra_forbidden"]
    for detail in details:
        if detail["type"] == "missing" and detail["loc"] in misspelt:
            continue
        what, remedy = _words(detail, model)
        origin = file.origin(detail["loc"])
        problems[origin, what] = Problem("file", what, remedy, origin=origin)
    return list(problems.values())


def _meant(detail: ErrorDetails, model: type[BaseModel]) -> tuple[str | int, ...]:
    """Return the place of the key that an unknown one is most like."""
    *entry, key = detail["loc"]
    return *entry, identifiers.nearest(str(key), _fields(model, detail["loc"]))


#: What stands in for an entry that is wrong, so that the rest of its file can be checked.
_STAND_INS: dict[str, Any] = {
    "title": "untitled",
    "base": "https://w3id.org/clivage/unpublished/",
    "language": "und",
    "coders": {},
    "sources": {},
    "actors": {},
}
_ENTRY_STAND_INS: dict[str, dict[str, str]] = {
    "coders": {"name": "unknown"},
    "sources": {"title": "untitled", "language": "und", "rights": "unknown"},
    "actors": {"label": "unnamed", "type": "collective"},
    "issues": {"label": "unnamed"},
}


def without_errors(data: dict[str, Any], error: ValidationError) -> dict[str, Any]:
    """Return what is left of a corpus file without what is wrong in it, to check the rest.

    A wrong entry gives way to one that says nothing, so that its id stays known.
    """
    kept = {key: dict(one) if isinstance(one, dict) else one for key, one in data.items()}
    for detail in error.errors(include_url=False):
        key, *rest = (str(step) for step in detail["loc"]) if detail["loc"] else ("",)
        if rest and key in _ENTRY_STAND_INS:
            entry = kept[key][rest[0]]
            file = entry.get("file") if isinstance(entry, dict) else None
            stand_in = _ENTRY_STAND_INS[key]
            kept[key][rest[0]] = {**stand_in, "file": file} if key == "sources" else stand_in
        elif key in _STAND_INS:
            kept[key] = _STAND_INS[key]
        else:
            kept.pop(key, None)
    return kept


#: Keys without which another could only be checked wrongly.
_NEEDED = frozenset(["", "quote", "who", "supports", "opposes", "occurrence", "voice", "id"])
_DATED = frozenset(["when", "date-basis"])


def statement_without(entry: object, wrong: set[str]) -> StatementEntry | None:
    """Return what is left of a statement without its wrong keys, to check the rest.

    None when what is left says too little.
    """
    fields = [_key(name) for name in StatementEntry.model_fields]
    meant = {identifiers.nearest(key, fields) or key for key in wrong}
    if not isinstance(entry, dict) or meant & _NEEDED:
        return None
    gone = wrong | _DATED if meant & _DATED else wrong
    try:
        return StatementEntry.model_validate(
            {key: value for key, value in entry.items() if key not in gone}
        )
    except ValidationError:
        return None


def _words(detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Return what is wrong, and the remedy, for one error of pydantic."""
    location, kind = detail["loc"], detail["type"]
    key = str(location[-1]) if location else ""
    if kind == "missing":
        field = _fields(model, location)[key]
        return f"{key!r} is missing", f"add it: {field.description or 'it is required'}"
    if kind == "extra_forbidden":
        keys = _fields(model, location)
        remedy = identifiers.did_you_mean(key, keys, f"the keys here are {', '.join(keys)}")
        return f"{key!r} is not a key here", remedy
    if kind == "enum":
        expected = detail["ctx"]["expected"]
        return f"{key!r} cannot be {_short(detail['input'])}", f"it is {expected}"
    if kind in _KINDS:
        what, remedy = _KINDS[kind]
        return f"{_name(location)} {what}", remedy
    if kind == "string_type":
        return _not_a_text(detail)
    said = detail["msg"]
    return f"{_name(location)}: {said[:1].lower()}{said[1:]}", "see the coding guide"


#: What is wrong, and the remedy, by the error that pydantic gives.
_KINDS = {
    **dict.fromkeys(
        ("dict_type", "model_type", "model_attributes_type"),
        ("must hold keys and values", "indent them under it, one a line: 'key: value'"),
    ),
    "twice": ("names one thing twice", "delete one of the two"),
    "statement_id": ("is not of letters, digits, dots and hyphens", "choose another"),
    "list_type": ("must be a list", "begin each of its entries with '- '"),
    **dict.fromkeys(
        ("int_parsing", "int_parsing_size", "int_type"),
        ("must be a whole number", "such as 1 or 2"),
    ),
    "language": ("has what is not a language tag", "write one such as fr, en or pt-BR"),
    "day": ("is not a day", "write year, month and day: 1971-05-01"),
    "date_from_datetime_parsing": ("is not a day that exists", "check the calendar"),
    "date_parsing": ("is not a day that exists", "check the calendar"),
    "too_short": ("is empty", "give it a value, or delete the key"),
    "string_too_short": ("is empty", "give it a value"),
    "one_sign": (
        "must have one of 'supports' and 'opposes', and only one",
        "code an ambivalence as two statements",
    ),
}


def _name(location: tuple[str | int, ...]) -> str:
    """Return what a message calls the place of an error: its key, or the entry."""
    if not location:
        return "the file"
    keys = [step for step in location if isinstance(step, str)]
    if len(location) == 2 and isinstance(location[1], int):
        return "the entry"
    return repr(keys[-1])


def _not_a_text(detail: ErrorDetails) -> tuple[str, str]:
    name, value = _name(detail["loc"]), detail["input"]
    if value is None:
        return f"{name} is empty", "give it a value, or delete the key"
    if isinstance(value, dict):
        return (
            f"{name} must be a text; a colon followed by a space, or a brace, made keys of it",
            "put the whole value in double quotes",
        )
    return (
        f"{name} must be one text; square brackets, or a dash, made a list of it",
        "put the whole value in double quotes",
    )


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:58]}…"


def _fields(model: type[BaseModel], location: tuple[str | int, ...]) -> dict[str, FieldInfo]:
    """Return the keys that the file may have at this place, as it spells them."""
    entry = _ENTRIES[str(location[0])] if len(location) > 1 else model
    return {field.alias or name: field for name, field in entry.model_fields.items()}


def json_schema(corpus: Corpus | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a coding file, for the completion of keys and ids.

    Args:
        corpus: when given, ids are limited to those of this corpus.

    >>> sorted(json_schema()["properties"])
    ['coder', 'source', 'statements', 'superseded-by']
    """
    schema = CodingFile.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A clivage coding file"
    statement = schema["$defs"]["StatementEntry"]["properties"]
    statement["relation"]["examples"] = sorted(codes.relations())
    if corpus:
        _limit(schema["properties"], statement, corpus)
    return schema


def _limit(file: dict[str, Any], statement: dict[str, Any], corpus: Corpus) -> None:
    actors = sorted(corpus.actor)
    file["source"]["enum"] = sorted(corpus.source)
    for key in ("coder", "superseded-by"):
        file[key]["enum"] = sorted(coder.id for coder in corpus.coders)
    statement["voice"]["enum"] = [*actors, "author"]
    statement["about"]["enum"] = sorted(corpus.issue)
    _limit_list(statement["who"], [*actors, "author"])
    for key in ("supports", "opposes"):
        _limit_list(statement[key], [*actors, *sorted(corpus.issue)])


def _limit_list(property_: dict[str, Any], ids: list[str]) -> None:
    description: dict[str, Any] = {
        key: property_[key] for key in ("description", "title") if key in property_
    }
    one = {"type": "string", "enum": ids}
    property_.clear()
    property_.update({**description, "anyOf": [one, {"type": "array", "items": one}]})
