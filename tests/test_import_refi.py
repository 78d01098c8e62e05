"""REFI-QDA projects: what codes that stand together say, and offsets that count otherwise."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from clivage.errors import ClivageError, ImportFileError
from clivage.export.material import Material
from clivage.export.refi import refi as export
from clivage.importers import refi
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.importers.refi_stances import nearest
from clivage.model import (
    AUTHOR,
    ActorType,
    Certainty,
    Corpus,
    DateBasis,
    Modality,
    Mode,
    Sign,
)
from tests.small import small

TEXT = "The council of Orb met.\nThe millers refused the dyke, and the fishers praised it.\n"
FIELDS = {"who": "Actors", "target": "Targets"}
#: A code book of somebody else; a path names all codes on its way.
BOOK = (
    "Actors/millers", "Actors/guilds/fishers", "Targets/dyke", "Targets/mill",
    "Stance/refuses", "Stance/praises", "weather",
)  # fmt: skip


@dataclass(frozen=True)
class Marked:
    """Codes that a user gave to words; offsets count code points unless they are given."""

    words: str
    codes: tuple[str, ...]
    user: str = "ada"
    span: tuple[object, object] | None = None
    name: str = ""
    note: str = ""

    def xml(self, text: str) -> str:
        """Return the selection of a text."""
        start = text.find(self.words)
        span = self.span or (start, start + len(self.words))
        codings = "".join(
            f'<Coding guid="c" creatingUser="{self.user}">'
            f"<CodeRef targetGUID={quoteattr(code)}/></Coding>"
            for code in self.codes
        )
        return (
            f'<PlainTextSelection guid="s" name={quoteattr(self.name)}'
            f' startPosition="{span[0]}" endPosition="{span[1]}">'
            f"<Description>{self.note}</Description>{codings}</PlainTextSelection>"
        )


def book(paths: tuple[str, ...], described: Mapping[str, str] | None) -> str:
    """Return the codes of a code book; the path of each is its guid."""

    def about(path: str) -> str:
        said = f"about {path.rpartition('/')[2]}"
        return said if described is None else described.get(f"about {path}", "")

    def level(prefix: str) -> str:
        names = dict.fromkeys(
            path.removeprefix(prefix).split("/")[0] for path in paths if path.startswith(prefix)
        )
        return "".join(
            f"<Code guid={quoteattr(prefix + name)} name={quoteattr(name)}>"
            f"<Description>{about(prefix + name)}</Description>{level(prefix + name + '/')}</Code>"
            for name in names
            if name
        )

    return level("")


def project(
    *marks: Marked,
    text: str = TEXT,
    paths: tuple[str, ...] = BOOK,
    described: Mapping[str, str] | None = None,
    more: str = "",
) -> str:
    """Return a project with one text, which lies beside it."""
    selections = "".join(mark.xml(text) for mark in marks)
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<Project name="Orb" origin="T" xmlns="urn:QDA-XML:project:1.0">'
        '<Users><User guid="ADA" name="Ada Orr"/><User guid="bo" name="Bo Lind"/></Users>'
        f"<CodeBook><Codes>{book(paths, described)}</Codes></CodeBook>"
        '<Sources><TextSource guid="t" name="Gazette" plainTextPath="internal://T.txt">'
        f"{selections}</TextSource>{more}</Sources></Project>"
    )


def packed(path: Path, members: Mapping[str, bytes | str]) -> Path:
    """Write a ZIP file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def read(
    tmp_path: Path, *marks: Marked, raw: bytes | None = None, xml: str = "", **options: object
) -> Imported:
    """Write a project with its text, and read it."""
    members: Mapping[str, bytes | str] = {
        "project.qde": xml or project(*marks),
        "Sources/t.txt": TEXT.encode() if raw is None else raw,
    }
    path = packed(tmp_path / "orb.qdpx", members)
    given: dict[str, object] = {"fields": FIELDS, **options}
    return refi.read(path, Options(**given))  # type: ignore[arg-type]


def told(imported: Imported) -> str:
    """Return all remarks, a line each."""
    remarks = (*imported.repaired, *imported.refused, *imported.left_out)
    return "\n".join(map(str, remarks))


REFUSED = Marked(
    "The millers refused the dyke", ("actors/millers", "Targets/dyke", "stance/refuses")
)


# What codes say together


def test_codes_on_the_same_words_are_a_stance(tmp_path: Path) -> None:
    imported = read(tmp_path, REFUSED)
    (stance,) = imported.stances
    assert (stance.holder, stance.sign, stance.target) == ("millers", Sign.OPPOSITION, "dyke")
    assert (stance.relation, stance.coder) == ("refuses", "Ada Orr")
    (quote,) = stance.quotes
    assert quote.exact == TEXT[quote.start : quote.end] == "The millers refused the dyke"
    assert stance.record == "Gazette, characters 24 to 52"
    assert (imported.documents[0].text, imported.documents[0].title) == (TEXT, "Gazette")
    assert [one.note for one in imported.parties] == ["about millers", "about dyke"]
    assert not imported.repaired
    assert not imported.refused


def test_who_may_stand_on_a_wider_selection_and_the_nearest_counts(tmp_path: Path) -> None:
    imported = read(
        tmp_path,
        Marked(TEXT[:-1], ("Actors/millers",)),
        Marked("and the fishers praised it", ("Actors/guilds/fishers",)),
        Marked("praised it", ("Stance/praises", "Targets/dyke")),
        Marked("refused the dyke", ("Stance/refuses", "Targets/dyke")),
    )
    assert [(one.holder, one.sign) for one in imported.stances] == [
        ("millers", Sign.OPPOSITION),
        ("fishers", Sign.SUPPORT),
    ]


def test_each_coder_counts_alone(tmp_path: Path) -> None:
    other = Marked(REFUSED.words, ("Actors/guilds/fishers", "Targets/mill"), user="Bo")
    imported = read(tmp_path, REFUSED, other)
    assert [(one.holder, one.coder) for one in imported.stances] == [("millers", "Ada Orr")]
    assert "no side near them: 2" in told(imported)


def test_several_actors_and_targets_are_a_stance_each(tmp_path: Path) -> None:
    more = ("Actors/guilds/fishers", "Targets/mill")
    imported = read(tmp_path, REFUSED, Marked(REFUSED.words, more))
    assert {(one.holder, one.target) for one in imported.stances} == {
        (holder, target) for holder in ("millers", "fishers") for target in ("dyke", "mill")
    }


def test_a_code_below_a_sign_is_the_target(tmp_path: Path) -> None:
    paths = ("Actors/millers", "contre/dyke", "pour/mill")
    codes = ("Actors/millers", "contre/dyke", "pour/mill")
    xml = project(Marked(REFUSED.words, codes), paths=paths)
    imported = read(
        tmp_path,
        xml=xml,
        fields={"who": "actors"},
        signs={"contre": Sign.OPPOSITION, "pour": Sign.SUPPORT},
        types={"contre": None, "actors": ActorType.COLLECTIVE},
    )
    assert [(one.sign, one.target, one.on_topic) for one in imported.stances] == [
        (Sign.OPPOSITION, "dyke", True),
        (Sign.SUPPORT, "mill", False),
    ]
    assert [one.label for one in imported.topics] == ["dyke"]
    assert imported.parties[0].type is ActorType.COLLECTIVE


def test_a_sign_may_be_mapped_by_its_path(tmp_path: Path) -> None:
    paths = ("A/yes", "B/yes", "Actors/millers", "Targets/dyke")
    codes = ("Actors/millers", "Targets/dyke")
    marks = [Marked("refused the dyke", (*codes, "A/yes")), Marked("praised it", ("B/yes", *codes))]
    signs = {"a/yes": Sign.OPPOSITION, "b/yes": None}
    imported = read(tmp_path, xml=project(*marks, paths=paths), signs=signs)
    assert [one.sign for one in imported.stances] == [Sign.OPPOSITION]
    assert "'B/yes' takes no side; places: 1" in told(imported)


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (("Targets/dyke", "Stance/refuses"), "no code of the group for 'who'"),
        (("Actors/millers", "Stance/refuses"), "no code of the group for 'target'"),
        (
            ("Actors/millers", "Targets/dyke", "Stance/refuses", "Stance/praises"),
            "support and opposition stand on the same words",
        ),
    ],
)
def test_a_side_without_its_parts_is_refused(
    tmp_path: Path, codes: tuple[str, ...], said: str
) -> None:
    imported = read(tmp_path, Marked(REFUSED.words, codes))
    assert not imported.stances
    assert len(imported.refused) == 1
    assert said in str(imported.refused[0])


def test_what_has_no_place_is_counted(tmp_path: Path) -> None:
    more = (
        '<TextSource guid="u" name="Other"><PlainTextContent>Rain.</PlainTextContent>'
        '<Coding guid="c"><CodeRef targetGUID="weather"/></Coding></TextSource>'
        '<PDFSource guid="p" name="Map"/><PictureSource guid="q"/>'
    )
    marks = [REFUSED, Marked("met", ("weather", "lost"))]
    imported = read(tmp_path, xml=project(*marks, more=more))
    assert len(imported.documents) == 2
    lines = told(imported).splitlines()
    assert sum("neither side nor actor nor target" in line for line in lines) == 2
    assert any(line.startswith("codes: 'weather' is neither") for line in lines)
    assert any("a code that is in no code book is neither" in line for line in lines)
    assert "codings: on a whole text, which is no quotation: 1." in lines
    assert {"project: PDF sources: 1.", "project: pictures: 1."} <= {*lines}


def test_a_group_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"no group of codes 'Agents'.*'Actors', 'Targets'"):
        read(tmp_path, REFUSED, fields={"who": "Agents"})
    with pytest.raises(ImportFileError, match="no field 'quote'"):
        read(tmp_path, REFUSED, fields={"quote": "Actors"})


# Texts and offsets


def test_a_text_may_stand_in_the_project_beside_it_or_in_a_folder(tmp_path: Path) -> None:
    inline = project(REFUSED).replace(
        'plainTextPath="internal://T.txt">', f"><PlainTextContent>{TEXT}</PlainTextContent>"
    )
    (tmp_path / "Sources").mkdir()
    (tmp_path / "Sources" / "T.txt").write_text(TEXT, encoding="utf-8")
    elsewhere = project(REFUSED).replace("internal://", "absolute:///home/somebody/")
    results = []
    for name, xml, texts in (
        ("a.qde", inline, None),
        ("b.qde", project(REFUSED), None),
        ("c.qde", elsewhere, tmp_path / "Sources"),
    ):
        path = tmp_path / name
        path.write_text(xml, encoding="utf-8")
        assert refi.recognise(path, path.read_bytes()[:4096])
        results.append(refi.read(path, Options(fields=FIELDS, texts=texts)))
    assert [len(one.stances) for one in results] == [1, 1, 1]
    assert results[0].documents[0].text == results[1].documents[0].text == TEXT
    lost = refi.read(path, Options(fields=FIELDS))
    assert not lost.stances
    assert "give the folder of the texts with --texts" in str(lost.refused[0])


SEVERAL = (
    REFUSED,
    Marked("the fishers praised it", ("Actors/guilds/fishers", "Targets/dyke", "Stance/praises")),
    Marked("council", ("weather",)),
)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
@pytest.mark.parametrize("smile", ["", "😀 "])
@pytest.mark.parametrize("counts", ["points", "marked", "breaks", "units"])
def test_offsets_are_read_as_they_were_counted(
    tmp_path: Path, mark: str, line: str, smile: str, counts: str
) -> None:
    text = (smile + TEXT).replace("\n", line)

    def offset(at: int) -> int:
        before = text[:at]
        if counts == "breaks":
            return len(before.replace("\r\n", "\n"))
        if counts == "units":
            return len(before.encode("utf-16-le")) // 2
        return at + len(mark) * (counts == "marked")

    marks = []
    for one in SEVERAL:
        start = text.find(one.words)
        span = offset(start), offset(start + len(one.words))
        marks.append(Marked(one.words, one.codes, span=span))
    raw = (mark + text).encode()
    imported = read(tmp_path, xml=project(*marks, text=text), raw=raw)
    exact = [one.quotes[0].exact for one in imported.stances]
    assert exact == [one.words for one in SEVERAL[:2]]
    assert imported.documents[0].text == text
    shifted = {
        "points": False,
        "marked": bool(mark),
        "breaks": line == "\r\n",
        "units": smile != "",
    }
    assert bool(imported.repaired) is shifted[counts]


def test_words_that_a_selection_quotes_tell_most(tmp_path: Path) -> None:
    """One selection between blanks fits both ways of counting; its words say which is meant."""
    text = "a\r\nb c d e f g h"
    mark = Marked("", REFUSED.codes, span=(4, 11), name="c d e f...")
    imported = read(tmp_path, xml=project(mark, text=text), raw=text.encode())
    assert imported.stances[0].quotes[0].exact == "c d e f"


@pytest.mark.parametrize("span", [(5, 5), (9, 3), ("", 4), ("-1", 4), (0, 99_999), ("9" * 99, 4)])
def test_a_place_that_holds_nothing_is_refused(tmp_path: Path, span: tuple[object, object]) -> None:
    imported = read(tmp_path, REFUSED, Marked("", REFUSED.codes, span=span))
    assert len(imported.stances) == 1
    assert "holds nothing of the text" in str(imported.refused[0])


# The shape in which clivage exports


OWN = (
    "opposes/The millers/The dyke", "opposes (negated)/author/Orb (orb-2)",
    "Actors/organizations/The millers", "Actors/collectives/Orb (orb-2)", "Issues/The dyke",
)  # fmt: skip
SAID = {
    "about opposes/The millers/The dyke": "millers opposes dyke",
    "about Actors/organizations/The millers": "id: millers\nkind: company\nname: mill owners"
    "\nname: millers of Orb\npart-of: orb-2\nexact-match: https://example.org/m"
    "\nnote: rich: and\nold",
    "about Issues/The dyke": "id: dyke\ndefinition: build it",
    "about Actors/collectives/Orb (orb-2)": "id: orb-2",
}
DETAILS = (
    "id: gazette.24.opposes\nvoice: author\nrelation: refuses\nmode: word\nstrength: 3\n"
    "certainty: probable\nwhen: 1921-05\ndate-basis: stated\nnote: two\nlines: both"
)


def exported(*, told: bool = True) -> str:
    """Return a project as clivage writes it; or as it is without its descriptions."""
    marks = (
        Marked("The millers refused the dyke", OWN[:1], note=DETAILS),
        Marked("the fishers praised it", OWN[:1], user="bo", note=DETAILS),
        Marked("council of Orb", OWN[1:2], note="id: gazette.4"),
    )
    xml = project(*marks, paths=OWN, described=SAID if told else {})
    source = "id: gazette\nlanguage: en\ndate: 1921-05-04\npublication: Orb Gazette\nrights: none"
    return xml.replace('T.txt">', f'T.txt"><Description>{source}</Description>')


def test_what_clivage_exports_comes_back(tmp_path: Path) -> None:
    imported = read(tmp_path, xml=exported(), fields={}, language="en")
    first, second = imported.stances
    assert (first.holder, first.sign, first.target) == ("millers", Sign.OPPOSITION, "dyke")
    assert [one.exact for one in first.quotes] == [
        "The millers refused the dyke", "the fishers praised it",
    ]  # fmt: skip
    assert (first.id, first.voice, first.relation) == ("gazette.24.opposes", AUTHOR, "refuses")
    assert (first.mode, first.strength, first.certainty) == (Mode.WORD, 3, Certainty.PROBABLE)
    assert (first.when, first.date_basis) == ("1921-05", DateBasis.STATED)
    assert (first.coder, first.note, first.on_topic) == ("Ada Orr", "two\nlines: both", True)
    assert (second.holder, second.target, second.on_topic) == (AUTHOR, "orb-2", False)
    assert (second.modality, second.voice) == (Modality.NEGATED, AUTHOR)
    (text,) = imported.documents
    assert (text.id, text.language, text.date) == ("gazette", "en", "1921-05-04")
    assert (text.publication, text.rights) == ("Orb Gazette", "none")
    millers, orb = imported.parties
    assert (millers.id, millers.type, millers.kind) == (
        "millers",
        ActorType.ORGANIZATION,
        "company",
    )
    assert millers.names == ("mill owners", "millers of Orb")
    assert (millers.part_of, millers.exact_match) == ("orb-2", ("https://example.org/m",))
    assert millers.note == "rich: and\nold"
    assert (orb.id, orb.label, orb.type) == ("orb-2", "Orb", ActorType.COLLECTIVE)
    assert imported.topics[0].definition == {"en": "build it"}
    assert told(imported) == ""


@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_each_statement_survives_the_round_trip(tmp_path: Path, line: str) -> None:
    corpus = small()
    if line != "\n":
        corpus = with_line_ends(corpus, line)
    path = tmp_path / "bridge.qdpx"
    path.write_bytes(export(Material(corpus, with_text=True)))
    imported = refi.read(path, Options(language=corpus.language))
    assert told(imported) == ""
    assert len(imported.stances) == len(corpus.statements)
    known = {one.id: one for one in corpus.statements}
    coders = {one.id: one.name for one in corpus.coders}
    for stance in imported.stances:
        one = known.pop(stance.id)
        assert coders[one.coder] == stance.coder
        for name in (
            "holder", "target", "sign", "about", "voice", "relation", "mode", "modality",
            "strength", "certainty", "when", "date_basis",
        ):  # fmt: skip
            assert getattr(stance, name) == getattr(one, name), name
        assert [quote.exact.split() for quote in stance.quotes] == [
            passage.exact.split() for passage in one.evidence
        ]
    assert not known
    assert {
        one.key: (one.type, one.kind, set(one.names), one.part_of) for one in imported.parties
    } == {one.id: (one.type, one.kind, set(one.names), one.part_of) for one in corpus.actors}
    assert {one.key for one in imported.topics} == {one.id for one in corpus.issues}
    assert [one.id for one in imported.documents] == [one.id for one in corpus.sources]


def with_line_ends(corpus: Corpus, line: str) -> Corpus:
    """Return a corpus whose texts have other line ends, and its passages their places there."""

    def place(text: str, offset: int) -> int:
        return len(text[:offset].replace("\n", line))

    (source,) = corpus.sources
    text = source.text or ""
    statements = tuple(
        replace(
            one,
            evidence=tuple(
                replace(
                    passage,
                    start=place(text, passage.start),
                    end=place(text, passage.end),
                    exact=passage.exact.replace("\n", line),
                )
                for passage in one.evidence
            ),
        )
        for one in corpus.statements
    )
    changed = replace(source, text=text.replace("\n", line))
    return replace(corpus, sources=(changed,), statements=statements)


def test_paths_are_enough_where_descriptions_were_dropped(tmp_path: Path) -> None:
    imported = read(tmp_path, xml=exported(told=False), fields={})
    assert [(one.holder, one.target, one.on_topic) for one in imported.stances] == [
        ("The millers", "The dyke", True),
        (AUTHOR, "Orb (orb-2)", False),
    ]


def test_a_description_of_several_stances_is_a_note(tmp_path: Path) -> None:
    mark = Marked("The millers refused the dyke", OWN[:2], note="id: a\nwhen: 1921")
    xml = project(mark, paths=OWN, described=SAID)
    imported = read(tmp_path, xml=xml, fields={})
    assert [(one.id, one.when, one.note) for one in imported.stances] == 2 * [
        ("", "", "id: a\nwhen: 1921")
    ]
    assert "one description for several stances" in told(imported)


def test_a_code_book_of_somebody_else_is_not_taken_for_ours(tmp_path: Path) -> None:
    mark = Marked("The millers refused the dyke", ("supports/millers/speech",))
    imported = read(tmp_path, xml=project(mark, paths=("supports/millers/speech",)), fields={})
    assert not imported.stances
    assert "no code of the group for 'who'" in told(imported)


# Harm


def test_what_is_no_project_is_told(tmp_path: Path) -> None:
    deep = "/".join(map(str, range(200)))
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><Project>&b;</Project>'
    for number, content in enumerate(("<a/>", "<Project", bomb, project(paths=(deep,)))):
        path = packed(tmp_path / f"{number}.qdpx", {"project.qde": content})
        with pytest.raises(ImportFileError, match=path.name):
            refi.read(path, Options())
    empty = packed(tmp_path / "empty.qdpx", {"a.txt": "a"})
    assert refi.recognise(empty, empty.read_bytes())
    for path in (empty, tmp_path, tmp_path / "absent.qde", tmp_path / "absent.qdpx"):
        with pytest.raises(ImportFileError):
            refi.read(path, Options())


def test_a_text_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    imported = read(tmp_path, REFUSED, raw=b" " * (8 << 20))
    assert not imported.stances
    assert "unpacks to far more" in str(imported.refused[0])


def test_names_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "T.txt").write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "Sources"
    folder.mkdir()
    path = tmp_path / "a.qde"
    for way in ("internal://../T.txt", "internal://..", "relative://../T.txt", "../T.txt"):
        path.write_text(project(REFUSED).replace("internal://T.txt", way), encoding="utf-8")
        imported = refi.read(path, Options(fields=FIELDS))
        assert not imported.documents


def test_damage_gives_an_error_of_ours_or_fewer_records(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:  # not packed, so that damage reaches the words
        file.writestr("project.qde", project(*SEVERAL))
        file.writestr("sources/T.txt", TEXT)
    whole, path = buffer.getvalue(), tmp_path / "damaged.qdpx"
    chance, outcomes = random.Random(9), Counter[str]()
    for turn in range(50):
        data = bytearray(whole)
        if turn < 10:
            del data[len(data) * turn // 10 :]
        for _ in range(3 if turn >= 10 else 0):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            found = refi.read(path, Options(fields=FIELDS))
            outcomes["read" if found.stances else "empty"] += 1
        except ClivageError:
            outcomes["refused"] += 1
    assert outcomes["refused"] >= 10
    xml = tmp_path / "damaged.qde"
    for _ in range(50):
        text = bytearray(project(*SEVERAL).encode())
        text[chance.randrange(len(text))] = chance.choice(b'<>/"= 9a\xff')
        xml.write_bytes(text)
        try:
            refi.read(xml, Options(fields=FIELDS))
        except ClivageError:
            outcomes["xml refused"] += 1
    assert 0 < outcomes["xml refused"] < 50


def test_the_nearest_wider_span_is_the_one_that_a_search_finds() -> None:
    chance = random.Random(2)
    for _ in range(60):
        spans = [tuple(sorted(chance.sample(range(12), 2))) for _ in range(12)]
        asked, around = sorted(spans[:6]), dict.fromkeys(spans[6:])
        found = nearest(asked, around)  # type: ignore[arg-type]
        for (start, end), best in zip(asked, found, strict=True):
            wider = [one for one in around if one[0] <= start and end <= one[1]]
            assert best == max(wider, key=lambda one: (one[0], -one[1]), default=None)
