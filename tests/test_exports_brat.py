"""brat standoff: spans verbatim at their offsets, a line an annotation, each stance whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from clivage.export.archive import file_names
from clivage.model import Certainty, Corpus, Modality, Sign
from tests.exported import FEW, FOUNDING, hostile, made, unpacked
from tests.strategies import corpora

_SIGNS = {"Support": Sign.SUPPORT, "Opposition": Sign.OPPOSITION}


def read(annotations: str, text: str) -> dict[str, dict[str, str]]:
    """Return what is said of each span, as any reader of brat finds it.

    Each line is one annotation: an id, a type with its places or what it is of, and words.
    """
    said: dict[str, dict[str, str]] = {}
    for line in annotations.splitlines():
        id, middle, *rest = line.split("\t")
        if id[0] == "T":
            type_, places = middle.split(" ", 1)
            parts = [tuple(map(int, place.split())) for place in places.split(";")]
            (words,) = rest
            assert words == " ".join(text[start:end] for start, end in parts)
            assert all(start < end for start, end in parts)
            place = f"{parts[0][0]} {parts[-1][1]}"
            said[id] = {"Type": type_, "Place": place}
        elif id[0] == "A":
            name, span, value = middle.split(" ")
            assert name not in said[span]
            said[span][name] = value
        else:
            name, span = middle.split(" ")
            said[span][name] = rest[0]
    return said


def check(corpus: Corpus) -> None:
    """Hold the files to the corpus."""
    files = {name: text.decode() for name, text in unpacked(made(corpus, "brat")).items()}
    names = file_names(corpus.source)
    assert set(files) == {"annotation.conf", "visual.conf"} | {
        f"{name}.{ending}" for name in names.values() for ending in ("txt", "ann")
    }
    declared = {line.split("\t")[0] for line in files["annotation.conf"].splitlines()}
    for source in corpus.sources:
        text = files[f"{names[source.id]}.txt"]
        assert text == source.text
        said = read(files[f"{names[source.id]}.ann"], text)
        wanted = [
            (one, part)
            for one in corpus.statements
            for part in one.evidence
            if part.source == source.id
        ]
        assert len(said) == len(wanted)
        for found, (one, part) in zip(said.values(), wanted, strict=True):
            assert set(found) - {"Place", "Type", "Statement", "AnnotatorNotes"} <= declared
            assert (found["Statement"], found["Coder"]) == (one.id, one.coder)
            assert (found["Holder"], found["Target"]) == (one.holder, one.target)
            assert (_SIGNS[found["Type"]], found["Place"]) == (one.sign, f"{part.start} {part.end}")
            assert found.get("Modality", "actual") == Modality(one.modality).value
            assert found.get("Certainty", "certain") == Certainty(one.certainty).value
            assert (found.get("When", ""), found.get("About", "")) == (one.when, one.about)
            assert (found["TargetType"] == "issue") == (one.target in corpus.issue)
            assert found.get("AnnotatorNotes", "").split() == one.note.split()


@pytest.mark.parametrize("corpus", [FOUNDING, hostile()], ids=["founding", "hostile"])
def test_each_span_is_verbatim_and_each_stance_whole(corpus: Corpus) -> None:
    """Passages over ends of lines come in fragments, as brat wants them."""
    check(corpus)


@given(corpus=corpora())
@FEW
def test_any_corpus_is_a_folder_of_brat(corpus: Corpus) -> None:
    """No name, note or text breaks a line."""
    check(corpus)


def test_a_passage_is_broken_at_ends_of_lines_and_tabs() -> None:
    """The words of the fragments stand joined by a space."""
    files = unpacked(made(hostile(), "brat"))
    lines = files["http-other-net-letters-1-a-b-c-d.ann"].decode().split("\n")
    (scolds,) = (line for line in lines if "scolds" in line)
    assert scolds == ("T2\tOpposition 41 48;50 61;62 80\t<lamp>; the council scolds the keepers")
    assert b"lamp | A lamp\n" in files["visual.conf"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_bratly_reads_it(tmp_path: Path) -> None:
    """The Python library for brat finds every annotation, with its fragments and its words."""
    from bratly.io.file_read_src import read_and_load_ann_file  # it warns when it is loaded

    (name, written), *_ = (
        pair for pair in unpacked(made(hostile(), "brat")).items() if pair[0].endswith(".ann")
    )
    (tmp_path / name).write_bytes(written)
    read = read_and_load_ann_file(str(tmp_path / name))
    found = {str(one) for one in read.annotations} if read else set()
    assert found == set(written.decode().split("\n")) - {""}
    assert len(found) == 59
