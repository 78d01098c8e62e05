"""``suggestions/decisions.jsonl``: what people decided about suggestions, one line each.

The file is only ever appended to: what is undone is a line of its own. It holds the suggestions
too, so that it can be learnt from when they are gone, and what was rejected stays rejected when
another version of an engine finds it again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Final

from clivage import dates, replacing
from clivage.errors import ClivageError, Origin
from clivage.model import Modality, Sign
from clivage.suggest.files import FOLDER, id_of
from clivage.suggest.records import Mention, Suggestion

NAME: Final = f"{FOLDER}/decisions.jsonl"
_REMEDY: Final = "correct the line, or delete it"


class Choice(Enum):
    """What somebody decided."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    SKIPPED = "skipped"
    UNDONE = "undone"

    @property
    def settles(self) -> bool:
        """Whether the suggestion is not shown again."""
        return self in (Choice.ACCEPTED, Choice.EDITED, Choice.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided about a suggestion.

    Attributes:
        by: id of the coder who decided.
        when: the moment, in UTC.
        engine: its name and version, ``lexicon/1``.
        entry: what entered the coding file, by its keys; empty where nothing did.
    """

    choice: Choice
    by: str
    when: str
    engine: str
    suggestion: Suggestion
    entry: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the suggestion."""
        return id_of(self.suggestion)


def read(folder: Path) -> tuple[Decision, ...]:
    """Return all decisions on the suggestions of a corpus, in their order; there may be none.

    A last line that was broken off, as when a machine stops, is left out.

    Raises:
        ClivageError: when a line cannot be read.
    """
    path = folder / NAME
    try:
        content = replacing.content_of(path) or b""
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise ClivageError(what, origin=Origin(str(path))) from None
    lines = content[: _whole(content)].splitlines()
    return tuple(_decision(line, path, at) for at, line in enumerate(lines, 1) if line.strip())


def note(
    folder: Path,
    choice: Choice,
    suggestion: Suggestion,
    *,
    by: str,
    engine: str,
    entry: Mapping[str, Any] | None = None,
) -> None:
    """Add what somebody decides now.

    Raises:
        OSError: when it cannot be written.
    """
    decision = Decision(
        choice=choice,
        by=by,
        when=dates.now(),
        engine=engine,
        suggestion=suggestion,
        entry=dict(entry or {}),
    )
    append(folder, decision)


def append(folder: Path, decision: Decision) -> None:
    """Add a decision, and have the disk keep it.

    Raises:
        OSError: when it cannot be written.
    """
    path = folder / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(_said(decision), ensure_ascii=False, separators=(",", ":"))
    with path.open("ab+") as file:
        file.seek(0)
        content = file.read()
        end = _whole(content)
        file.truncate(end)
        between = "" if not end or content[:end].endswith(b"\n") else "\n"
        file.write(f"{between}{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def standing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the last decision on each suggestion that was not undone, by its id."""
    found: dict[str, list[Decision]] = {}
    for one in decisions:
        before = found.setdefault(one.id, [])
        if one.choice is not Choice.UNDONE:
            before.append(one)
        elif before:
            before.pop()
    return {id: taken[-1] for id, taken in found.items() if taken}


def last_of(made: Iterable[Decision], by: str) -> Decision | None:
    """Return the last decision of a coder that was not undone, if there is one."""
    taken: list[Decision] = []
    for one in made:
        if one.by == by and one.choice is not Choice.UNDONE:
            taken.append(one)
        elif one.by == by and taken:
            taken.pop()
    return taken[-1] if taken else None


def _whole(content: bytes) -> int:
    """Return where the last line ends that is whole, whether or not a line end follows it."""
    last = content.rfind(b"\n") + 1
    try:
        json.loads(content[last:])
    except ValueError:
        return last
    return len(content)


def is_same(one: Suggestion, two: Suggestion) -> bool:
    """Whether two suggestions say the same of the same words, give or take some of them."""
    shared = min(one.end, two.end) - max(one.start, two.start)
    return (
        (one.source, one.sign) == (two.source, two.sign)
        and 2 * shared >= min(one.end - one.start, two.end - two.start) > 0
        and all(map(_is_one, (one.holder, one.target), (two.holder, two.target)))
    )  # fmt: skip


def _is_one(one: Mention, two: Mention) -> bool:
    """Whether two mentions name the same; who has become an actor meanwhile is still called so."""
    if one.figure and two.figure:
        return one.figure == two.figure
    return one.text.casefold().split() == two.text.casefold().split()


def _said(decision: Decision) -> dict[str, Any]:
    one = asdict(decision.suggestion)
    one |= {"sign": decision.suggestion.sign.value, "modality": decision.suggestion.modality.value}
    return {
        "choice": decision.choice.value,
        "by": decision.by,
        "when": decision.when,
        "engine": decision.engine,
        "suggestion": one,
        **({"entry": dict(decision.entry)} if decision.entry else {}),
    }


def _decision(line: bytes, path: Path, at: int) -> Decision:
    try:
        said = json.loads(line)
        one = dict(said["suggestion"])
        for name in ("holder", "target", "about", "voice"):
            one[name] = Mention(**one[name]) if one[name] else None
        one |= {"sign": Sign(one["sign"]), "modality": Modality(one["modality"])}
        return Decision(
            choice=Choice(said["choice"]),
            by=str(said["by"]),
            when=str(said["when"]),
            engine=str(said["engine"]),
            suggestion=Suggestion(**(one | {"cues": tuple(one["cues"])})),
            entry=dict(said.get("entry", {})),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        origin = Origin(str(path), at)
        raise ClivageError("is no decision", remedy=_REMEDY, origin=origin) from None
