"""Tables of signed ties without a quotation, ``ties/*.csv``: read, kept apart, marked as such.

A table says who supports or opposes whom, and nothing to verify it by. What it says is no
statement: `clivage.model.UnevidencedTie` holds it, and everything that shows it says so.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from clivage import identifiers, yamlfile
from clivage.errors import ClivageError, Origin, Problem
from clivage.model import Sign, UnevidencedTie

#: The folder of a corpus in which the tables lie.
FOLDER: Final = "ties"
#: What a sign may be called in a table.
SIGNS: Final[Mapping[str, int]] = {
    "1": 1, "+1": 1, "+": 1, "support": 1, "supports": 1, "positive": 1,
    "-1": -1, "-": -1, "−1": -1, "opposition": -1, "opposes": -1, "negative": -1,
}  # fmt: skip
#: The columns of a table, those that it must have first.
COLUMNS: Final = ("holder", "target", "sign", "strength", "when", "provenance", "note")
_NEEDED: Final = COLUMNS[:3]
#: Longer than the number of any strength, and shorter than what Python would not read.
_DIGITS: Final = 9


@dataclass
class Tables:
    """What the tables of a corpus say.

    Attributes:
        ties: in the order of their ids.
        origins: where each is written, by its id.
    """

    ties: tuple[UnevidencedTie, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)


def files(folder: Path) -> list[Path]:
    """Return the tables of a corpus folder."""
    return [
        path
        for path in sorted((folder / FOLDER).glob("*"))
        if path.suffix.lower() == ".csv" and not path.name.startswith(".")
    ]


def read(folder: Path) -> Tables:
    """Read the tables of a corpus folder; all that is wrong with them is among the problems.

    A tie is called after its table and what it says, with a number from the second one that says
    the same: a row that is put in above, or another order, gives no tie another id.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "ties").mkdir()
    >>> _ = (folder / "ties/trade.csv").write_text("holder,target,sign\\nquay,mill,-\\n")
    >>> [tie.id for tie in read(folder).ties]
    ['trade.quay.opposes.mill']
    """
    found = Tables()
    ties = [tie for path in files(folder) for tie in _table(path, found)]
    found.ties = tuple(sorted(ties, key=lambda tie: tie.id))
    return found


def id_of(table: str, holder: str, sign: Sign, target: str) -> str:
    """Return the id of a tie, but for the number of one that a table says again."""
    return f"{table}.{holder}.{sign.verb}.{target}"


def appended(text: str, more: Iterable[UnevidencedTie]) -> str:
    r"""Return a table with more ties, behind those that are there.

    Args:
        text: a table with all `COLUMNS` in their order, or nothing for a new one.

    >>> tie = UnevidencedTie(id="", sign=Sign.SUPPORT, holder="quay", target="mill")
    >>> print(appended("", [tie]))
    holder,target,sign,strength,when,provenance,note
    quay,mill,support,2,,,
    <BLANKLINE>
    """
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    if not text:
        writer.writerow(COLUMNS)
    for one in more:
        sign = one.sign.name.lower()
        writer.writerow(
            (one.holder, one.target, sign, one.strength, one.when, one.provenance, one.note)
        )
    return text + ("" if not text or text.endswith("\n") else "\n") + output.getvalue()


def _table(path: Path, found: Tables) -> Iterator[UnevidencedTie]:
    origin = Origin(str(path))
    if not identifiers.is_statement_id(path.stem) or "." in path.stem:
        what = "the name of the table is not of letters, digits and hyphens"
        found.problems.append(Problem("file", what, "such as trade-1908.csv", origin=origin))
        return
    try:
        rows = _rows(path)
        columns = _columns(rows[0][1] if rows else [], Origin(str(path), 1))
    except ClivageError as error:
        problem = Problem("file", error.what, error.remedy, origin=error.origin or origin)
        found.problems.append(problem)
        return
    said: Counter[str] = Counter()
    for line, row in rows[1:]:
        here = Origin(str(path), line)
        try:
            tie = _tie(path.stem, row, columns)
        except ClivageError as error:
            found.problems.append(Problem("file", error.what, error.remedy, origin=here))
            continue
        said[tie.id] += 1
        if said[tie.id] > 1:
            tie = replace(tie, id=f"{tie.id}.{said[tie.id]}")
        found.origins[tie.id] = here
        yield tie


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of a table that say anything, each with the line it begins on."""
    reader = csv.reader(io.StringIO(yamlfile.read_text(path), newline=""), strict=True)
    rows, line = [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((line, [cell.strip() for cell in row]))
            line = reader.line_num + 1
    except csv.Error as error:
        remedy = "see whether a quotation mark is missing"
        origin = Origin(str(path), line)
        raise ClivageError(f"not CSV: {error}", remedy=remedy, origin=origin) from None
    return rows


def _columns(header: Sequence[str], origin: Origin) -> list[str]:
    names = [name.lower() for name in header]
    for name in names:
        if name not in COLUMNS:
            remedy = identifiers.did_you_mean(name, COLUMNS, f"there are {', '.join(COLUMNS)}")
            raise ClivageError(f"{name!r:.60} is not a column here", remedy=remedy, origin=origin)
        if names.count(name) > 1:
            what = f"the column {name!r} stands twice"
            raise ClivageError(what, remedy="delete one", origin=origin)
    for name in _NEEDED:
        if name not in names:
            remedy = f"begin with the line {','.join(COLUMNS)}"
            raise ClivageError(f"there is no column {name!r}", remedy=remedy, origin=origin)
    return names


def _tie(table: str, row: Sequence[str], columns: Sequence[str]) -> UnevidencedTie:
    """Return the tie of a row, without the number that tells it from others alike."""
    if len(row) > len(columns):
        what = f"the row has {len(row)} cells under {len(columns)} columns"
        raise ClivageError(what, remedy="put a text with commas in double quotes")
    said = dict.fromkeys(COLUMNS, "") | dict(zip(columns, row, strict=False))
    for name in _NEEDED:
        if not said[name]:
            raise ClivageError(f"{name!r} is empty", remedy="fill it in, or delete the row")
    number = SIGNS.get(said["sign"].lower())
    if number is None:
        what = f"the sign is {said['sign']!r:.60}"
        raise ClivageError(what, remedy="write 'support' or 'opposition'")
    strength = said["strength"] or "2"
    if not (strength.isascii() and strength.isdigit() and len(strength) < _DIGITS):
        what = f"the strength {strength!r:.60} is not a whole number"
        raise ClivageError(what, remedy="1 is weak, 2 clear, 3 strong")
    sign = Sign(number)
    return UnevidencedTie(
        id=id_of(table, said["holder"], sign, said["target"]),
        sign=sign,
        holder=said["holder"],
        target=said["target"],
        strength=int(strength),
        when=said["when"],
        provenance=said["provenance"],
        note=said["note"],
    )
