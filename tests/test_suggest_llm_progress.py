"""How far a language model is within a text, and what it has cost so far."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from clivage import console, template
from clivage.cli.suggest import suggest
from clivage.suggest import making
from tests.language_models import Run, finding, hosting, nobody, saying

__all__ = ["nobody"]


def long_corpus(folder: Path) -> Path:
    """Write a corpus with a text that is sent in three parts."""
    template.write(folder)
    path = folder / "texts" / "gazette.txt"
    more = "\n\n".join("The fishers wait. " * 70 for _ in range(8))
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\n{more}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("price", [None, (1.0, 10.0)])
def test_within_a_text_it_is_told_how_many_parts_are_done_and_what_was_spent(
    tmp_path: Path, price: tuple[float, float] | None
) -> None:
    folder = long_corpus(tmp_path / "port")
    told: list[tuple[int, int, str]] = []
    with hosting(finding()) as model:
        engine = Run(model, price=price).engine
        list(making.make(folder, engine, progress=lambda *one: told.append(one)))
    spent = [f", cost 0.00{cost}0 so far" if price else "" for cost in (3, 6, 9)]
    assert told == [
        (0, 1, "gazette"),
        (0, 1, "gazette: 0 of 3 parts"),
        (0, 1, f"gazette: 1 of 3 parts{spent[0]}"),
        (0, 1, f"gazette: 2 of 3 parts{spent[1]}"),
        (0, 1, f"gazette: 3 of 3 parts{spent[2]}"),
    ]


def test_no_cost_is_told_where_the_host_counts_no_tokens() -> None:
    bare = json.dumps({"choices": [{"message": {"content": '{"stances": []}'}}]}).encode()
    told: list[tuple[int, int, float | None]] = []
    with hosting(saying(200, bare)) as model:
        run = Run(model, price=(1.0, 10.0))
        run.engine.progress = lambda *one: told.append(one)
        run.read()
    assert told == [(0, 1, None), (1, 1, None)]


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_terminal_shows_how_far_a_text_is_and_a_pipe_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    shown: list[tuple[int, int, str]] = []

    @contextmanager
    def bar() -> Iterator[Callable[[int, int, str], None] | None]:
        yield (lambda *one: shown.append(one)) if is_terminal else None

    folder = long_corpus(tmp_path / "port")
    monkeypatch.setattr(console, "progress", bar)
    with hosting(finding()) as model:
        for name, value in (("URL", model.url), ("MODEL", "small:1b"), ("CACHE", "off")):
            monkeypatch.setenv(f"CLIVAGE_LLM_{name}", value)
        asked = [str(folder), "--engine", "llm", "--send-to", model.host]
        done = CliRunner().invoke(suggest, asked)
    assert done.exit_code == 0, done.output
    assert "parts" not in done.output
    assert [name for _, _, name in shown][-1:] == ["gazette: 3 of 3 parts"] * is_terminal
