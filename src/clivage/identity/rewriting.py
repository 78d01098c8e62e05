"""Change who is named in the files of a corpus: only the lines concerned, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from clivage.identity.patches import Hunk, Rewritten, rewritten
from clivage.yamlfile import Location, Piece, Value
from clivage.yamltext import Change, Edited, indented, inline, scalar

_STATEMENTS: Final = "statements"
_ACTORS: Final = "actors"
_PART_OF: Final = "part-of"
#: The keys of an entry that name actors.
ROLES: Final = ("who", "supports", "opposes", "voice")


def renamed(
    text: str, becomes: Mapping[str, str], *, name: str, lines: frozenset[int] | None = None
) -> Rewritten:
    r"""Return a coding file that names other actors; a list names each once.

    Args:
        becomes: the ids that give way, and to which.
        lines: of the entries that are meant, each the first of what it says; all when left out.

    Raises:
        ClivageError: when the file cannot be read, or is written so that it must be done by hand.

    >>> text = "source: s\nstatements:\n  - who: [a, b]  # both\n    supports: c\n"
    >>> print(renamed(text, {"b": "a"}, name="s.yaml").text)
    source: s
    statements:
      - who: [a]  # both
        supports: c
    <BLANKLINE>
    """
    edited = Edited(text, name)
    items = edited.data.get(_STATEMENTS)
    if not isinstance(items, list):
        return Rewritten(text, ())
    changes: list[Change] = []
    meant: list[Value] = []
    pieces = edited.file.pieces((_STATEMENTS,))
    for number, entry in enumerate(items):
        is_meant = lines is None or edited.line(pieces[number].value) in lines
        if not isinstance(entry, dict) or not is_meant:
            meant.append(entry)
            continue
        new = {key: _becoming(one, becomes) if key in ROLES else one for key, one in entry.items()}
        meant.append(new)
        for key in ROLES:
            if key in entry and new[key] != entry[key]:
                changes += _changed(edited, (_STATEMENTS, number), key, entry[key], becomes)
    return _result(edited, changes, _STATEMENTS, meant)


def merged(
    text: str, gone: Sequence[str], into: str, gains: Mapping[str, Sequence[str]], *, name: str
) -> Rewritten:
    """Return a ``corpus.yaml`` without some actors, whose parts are parts of another.

    Args:
        gone: their ids.
        into: the id of the other.
        gains: its keys that hold lists, and what each gains.

    Raises:
        ClivageError: when it must be done by hand.
    """
    edited = Edited(text, name)
    actors = _block(edited)
    pieces = edited.file.pieces((_ACTORS,))
    changes: list[Change] = []
    meant: dict[str, Value] = {}
    for id, entry in actors.items():
        if id in gone:
            start, end, _ = edited.without(pieces[id])
            column = edited.column(pieces[id].start)
            changes.append((start, edited.past_comments(end, column + 1), ""))
            continue
        new = dict(entry)
        if new.get(_PART_OF) in gone:
            new[_PART_OF] = into
            piece = edited.file.pieces((_ACTORS, id))[_PART_OF]
            changes.append(edited.instead(piece, scalar(into, in_brackets=True)))
        if id == into:
            changes += _gaining(edited, id, new, gains)
        meant[id] = new
    return _result(edited, changes, _ACTORS, meant)


def linked(
    text: str, section: str, gains: Mapping[str, Mapping[str, Sequence[str]]], *, name: str
) -> tuple[str, dict[str, tuple[Hunk, ...]]]:
    r"""Return a ``corpus.yaml`` in which actors, or issues, gain identity links.

    Args:
        section: ``actors`` or ``issues``.
        gains: ids to keys that hold lists, and what each gains.

    Returns:
        its text, and the lines that changed for each id.

    Raises:
        ClivageError: when it must be done by hand.

    >>> text = "actors:\n  a: { label: A }\n"
    >>> links = {"a": {"exact-match": ["http://other.net/a"]}}
    >>> print(linked(text, "actors", links, name="corpus.yaml")[0])
    actors:
      a: { label: A, exact-match: "http://other.net/a" }
    <BLANKLINE>
    """
    edited = Edited(text, name)
    things = _block(edited, section)
    meant = {id: dict(entry) for id, entry in things.items()}
    changes = {
        id: list(_gaining(edited, id, meant[id], more, section)) for id, more in gains.items()
    }
    flat = [one for group in changes.values() for one in group]
    result = _result(edited, flat, section, {**meant})
    # Each id has lines of its own: which of the hunks are its, the order of the file says.
    found: dict[str, tuple[Hunk, ...]] = {}
    at = 0
    for id in sorted(changes, key=lambda id: min(changes[id], default=(0, 0, ""))):
        count = len(rewritten(edited, changes[id], edited.text).hunks)
        found[id] = result.hunks[at : at + count]
        at += count
    return result.text, found


def _fates(items: Sequence[Value], becomes: Mapping[str, str]) -> list[Value]:
    """Return what becomes of each item of a list; None where it would stand there twice.

    >>> _fates(["b", "c", "d"], {"b": "a", "c": "a"})
    ['a', None, 'd']
    """
    found: list[Value] = []
    for one in items:
        new = becomes.get(one.strip(), one) if isinstance(one, str) else one
        found.append(None if new != one and (new in items or new in found) else new)
    return found


def _becoming(value: Value, becomes: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        return becomes.get(value.strip(), value)
    if isinstance(value, list):
        return [one for one in _fates(value, becomes) if one is not None]
    return value


def _changed(
    edited: Edited, entry: Location, key: str, old: Value, becomes: Mapping[str, str]
) -> Iterator[Change]:
    """Name others under a key of an entry."""
    location, piece = (*entry, key), edited.file.pieces(entry)[key]
    if not isinstance(old, list):
        yield edited.instead(piece, scalar(str(_becoming(old, becomes)), in_brackets=True))
        return
    fates = _fates(old, becomes)
    if None in fates and edited.in_brackets(piece):
        edited.need_no_comment(location, piece)
        yield edited.instead(piece, inline([one for one in fates if one is not None]))
        return
    for item, was, now in zip(edited.file.pieces(location).values(), old, fates, strict=True):
        if now is None:
            yield edited.without(item)
        elif now != was:
            yield edited.instead(item, scalar(str(now), in_brackets=True))


def _gaining(
    edited: Edited,
    id: str,
    entry: dict[str, Value],
    gains: Mapping[str, Sequence[str]],
    section: str = _ACTORS,
) -> Iterator[Change]:
    """Add to the lists of an entry; what it says then is put into ``entry``."""
    location = (section, id)
    pieces = {str(key): one for key, one in edited.file.pieces(location).items()}
    fresh: dict[str, Value] = {}
    for key, more in gains.items():
        if not more:
            continue
        old = entry.get(key)
        had: list[Value] = old if isinstance(old, list) else [old] if old is not None else []
        if key in pieces:
            yield from _longer(edited, (*location, key), pieces[key], had, more)
        else:
            fresh[key] = more[0] if len(more) == 1 else [*more]
        entry[key] = [*had, *more]
    if fresh:
        yield _with_keys(edited, location, pieces, fresh)


def _longer(
    edited: Edited, location: Location, piece: Piece, had: Sequence[Value], more: Sequence[str]
) -> Iterator[Change]:
    """Make a list longer that is written in one of three ways, or is not one yet."""
    items = [*edited.file.pieces(location).values()]
    if items and edited.in_brackets(piece):
        behind = "".join(f", {scalar(one, in_brackets=True)}" for one in more)
        yield items[-1].end, items[-1].end, behind
    elif items:
        column = edited.column(items[-1].start)
        lines = [f"{' ' * column}- {scalar(one)}" for one in more]
        yield edited.inserted(edited.after_line(items[-1].end), lines)
    else:
        edited.need_no_comment(location, piece)
        all_ = [*had, *more]
        yield edited.instead(piece, inline(all_ if len(all_) > 1 else all_[0]))


def _with_keys(
    edited: Edited, location: Location, pieces: Mapping[str, Piece], keys: Mapping[str, Value]
) -> Change:
    """Put new keys behind those of an entry."""
    section = edited.file.pieces(location[:-1])
    last = [*pieces.values()][-1] if pieces else None
    if last is None:
        raise edited.by_hand(
            f"nothing is said of {location[-1]!r}", edited.file.origin(location).line
        )
    if edited.in_brackets(section[location[-1]]):
        said = "".join(f", {key}: {_within(one)}" for key, one in keys.items())
        return last.end, last.end, said
    lines = [f"{key}: {inline(one)}" for key, one in keys.items()]
    return edited.inserted(edited.after_line(last.end), indented(lines, edited.column(last.start)))


def _within(value: Value) -> str:
    """Return a value as it stands between braces."""
    return inline(value) if isinstance(value, list) else scalar(str(value), in_brackets=True)


def _block(edited: Edited, section: str = _ACTORS) -> dict[str, dict[str, Value]]:
    """Return what a section of ``corpus.yaml`` describes, where each thing has its own lines."""
    found = edited.data.get(section)
    things = found if isinstance(found, dict) else {}
    if things:
        edited.need_block(section)
    return {id: entry if isinstance(entry, dict) else {} for id, entry in things.items()}


def _result(edited: Edited, changes: Iterable[Change], key: str, meant: Value) -> Rewritten:
    changes = list(changes)
    if not changes:
        return Rewritten(edited.mark + edited.text, ())
    return rewritten(edited, changes, edited.result(changes, key, meant))
