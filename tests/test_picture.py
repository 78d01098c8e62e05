"""The still picture: SVG that stands alone, says everything, and hides nothing harmful."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from clivage import marks, picture, view
from clivage.model import Corpus, in_language
from tests import founding
from tests.small import small
from tests.strategies import corpora

BOLIVIA = founding.drawn()
SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "rect", "polygon", "path", "circle", "text", "g"}
_ANY = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def texts(svg: str) -> list[str]:
    """Return the texts that stand in a picture, without their tooltips."""
    return [
        one.text or (one[0].tail or "") for one in ElementTree.fromstring(svg).iter(f"{SVG}text")
    ]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_label_and_the_legend_stand_as_text(language: str) -> None:
    """Text stays text, in the language that was asked for."""
    said = texts(picture.svg(BOLIVIA, language=language))
    for node in BOLIVIA.nodes:
        assert in_language(node.labels, language) in said
    for key in ("legend-support", "legend-opposition", "thickness", "camps-meaning", "issue"):
        assert marks.words(language)[key] in said


def test_every_edge_is_drawn_with_colour_dash_and_end_mark() -> None:
    """Opposition is dashed and ends in a bar, support is solid and ends in an arrow."""
    svg = picture.svg(BOLIVIA, language="en")
    lines = [line for line in svg.splitlines() if line.startswith("<path")]
    assert len(lines) == len(BOLIVIA.edges) == 34
    for edge, line in zip(BOLIVIA.edges, lines, strict=True):
        opposition = edge.sign.value < 0
        assert ("stroke-dasharray" in line) == opposition
        assert (line.count("<path") == 2) == opposition
        assert ("<polygon" in line) != opposition


def test_edges_of_one_pair_do_not_lie_on_each_other() -> None:
    """An ambivalent pair shows each of its edges."""
    bends = marks.bends(BOLIVIA.edges)
    pairs: dict[frozenset[str], list[tuple[str, float]]] = {}
    for edge in BOLIVIA.edges:
        pair = frozenset((edge.holder, edge.target))
        side = bends[edge.id] if edge.holder == min(pair) else -bends[edge.id]
        pairs.setdefault(pair, []).append((edge.id, side))
    several = [found for found in pairs.values() if len(found) > 1]
    assert len(several) == 3
    for found in several:
        assert len({side for _, side in found}) == len(found)


def test_the_numbers_of_camps_stand_in_the_marks() -> None:
    """Camps are told by number, not by colour alone."""
    said = texts(picture.svg(BOLIVIA, language="en"))
    for number, members in enumerate(BOLIVIA.camps, 1):
        # The legend shows one mark of camp 1 more.
        assert said.count(str(number)) == len(members) + (number == 1)


@given(corpus=corpora())
@_ANY
def test_any_corpus_gives_well_formed_svg_without_script_or_address(corpus: Corpus) -> None:
    """Labels of any kind are text; no element or attribute that could act or load is there."""
    root = ElementTree.fromstring(picture.svg(view.of(corpus), language=corpus.language))
    elements = list(root.iter())
    assert {one.tag.removeprefix(SVG) for one in elements} <= ALLOWED
    names = {name for one in elements for name in one.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name]


def test_a_label_of_ten_thousand_letters_is_cut_and_kept_whole_in_its_title() -> None:
    """A long label does not spoil the picture, and is not lost."""
    corpus = small()
    long = "x" * 10_000
    actors = tuple(
        type(one)(id=one.id, type=one.type, labels={"en": long}) if one.id == "stranger" else one
        for one in corpus.actors
    )
    fields = {name: getattr(corpus, name) for name in corpus.__dataclass_fields__}
    svg = picture.svg(view.of(Corpus(**fields | {"actors": actors})), language="en")
    assert max(len(one) for one in texts(svg)) < 120
    assert f"<title>{long}</title>" in svg


def test_an_empty_corpus_is_drawn_as_its_legend() -> None:
    """No statement yet is no error."""
    empty = Corpus(id="e", base="https://w3id.org/e/", title={"en": "Empty"}, language="en")
    assert "Empty" in texts(picture.svg(view.of(empty), language="en"))
