"""Which lines of a file an edit changed, so that it can be taken back, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clivage.errors import ClivageError, Origin
from clivage.yamltext import Change, Edited

#: A line with its end, as editors count lines.
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
#: Lines on either side by which a change is found again where a file has changed elsewhere.
_CONTEXT: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """Lines that gave way to others.

    Attributes:
        line: the first of the new lines, from 1; where there is none, the line that follows.
        old, new: the lines, with their ends.
        before, after: a few lines around the new ones.
    """

    line: int
    old: str
    new: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file with other lines: its text, byte order mark included, and what changed in it."""

    text: str
    hunks: tuple[Hunk, ...]


def rewritten(edited: Edited, changes: Iterable[Change], text: str) -> Rewritten:
    """Return a file after changes that do not overlap.

    Args:
        text: what came of them.
    """
    made, delta = [], 0
    for start, end, new in _spans(edited, sorted(changes)):
        old = edited.text[start:end]
        made.append(Hunk(line=edited.line(start) + delta, old=old, new=new))
        delta += len(_LINE.findall(new)) - len(_LINE.findall(old))
    return Rewritten(text, surrounded(made, text.removeprefix(edited.mark)))


def difference(old: str, new: str) -> tuple[Hunk, ...]:
    r"""Return what tells two texts apart as one hunk, from the first line to the last that differs.

    >>> difference("a\nb\nd\n", "a\nb\nc\nd\n")
    (Hunk(line=3, old='', new='c\n', before='a\nb\n', after='d\n'),)
    """
    was, now = _LINE.findall(old), _LINE.findall(new)
    least = min(len(was), len(now))
    top = next((n for n in range(least) if was[n] != now[n]), least)
    rest = least - top
    end = next((n for n in range(rest) if was[-1 - n] != now[-1 - n]), rest)
    gone, come = was[top : len(was) - end], now[top : len(now) - end]
    if not gone and not come:
        return ()
    return surrounded([Hunk(line=top + 1, old="".join(gone), new="".join(come))], new)


def undone(text: str, hunks: Sequence[Hunk], *, is_same: bool, name: str) -> str:
    """Return a text with the old lines in the place of the new ones.

    Args:
        text: of the file, without its byte order mark.
        is_same: whether it is byte for byte what the edit left; otherwise each change is looked
            for by its lines and those around them, which must stand there once.

    Raises:
        ClivageError: with file and line, when the lines are not there any more.
    """
    lines, start = _LINE.findall(text), 0
    places: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        places.setdefault(line, []).append(number)
    kept = []
    for hunk in hunks:
        at = hunk.line - 1 if is_same else _place(lines, places, hunk)
        if at < start:
            raise _touched(hunk, name)
        kept += [*lines[start:at], hunk.old]
        start = at + len(_LINE.findall(hunk.new))
    return "".join([*kept, *lines[start:]])


def _place(lines: Sequence[str], places: Mapping[str, Sequence[int]], hunk: Hunk) -> int:
    """Return where the new lines of a hunk begin, counted from 0; -1 where it is not sure.

    The lines of one entry are often those of another: on one side at least, all lines around them
    must be as they were.
    """
    before, new, after = (_LINE.findall(part) for part in (hunk.before, hunk.new, hunk.after))
    sides = [(before, after)]
    if len(before) == _CONTEXT:
        sides += [(before, after[:1]), (before, [])]
    if len(after) == _CONTEXT:
        sides += [(before[-1:], after), ([], after)]
    for above, below in sides:
        wanted = [*above, *new, *below]
        if not wanted:
            break
        # Most lines of a coding file are like others: look where the rarest one stands.
        rarest = min(range(len(wanted)), key=lambda at: len(places.get(wanted[at], ())))
        starts = [at - rarest for at in places.get(wanted[rarest], ()) if at >= rarest]
        found = [at for at in starts if list(lines[at : at + len(wanted)]) == wanted]
        if found:
            return found[0] + len(above) if len(found) == 1 else -1
    return -1


def _touched(hunk: Hunk, name: str) -> ClivageError:
    what = "the lines, or those around them, have been changed since"
    remedy = "undo what was done later first, or correct the file by hand"
    return ClivageError(what, remedy=remedy, origin=Origin(name, hunk.line))


def _spans(edited: Edited, changes: Sequence[Change]) -> list[Change]:
    """Widen changes to whole lines, and join those that meet."""
    spans: list[tuple[int, int, list[Change]]] = []
    for change in changes:
        start, end = _whole(edited, change)
        if spans and start < spans[-1][1]:
            first, last, inner = spans.pop()
            spans.append((first, max(last, end), [*inner, change]))
        else:
            spans.append((start, end, [change]))
    return [(start, end, _applied(edited.text, start, end, inner)) for start, end, inner in spans]


def _whole(edited: Edited, change: Change) -> tuple[int, int]:
    """Return the whole lines that a change touches; none where it puts lines between two."""
    start, end, new = change
    first = edited.line_start(start)
    is_whole = first == start and edited.line_start(end) == end
    if is_whole and (not new or new[-1] in "\r\n"):
        return start, end
    return first, edited.after_line(end + 1)


def _applied(text: str, start: int, end: int, changes: Iterable[Change]) -> str:
    parts, at = [], start
    for first, last, new in changes:
        parts += [text[at:first], new]
        at = last
    return "".join([*parts, text[at:end]])


def surrounded(hunks: Iterable[Hunk], text: str) -> tuple[Hunk, ...]:
    """Give hunks the lines around them in the text that they left."""
    lines, found = _LINE.findall(text), []
    for hunk in hunks:
        start = hunk.line - 1
        end = start + len(_LINE.findall(hunk.new))
        before, after = lines[max(0, start - _CONTEXT) : start], lines[end : end + _CONTEXT]
        found.append(
            Hunk(
                line=hunk.line,
                old=hunk.old,
                new=hunk.new,
                before="".join(before),
                after="".join(after),
            )
        )
    return tuple(found)
