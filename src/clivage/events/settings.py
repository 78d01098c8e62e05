"""What is made of events: the settings of a job, and how far it is."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from clivage.events.codes import Codes
from clivage.events.formats import Format
from clivage.events.statements import text

#: How time can be cut.
WINDOWS: Final = ("year", "quarter", "month", "week", "day", "all")
#: The file that says what an event folder holds, written last.
MANIFEST: Final = "events.json"
#: Where the work of a job lies until it is done.
UNFINISHED: Final = ".unfinished"
#: The version of the files of an event folder.
VERSION: Final = 1
FIRST: Final = datetime.date(1000, 1, 1)
LAST: Final = datetime.date(2999, 12, 31)
#: The first day of a window, in SQL that all engines read alike: of ``DATE_TRUNC`` Sail makes a
#: moment, which it does not know before 1678. A week is counted from a Monday before all days.
_STARTS: Final = {
    "year": "MAKE_DATE(YEAR(day), 1, 1)",
    "quarter": "MAKE_DATE(YEAR(day), CAST(FLOOR((MONTH(day) - 1) / 3) * 3 + 1 AS INT), 1)",
    "month": "MAKE_DATE(YEAR(day), MONTH(day), 1)",
    "week": "day - CAST(CAST(day - DATE '0999-12-30' AS INT) % 7 AS INT)",
    "day": "day",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is made of the events.

    Attributes:
        window: length of the windows: one of `WINDOWS`.
        actor: what tells actors apart: ``name``, ``code``, ``country`` or ``type``.
        first, last: the days of the period, both included.
        least: events that a pair needs in a window to count in its balance.
    """

    format: Format
    codes: Codes
    window: str = "year"
    actor: str = "name"
    first: datetime.date = FIRST
    last: datetime.date = LAST
    least: int = 1
    encoding: str = "utf-8"

    @property
    def directed(self) -> str:
        """Whether the first actor of an event acts on the second, in SQL."""
        return str(self.format.directed).upper()

    @property
    def window_start(self) -> str:
        """The first day of the window of an event, in SQL; of the only one, of the period."""
        return _STARTS.get(self.window, f"DATE {text(self.first.isoformat())}")

    def words(self) -> dict[str, Any]:
        """Return the settings as they stand in a manifest."""
        return {
            "format": self.format.name,
            "directed": self.format.directed,
            "codes": {
                "name": self.codes.name,
                "version": self.codes.version,
                "title": self.codes.title,
                "source": self.codes.source,
                "sha256": self.codes.sha256,
            },
            "window": self.window,
            "actor": self.actor,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "least": self.least,
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes:
        done, total: rows; the total is an estimate where files are text.
        step: what is done now, in words.
    """

    done: int
    total: int
    step: str


Tell = Callable[[Progress], None]
