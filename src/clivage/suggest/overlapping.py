"""Find what stands at the same place of a text, without looking at everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, Generic, TypeVar

_Item = TypeVar("_Item")
#: Code points of a stretch in which things are kept together.
_STRETCH: Final = 1000


class Overlapping(Generic[_Item]):
    """Things by the stretches of text that they stand in.

    >>> there = Overlapping[str]()
    >>> there.add("s", 10, 20, "a")
    >>> list(there.at("s", 15, 30)), list(there.at("s", 20, 30))
    (['a'], [])
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], list[tuple[int, int, _Item]]] = defaultdict(list)

    def add(self, source: str, start: int, end: int, item: _Item) -> None:
        """Keep a thing."""
        for stretch in range(start // _STRETCH, end // _STRETCH + 1):
            self._kept[source, stretch].append((start, end, item))

    def at(self, source: str, start: int, end: int) -> Iterator[_Item]:
        """Yield the things that share a code point with a place; some may come twice."""
        for stretch in range(start // _STRETCH, end // _STRETCH + 1):
            for first, last, item in self._kept.get((source, stretch), ()):
                if first < end and start < last:
                    yield item
