"""Signed graphs of GEXF and GraphML: ties without evidence."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from clivage.errors import ClivageError, ImportFileError
from clivage.importers import gexf, graphml
from clivage.importers.options import Options
from clivage.importers.records import Claim, Imported
from clivage.model import ActorType, Sign
from tests import shared_data
from tests.damaged_files import damaged

READERS = {"gexf": gexf, "graphml": graphml}


def read(folder: Path, format: str, text: str, options: Options | None = None) -> Imported:
    """Read a graph of its text."""
    file = folder / f"graph.{format}"
    file.write_text(text, encoding="utf-8")
    reader: ModuleType = READERS[format]
    found = reader.read(file, options or Options())
    assert isinstance(found, Imported)
    return found


def gexf_of(edges: str, *, graph: str = "", declared: str = "", space: str = "") -> str:
    """Return GEXF with two actors and an issue, and the edges that are given."""
    space = space or "http://gexf.net/1.3"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="{space}" version="1.3"><graph {graph}>
<attributes class="node"><attribute id="0" title="type" type="string"/></attributes>
<attributes class="edge">{declared}</attributes>
<nodes><node id="a" label="Guild"><attvalues><attvalue for="0" value="organization"/></attvalues>
</node><node id="b" label="Council"/>
<node id="c" label="Free bridge"><attvalues><attvalue for="0" value="issue"/></attvalues></node>
</nodes><edges>{edges}</edges></graph></gexf>"""


def graphml_of(edges: str, *, keys: str = "", direction: str = "directed") -> str:
    """Return GraphML with two actors and an issue, and the edges that are given."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="label" attr.type="string"/>
<key id="d1" for="node" attr.name="type" attr.type="string"><default>organization</default></key>
{keys}<graph edgedefault="{direction}">
<node id="a"><data key="d0">Guild</data></node><node id="b"><data key="d0">Council</data></node>
<node id="c"><data key="d0">Free bridge</data><data key="d1">issue</data></node>
{edges}</graph></graphml>"""


SIGN = '<attribute id="s" title="sign" type="integer"/>'
KEY = '<key id="s" for="edge" attr.name="sign" attr.type="string"/>'


def signed(value: object, *, id: str = "e", target: str = "b", more: str = "") -> str:
    """Return an edge of GEXF with the attribute ``sign``."""
    return (
        f'<edge id="{id}" source="a" target="{target}" {more}>'
        f'<attvalues><attvalue for="s" value="{value}"/></attvalues></edge>'
    )


def said(claims: tuple[Claim, ...]) -> list[tuple[str, int, str]]:
    """Return the ties as holder, sign and target."""
    return [(one.holder, one.sign.value, one.target) for one in claims]


@pytest.mark.parametrize(
    "space",
    ["http://www.gexf.net/1.1draft", "http://www.gexf.net/1.2draft", "http://www.gexf.net/1.3"],
)
def test_gexf_of_any_version_gives_actors_issues_and_ties(tmp_path: Path, space: str) -> None:
    edges = signed(-1, id="1") + signed(1, id="2", target="c")
    text = gexf_of(edges, graph='defaultedgetype="directed"', declared=SIGN, space=space)
    found = read(tmp_path, "gexf", text)
    assert [(party.label, party.type) for party in found.parties] == [
        ("Guild", ActorType.ORGANIZATION),
        ("Council", None),
    ]
    assert [topic.label for topic in found.topics] == ["Free bridge"]
    assert said(found.claims) == [("a", -1, "b"), ("a", 1, "c")]
    assert [(one.record, one.on_topic) for one in found.claims] == [
        ("edge 1", False),
        ("edge 2", True),
    ]


def test_graphml_gives_actors_issues_and_ties(tmp_path: Path) -> None:
    edges = (
        '<edge id="1" source="a" target="b"><data key="s">opposes</data></edge>'
        '<edge source="a" target="c"><data key="s">supports</data></edge>'
    )
    found = read(tmp_path, "graphml", graphml_of(edges, keys=KEY))
    assert {party.type for party in found.parties} == {ActorType.ORGANIZATION}
    assert [topic.label for topic in found.topics] == ["Free bridge"]
    assert said(found.claims) == [("a", -1, "b"), ("a", 1, "c")]
    assert [one.record for one in found.claims] == ["edge 1", "edge number 2"]


@pytest.mark.parametrize(
    ("edge", "sign"),
    [
        ('label="opposes"', -1),
        ('kind="opposes" label="3"', -1),
        ('weight="-2.0"', -1),
        ('label="soutient"', 1),
    ],
)
def test_the_sign_may_stand_in_label_kind_or_weight(tmp_path: Path, edge: str, sign: int) -> None:
    edges = f'<edge source="a" target="b" type="directed" {edge}/>'
    found = read(tmp_path, "gexf", gexf_of(edges))
    assert said(found.claims) == [("a", sign, "b")]


@pytest.mark.parametrize("edge", ["", 'weight="3"', 'label="1"', 'label="cites"'])
def test_a_graph_without_signs_is_refused_with_what_to_do(tmp_path: Path, edge: str) -> None:
    with pytest.raises(
        ImportFileError, match=r"no edge has a sign. .* --map sign=NAME; edges have"
    ):
        read(tmp_path, "gexf", gexf_of(f'<edge source="a" target="b" {edge}/>'))


def test_a_real_graph_of_19025_edges_without_signs_is_refused_as_a_whole(tmp_path: Path) -> None:
    file = shared_data.path("formats/gexf/divided-they-blog.gexf")
    with pytest.raises(ImportFileError, match="no edge has a sign"):
        gexf.read(file, Options())
    counted = iter(range(19_025))
    text = re.sub(
        "<edge ",
        lambda _: f'<edge label="{"opposes" if next(counted) % 5 == 0 else "supports"}" ',
        file.read_text(encoding="utf-8"),
    )
    found = read(tmp_path, "gexf", text)
    assert len(found.parties) == 1_224
    assert len(found.claims) == 19_025
    assert sum(one.sign is Sign.OPPOSITION for one in found.claims) == 3_805
    assert not found.refused


@pytest.mark.parametrize("mapped", ["stand", "Stand"])
def test_the_attribute_of_the_sign_is_mapped(tmp_path: Path, mapped: str) -> None:
    options = Options(fields={"sign": mapped}, signs={"critique": Sign.OPPOSITION, "cite": None})
    keys = KEY.replace('"sign"', '"stand"')
    edges = (
        "".join(
            f'<edge id="{word}" source="a" target="b"><data key="s">{word}</data></edge>'
            for word in ("critique", "cite", "nods")
        )
        + '<edge id="none" source="a" target="b"/>'
    )
    found = read(tmp_path, "graphml", graphml_of(edges, keys=keys), options)
    assert [one.record for one in found.claims] == ["edge critique"]
    assert [str(one) for one in found.refused] == [
        "edge none: it has no sign. give it one, or delete it."
    ]
    assert [str(one) for one in found.left_out] == [
        "edge cite: 'cite' takes no side.",
        "edge nods: 'nods' is neither a support nor an opposition."
        " map it under 'signs' in a mapping file.",
    ]


def test_a_mapping_that_fits_nothing_is_told(tmp_path: Path) -> None:
    text = graphml_of('<edge source="a" target="b"><data key="s">+</data></edge>', keys=KEY)
    with pytest.raises(
        ImportFileError, match=r"no edge has an attribute 'stand'\. edges have 'sign'"
    ):
        read(tmp_path, "graphml", text, Options(fields={"sign": "stand"}))
    with pytest.raises(ImportFileError, match=r"no field 'sing'\. did you mean 'sign'"):
        read(tmp_path, "graphml", text, Options(fields={"sing": "sign"}))


def test_an_edge_without_a_direction_becomes_a_tie_each_way(tmp_path: Path) -> None:
    edges = signed(1, id="1", more='type="undirected"') + signed(1, id="2", target="c")
    found = read(tmp_path, "gexf", gexf_of(edges, declared=SIGN))
    # An issue takes no sides: what joins one with an actor has its direction.
    assert said(found.claims) == [("a", 1, "b"), ("b", 1, "a"), ("a", 1, "c")]
    assert [str(one) for one in found.repaired] == [
        "edges: without a direction; each became two ties, one each way: 1."
    ]
    same = '<edge source="a" target="b" directed="true"><data key="s">+</data></edge>'
    text = graphml_of(same, keys=KEY, direction="undirected")
    assert said(read(tmp_path, "graphml", text).claims) == [("a", 1, "b")]


def test_weights_become_strengths_and_what_is_none_stands_in_the_note(tmp_path: Path) -> None:
    edges = "".join(
        signed(1, id=weight, more=f'type="directed" weight="{weight}"')
        for weight in ("3", "2.0", "4.5", "0")
    )
    found = read(tmp_path, "gexf", gexf_of(edges, declared=SIGN))
    assert [(one.record, one.strength, one.note) for one in found.claims] == [
        ("edge 3", 3, ""),
        ("edge 2.0", 2, ""),
        ("edge 4.5", 2, "weight 4.5"),
    ]
    assert [one.record for one in found.repaired] == ["edge 4.5"]
    assert [one.record for one in found.refused] == ["edge 0"]


@pytest.mark.parametrize(
    ("edge", "inside", "when", "note"),
    [
        ('start="1903-05-01" end="1904-01-01"', "", ["1903-05-01/1904-01-01"], ""),
        ('start="1903-05-01T00:00:00"', "", ["1903-05-01/.."], ""),
        ('timestamp="1903"', "", ["1903"], ""),
        ('intervals="&lt;[1903-01, 1903-02]; [1904, 1905]&gt;"', "",
         ["1903-01/1903-02", "1904/1905"], ""),
        ("", '<spells><spell start="1903"/><spell end="1901"/></spells>',
         ["1903/..", "../1901"], ""),
        ('start="12.5" end="13"', "", [""], "time: 12.5 to 13"),
        ('start="-Infinity" end="Infinity"', "", [""], ""),
        ("", "", [""], ""),
    ],
)  # fmt: skip
def test_when_an_edge_is_there(
    tmp_path: Path, edge: str, inside: str, when: list[str], note: str
) -> None:
    text = gexf_of(
        signed(1, more=f'type="directed" {edge}').replace("</edge>", f"{inside}</edge>"),
        graph='timeformat="date" mode="dynamic"',
        declared=SIGN,
    )
    found = read(tmp_path, "gexf", text)
    assert [one.when for one in found.claims] == when
    assert {one.note for one in found.claims} == {note}


def test_numbers_are_no_dates_where_the_file_does_not_count_in_dates(tmp_path: Path) -> None:
    edge = signed(1, more='type="directed" start="1903" end="1905"')
    found = read(tmp_path, "gexf", gexf_of(edge, graph='timeformat="double"', declared=SIGN))
    assert [(one.when, one.note) for one in found.claims] == [("", "time: 1903 to 1905")]


def test_a_sign_that_changes_in_time_is_not_guessed(tmp_path: Path) -> None:
    edge = signed(1).replace("</attvalues>", '<attvalue for="s" value="-1"/></attvalues>')
    found = read(tmp_path, "gexf", gexf_of(edge + signed(1, id="f"), declared=SIGN))
    assert {one.record for one in found.claims} == {"edge f"}
    assert [one.record for one in found.left_out] == ["edge e"]


@pytest.mark.parametrize(
    ("edge", "said"),
    [
        ('<edge id="x" source="c" target="a" type="directed" label="opposes"/>', "is an issue"),
        (
            '<edge id="x" source="a" target="z" type="directed" label="opposes"/>',
            "'z', and no node",
        ),
        ('<edge id="x" label="opposes"/>', "one of its ends is '', and no node"),
    ],
)
def test_an_edge_that_joins_no_actors_is_refused(tmp_path: Path, edge: str, said: str) -> None:
    found = read(tmp_path, "gexf", gexf_of(edge))
    assert not found.claims
    assert [one.record for one in found.refused] == ["edge x"]
    assert said in found.refused[0].what


def test_what_has_no_place_is_counted(tmp_path: Path) -> None:
    edges = (
        '<edge source="a" target="b"><data key="s">+</data><data key="w">7</data></edge>'
        '<hyperedge/><edge source="a" target="b"><data key="s">-</data></edge>'
    )
    keys = KEY + '<key id="w" for="edge" attr.name="votes" attr.type="int"/>'
    found = read(tmp_path, "graphml", graphml_of(edges, keys=keys))
    assert [str(one) for one in found.left_out] == [
        "hyperedge: has no place; it stands 1 times.",
        "attribute 'votes': has no place; edges that have it: 1.",
    ]


def test_the_labels_of_yed_are_read_from_its_drawings(tmp_path: Path) -> None:
    text = """<graphml xmlns:y="urn:yworks"><key id="g" for="node" yfiles.type="nodegraphics"/>
<key id="h" for="edge" yfiles.type="edgegraphics"/><graph edgedefault="directed">
<node id="n0"><data key="g"><y:ShapeNode><y:NodeLabel> Guild </y:NodeLabel></y:ShapeNode></data>
</node><node id="n1"><graph edgedefault="directed"><node id="n1::n0"/></graph></node>
<edge source="n0" target="n1::n0"><data key="h"><y:L><y:EdgeLabel>attacks</y:EdgeLabel></y:L>
</data></edge></graph></graphml>"""
    found = read(tmp_path, "graphml", text)
    assert {party.key: party.label for party in found.parties} == {
        "n0": "Guild", "n1": "n1", "n1::n0": "n1::n0",
    }  # fmt: skip
    assert said(found.claims) == [("n0", -1, "n1::n0")]
    assert ("drawing", "has no place; it stands 2 times") in {
        (one.record, one.what) for one in found.left_out
    }


@pytest.mark.parametrize("format", READERS)
def test_our_own_exports_come_back_as_ties_that_keep_their_quotations(format: str) -> None:
    found = READERS[format].read(Path(f"exports/bolivia-1971/bolivia-1971.{format}"), Options())
    assert (len(found.parties), len(found.topics), len(found.claims)) == (26, 10, 34)
    assert {party.id: party.label for party in found.parties}["army"] == "Armée"
    assert {party.kind for party in found.parties} > {"army", "party"}
    (claim,) = [one for one in found.claims if one.record == "edge army.opposes.peasants"]
    assert (claim.holder, claim.sign, claim.strength) == ("army", Sign.OPPOSITION, 3)
    assert claim.note.startswith("relation: represses; about: land; statements: ")
    assert "quotations: il fait intervenir l'armée contre les paysans" in claim.note
    assert not found.refused


@pytest.mark.parametrize("format", READERS)
def test_what_is_no_graph_is_refused_in_one_line(tmp_path: Path, format: str) -> None:
    for text, words in [
        ("", "not well-formed XML"),
        ("<a/>", "there is no graph in it"),
        (f"<{format}/>", "there is no graph in it"),
        (f"<{format}><graph>", "not well-formed XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares a document type"),
    ]:
        with pytest.raises(ImportFileError, match=words):
            read(tmp_path, format, text)


def test_very_many_attributes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="declares 1,001 attributes"):
        read(tmp_path, "gexf", gexf_of("", declared=SIGN * 1000))
    with pytest.raises(ImportFileError, match="declares 1,002 attributes"):
        read(tmp_path, "graphml", graphml_of("", keys=KEY * 1000))


@pytest.mark.parametrize("format", READERS)
def test_a_damaged_graph_is_read_or_refused_in_words(tmp_path: Path, format: str) -> None:
    texts = {
        "gexf": gexf_of(signed(-1, more='start="1903" weight="x"') + signed(1), declared=SIGN),
        "graphml": graphml_of('<edge source="a" target="b"><data key="s">+</data></edge>',
                              keys=KEY),
    }  # fmt: skip
    content = texts[format].encode()
    file = tmp_path / f"graph.{format}"
    assert READERS[format].recognise(Path("graph.xml"), content)
    outcomes: set[type] = set()
    for one in damaged(content):
        file.write_bytes(one)
        try:
            outcomes.add(type(READERS[format].read(file, Options())))
        except ClivageError as error:
            assert "\n" not in str(error)
            outcomes.add(type(error))
    assert outcomes == {Imported, ImportFileError}
