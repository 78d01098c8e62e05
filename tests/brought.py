"""An import as a reader gives it, made up for the tests: who quarrels over a ferry and its fare."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clivage.importers import job
from clivage.importers.formats import FORMATS, Format
from clivage.importers.options import Options
from clivage.importers.records import Document, Imported, Party, Quote, Stance, Topic
from clivage.importers.report import Report
from clivage.model import ActorType, Sign

TEXT = "The ferrymen back the guild. The town council opposes the new fare, says Ada Bell.\n"


def document(**more: Any) -> Document:  # noqa: ANN401
    return Document(**{"key": "1", "title": "On the ferry", "text": TEXT, **more})


def stance(words: str, holder: str, sign: Sign, target: str, **more: Any) -> Stance:  # noqa: ANN401
    quotes = (Quote(document="1", exact=words),)
    given = {"record": "statement 1", "quotes": quotes, "coder": "Ines", **more}
    return Stance(holder=holder, sign=sign, target=target, **given)


BACKS = stance("The ferrymen back the guild", "ferrymen", Sign.SUPPORT, "guild")
OPPOSES = stance(
    "The town council opposes the new fare", "council", Sign.OPPOSITION, "fare",
    on_topic=True, record="statement 2", voice="bell", when="1901-05",
)  # fmt: skip
PARTIES = (
    Party(key="ferrymen", label="Ferrymen", type=ActorType.COLLECTIVE),
    Party(key="guild", label="Guild", type=ActorType.ORGANIZATION, kind="union"),
    Party(key="council", label="Town council", type=ActorType.ORGANIZATION, names=("council",)),
    Party(key="bell", label="Ada Bell", type=ActorType.PERSON, part_of="council"),
)


def found(**more: Any) -> Imported:  # noqa: ANN401
    """Return an import of two stances, or with other parts."""
    parts: dict[str, Any] = {
        "documents": (document(),),
        "parties": PARTIES,
        "topics": (Topic(key="fare", label="New fare"),),
        "stances": (BACKS, OPPOSES),
    }
    return Imported(format="test", **{**parts, **more})


def bring(imported: Imported, into: Path, **more: Any) -> Report:  # noqa: ANN401
    """Import what a reader gave into a corpus folder."""

    class Reader:
        def recognise(self, path: Path, head: bytes) -> bool:
            return True

        def read(self, path: Path, options: Options) -> Imported:
            return imported

    class Given(Format):
        @property
        def reader(self) -> Reader:
            return Reader()

    FORMATS["test"] = Given("test", "what a test gives", "test", {})
    try:
        return job.bring(Path("ferry.db"), into, format="test", **more)
    finally:
        del FORMATS["test"]
