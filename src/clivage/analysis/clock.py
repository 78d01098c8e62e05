"""A deadline that long computations ask whether to stop."""

from __future__ import annotations

import math
import time


class Deadline:
    """A moment after which a computation returns the best it has.

    >>> Deadline(3600).passed, Deadline(0).passed
    (False, True)
    """

    def __init__(self, seconds: float | None) -> None:
        self._end = math.inf if seconds is None else time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; infinite without a limit."""
        return max(0.0, self._end - time.monotonic())

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return self.left <= 0

    def sooner(self, seconds: float) -> Deadline:
        """Return a deadline so many seconds before this one.

        >>> Deadline(10).sooner(11).passed
        True
        """
        return Deadline(None if math.isinf(self._end) else self.left - seconds)
