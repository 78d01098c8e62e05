"""Every mistake gets one clear line, exit code 1, and costs nothing that was there before."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from clivage import coding, corpora, lock, template
from clivage.cli import main

Spoil = Callable[[Path], object]
HEADER, CODING, TEXT = "corpus.yaml", "codings/gazette.yaml", "texts/gazette.txt"
QUOTE = "quote: the harbour council voted the new dyke"
MAYOR = "label: { en: Mayor, fr: Maire }"


def run(*words: str | Path, input: str | bytes | None = None) -> Result:
    """Run the command line; an exception that would be a traceback fails the test."""
    done = CliRunner().invoke(main, [str(word) for word in words], input=input)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder, hidden ones too."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the worked example of ``clivage init``, in the current folder, to be spoiled."""
    monkeypatch.chdir(tmp_path)
    template.write(Path("port"))
    return Path("port")


# How a corpus is spoiled


def swap(file: str, *pairs: tuple[str, str]) -> Spoil:
    """Replace words of a file that stand there once or more, the first time they stand."""

    def spoil(corpus: Path) -> None:
        text = (corpus / file).read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        (corpus / file).write_text(text, encoding="utf-8", newline="")

    return spoil


def quote(words: str) -> Spoil:
    """Give the first statement another quotation, as YAML."""
    return swap(CODING, (QUOTE, f"quote: {words}"))


def base(iri: str) -> Spoil:
    return swap(HEADER, ("https://w3id.org/clivage/unpublished/port/", iri))


def put(file: str, content: str | bytes) -> Spoil:
    data = content if isinstance(content, bytes) else content.encode()
    return lambda corpus: (corpus / file).write_bytes(data)


def turn(file: str, change: Callable[[bytes], bytes]) -> Spoil:
    """Change the bytes of a file."""
    return lambda corpus: (corpus / file).write_bytes(change((corpus / file).read_bytes()))


def add(file: str, content: str | bytes) -> Spoil:
    data = content if isinstance(content, bytes) else content.encode()
    return turn(file, lambda old: old + data)


def folder_instead(file: str) -> Spoil:
    def spoil(corpus: Path) -> None:
        (corpus / file).unlink(missing_ok=True)
        (corpus / file).mkdir()

    return spoil


def link_the_text(corpus: Path) -> None:
    (corpus / TEXT).rename(corpus / "text")
    (corpus / TEXT).symlink_to("../text")


def after_a_build(spoil: Spoil) -> Spoil:
    """Record the texts, as a build does, before one is changed."""

    def spoil_later(corpus: Path) -> None:
        (corpus / lock.NAME).write_text(lock.dumps(coding.read(corpus)), encoding="utf-8")
        spoil(corpus)

    return spoil_later


STATEMENT = """
  - quote: The mayor did not oppose
    who: mayor
    opposes: council
    modality: negated
"""
SIGN_OF_YAML = r"a value begins with a sign that means something else in YAML\. put the whole value"
KEYS_AND_VALUES = r"must hold keys and values\. indent them under it"
IN_BRACES = r"a colon followed by a space, or a brace, made keys of it\. put the whole value"
CLOSES = r"what is opened here, by a quotation mark or a bracket, closes on line"

#: Mistake: how the corpus is spoiled, and the lines on standard error, each as a pattern.
MISTAKES: dict[str, tuple[Spoil, list[str]]] = {
    # Texts
    "a missing text": (
        lambda corpus: (corpus / TEXT).unlink(),
        [r"corpus\.yaml:13: the text of 'gazette' is missing: port/texts/gazette\.txt\. put it"],
    ),
    "a text that is a folder": (
        folder_instead(TEXT),
        [r"corpus\.yaml:13: the text of 'gazette' cannot be read \(Is a directory\): "],
    ),
    "a text outside of the corpus": (
        swap(HEADER, ("creator: unknown", "file: ../../etc/passwd")),
        [r"corpus\.yaml:16: the text of 'gazette' is not inside the corpus: .*\. copy it into"],
    ),
    "a text elsewhere on the computer": (
        swap(HEADER, ("creator: unknown", "file: /etc/passwd")),
        [r"corpus\.yaml:16: the text of 'gazette' is not inside the corpus: /etc/passwd\. "],
    ),
    "a text that is edited after a build": (
        after_a_build(swap(TEXT, ("In the spring", "In the late spring"))),
        [
            r"corpus\.yaml:13: the text of 'gazette' has changed since the last build; 4 quotations"
            r" stand elsewhere now: “the harbour council.*\. restore the text, or build with"
        ],
    ),
    "an edited text that lost a quotation": (
        after_a_build(swap(TEXT, ("refused", "declined"))),
        [
            r"gazette\.yaml:21: the quotation “.*” is not in source 'gazette'; the nearest passage"
            r" is “.*”: you wrote “refused”, the text has “declined”\. copy the words",
            r"corpus\.yaml:13: .* 1 quotation stands elsewhere now: “The mayor did not oppose",
        ],
    ),
    "a record of the last build that is damaged": (
        put(lock.NAME, "[" * 100_000),
        [r"corpus\.lock: the record of the last build cannot be read\. delete the file and build"],
    ),
    # Quotations
    "a quotation that is absent": (
        quote("zzz"),
        [r"gazette\.yaml:6: the quotation “zzz” is not in source 'gazette'\. copy it from the"],
    ),
    "a near miss, whose first word also stands further off": (
        quote("the harbor council voted the new dike"),
        [
            r"gazette\.yaml:6: .* the nearest passage is “the harbour council voted the new dyke,”"
            r": you wrote “harbor”, the text has “harbour”\. "
        ],
    ),
    "a quotation that stands ten times": (
        quote("the"),
        [r"gazette\.yaml:6: the quotation “the” stands 10 times in source .* 'occurrence: 1'"],
    ),
    "an occurrence that there is not": (
        swap(CODING, ("strength: 3", "occurrence: 2")),
        [r"gazette\.yaml:21: .* has no occurrence 2 in source 'gazette', which has it once\. "],
    ),
    "a quotation that is empty": (
        quote("''"),
        [r"gazette\.yaml:6: 'quote' is empty\. give it a value\."],
    ),
    "a quotation that a # made a comment of": (
        quote("# the harbour"),
        [r"gazette\.yaml:6: 'quote' is missing\. add it: The words, as they stand"],
    ),
    "two quotations of which one fails": (
        quote("\n      - the harbour council\n      - voted the new dike"),
        [r"gazette\.yaml:8: the quotation “voted the new dike” .* you wrote “dike”"],
    ),
    # Ids
    "an unknown actor": (
        swap(CODING, ("who: council", "who: counsil")),
        [r"gazette\.yaml:7: there is no actor 'counsil'\. did you mean 'council'\."],
    ),
    "a number for an actor": (
        swap(CODING, ("who: council", "who: 12")),
        [r"gazette\.yaml:7: there is no actor '12'\. add it to corpus\.yaml\."],
    ),
    "an id with a space": (
        swap(CODING, ("who: council", "who: the council")),
        [r"gazette\.yaml:7: there is no actor 'the council'\. did you mean 'council'\."],
    ),
    "an unknown target": (
        swap(CODING, ("supports: dyke", "supports: dike")),
        [r"gazette\.yaml:8: there is no actor or issue 'dike'\. did you mean 'dyke'\."],
    ),
    "an unknown source": (
        swap(CODING, ("source: gazette", "source: gazete")),
        [r"gazette\.yaml:3: there is no source 'gazete'\. did you mean 'gazette'\."],
    ),
    "a source that is left blank": (
        swap(CODING, ("source: gazette", "source:")),
        [r"gazette\.yaml:3: 'source' is missing\. add it: Id of the source"],
    ),
    "an unknown coder": (
        swap(CODING, ("coder: me", "coder: you")),
        [r"gazette\.yaml:4: there is no coder 'you'\. name it in corpus\.yaml under 'coders'\."],
    ),
    "an actor that is described twice": (
        swap(HEADER, ("  mayor:", "  council: { label: a, type: person }\n  mayor:")),
        [r"corpus\.yaml:35: 'council' stands twice here\. keep one of the two"],
    ),
    "an actor that is an issue too": (
        swap(HEADER, ("issues:\n", "issues:\n  council: { label: a }\n")),
        [r"corpus\.yaml:41: 'council' is an actor and an issue\. give one another id\."],
    ),
    "an id in capitals": (
        swap(HEADER, ("  mayor:", "  Mayor:")),
        [
            r"gazette\.yaml:30: there is no actor 'mayor'\. did you mean 'Mayor'\.",
            r"corpus\.yaml:35: the id 'Mayor' is not of lower-case letters, digits and hyphens\. ",
        ],
    ),
    "a statement that is coded twice": (
        add(CODING, STATEMENT),
        [r"gazette\.yaml:34: the statement .* is coded twice\. the first is at .*gazette\.yaml:29"],
    ),
    "an id of a statement that is given twice": (
        lambda corpus: (
            swap(CODING, ("modality: negated", "id: x1"))(corpus),
            add(CODING, STATEMENT.replace("modality: negated", "id: x1"))(corpus),
        ),
        [r"gazette\.yaml:34: the statement 'x1' is coded twice\. the first is at .*yaml:29; del"],
    ),
    "an id of a statement that cannot be one": (
        swap(CODING, ("modality: negated", "id: my first")),
        [r"gazette\.yaml:32: 'id' is not of letters, digits, dots and hyphens\. choose another\."],
    ),
    "an actor that is named twice in a list": (
        swap(CODING, ("who: council", "who: [council, mayor, council]")),
        [r"gazette\.yaml:7: 'who' names one thing twice\. delete one of the two\."],
    ),
    # Dates
    "a day that does not exist": (
        swap(CODING, ("when: 1912", "when: 1912-02-30")),
        [r"gazette\.yaml:11: the date '1912-02-30' does not exist\. check the calendar\."],
    ),
    "an inverted interval": (
        swap(CODING, ("when: 1912", "when: 1912/1911")),
        [r"gazette\.yaml:11: the interval '1912/1911' ends before it begins\. swap its two dates"],
    ),
    "a date that is not EDTF": (
        swap(CODING, ("when: 1912", "when: the spring")),
        [r"gazette\.yaml:11: 'the spring' is not a date in EDTF\. write 1971, 1971-01, "],
    ),
    "an inverted period of a source": (
        swap(HEADER, ("period: 1912", "period: 1912/1910")),
        [r"corpus\.yaml:18: the interval '1912/1910' ends before it begins\. "],
    ),
    "a day of publication that is a year": (
        swap(HEADER, ("coders:", "issued: 1971\ncoders:")),
        [r"corpus\.yaml:8: 'issued' is not a day\. write year, month and day: 1971-05-01\."],
    ),
    # YAML
    "a French colon": (
        quote("explique : « the harbour »"),
        [r"gazette\.yaml:6: a colon followed by a space stands inside a value\. put the whole"],
    ),
    "a tab": (
        swap(CODING, ("    who: council", "\twho: council")),
        [r"gazette\.yaml:7: a tab indents this line\. YAML indents with spaces\."],
    ),
    "a quotation mark that is not closed": (
        quote('"the harbour'),
        [r"gazette\.yaml:6: a quotation mark is opened and not closed\. close it"],
    ),
    "a quotation mark that an apostrophe far below closes": (
        quote("'the harbour"),
        [rf"gazette\.yaml:6: {CLOSES} 21, and words follow\. put the whole value in double"],
    ),
    "an apostrophe inside of '...'": (
        swap(
            CODING, ("The fishers' union refused the tax", "'The fishers' union refused the tax'")
        ),
        [rf"gazette\.yaml:21: {CLOSES} 21, "],
    ),
    "quotation marks inside of quotation marks": (
        quote('"the "harbour" council"'),
        [rf"gazette\.yaml:6: {CLOSES} 6, "],
    ),
    "a value that begins with a bracket": (
        quote("[the harbour] council"),
        [rf"gazette\.yaml:6: {CLOSES} 6, "],
    ),
    "a value in braces": (
        quote("{the harbour}"),
        [rf"gazette\.yaml:6: 'quote' must be a text; {IN_BRACES}"],
    ),
    "a value that begins with a star": (
        quote("*the harbour*"),
        [rf"gazette\.yaml:6: {SIGN_OF_YAML}"],
    ),
    "a backslash": (
        quote(r'"the \harbour"'),
        [r"gazette\.yaml:6: a backslash inside double quotes means something else in YAML\. "],
    ),
    "half of a pair of escapes": (
        quote(r'"the \ud83d harbour"'),
        [r"gazette\.yaml:6: a backslash inside double quotes means something else in YAML\. "],
    ),
    "no space after a colon": (
        swap(CODING, ("who: council", "who:council")),
        [r"gazette\.yaml:7: this line has no colon, or no space after it\. write a key"],
    ),
    "anchors and aliases": (
        swap(HEADER, ("label: { en: Harbour", "label: &a { en: Harbour"), (MAYOR, "label: *a")),
        [r"corpus\.yaml:23: YAML anchors, aliases and tags \(&, \* and !\) are not used"],
    ),
    "a tag that would run a program": (
        swap(HEADER, ("title: The dyke", "title: !!python/object/apply:os.system [ls] #")),
        [r"corpus\.yaml:3: YAML anchors, aliases and tags .* are not used in clivage files\. "],
    ),
    "an escaped control character": (
        quote(r'"the \0 harbour"'),
        [r"gazette\.yaml:6: the value holds the control character U\+0000\. delete it"],
    ),
    "a control character, below many accents": (
        turn(
            CODING, lambda old: ("# é" * 40 + "\n").encode() + old.replace(b"voted", b"\x1bvoted")
        ),
        [r"gazette\.yaml:7: the control character U\+001B stands here, which nobody can see\. "],
    ),
    "two documents": (
        swap(HEADER, ("coders:", "---\ncoders:")),
        [r"corpus\.yaml:8: a line of '---' begins a second document\. delete it"],
    ),
    "the end of a document": (
        swap(HEADER, ("coders:", "...\ncoders:")),
        [r"corpus\.yaml:9: a line of '\.\.\.' ends the document\. delete it"],
    ),
    "thousands of brackets": (
        put(HEADER, "a: " + "[" * 20_000 + "]" * 20_000),
        [r"corpus\.yaml:1: lists or keys stand inside each other, hundreds deep\. close"],
    ),
    "a mistake below a line separator of word processors": (
        swap(HEADER, ("The dyke of", "The dyke\u2028 of\u0085"), ("kind: union", "kind: unions")),
        [r"corpus\.yaml:29: the kind 'unions' is not in the list\. did you mean 'union'\."],
    ),
    # The shape of files
    "an empty corpus.yaml": (put(HEADER, ""), [r"corpus\.yaml:1: the file is empty\. see what"]),
    "a corpus.yaml that is a list": (
        put(HEADER, "- a\n"),
        [rf"corpus\.yaml:1: the file {KEYS_AND_VALUES}"],
    ),
    "a corpus.yaml that is a folder": (
        folder_instead(HEADER),
        [r"corpus\.yaml: cannot be read: Is a directory\."],
    ),
    "a coding file that is a folder": (
        folder_instead("codings/more.yaml"),
        [r"more\.yaml: cannot be read: Is a directory\."],
    ),
    "an empty coding file": (put(CODING, "# soon\n"), [r"gazette\.yaml:1: the file is empty\. "]),
    "an empty corpus": (
        put(CODING, "source: gazette\ncoder: me\nstatements: []\n"),
        [r"corpus\.yaml:1: the corpus has no statement yet\. code a first one"],
    ),
    "a statement that is a word": (
        put(CODING, "source: gazette\ncoder: me\nstatements:\n  - hello\n"),
        [rf"gazette\.yaml:4: the entry {KEYS_AND_VALUES}"],
    ),
    "a misspelt key": (
        swap(CODING, ("who: council", "hwo: council")),
        [r"gazette\.yaml:7: 'hwo' is not a key here\. did you mean 'who'\."],
    ),
    "both signs": (
        swap(CODING, ("supports: dyke", "supports: dyke\n    opposes: dyke")),
        [r"gazette\.yaml:6: the entry must have one of 'supports' and 'opposes', and only one\. "],
    ),
    "a sign without a target": (
        swap(CODING, ("supports: dyke", "supports:")),
        [r"gazette\.yaml:6: the entry must have one of 'supports' and 'opposes', and only one\. "],
    ),
    "a strength in words": (
        swap(CODING, ("strength: 3", "strength: strong")),
        [r"gazette\.yaml:26: 'strength' must be a whole number\. such as 1 or 2\."],
    ),
    "a strength of five thousand digits": (
        swap(CODING, ("strength: 3", "strength: " + "9" * 5000)),
        [r"gazette\.yaml:26: 'strength' must be a whole number\. such as 1 or 2\."],
    ),
    "a strength that is too strong": (
        swap(CODING, ("strength: 3", "strength: 4")),
        [r"gazette\.yaml:26: the strength 4 is not 1, 2 or 3\. 1 is weak, 2 clear, 3 strong\."],
    ),
    "a mode that there is not, beside a wrong quotation and a wrong date": (
        swap(CODING, (QUOTE, "quote: zzz"), ("mode: deed", "mode: act"), (" 1912", " 1912-13")),
        [
            r"gazette\.yaml:6: the quotation “zzz” is not in source",
            r"gazette\.yaml:10: 'mode' cannot be 'act'\. it is 'word', 'deed' or 'demand'\.",
            r"gazette\.yaml:11: the date '1912-13' does not exist\. ",
        ],
    ),
    "a label in an empty language": (
        swap(HEADER, (MAYOR, "label: { '': Mayor, en: The mayor }")),
        [r"corpus\.yaml:36: 'label' has what is not a language tag\. write one such as fr"],
    ),
    "actors that are a list": (
        swap(HEADER, ("actors:\n", "actors: []\nothers:\n")),
        [
            rf"corpus\.yaml:21: 'actors' {KEYS_AND_VALUES}",
            r"corpus\.yaml:22: 'others' is not a key here\. ",
        ],
    ),
    # Encodings
    "a coding file in Latin 1": (
        add(CODING, "# l'armée\n".encode("latin-1")),
        [r"gazette\.yaml:33: not UTF-8: byte 0xe9\. save the file again as UTF-8\."],
    ),
    "a text in Latin 1": (
        add(TEXT, "l'armée\n".encode("latin-1")),
        [r"gazette\.txt:4: not UTF-8: byte 0xe9\. save the file again as UTF-8\."],
    ),
    "a corpus.yaml in UTF-16": (
        turn(HEADER, lambda old: old.decode().encode("utf-16")),
        [r"corpus\.yaml:1: not UTF-8 but UTF-16\. save the file again as UTF-8\."],
    ),
    "a text with null characters": (
        add(TEXT, b"\0"),
        [r"gazette\.txt:4: not a text, or not in UTF-8: it holds null characters\. "],
    ),
    # IRIs
    "a base on example.org": (
        base("https://example.org/me/"),
        [r"corpus\.yaml:4: the base 'https://example\.org/me/' belongs to nobody: .* take"],
    ),
    "a base without an end": (
        base("https://w3id.org/me"),
        [r"corpus\.yaml:4: the base .* is not an"],
    ),
    "a base with a wrong percent sign": (
        base("https://w3id.org/100%/"),
        [r"corpus\.yaml:4: the base 'https://w3id\.org/100%/' is not an IRI that ends in"],
    ),
    "a base with a port in words": (
        base("http://a:b/"),
        [r"corpus\.yaml:4: the base .* is not an"],
    ),
    "a licence that is a name": (
        swap(HEADER, ("https://creativecommons.org/licenses/by/4.0/", "CC BY")),
        [r"corpus\.yaml:6: the licence 'CC BY' is not an IRI\. give its address"],
    ),
    "an identity link that is no address": (
        swap(HEADER, ("part-of: council", "exact-match: http://[wikidata]/Q1")),
        [r"corpus\.yaml:35: the identity link 'http://\[wikidata\]/Q1' is not an http IRI\. "],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gets_its_line_and_nothing_is_written(mistake: str, corpus: Path) -> None:
    """`check` counts the errors after their lines; `build` stops at the same and writes nothing."""
    spoil, patterns = MISTAKES[mistake]
    spoil(corpus)
    before = contents(Path())
    checked, built = run("check", corpus), run("build", corpus, "-o", "out", "--store", "db")
    count = f"{len(patterns)} error{'s' if len(patterns) > 1 else ''}"
    assert checked.exit_code == built.exit_code == 1
    assert checked.stderr.splitlines() == [*built.stderr.splitlines(), count]
    for line, pattern in zip(built.stderr.splitlines(), patterns, strict=True):
        assert re.match(rf"port/(codings/|texts/)?{pattern}", line), line
    assert contents(Path()) == before


def test_the_table_of_mistakes_is_whole() -> None:
    """A case that is lost is noticed."""
    assert len(MISTAKES) == 79


#: What looks like a mistake and is none: people's editors write it.
HARMLESS: dict[str, Spoil] = {
    "line ends of Windows": lambda corpus: [
        turn(file, lambda old: old.replace(b"\n", b"\r\n"))(corpus)
        for file in (HEADER, CODING, TEXT)
    ],
    "line ends of old Macs": turn(CODING, lambda old: old.replace(b"\n", b"\r")),
    "byte order marks": lambda corpus: [
        turn(file, lambda old: b"\xef\xbb\xbf" + old)(corpus) for file in (HEADER, CODING, TEXT)
    ],
    "emoji": lambda corpus: [add(TEXT, "\n🏭 hurrah 🎉")(corpus), quote("🏭 hurrah 🎉")(corpus)],
    "decomposed accents": lambda corpus: [
        add(TEXT, unicodedata.normalize("NFD", "\nl'armée hésite"))(corpus),
        quote("l’armée hésite")(corpus),
    ],
    "a line separator inside of a value": quote("the harbour\u2028council\u0085voted"),
    "an ending in capitals": lambda corpus: (corpus / CODING).rename(corpus / "codings/A.YAML"),
    "files of editors": lambda corpus: [
        put(f"codings/{name}", "junk: [")(corpus) for name in (".#gazette.yaml", "gazette.yaml~")
    ],
    "a text that is a link": link_the_text,
    "a line of a million letters": add(TEXT, "word " * 200_000),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_editors_and_systems_do_to_files_is_no_mistake(case: str, corpus: Path) -> None:
    """None of it loses a statement."""
    HARMLESS[case](corpus)
    checked = run("check", corpus)
    assert checked.output == "port: 5 statements, 5 quotations verified, no problem\n"
    assert len(HARMLESS) == 10


def test_hostile_labels_are_only_labels(corpus: Path) -> None:
    """Scripts, quotation marks, marks that turn a line around and 10,000 letters are built."""
    hostile = "</script><script>alert(1)</script>'\\\" ]]> & \\u202e \\n " + "M" * 10_000
    swap(HEADER, (MAYOR, f'label: "{hostile}"'), ("The dyke of", '"A\\n<urn:x> \\"'))(corpus)
    swap(HEADER, ('\\" Port-Selle', '\\" Port-Selle"'))(corpus)
    built = run("build", corpus, "-o", "out")
    assert built.exit_code == 0, built.stderr
    assert "<script>alert" not in Path("out/network.html").read_text(encoding="utf-8")
    for name in ("port.gexf", "port.graphml", "network.svg"):
        ElementTree.parse(Path("out") / name)
    assert len(corpora.load(Path("out/port.ttl")).statements) == 5


def test_a_base_that_ends_in_a_number_sign_can_be_built(corpus: Path) -> None:
    """A passage has an IRI under it, though an IRI has only one #."""
    base("https://w3id.org/me#")(corpus)
    assert run("build", corpus, "-o", "out").exit_code == 0
    assert corpora.load(Path("out/port.ttl")).statements == coding.read(corpus).statements


# RDF of others

CLV = "@prefix clv: <https://w3id.org/clivage/ns#> .\n"
#: RDF: name of the file, its content, and the one line that says what is wrong.
FOREIGN: dict[str, tuple[str, str, str]] = {
    "another ontology": (
        "foaf.ttl",
        "<urn:a> <http://xmlns.com/foaf/0.1/knows> <urn:b> .",
        r"foaf\.ttl: nothing here is of the clivage ontology: .* see ontology/index\.html",
    ),
    "nothing at all": ("empty.ttl", "", r"empty\.ttl: nothing here is of the clivage ontology: "),
    "a list": ("list.jsonld", "[1, 2]", r"list\.jsonld: nothing here is of the clivage ontology: "),
    "a syntax error": ("a.ttl", CLV + '<urn:a> clv:x "open .', r"a\.ttl:2: not RDF: "),
    "a name without a scheme": ("a.ttl", CLV + "<a> a clv:Support .", r"a\.ttl:2: not RDF: "),
    "a context on another server": (
        "a.jsonld",
        '{"@context": "http://127.0.0.1:9/context", "@id": "urn:a"}',
        r"a\.jsonld: its context is on another server, from which clivage never reads\. write",
    ),
    "a corpus without a name": (
        "a.ttl",
        CLV + "[] a clv:Corpus .",
        r"a\.ttl: nothing here is of the clivage ontology: ",
    ),
    "another sort of file": (
        "a.docx",
        "hello",
        r"a\.docx: not a corpus, a store or RDF\. the name",
    ),
}


@pytest.mark.parametrize("case", FOREIGN)
def test_rdf_that_is_no_corpus_is_refused_in_one_line(case: str, corpus: Path) -> None:
    """By whatever command reads it, with the name of the file."""
    name, content, pattern = FOREIGN[case]
    Path(name).write_text(content, encoding="utf-8")
    for words in (["check"], ["export", "--format", "edges"], ["query", "actors", "-c"]):
        refused = run(*words, name)
        assert refused.exit_code == 1
        assert re.fullmatch(rf"{pattern}.*\n", refused.stderr), refused.stderr
    assert len(FOREIGN) == 8


def test_rdf_on_example_org_is_one_error(tmp_path: Path) -> None:
    """Its base is named, and not everything that hangs from it."""
    honest = Path("exports/bolivia-1971/bolivia-1971.ttl").read_text(encoding="utf-8")
    file = tmp_path / "a.ttl"
    file.write_text(honest.replace("https://w3id.org/clivage/bol", "https://example.org/bol"))
    refused = run("check", file)
    assert refused.exit_code == 1
    assert len(refused.stderr.splitlines()) == 2
    assert "belongs to nobody" in refused.stderr


@pytest.mark.parametrize("change", [("", "\ufeff"), ('"2026', '"in 2026')])
def test_what_others_write_differently_is_read(change: tuple[str, str], tmp_path: Path) -> None:
    """A byte order mark, and a day of publication that is none."""
    file = tmp_path / "a.ttl"
    clean = Path("tests/data/clean.ttl").read_text(encoding="utf-8")
    file.write_text(clean.replace(*change, 1), encoding="utf-8")
    checked = run("check", file)
    assert checked.exit_code == 0, checked.stderr


def test_a_blank_node_is_called_so(tmp_path: Path) -> None:
    """The name that a reader makes up for it is another one each time."""
    file = tmp_path / "a.ttl"
    file.write_text(f"{CLV}[] a clv:Support .")
    first, second = run("check", file), run("check", file)
    assert first.stderr == second.stderr
    assert ": a blank node: it has no holder." in first.stderr
    assert "no statement yet" not in first.stderr


# Stores


@pytest.mark.parametrize("file", ["CURRENT", "*.sst", "MANIFEST-*"])
def test_a_damaged_store_is_refused_in_one_line(file: str, corpus: Path) -> None:
    """It can be made again, and the line says how."""
    assert run("build", corpus, "-o", "out", "--store", "db").exit_code == 0
    for path in Path("db").glob(file):
        path.write_bytes(b"junk")
    for words in (["check", "db"], ["query", "actors", "-c", "db"]):
        refused = run(*words)
        assert refused.exit_code == 1
        assert re.fullmatch(r"db: the store cannot be .*clivage build --store'\.\n", refused.stderr)


def test_a_store_that_was_moved_aside_when_a_save_was_killed_is_put_back(corpus: Path) -> None:
    """The next build finds it, even when it cannot write a new one."""
    assert run("build", corpus, "-o", "out", "--store", "db").exit_code == 0
    before = contents(Path("db"))
    Path("db").rename(".db.old")
    Path(f".db.{os.getpid()}.new").write_text("in the way")
    refused = run("build", corpus, "-o", "out", "--store", "db")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("db: the store cannot be written: ")
    assert contents(Path("db")) == before


# Outputs

#: An output that cannot be: the command, and the one line.
OUTPUTS: dict[str, tuple[list[str], str]] = {
    "a build into a file": (
        ["build", "port", "-o", "file"],
        r"file/port\.ttl: cannot be written: ",
    ),
    "a build under a file": (["build", "port", "-o", "file/out"], r"file/out/port\.ttl: cannot be"),
    "a build over a folder of that name": (
        ["build", "port", "-o", "taken"],
        r"taken/dataset\.ttl: cannot be written: there is something else of that name\. nothing",
    ),
    "a store over a file": (
        ["build", "port", "-o", "taken", "--store", "file"],
        r"file: there is something there already that is not a store\. name another folder\.",
    ),
    "a store over a corpus": (
        ["build", "port", "-o", "taken", "--store", "port"],
        r"port: there is something there already that is not a store\. ",
    ),
    "a store in the current folder": (
        ["build", "port", "-o", "taken", "--store", "."],
        r"\.: there is something there already that is not a store\. ",
    ),
    "an export over a folder": (
        ["export", "port", "--format", "edges", "-o", "taken"],
        r"taken: cannot be written: there is something else of that name\. nothing was changed\.",
    ),
    "an export over the current folder": (
        ["export", "port", "--format", "edges", "-o", "."],
        r"\.: cannot be written: there is something else of that name\. ",
    ),
    "an export over a device": (
        ["export", "port", "--format", "edges", "-o", os.devnull],
        r".*: cannot be written: there is something else of that name\. ",
    ),
    "a drawing under a file": (
        ["render", "port", "-o", "file/n.svg"],
        r"file/n\.svg: cannot be written: ",
    ),
    "a new corpus in a file": (["init", "file"], r"file: there is something here already\. name a"),
    "a new corpus under a file": (["init", "file/new"], r"file/new: cannot be written: "),
    "a new corpus on example.org": (
        ["init", "new", "--base", "https://example.org/me/"],
        r"the base 'https://example\.org/me/' belongs to nobody: ",
    ),
    "a new corpus with a space in its base": (
        ["init", "new", "--base", "https://w3id.org/a b/"],
        r"the base 'https://w3id\.org/a b/' is not an IRI that ends in / or #\. ",
    ),
    "a build of a file": (["build", "file"], r"file: not the folder of a corpus\. clivage check, "),
    "a schema of a file": (["schema", "file"], r"file: not the folder of a corpus\. "),
}


@pytest.mark.parametrize("case", OUTPUTS)
def test_an_output_that_cannot_be_is_refused_and_nothing_is_lost(case: str, corpus: Path) -> None:
    """Neither a file in the way nor one of an older build is touched, and none is left over."""
    Path("file").write_text("mine")
    Path("taken/dataset.ttl").mkdir(parents=True)
    Path("taken/port.ttl").write_text("old")
    before = contents(Path())
    words, pattern = OUTPUTS[case]
    refused = run(*words)
    assert refused.exit_code == 1
    assert re.fullmatch(rf"{pattern}.*\n", refused.stderr), refused.stderr
    assert contents(Path()) == before
    assert not Path(os.devnull).is_file()
    assert len(OUTPUTS) == 16


def test_what_a_link_leads_to_is_written(corpus: Path) -> None:
    """A link stays a link."""
    Path("link.csv").symlink_to("target.csv")
    assert run("export", corpus, "--format", "edges", "-o", "link.csv").exit_code == 0
    assert Path("link.csv").is_symlink()
    assert Path("target.csv").read_text(encoding="utf-8").startswith("id,holder,")


# Questions

#: A wrong question: the words after ``query``, standard input, the exit code and the last line.
QUESTIONS: dict[str, tuple[list[str], bytes, int, str]] = {
    "a file that is missing": (["-f", "no.rq"], b"", 1, r"no\.rq: no such file\. check its name\."),
    "a file that is a folder": (["-f", "port"], b"", 1, r"port: cannot be read: Is a directory\."),
    "a file in Latin 1": (["-f", "latin.rq"], b"", 1, r"latin\.rq:2: not UTF-8: byte 0xe9\. save"),
    "input in UTF-16": (["-"], b"\xff\xfe", 1, r"standard input:1: not UTF-8 but UTF-16\. "),
    "no input": (["-f", "-"], b"", 2, r"Error: Give a question, SPARQL, --file or --list\."),
    "spaces": (["  "], b"", 2, r"Error: Give a question, SPARQL, --file or --list\."),
    "a comment alone": (["# who?"], b"", 1, r"the query cannot be answered: error at 1:7"),
    "a bracket alone": (["("], b"", 1, r"the query cannot be answered: error at 1:2"),
    "FROM nothing": (["ASK FROM"], b"", 1, r"the query reads the graph .* not in the store\. "),
    "a yes or no as Turtle": (
        ["ASK {}", "--format", "turtle"],
        b"",
        1,
        r"a yes or no cannot be written as turtle\. choose csv or json\.",
    ),
    "a format that there is not": (["ASK {}", "--format", "xlsx"], b"", 2, r"Error: Invalid value"),
}


@pytest.mark.parametrize("case", QUESTIONS)
def test_a_wrong_question_has_a_line_and_no_answer(case: str, corpus: Path) -> None:
    """A wrong call is told from a refused input."""
    Path("latin.rq").write_bytes("SELECT ?a {\n ?a ?b 'é' }".encode("latin-1"))
    words, input_, code, pattern = QUESTIONS[case]
    refused = run("query", "-c", corpus, *words, input=input_)
    assert refused.exit_code == code
    assert refused.stdout == ""
    assert re.match(pattern, refused.stderr.splitlines()[-1]), refused.stderr
    assert code == 2 or refused.stderr.count("\n") == 1
    assert len(QUESTIONS) == 11


def test_the_name_of_a_question_may_come_with_a_line_end(corpus: Path) -> None:
    """As ``echo actors | clivage query -`` sends it."""
    assert run("query", "-c", corpus, "-", input="actors\n").stderr == "4 rows\n"


def test_a_byte_order_mark_in_a_query_is_no_mistake(corpus: Path) -> None:
    """Editors of Windows write one."""
    Path("a.rq").write_text("\ufeffASK {}", encoding="utf-8")
    assert run("query", "-c", corpus, "-f", "a.rq").stdout == "yes\n"


# Terminals, pipes and signals


def test_an_error_cannot_steer_the_terminal(corpus: Path) -> None:
    """What stands in a text is shown on one line, without its escapes."""
    add(TEXT, "the harbour \x1b[31mred\u2028 council of \u202e elders")(corpus)
    quote("the harbour red council of old elders")(corpus)
    refused = run("check", corpus)
    assert len(refused.stderr.splitlines()) == 2
    assert not set(refused.stderr) & {"\x1b", "\u2028", "\u202e"}


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of a shell, with the program wherever it says ``clivage``."""
    program = f"'{sys.executable}' -c 'from clivage.cli import main; main()'"
    return subprocess.run(
        ["/bin/sh", "-c", command.replace("clivage", program)],
        capture_output=True,
        encoding="utf-8",
        # Output is buffered, as it is for most people: what is left of it is written at the end.
        env={**os.environ, "PYTHONUNBUFFERED": "", **environment},
        check=False,
    )


needs_shell = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


@needs_shell
@pytest.mark.parametrize("command", ["query --list", "export port --format edges"])
def test_a_full_disk_behind_the_output_is_one_line(command: str, corpus: Path) -> None:
    """What is printed and cannot be written says so."""
    done = shell(f"clivage {command} >/dev/full")
    assert done.returncode == 1
    assert re.fullmatch(r"standard output: No space left on device\.\n", done.stderr), done.stderr


@needs_shell
def test_a_closed_stream_is_no_traceback(corpus: Path) -> None:
    """Neither output nor input need be there."""
    assert shell("clivage query --list >&-").returncode == 0
    nothing = shell("clivage query -c port - <&-")
    assert nothing.returncode == 2
    assert "Traceback" not in nothing.stderr


@needs_shell
def test_the_encoding_of_the_terminal_does_not_matter(corpus: Path) -> None:
    """French is read, and shown as well as it can be, where the system knows ASCII alone."""
    quote("le port a voté l'impôt")(corpus)
    done = shell("clivage check port", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert done.stderr.startswith("port/codings/gazette.yaml:6: the quotation “le port a voté")


SLOW = """
import os, sys, time
def slow(descriptor):
    print("writing", flush=True)
    time.sleep(60)
os.fsync = slow
from clivage.cli import main
main(["build", "port", "-o", "out"])
"""


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_the_old_export_whole(
    signal_: signal.Signals, corpus: Path
) -> None:
    """Whatever ends it in the middle of a file."""
    Path("out").mkdir()
    for name in ("port.ttl", "network.html"):
        (Path("out") / name).write_text(f"old {name}")
    before = contents(Path("out"))
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as build:
        assert build.stdout is not None
        assert build.stdout.readline() == b"writing\n"
        build.send_signal(signal_)
        _, errors = build.communicate()
    assert build.returncode != 0
    assert b"Traceback" not in errors
    after = contents(Path("out"))
    assert {name: after[name] for name in before} == before
    assert all(name.startswith(".") for name in after.keys() - before.keys())
    assert not (corpus / lock.NAME).exists()


def test_two_builds_into_one_folder_do_not_meet(corpus: Path) -> None:
    """Each writes files of its own before it puts them in place."""
    command = [sys.executable, "-c", "from clivage.cli import main; main()"]
    builds = [
        subprocess.Popen([*command, "build", "port", "-o", "out"], stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]
    assert [build.wait() for build in builds] == [0, 0]
    assert run("build", corpus, "-o", "alone").exit_code == 0
    assert contents(Path("out")) == contents(Path("alone"))
