"""Two people code the quarrel over a ferry, made up for the tests: where they agree, and not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LEDGER = """The ferrymen back the guild. The council opposes the new fare.
Ada Bell praises the ferrymen, and the guild boycotts the council.
The council threatens the guild. The millers wait.
The millers back the council at last. The guild refuses the fare.
"""
LETTER = """Dear Ada, the guild supports you. The council accuses you of sloth.
"""
HEADER = """title: The ferry
base: https://w3id.org/clivage/test/ferry/
language: en
coders:
  ines:
    name: Ines
  otto:
    name: Otto
  uma:
    name: Uma
sources:
  ledger:
    title: The ledger
    language: en
    rights: written for the tests
  letter:
    title: A letter
    language: en
    rights: written for the tests
actors:
  ada-bell: { label: Ada Bell, type: person }
  council: { label: Council, type: organization }
  ferrymen: { label: Ferrymen, type: collective }
  guild: { label: Guild, type: organization }
  millers: { label: Millers, type: collective }
issues:
  fare: { label: The new fare }
"""
#: Ines and Otto: four ties alike, one of them with another relation, one more with the other
#: sign; one that each has alone; and one tie that they find in different places.
INES = """# Ines read twice.
source: ledger
coder: ines
statements:
  - quote: The ferrymen back the guild
    who: ferrymen
    supports: guild
    relation: backs
  - quote: The council opposes the new fare
    who: council
    opposes: fare
  - quote: Ada Bell praises the ferrymen
    who: ada-bell
    supports: ferrymen
    relation: praises
  - quote: the guild boycotts the council
    who: guild
    opposes: council
    relation: boycotts
  - quote: The council threatens the guild  # or warns?
    who: council
    opposes: guild
    relation: threatens
  - quote: The guild refuses the fare
    who: guild
    opposes: fare
"""
OTTO = """source: ledger
coder: otto
statements:
  - quote: The ferrymen back the guild.
    who: ferrymen
    supports: guild
    relation: backs
  - quote: council opposes the new fare
    who: council
    opposes: fare
  - quote: praises the ferrymen
    who: ada-bell
    opposes: ferrymen
    relation: criticizes
  - quote: the guild boycotts the council
    who: guild
    opposes: council
    relation: refuses
  - quote: The millers wait
    who: council
    opposes: guild
    relation: threatens
  - quote: The millers back the council at last
    who: millers
    supports: council
"""
CODINGS: Mapping[str, str] = {"ines": INES, "otto": OTTO}


def ferry(folder: Path, codings: Mapping[str, str] = CODINGS) -> Path:
    """Write the corpus, with a coding file for each name, and return its folder."""
    files = {
        "corpus.yaml": HEADER,
        "texts/ledger.txt": LEDGER,
        "texts/letter.txt": LETTER,
        **{f"codings/{name}.yaml": text for name, text in codings.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def letter(coder: str, *entries: tuple[str, str, str, str]) -> str:
    """Return a coding of the letter: quotation, holder, verb and target of each entry."""
    lines = [
        f"  - {{ quote: {quote}, who: {who}, {verb}: {whom} }}"
        for quote, who, verb, whom in entries
    ]
    head = [f"source: letter\ncoder: {coder}", "statements:" if lines else "statements: []"]
    return "\n".join([*head, *lines]) + "\n"
