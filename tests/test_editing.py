"""Files are edited in place: what was asked to change does, and every other byte stays."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from clivage import coding, editing, quotation, schema, template
from clivage.errors import ClivageError, QuotationError
from clivage.yamlfile import Value
from tests.test_editing_any_file import split

CODING = Path("graph/bolivia-1971/codings/bolivia-1970-71.yaml")
HEADER = Path("graph/bolivia-1971/corpus.yaml")
Fields = dict[str, Value]


# The founding corpus


def test_every_entry_of_the_founding_corpus_can_be_edited() -> None:
    """Comments, blank lines and the other entries stay byte for byte, whatever is changed."""
    text = CODING.read_text(encoding="utf-8")
    placed = editing.entries(text)
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    edits = 0
    for one in placed:
        before, after = split(text, one.lines)
        was = text[len(before) : len(text) - len(after)]
        assert isinstance(one.entry, dict)
        assert editing.replaced(text, one.number, one.entry) == text
        assert editing.removed(text, one.number) == before + after
        for key in one.entry:
            if key != "quote":
                rest = {name: value for name, value in one.entry.items() if name != key}
                new = editing.replaced(text, one.number, rest)
                assert new == before + re.sub(f"    {key}: .*\n", "", was) + after
                assert editing.replaced(new, one.number, one.entry) == text
            changed = editing.replaced(text, one.number, {**one.entry, key: "another"})
            assert changed == before + re.sub(f"{key}: .*\n", f"{key}: another\n", was) + after
            edits += 1
        assert [line for line in editing.removed(text, one.number).splitlines()
                if line.lstrip().startswith("#")] == comments  # fmt: skip
    assert (len(placed), edits, len(comments)) == (31, 234, 14)


def test_the_other_sign_takes_the_line_of_the_one() -> None:
    text = "source: s\ncoder: me\nstatements:\n- quote: a\n  supports: [x, y]  # why\n  who: b\n"
    new = editing.replaced(text, 0, {"quote": "a", "opposes": "x", "who": "b"})
    assert new == text.replace("supports: [x, y]", "opposes: x")


# How one file, or one place of it, is written

TOP = "source: s\ncoder: me\n"
ONE = f"{TOP}statements:\n- quote: a\n  who: b\n"
NEW: Fields = {"quote": "c", "who": "d"}
ADDED = "\n  - quote: c\n    who: d\n"
APPENDED = {
    "an empty list": (f"{TOP}statements: []\n", f"{TOP}statements:{ADDED}"),
    "an empty list with a comment": (
        f"{TOP}statements: [ ]  # none\n# end\n",
        f"{TOP}statements:  # none{ADDED}# end\n",
    ),
    "an empty key": (f"{TOP}statements:\n", f"{TOP}statements:{ADDED}"),
    "an empty key with comments": (
        f"{TOP}statements:  # soon\n  # In the mines\n# end\n",
        f"{TOP}statements:  # soon\n  # In the mines{ADDED}# end\n",
    ),
    "an empty key in the middle": (
        "source: s\nstatements:\ncoder: me\n",
        f"source: s\nstatements:{ADDED}coder: me\n",
    ),
    "no key": (f"{TOP}# end\n", f"{TOP}statements:{ADDED}# end\n"),
    "no key and no last line end": (TOP[:-1], f"{TOP}statements:{ADDED[:-1]}"),
    "no last line end": (ONE[:-1], f"{ONE}- quote: c\n  who: d"),
    "the end of the document": (f"{ONE}...\n# x\n", f"{ONE}- quote: c\n  who: d\n...\n# x\n"),
    "a comment of the entry above": (
        f"{ONE}  # sic\n# end\n",
        f"{ONE}  # sic\n- quote: c\n  who: d\n# end\n",
    ),
    "a byte order mark": (f"\ufeff{ONE}", f"\ufeff{ONE}- quote: c\n  who: d\n"),
    "Windows": (
        ONE.replace("\n", "\r\n"),
        f"{ONE}- quote: c\n  who: d\n".replace("\n", "\r\n"),
    ),
    "a wide dash": (
        f"{TOP}statements:\n-   quote: a\n",
        f"{TOP}statements:\n-   quote: a\n-   quote: c\n    who: d\n",
    ),
    "a dash on a line of its own": (
        f"{TOP}statements:\n -\n    quote: a\n",
        f"{TOP}statements:\n -\n    quote: a\n -  quote: c\n    who: d\n",
    ),
    "an entry in braces": (
        f"{TOP}statements:\n - {{quote: a, who: b}}\n",
        f"{TOP}statements:\n - {{quote: a, who: b}}\n - quote: c\n   who: d\n",
    ),
}


@pytest.mark.parametrize("name", APPENDED)
def test_an_entry_is_added_to(name: str) -> None:
    old, new = APPENDED[name]
    assert editing.appended(old, NEW) == new


BY_HAND = {
    "nothing": ("", "the file has no keys"),
    "only comments": ("# soon\n", "the file has no keys"),
    "a text": ("soon\n", "the file has no keys"),
    "statements in brackets": (
        f"{TOP}statements: [{{quote: a, who: b}}]\n",
        "a.yaml:3: what stands under 'statements' is in brackets. edit the file by hand.",
    ),
    "a file in braces": (
        "{source: s, coder: me}\n",
        "a.yaml:1: the keys of this file are in braces. edit the file by hand.",
    ),
    "statements that are no list": (
        f"{TOP}statements: none\n",
        "a.yaml:3: 'statements' is not a list. edit the file by hand.",
    ),
    "a comment between brackets": (
        f"{TOP}statements: [\n  # none\n]\n",
        "a.yaml:3: a comment stands inside this value. edit the file by hand.",
    ),
    "an anchor": (f"{TOP}statements: &all []\n", "a.yaml:3: YAML anchors, aliases and tags"),
    "no YAML": (f"{ONE}\tx", "a.yaml:6: a tab indents this line"),
    "a list behind a colon": (
        "source: s\ncoder: me\n? statements\n: - quote: a\n",
        "a.yaml:4: what stands here is written in an unusual way. edit the file by hand.",
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_what_cannot_be_edited_safely_is_refused(name: str) -> None:
    text, why = BY_HAND[name]
    refused = []
    for edit in (
        partial(editing.appended, text, NEW, name="a.yaml"),
        partial(editing.removed, text, 0, name="a.yaml"),
    ):
        try:
            edit()
        except ClivageError as error:
            refused.append(str(error))
    assert any(why in one for one in refused), refused


WRONG: dict[str, tuple[Fields, str]] = {
    "a key": ({"quotes": "a"}, "'quotes' is not a key here. they are quote, who, supports"),
    "a value": ({"quote": {"fr": "a"}}, "'quote' must be a text, or a list of texts"),
    "an item": ({"quote": ["a", None]}, "'quote' must be a text, or a list of texts"),
    "no value": ({"quote": "", "who": None, "note": []}, "the entry is empty"),
    "a control character": ({"quote": "a\0b"}, "the value holds the control character U+0000"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_entry_is_refused(name: str) -> None:
    entry, why = WRONG[name]
    with pytest.raises(ClivageError, match=re.escape(why)):
        editing.appended(ONE, entry)
    with pytest.raises(ClivageError, match=re.escape(why)):
        editing.replaced(ONE, 0, entry)


@pytest.mark.parametrize("number", [-1, 1, 10])
def test_an_entry_that_is_not_there_is_refused(number: int) -> None:
    why = f"there is no entry {number}: the file has 1, counted from 0. load the file again."
    with pytest.raises(ClivageError, match=re.escape(why)):
        editing.removed(ONE, number)
    with pytest.raises(ClivageError, match=re.escape(why)):
        editing.replaced(ONE, number, NEW)


REPLACED: dict[str, tuple[str, Fields, str]] = {
    "a list grows in its lines": (
        "- quote:\n    # both\n    - a # 1\n    - b # 2\n  who: x",
        {"quote": ["a", "c", "d"], "who": "x"},
        "- quote:\n    # both\n    - a # 1\n    - c # 2\n    - d\n  who: x",
    ),
    "a list loses its first": (
        "- quote:\n  - a # 1\n  - b # 2\n  who: x",
        {"quote": "b", "who": "x"},
        "- quote:\n  - b # 2\n  who: x",
    ),
    "a list in brackets": (
        "- quote: a\n  who: [x,\n   y  ,z] # all",
        {"quote": "a", "who": ["x", "w", "z"]},
        "- quote: a\n  who: [x,\n   w  ,z] # all",
    ),
    "a list in brackets shrinks": (
        "- quote: a\n  who: [ x, y ] # all",
        {"quote": "a", "who": ["y"]},
        "- quote: a\n  who: y # all",
    ),
    "one quotation becomes two": (
        "- quote:  a # why\n  who: x",
        {"quote": ["a", "b"], "who": "x"},
        "- quote:\n    - a\n    - b # why\n  who: x",
    ),
    "an empty key gets a value": (
        "- quote: a\n  who:   # who?",
        {"quote": "a", "who": "x"},
        "- quote: a\n  who: x   # who?",
    ),
    "the first key goes": (
        "- note: n\n  # why\n  quote: a",
        {"quote": "a"},
        "- \n  # why\n  quote: a",
    ),
    "the first key goes without a comment": ("- note: n\n  quote: a", {"quote": "a"}, "- quote: a"),
    "a key comes first": (
        "- who: x # me\n  note: n",
        {"quote": "a", "who": "x", "note": "n"},
        "- quote: a\n  who: x # me\n  note: n",
    ),
    "keys come in their order": (
        "- who: x\n  note: n\n  quote: a",
        {"quote": "a", "who": "x", "opposes": "y", "mode": "word", "id": "i", "note": "n"},
        "- who: x\n  opposes: y\n  mode: word\n  id: i\n  note: n\n  quote: a",
    ),
    "a block of text": (
        "- quote: |+\n    a\n\n\n  who: x",
        {"quote": "b", "who": "x"},
        "- quote: b\n  who: x",
    ),
    "a block of text becomes a list": (
        "- quote: |+\n    a\n\n  who: x",
        {"quote": ["b", "c"], "who": "x"},
        "- quote:\n    - b\n    - c\n  who: x",
    ),
    "a block of text with a comment": (
        "- quote: >-   # sic\n    a\n  note: | # n\n    b\n",
        {"quote": ["c", "d"], "note": "e"},
        "- quote:   # sic\n    - c\n    - d\n  note: e # n\n",
    ),
    "the other sign in its lines": (
        "- quote: a\n  'supports':\n  - x # 1\n  - y # 2\n  who: z",
        {"quote": "a", "opposes": ["x", "w"], "who": "z"},
        "- quote: a\n  'opposes':\n  - x # 1\n  - w # 2\n  who: z",
    ),
    "an entry in braces": (
        "- {quote: a, who: x} # !",
        {"quote": "b", "who": "x"},
        "- quote: b\n  who: x # !",
    ),
    "an empty entry": ("-", {"quote": "b", "who": "x"}, "- quote: b\n  who: x"),
}


@pytest.mark.parametrize("name", REPLACED)
def test_an_entry_is_replaced_where(name: str) -> None:
    old, entry, new = REPLACED[name]
    for rest in ("", "\n", "\n\n# end\n", "\n- quote: z\n"):
        assert (
            editing.replaced(f"statements:\n{old}{rest}", 0, entry) == f"statements:\n{new}{rest}"
        )


def test_a_comment_is_not_written_over() -> None:
    text = f"{TOP}statements:\n- quote: a\n  who: [ # both\n    x, y]\n"
    with pytest.raises(ClivageError, match="the file:5: a comment stands inside"):
        editing.replaced(text, 0, {"quote": "a", "who": "x"})


# corpus.yaml


def test_actors_and_issues_are_added_to_the_founding_corpus() -> None:
    """Each behind the others of its section, in the indents that the file has."""
    text = HEADER.read_text(encoding="utf-8")
    entry: Fields = {"label": {"fr": "Étudiants", "en": "Students: all"}, "type": "collective"}
    new = editing.described(text, "actors", "students", entry)
    lines = '  students:\n    label: { fr: Étudiants, en: "Students: all" }\n    type: collective\n'
    assert new == text.replace("\nissues:\n", f"{lines}\nissues:\n")
    newer = editing.described(new, "issues", "exams", {"label": "Examens"})
    assert newer == f"{new}  exams:\n    label: Examens\n"


ISSUES = {
    "no key": ("title: t\n", "title: t\nissues:\n  tax:\n    label: L\n"),
    "an empty key": ("issues:\ntitle: t\n", "issues:\n  tax:\n    label: L\ntitle: t\n"),
    "empty braces": ("issues: {}\ntitle: t\n", "issues:\n  tax:\n    label: L\ntitle: t\n"),
    "another indent": (
        "issues:\n    a:\n     label: A\n",
        "issues:\n    a:\n     label: A\n    tax:\n     label: L\n",
    ),
    "an issue in braces": (
        "issues:\n a: {label: A}\n",
        "issues:\n a: {label: A}\n tax:\n   label: L\n",
    ),
}


@pytest.mark.parametrize("name", ISSUES)
def test_an_issue_is_added_to(name: str) -> None:
    old, new = ISSUES[name]
    assert editing.described(old, "issues", "tax", {"label": "L"}) == new


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("issues:\n  tax:\n    label: A\n", "there is 'tax' under 'issues' already"),
        ("issues: {a: {label: A}}\n", "what stands under 'issues' is in brackets"),
    ],
)
def test_an_issue_is_not_added(text: str, why: str) -> None:
    with pytest.raises(ClivageError, match=why):
        editing.described(text, "issues", "tax", {"label": "L"})


# Selections


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3), (0, 99), (2, 3), (5, 9)])
def test_a_selection_without_words_is_refused(start: int, end: int) -> None:
    with pytest.raises(QuotationError, match="selected"):
        editing.quoted("le  * \n* pont", start, end)


def test_a_letter_is_not_parted_from_its_accent() -> None:
    with pytest.raises(QuotationError, match="no whole words are selected"):
        editing.quoted("l'arme\u0301e", 0, 6)


def test_every_quotation_of_the_founding_corpus_can_be_selected() -> None:
    """What is selected where a quotation stands finds that place, and mostly says the same."""
    corpus = coding.read(CODING.parent.parent)
    [source] = corpus.sources
    assert source.text
    places = {(one.start, one.end) for each in corpus.statements for one in each.evidence}
    for start, end in places:
        quote, occurrence = editing.quoted(source.text, start, end)
        found = quotation.anchor("s", source.text, quote, occurrence=occurrence)
        assert (found.start, found.end) == (start, end)
    assert len(places) == 28


def test_the_example_of_init_can_be_edited(tmp_path: Path) -> None:
    """Its comments, which stand behind values, stay there."""
    template.write(tmp_path / "port")
    text = (tmp_path / "port/codings/gazette.yaml").read_text(encoding="utf-8")
    entry = editing.entries(text)[2].entry
    assert isinstance(entry, dict)
    new = editing.replaced(text, 2, {**entry, "opposes": "dyke", "strength": "1"})
    assert new == text.replace("[council, dyke] ", "dyke ").replace("strength: 3 ", "strength: 1 ")
    assert schema.StatementEntry.model_validate(editing.entries(new)[2].entry).strength == 1
