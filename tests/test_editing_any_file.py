"""Files are edited in place in whatever style they are written, and whatever is written there."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clivage import editing, quotation, yamlfile
from clivage.errors import ClivageError, QuotationError
from clivage.yamlfile import Value
from clivage.yamltext import normal, scalar
from tests.strategies import HOSTILE

CODING = Path("graph/bolivia-1971/codings/bolivia-1970-71.yaml")
Fields = dict[str, Value]


def data(text: str) -> dict[str, Value]:
    """Return what a file says."""
    found = yamlfile.parsed(text.removeprefix("\ufeff"), name="a.yaml").data
    assert isinstance(found, dict)
    return found


def statements(text: str) -> list[Value]:
    """Return the entries of a coding file."""
    found = data(text).get("statements") or []
    assert isinstance(found, list)
    return [normal(one) for one in found]


# Values


def is_writable(text: str) -> bool:
    return all(unicodedata.category(sign) not in ("Cc", "Cs") or sign in "\t\n\r" for sign in text)


SIGNS = st.sampled_from([*" :#-?,[]{}&*!|>'\"%@`\\\n\r\t/~=<.…«»\u00a0\u2028\ufeff\u0301a1é"])
TEXTS = st.one_of(
    st.text(SIGNS, max_size=12),
    st.text(max_size=30).filter(is_writable),
    st.sampled_from(HOSTILE),
    st.sampled_from(
        ["---", "...", "- a", "a: b", "a :b", "# a", "a #b", "1971-01", "~", "<<", "="]
    ),
)


@given(TEXTS)
def test_a_value_is_read_as_it_was_written(value: str) -> None:
    """Wherever a value can stand: behind a key, as an item, between brackets."""
    for before, after in (("a: ", ""), ("- ", ""), ("a:\n  - ", "\n  - x"), ("- a: ", "\n  b: c")):
        text = f"{before}{scalar(value)}{after}\n"
        found = yamlfile.parsed(text, name="a.yaml")
        assert found.problems == ()
        assert value in leaves(found.data), text
    text = f"a: [x, {scalar(value, in_brackets=True)}, y]\n"
    assert data(text) == {"a": ["x", value, "y"]}, text


def leaves(value: Value) -> list[str]:
    if isinstance(value, dict):
        return [one for item in value.values() for one in leaves(item)]
    if isinstance(value, list):
        return [one for item in value for one in leaves(item)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_a_control_character_is_refused(sign: str) -> None:
    with pytest.raises(ClivageError, match=f"control character U\\+{ord(sign):04X}"):
        scalar(f"a{sign}b")


def test_values_are_plain_where_they_can_be() -> None:
    """The founding corpus is written as this would write it."""
    text = CODING.read_text(encoding="utf-8")
    plain = [one for entry in statements(text) for one in leaves(entry)]
    written = [one for one in plain if f" {scalar(one)}" in text or f"{scalar(one)}," in text
               or f"{scalar(one)}]" in text]  # fmt: skip
    assert len(plain) == len(written) > 200


# Whole files, of any style


@dataclass(frozen=True)
class Style:
    """How one author writes."""

    indent: int
    gap: int
    newline: str
    mark: str
    is_closed: bool
    tail: str


styles = st.builds(
    Style,
    indent=st.sampled_from([0, 1, 2, 4]),
    gap=st.sampled_from([1, 1, 2, 3]),
    newline=st.sampled_from(["\n", "\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
    is_closed=st.booleans(),
    tail=st.sampled_from(["", "# the end", "\n# the end\n", "  # the end", "...", "\n"]),
)
IDS = st.sampled_from(["army", "torres", "left-parties", "no", "1970", "x"])
WORDS = st.one_of(TEXTS, st.sampled_from(["on entretient", "il dit : « oui »"])).filter(str.strip)
COMMENTS = st.sampled_from(["", "", "", "  # why", " # - a: [b]"])
BETWEEN = st.lists(st.sampled_from(["", "# Dans les mines", "    # - quote: no"]), max_size=2)


@st.composite
def fields(draw: st.DrawFn) -> Fields:
    """An entry, as somebody asks for it."""
    texts: st.SearchStrategy[Value] = st.one_of(WORDS, st.lists(WORDS, min_size=1, max_size=3))
    ids: st.SearchStrategy[Value] = st.one_of(
        IDS, st.lists(IDS, min_size=1, max_size=3, unique=True)
    )
    sign = draw(st.sampled_from(["supports", "opposes"]))
    entry: Fields = {"quote": draw(texts), "who": draw(ids), sign: draw(ids)}
    more: dict[str, st.SearchStrategy[str]] = {
        "about": IDS,
        "relation": IDS,
        "strength": st.sampled_from("123"),
        "note": WORDS,
    }
    for key in draw(st.sets(st.sampled_from([*more]))):
        entry[key] = draw(more[key])
    return entry


@st.composite
def written(draw: st.DrawFn, entry: Fields) -> list[str]:
    """The lines of an entry, in any of the styles that YAML has for each of its values."""
    lines: list[str] = []
    empty = ["voice:", "mode:  # ?", "when:"]
    for key in draw(st.permutations([*entry])):
        if lines and draw(st.integers(0, 4)) == 0:
            lines.append(draw(st.sampled_from(["# about the key above", ""])))
        if empty and draw(st.integers(0, 9)) == 0:
            lines.append(empty.pop())
        lines += draw(_value(key, entry[key]))
    return lines


@st.composite
def _value(draw: st.DrawFn, key: str, value: Value) -> list[str]:
    comment = draw(COMMENTS)
    if isinstance(value, list):
        if draw(st.booleans()):
            items = ", ".join(scalar(str(one), in_brackets=True) for one in value)
            return [f"{key}: [ {items}]{comment}"]
        deep = draw(st.sampled_from(["", "  ", "    "]))
        return [
            f"{key}:{comment}",
            *(f"{deep}- {scalar(str(one))}{draw(COMMENTS)}" for one in value),
        ]
    text = str(value)
    ways = ["as here", "below"]
    if re.fullmatch(r"[^\s](?:[^\t\n\r\u2028\ufeff]*[^\s])?", text):
        ways += ["single", "|", ">-", "|+", ">"]
    way = draw(st.sampled_from(ways))
    if way == "single":
        doubled = text.replace("'", "''")
        return [f"{key}: '{doubled}'{comment}"]
    if way == "below":
        return [f"{key}:{comment}", f"   {scalar(text)}"]
    if way in ("|", ">-", "|+", ">"):
        blank = draw(st.sampled_from([[], [""], ["", ""]]))
        return [f"{key}: {way}{comment}", f"  {text}", *blank]
    return [f"{key}:  {scalar(text)}{comment}"]


@st.composite
def files(draw: st.DrawFn) -> str:
    """A coding file."""
    style = draw(styles)
    lines = ["# who said what", "source: s  # the text", "", "coder: me", "statements:"]
    for entry in draw(st.lists(fields(), max_size=3)):
        # Comments, and what seems one, stand at the indent of the dash or deeper.
        lines += [f"{' ' * style.indent}{one}" if one else "" for one in draw(BETWEEN)]
        first, *rest = draw(written(entry))
        dash = " " * style.indent + "-" + " " * style.gap
        lines.append(dash + first)
        lines += [" " * len(dash) + one if one else "" for one in rest]
    text = "\n".join([*lines, style.tail] if style.tail else lines)
    if style.is_closed:
        text += "\n"
    return style.mark + text.replace("\n", style.newline)


@given(files(), fields())
def test_an_entry_is_added_and_nothing_else_changes(text: str, entry: Fields) -> None:
    """The old file is the new one without the lines that came."""
    new = editing.appended(text, entry)
    assert statements(new) == [*statements(text), normal(entry)]
    head = next((n for n, (a, b) in enumerate(zip(text, new, strict=False)) if a != b), len(text))
    tail = len(text) - head
    came = new[head : len(new) - tail]
    assert new[:head] + new[head + len(came) :] == text
    newline = "\r\n" if "\r\n" in text else "\n"
    assert not re.search(r"\r(?!\n)|(?<!\r)\n" if newline == "\r\n" else "\r", came)


@given(files(), st.data())
def test_an_entry_is_left_out_and_nothing_else_changes(text: str, data_: st.DataObject) -> None:
    placed = editing.entries(text)
    if not placed:
        return
    one = data_.draw(st.sampled_from(placed))
    new = editing.removed(text, one.number)
    old = statements(text)
    assert statements(new) == [*old[: one.number], *old[one.number + 1 :]]
    before, after = split(text, one.lines)
    indent = text[len(before) :].index("-") + 1
    after = re.sub(rf"\A(?:(?: *\r?\n)* {{{indent},}}#.*(?:\n|\Z))+", "", after)
    if len(placed) == 1:
        before = re.sub("statements:", "statements: []", before, count=1)
    assert new == before + after


def split(text: str, lines: tuple[int, int]) -> tuple[str, str]:
    """Return what stands before and behind some lines, as an editor counts them."""
    ends = [0, *(found.end() for found in re.finditer("\n", text)), len(text)]
    return text[: ends[lines[0] - 1]], text[ends[lines[1]] :]


@given(files(), fields(), st.data())
def test_an_entry_is_replaced_and_nothing_else_changes(
    text: str, entry: Fields, data_: st.DataObject
) -> None:
    """Lines outside the entry stay, and inside those of each key whose value does."""
    placed = editing.entries(text)
    if not placed:
        return
    one = data_.draw(st.sampled_from(placed))
    old = one.entry
    assert isinstance(old, dict)
    for key in data_.draw(st.sets(st.sampled_from([*entry]))):
        if old.get(key) is not None:
            entry[key] = old[key]
    new = editing.replaced(text, one.number, entry)
    expected = statements(text)
    expected[one.number] = normal(entry)
    assert statements(new) == expected
    before, after = split(text, one.lines)
    assert new.startswith(before)
    assert new.endswith(after)
    inside = new[len(before) : len(new) - len(after)]
    was = text[len(before) : len(text) - len(after)]
    assert inside.count("# about the key above") == was.count("# about the key above")
    bare = text.removeprefix("\ufeff")
    pieces = yamlfile.parsed(bare, name="a.yaml").pieces(("statements", one.number))
    for step, piece in pieces.items():
        if normal(old[str(step)]) == normal(entry.get(str(step))):
            end = bare.find("\n", piece.end - 1)
            lines = bare[piece.start : end if end > 0 else None].rstrip("\r\n")
            assert lines in inside, lines


@given(files(), fields())
def test_what_does_not_change_is_not_written(text: str, entry: Fields) -> None:
    """An entry in its own place gives the same file."""
    for one in editing.entries(text):
        assert isinstance(one.entry, dict)
        assert editing.replaced(text, one.number, one.entry) == text


# Selections

WORDS_OF_A_TEXT = [
    "la",
    "junte",
    "la junte",
    "l'armée",
    "l’arme\u0301e",
    "**Torrès**",
    "_et_",
    "a…b",
]
SPACES = [" ", "\n", "  ", "\n\n", "\u00a0", " * ", "\u00ad", ". ", "\x0c"]
source_texts = st.lists(
    st.tuples(st.sampled_from(WORDS_OF_A_TEXT), st.sampled_from(SPACES)), min_size=1, max_size=12
).map(lambda pairs: "".join(word + space for word, space in pairs))


@given(source_texts, st.data())
def test_a_selection_is_found_where_it_was_selected(text: str, data_: st.DataObject) -> None:
    """Whatever words repeat: the quotation, written and read, is anchored at those very offsets."""
    start = data_.draw(st.integers(0, len(text) - 1))
    end = data_.draw(st.integers(start + 1, len(text)))
    try:
        quote, occurrence = editing.quoted(text, start, end)
    except QuotationError:
        selected = text[start:end].strip()
        inside_a_letter = "\u0301" in (text[end : end + 1], text[start : start + 1])
        assert inside_a_letter or not selected.strip("*_\u00ad \n\u00a0\x0c"), selected
        return
    read = data(f"quote: {scalar(quote)}\n")["quote"]
    assert isinstance(read, str)
    passage = quotation.anchor("s", text, read, occurrence=occurrence)
    assert (start <= passage.start) and (passage.end <= end)
    left_out = text[start : passage.start] + text[passage.end : end]
    assert not left_out.strip("*_\u00ad \n\u00a0\x0c")
    assert (occurrence is None) == (len(quotation.Text(text).find(quote)) == 1)
