"""Answers that are remembered: as many as fit, the latest used."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Cache(Generic[T]):
    """A store of values of known sizes, which forgets what was not used for longest.

    >>> cache = Cache[str](10)
    >>> for name in ("a", "b", "a", "c"):
    ...     cache.put(name, name.upper(), 4)
    >>> cache.get("a"), cache.get("b"), cache.get("c")
    ('A', None, 'C')
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        """Return what is remembered under a key."""
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: T, size: int) -> None:
        """Remember a value, if it fits at all."""
        if key in self._values:
            self._held -= self._values.pop(key)[1]
        if size > self._most:
            return
        self._values[key] = value, size
        self._held += size
        while self._held > self._most:
            _, (_, freed) = self._values.popitem(last=False)
            self._held -= freed
