"""What became of each thing in an imported file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from clivage.importers.records import Remark
from clivage.numerals import counted

#: What is counted, in the order in which it is told; one and several.
SORTS = (
    ("statement", "statements"),
    ("unevidenced tie", "unevidenced ties"),
    ("text", "texts"),
    ("actor", "actors"),
    ("issue", "issues"),
    ("coder", "coders"),
)


@dataclass(slots=True)
class Report:
    """What was taken, what the corpus had already, and a line for all that went otherwise.

    Attributes:
        taken, known: numbers by the first words of `SORTS`.
        repaired: taken, though not as it stood.
        refused: what would have been a part of the corpus, and is not; why.
        left_out: what clivage has no place for.
        is_without: whether the corpus has no statement, and no tie, afterwards.
    """

    format: str
    taken: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    repaired: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    left_out: list[Remark] = field(default_factory=list)
    is_without: bool = False

    @property
    def changes(self) -> bool:
        """Whether the corpus becomes another one."""
        return sum(self.taken.values()) > 0

    def sections(self) -> Iterator[tuple[str, list[Remark]]]:
        """Yield what a person should read, with its heading, where there is any."""
        for heading, remarks in (
            ("repaired", self.repaired),
            ("refused", self.refused),
            ("left out", self.left_out),
        ):
            if remarks:
                yield heading, remarks

    def lines(self, *, most: int | None = None) -> Iterator[str]:
        """Yield the report, line by line.

        Args:
            most: how many remarks of each sort are told; all when None.

        >>> refused = [Remark("line 4", "no sign")]
        >>> report = Report("csv", taken=Counter(statement=2), refused=refused)
        >>> print(*report.lines(), sep="\\n")
        read as csv
        taken: 2 statements
        refused: 1
          line 4: no sign.
        """
        yield f"read as {self.format}"
        yield f"taken: {told(self.taken) or 'nothing'}"
        if self.known:
            yield f"there already: {told(self.known)}"
        if self.is_without:
            yield "the corpus has no statement yet: 'clivage check' will say so until it has one"
        for heading, remarks in self.sections():
            yield f"{heading}: {len(remarks):,}"
            yield from (f"  {one}" for one in remarks[:most])
            if most is not None and len(remarks) > most:
                yield f"  and {len(remarks) - most:,} more; --report FILE tells them all"


def told(counts: Counter[str]) -> str:
    """Return counts in words.

    >>> told(Counter(statement=1, text=2))
    '1 statement, 2 texts'
    """
    return ", ".join(counted(counts[one], one, many) for one, many in SORTS if counts[one])


def together(remarks: Iterable[Remark]) -> list[Remark]:
    """Return remarks with those that say the same in a row told once, with their number.

    >>> [str(one) for one in together([Remark("line 1", "x"), Remark("line 2", "x")])]
    ['line 1 and 1 more: x.']
    """
    groups: dict[tuple[str, str], list[Remark]] = {}
    for one in remarks:
        groups.setdefault((one.what, one.remedy), []).append(one)
    return [
        same[0]
        if len(same) == 1
        else Remark(f"{same[0].record} and {len(same) - 1:,} more", what, remedy)
        for (what, remedy), same in groups.items()
    ]
