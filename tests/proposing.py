"""An engine for tests that proposes what it is told to, and a corpus folder to propose in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from clivage.model import Sign
from clivage.suggest import Cast, Document, Mention, Suggestion

TEXT = """The guild thanked the ferrymen. Bea Moss mocked the guild, and the guild mocked her back.
The council praised nobody. The guild thanked the ferrymen again.
"""
HEADER = """title: A quay
base: https://w3id.org/clivage/test/quay/
language: en
coders:
  ann:
    name: Ann
  ben:
    name: Ben
sources:
  log:
    title: A log
    language: en
    rights: made up
actors:
  guild:
    label: the guild
    type: organization
  ferrymen:
    label: the ferrymen
    type: collective
"""


def corpus(folder: Path, *, text: str = TEXT, header: str = HEADER) -> Path:
    """Write a corpus without codings."""
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "log.txt").write_text(text, encoding="utf-8")
    (folder / "corpus.yaml").write_text(header, encoding="utf-8")
    return folder


def said(quote: str, holder: str, sign: Sign, target: str, **more: object) -> Suggestion:
    """Return a suggestion; whoever is no id of the corpus is named by words."""
    start = TEXT.index(quote)

    def mention(name: str) -> Mention:
        return Mention(text=name, figure=name if name in ("guild", "ferrymen") else "")

    given: dict[str, object] = {"score": 0.5, "rule": "told"} | more
    return Suggestion(
        source="log",
        start=start,
        end=start + len(quote),
        exact=quote,
        holder=mention(holder),
        target=mention(target),
        sign=sign,
        **given,  # type: ignore[arg-type]
    )


class Told:
    """An engine that proposes what it was told to, whatever the text."""

    name = "told"
    version = "1"

    def __init__(self, *suggestions: Suggestion) -> None:
        self.suggestions = suggestions

    def suggest(self, document: Document, cast: Cast) -> Iterable[Suggestion]:
        """Return what it was told."""
        return self.suggestions


THANKED = said("The guild thanked the ferrymen", "guild", Sign.SUPPORT, "ferrymen")
MOCKED = said("Bea Moss mocked the guild", "Bea Moss", Sign.OPPOSITION, "guild", score=0.8)
BACK = said(
    "the guild mocked her back", "guild", Sign.OPPOSITION, "Bea Moss", relation="criticizes"
)
AGAIN = said("The guild thanked the ferrymen again", "guild", Sign.SUPPORT, "ferrymen")
