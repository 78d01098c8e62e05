"""What a terminal shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clivage import console


def test_a_table_on_a_pipe_has_a_line_a_row_and_no_colour(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Long quotations are neither wrapped nor cut where a program reads them."""
    long = "mot " * 100
    console.table(("a", "b"), [("x", long), ("y", "[bold]plain[/bold]")])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert long.strip() in lines[1]
    assert "[bold]plain[/bold]" in lines[2]


@given(st.text())
def test_no_text_can_steer_the_terminal(text: str) -> None:
    """Escape sequences and marks that turn text around are gone."""
    shown = console.safe(text)
    assert len(shown) == len(text)
    assert not set(shown) & {"\x1b", "\r", "\n", "\x9b", "\u202e", "\u2066"}
