"""The texts that suggestions are measured on: sound corpora, and a seal that is seen if broken."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from clivage import coding

FOLDER = Path(__file__).parent / "evaluation"
CORPORA = sorted(path.parent for path in FOLDER.glob("*/corpus.yaml"))
SEALED = [folder for folder in CORPORA if folder.name.endswith("-sealed")]
#: Statements of each, so that none is lost.
STATEMENTS = {
    "en-development": 45, "es-development": 48, "fr-development": 124,
    "fr-validation": 130, "fr-validation-2": 137, "fr-validation-3": 159,
    "en-training": 183, "en-training-2": 249, "en-training-3": 213,
    "es-training": 175, "es-training-2": 241, "es-training-3": 208,
    "fr-training-1": 174, "fr-training-2": 199, "fr-training-3": 193, "fr-training-4": 180,
    "fr-training-5": 216, "fr-training-6": 197, "fr-training-7": 139, "fr-training-8": 213,
    "fr-training-9": 175, "fr-training-10": 217, "fr-training-11": 219, "fr-training-12": 196,
    "fr-training-13": 204, "fr-training-14": 186, "fr-training-15": 241,
    "en-sealed": 44, "es-sealed": 50, "fr-sealed": 132,
}  # fmt: skip


def test_they_are_all_here() -> None:
    """A corpus that is not listed is not tested."""
    assert {folder.name for folder in CORPORA} == STATEMENTS.keys()


@pytest.mark.parametrize("folder", CORPORA, ids=lambda folder: str(folder.name))
def test_a_corpus_for_measuring_has_no_problem(folder: Path) -> None:
    """Each statement rests on a quotation, and each text says what may be done with it."""
    reading = coding.inspect(folder)
    assert [str(problem) for problem in reading.problems] == []
    assert reading.corpus
    assert len(reading.corpus.statements) == STATEMENTS[folder.name]
    assert all("CC BY 4.0" in source.rights for source in reading.corpus.sources)
    for source in reading.corpus.sources:
        assert 150 <= len((source.text or "").split()) <= 520, source.id


@pytest.mark.parametrize("folder", SEALED, ids=lambda folder: str(folder.name))
def test_the_seal_is_whole(folder: Path) -> None:
    """What was written before there were rules stands as it was written."""
    found = re.search(
        rf"\| {folder.name} \| `([0-9a-f]{{64}})` \|", (FOLDER / "README.md").read_text("utf-8")
    )
    parts = [folder / "corpus.yaml", *sorted((folder / "codings").glob("*.yaml"))]
    parts += sorted((folder / "texts").glob("*.txt"))
    sealed = hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()
    assert found
    assert sealed == found[1]
