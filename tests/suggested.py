"""What the tests of suggestions in the web app share: a corpus with some, served to be edited."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, Final

from clivage.model import Sign
from clivage.suggest import Mention, Suggestion, files
from clivage.suggest.files import Suggested

TEXT: Final = """The harbour of Ostrava.

The guild thanked the ferrymen. Bea Moss mocked the guild, and the council may not fight the toll.
The ferrymen backed the council against the toll. 𝒜 council that the guild attacked did not answer.
"""
HEADER: Final = """title: A harbour
base: https://w3id.org/clivage/test/harbour/
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
  diary:
    title: A diary
    language: en
    rights: made up
actors:
  guild:
    label: the guild
    type: organization
  ferrymen:
    label: the ferrymen
    type: collective
  council:
    label: the council
    type: organization
issues:
  toll:
    label: the toll
"""
CODED: Final = """source: log
coder: ann
statements:
  # Ann's own
  - quote: The ferrymen backed the council
    who: ferrymen
    supports: council
"""
DIARY: Final = "The guild scorned the toll.\n"
_IDS: Final = {"The guild": "guild", "the guild": "guild", "the ferrymen": "ferrymen",
               "the council": "council", "the toll": "toll"}  # fmt: skip


def said(quote: str, holder: str, sign: Sign, target: str, **more: Any) -> Suggestion:  # noqa: ANN401
    """Return a suggestion; all words are those of the text."""
    source = "diary" if quote in DIARY else "log"
    text = DIARY if source == "diary" else TEXT
    start = text.index(quote)

    def mention(words: str) -> Mention:
        at = text.index(words, start)
        id = _IDS.get(words, "")
        return Mention(text=words, start=at, end=at + len(words), figure=id, is_issue=id == "toll")

    given: dict[str, Any] = {"score": 0.5, "rule": "told"} | more
    return Suggestion(
        source=source,
        start=start,
        end=start + len(quote),
        exact=quote,
        holder=mention(holder),
        target=mention(target),
        sign=sign,
        **given,
    )


THANKED: Final = said(
    "The guild thanked the ferrymen", "The guild", Sign.SUPPORT, "the ferrymen",
    relation="praises", score=0.91, rule="verb:thank", cues=("thanked",),
)  # fmt: skip
MOCKED: Final = said(
    "Bea Moss mocked the guild", "Bea Moss", Sign.OPPOSITION, "the guild", score=0.62
)
ATTACKED: Final = said(
    "council that the guild attacked", "the guild", Sign.OPPOSITION, "council", score=0.4,
)  # fmt: skip
SCORNED: Final = said(
    "The guild scorned the toll", "The guild", Sign.OPPOSITION, "the toll", score=0.77
)


def corpus(folder: Path) -> Path:
    """Write the corpus anew, with what was suggested for it."""
    shutil.rmtree(folder, ignore_errors=True)
    contents = {
        "corpus.yaml": HEADER,
        "texts/log.txt": TEXT,
        "texts/diary.txt": DIARY,
        "codings/log.yaml": CODED,
        "suggestions/log.told.yaml": written("log", TEXT, THANKED, MOCKED, ATTACKED),
        "suggestions/diary.told.yaml": written("diary", DIARY, SCORNED),
    }
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def written(source: str, text: str, *suggestions: Suggestion) -> str:
    """Return the file of suggestions for a text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return files.written(Suggested(source, "told", "1", digest, suggestions))


def decided(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of decisions."""
    path = folder / "suggestions/decisions.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]
