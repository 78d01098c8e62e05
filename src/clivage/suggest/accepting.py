"""From a suggestion that somebody accepts to an entry of a coding file, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from clivage import coding, editing, trial, yamlfile
from clivage.editing import Entry
from clivage.errors import ClivageError, Origin
from clivage.model import AUTHOR, Modality
from clivage.suggest.records import Mention, Suggestion
from clivage.yamlfile import Value
from clivage.yamltext import normal

_KEY: Final = "suggested-by"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An actor or an issue that the corpus does not have yet.

    Attributes:
        section: ``actors`` or ``issues``.
        entry: what ``corpus.yaml`` will say of it.
    """

    section: str
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the entry shall say, where it is not what the suggestion says.

    Attributes:
        values: keys of an entry with other values; an empty text takes a key away.
        place: another passage, as offsets of the text.
        newcomers: by id, whom or what ``corpus.yaml`` must have for it.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    place: tuple[int, int] | None = None
    newcomers: Mapping[str, Newcomer] = field(default_factory=dict)


AS_IT_IS: Final = Wording()


def entry_of(one: Suggestion, text: str, engine: str, wording: Wording = AS_IT_IS) -> Entry:
    """Return the entry that a suggestion becomes.

    Args:
        text: of its source.
        engine: its name and version, ``lexicon/1``.

    Raises:
        ClivageError: when its words do not stand in the text, or nobody says who is meant.
    """
    start, end = wording.place or (one.start, one.end)
    if not wording.place and text[start:end] != one.exact:
        what = f"the text of {one.source!r} has changed since this was suggested"
        raise ClivageError(what, remedy=f"run 'clivage suggest --text {one.source}' again")
    quote, occurrence = editing.quoted(text, start, end)
    entry: dict[str, Value] = {
        "quote": quote,
        "occurrence": str(occurrence) if occurrence else "",
        **_said(one),
        **wording.values,
        _KEY: f"{engine} {one.rule} {one.score:.2f}",
    }
    other = {"supports": "opposes", "opposes": "supports"}
    for sign in other.keys() & wording.values.keys():
        entry.pop(other[sign], None)  # the person turned the sign round
    if entry.get("who") == AUTHOR:
        entry["voice"] = AUTHOR
    return {key: value for key, value in entry.items() if value}


def is_edited(one: Suggestion, text: str, engine: str, wording: Wording) -> bool:
    """Whether an entry says something else than was suggested.

    Who is meant must be said where the corpus did not know it: that changes nothing.
    """
    unknown = {key for key, mention in mentions(one).items() if not mention.figure}
    named = {key: value for key, value in wording.values.items() if key in unknown}
    same = entry_of(one, text, engine, Wording(values=named))
    return entry_of(one, text, engine, wording) != same


def accept(
    folder: Path, source: str, entry: Entry, by: str, newcomers: Mapping[str, Newcomer]
) -> str:
    """Write an entry into the coding file of a coder, and whom it needs into ``corpus.yaml``.

    Returns:
        The coding file, from the folder of the corpus.

    Raises:
        CorpusError: when the corpus would have errors with it; nothing is written then.
        ClivageError: when a file is written so that it must be changed by hand.
    """
    path, text = file_for(folder, source, by)
    if text:
        contents = {path: editing.appended(text, entry, name=str(folder / path))}
    else:
        contents = {path: editing.coding_file(source, by, [entry])}
    if newcomers:
        contents[Path(coding.HEADER)] = _introduced(folder, newcomers)
    trial.write(folder, contents)
    return path.as_posix()


def withdraw(folder: Path, file: str, entry: Entry) -> None:
    """Take an entry out of a coding file again, the last that says exactly this.

    Raises:
        ClivageError: when there is none: somebody has changed it since.
    """
    path = folder / file
    after = without(_text(path), entry, name=str(path))
    if after is None:
        what = "the entry was changed since it was accepted, or is gone"
        raise ClivageError(what, remedy="undo it by hand", origin=Origin(str(path)))
    trial.write(folder, {Path(file): after})


def without(text: str, entry: Entry, *, name: str) -> str | None:
    """Return a coding file without the last entry that says exactly this; None if there is none.

    Raises:
        ClivageError: when the file is written so that it must be changed by hand.
    """
    wanted = {key: normal(value) for key, value in entry.items()}
    found = [
        placed.number
        for placed in editing.entries(text, name=name)
        if isinstance(placed.entry, dict)
        and {key: normal(value) for key, value in placed.entry.items()} == wanted
    ]
    return editing.removed(text, found[-1], name=name) if found else None


def file_for(folder: Path, source: str, coder: str) -> tuple[Path, str]:
    """Return the coding file of a coder for a source, from the folder, and its text if it is there.

    Raises:
        ClivageError: when a coding file cannot be read.
    """
    taken = set()
    for path in coding.files(folder):
        text = _text(path)
        data = yamlfile.parsed(text, name=str(path)).data
        said = data if isinstance(data, dict) else {}
        within = path.relative_to(folder)
        taken.add(within.name.lower())
        if (said.get("source"), said.get("coder")) == (source, coder) and not said.get(
            "superseded-by"
        ):
            return within, text
    stem = f"{source}.{coder}"
    names = [f"{stem}.yaml", *(f"{stem}.{number}.yaml" for number in range(2, len(taken) + 3))]
    return Path("codings", next(name for name in names if name.lower() not in taken)), ""


def mentions(one: Suggestion) -> dict[str, Mention]:
    """Return who and what a suggestion names, by the key of an entry."""
    found = {"who": one.holder, one.sign.verb: one.target, "about": one.about, "voice": one.voice}
    return {key: mention for key, mention in found.items() if mention}


def _text(path: Path) -> str:
    yamlfile.read_text(path)  # says what is wrong where it cannot be read
    return yamlfile.as_written(path.read_bytes(), name=str(path))


def _said(one: Suggestion) -> dict[str, Value]:
    """Return what a suggestion says, by the keys of an entry."""
    return {
        **{key: mention.figure for key, mention in mentions(one).items()},
        "relation": one.relation,
        "mode": one.mode,
        "modality": "" if one.modality is Modality.ACTUAL else one.modality.value,
        "strength": "" if one.strength == 2 else str(one.strength),
    }


def _introduced(folder: Path, newcomers: Mapping[str, Newcomer]) -> str:
    """Return ``corpus.yaml`` with more actors and issues."""
    path = folder / coding.HEADER
    text = _text(path)
    for id, one in newcomers.items():
        text = editing.described(text, one.section, id, one.entry, name=str(path))
    return text
