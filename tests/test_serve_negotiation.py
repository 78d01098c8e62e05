"""Which format is meant by an Accept header, whatever it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clivage.serve.messages import packed, taken
from clivage.serve.negotiation import GRAPHS, TABLES, best

OFFERED = st.sampled_from([TABLES, GRAPHS])
QUALITY = st.integers(0, 1000).map(lambda thousandths: f"{thousandths / 1000:.3f}")


@given(st.text(), OFFERED)
def test_whatever_a_header_says_the_choice_is_offered_or_none(
    accept: str, offered: dict[str, str]
) -> None:
    """No header makes the server fail."""
    assert best(accept, offered) in {*offered, ""}


@given(st.dictionaries(st.sampled_from([*TABLES]), QUALITY, min_size=1), st.randoms())
def test_the_format_of_the_best_quality_is_chosen(
    liked: dict[str, str], random: st.DataObject
) -> None:
    """In whatever order they are named; what has quality 0 is never chosen."""
    ranges = [f"{media};q={quality}" for media, quality in liked.items()]
    random.shuffle(ranges)  # type: ignore[attr-defined]
    chosen, most = best(", ".join(ranges), TABLES), max(map(float, liked.values()))
    if most == 0:
        assert chosen == ""
    else:
        assert float(liked[chosen]) == most


@given(OFFERED, st.data())
def test_a_range_stands_for_what_falls_into_it(
    offered: dict[str, str], data: st.DataObject
) -> None:
    """A type is worth what its most exact range says."""
    media = data.draw(st.sampled_from([*offered]))
    family = media.partition("/")[0]
    assert best(f"*/*;q=0.1, {family}/*;q=0.2, {media};q=0.3", offered) == media
    assert best(f"{media};q=0, */*", offered) != media
    assert best(f"{family}/*", offered).startswith(family)


@pytest.mark.parametrize("accept", ["", "  ", "*/*", "text/csv;q=0.1, */*"])
def test_who_does_not_mind_gets_the_first(accept: str) -> None:
    """JSON for tables, Turtle for graphs."""
    assert TABLES[best(accept, TABLES)] == "json"
    assert GRAPHS[best(accept, GRAPHS)] == "turtle"


@given(st.lists(st.tuples(st.dictionaries(st.text(), st.text()), st.binary())), st.integers(1, 50))
def test_a_message_arrives_whole_however_it_is_cut(
    sent: list[tuple[dict[str, str], bytes]], size: int
) -> None:
    """Between a server and its workers nothing is lost, added or mixed up."""
    wire = b"".join(packed(head, body) for head, body in sent)
    buffer, received = bytearray(), []
    for start in range(0, len(wire), size):
        buffer += wire[start : start + size]
        while message := taken(buffer):
            received.append(message)
    assert received == sent
