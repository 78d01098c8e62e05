"""What the tests of the edit pane share: a corpus that is served to be edited, and its windows.

A test module takes the fixtures by importing them:
``from tests.desks import fixture_desk, fixture_served_desk, fixture_window``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from clivage import coding
from clivage.model import Statement
from tests.apps import ready, watched
from tests.serving import BOLIVIA, Reply, Served

NAME: Final = "bolivia-1970-71.yaml"
SOURCE: Final = "bolivia-1970-71"
BEFORE: Final = (BOLIVIA / "codings" / NAME).read_text(encoding="utf-8")
TEXT: Final = (BOLIVIA / "texts" / f"{SOURCE}.txt").read_text(encoding="utf-8")
EDIT_WORDS: Final = json.loads(Path("web/app/words/edit.json").read_text(encoding="utf-8"))
WORD: Final[dict[str, str]] = EDIT_WORDS["en"]
#: Words of the text that no entry rests on.
FREE: Final = "La production pétrolière trouve difficilement à s'écouler"
#: What the browser writes to its console where the server refuses, as it should.
REFUSED: Final = re.compile(
    r"console: Failed to load resource: .* status of (400|401|409|412|422|503) "
)
#: Returns where the first and the last character of some words are on the screen.
_PLACES: Final = """(words) => {
  const pane = document.querySelector(".edit-words");
  const walk = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let all = "";
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    nodes.push([node, all.length]);
    all += node.data;
  }
  const character = (at) => {
    const [node, start] = nodes.filter(([, from]) => from <= at).at(-1);
    const range = document.createRange();
    range.setStart(node, at - start);
    range.setEnd(node, at - start + 1);
    return range;
  };
  const first = character(all.indexOf(words));
  const last = character(all.indexOf(words) + words.length - 1);
  first.startContainer.parentElement.closest("mark")?.scrollIntoView({ block: "center" });
  pane.scrollTop += first.getBoundingClientRect().top - pane.getBoundingClientRect().top - 60;
  const [one, other] = [first.getBoundingClientRect(), last.getBoundingClientRect()];
  return [one.left + 1, one.top + one.height / 2, other.right - 1, other.top + other.height / 2];
}"""


@dataclass
class Desk:
    """A corpus folder that is served to be edited."""

    folder: Path
    server: Served
    token: str

    @property
    def path(self) -> Path:
        """The coding file."""
        return self.folder / "codings" / NAME

    @property
    def file(self) -> str:
        """What stands in the coding file."""
        return self.path.read_text(encoding="utf-8")

    @property
    def added(self) -> str:
        """What stands in the coding file after everything that stood there at first."""
        assert self.file.startswith(BEFORE)
        return self.file.removeprefix(BEFORE)

    def statements(self, holder: str, target: str) -> list[Statement]:
        """Return the statements of somebody on somebody, read from the files."""
        found = coding.read(self.folder).statements
        return [one for one in found if (one.holder, one.target) == (holder, target)]

    def ask(self, path: str) -> Reply:
        """Ask for something with the token."""
        return self.server.ask("GET", path, {"Authorization": f"Bearer {self.token}"})

    def network(self) -> dict[str, Any]:
        """Return the network that is served now."""
        while (reply := self.ask("/api/network.json")).status == 503:
            time.sleep(0.1)
        found: dict[str, Any] = reply.json
        return found


@dataclass
class Window:
    """A window of the web app in which one edits."""

    page: Page
    desk: Desk

    @property
    def told(self) -> Locator:
        """What the pane tells."""
        return self.page.locator("#edit-told")

    def select(self, words: str) -> None:
        """Select words in the text with the mouse."""
        mouse = self.page.mouse
        left, top, right, bottom = self.page.evaluate(_PLACES, words)
        mouse.move(left, top)
        mouse.down()
        mouse.move((left + right) / 2, (top + bottom) / 2)
        mouse.move(right, bottom)
        mouse.up()
        expect(self.page.locator(".edit-words mark.selected").first).to_be_visible()

    def quotes(self, *words: str) -> None:
        """Wait until these, and no others, are the words in the form."""
        said = self.page.locator(".edit-form blockquote")
        expect(said).to_have_text([f"{one}✕" for one in words])

    def choose(self, field: str, typed: str) -> None:
        """Type a part of a name, and take the first that is found."""
        chips = self.page.locator(f".chooser:has(#edit-{field}) .edit-chip")
        before = chips.count()
        self.page.locator(f"#edit-{field}").fill(typed)
        self.page.keyboard.press("Enter")
        expect(chips).to_have_count(before + 1)

    def write(self, words: str, who: str, sign: str, whom: str) -> None:
        """Fill the form in, up to what is optional."""
        self.select(words)
        self.choose("who", who)
        self.page.locator(f"#edit-{sign}").check()
        self.choose("target", whom)

    def more(self) -> None:
        """Unfold what is optional."""
        self.page.locator(".further summary").click()

    def save(self) -> None:
        """Press the button."""
        self.page.locator("#edit-save").click()

    def tells(self, key: str) -> None:
        """Wait until something is told."""
        expect(self.told).to_contain_text(WORD[key])

    def open_entry(self, claim: str) -> None:
        """Take an entry up from the list."""
        said = self.page.locator(".sign", has_text=re.compile(f"{re.escape(claim)}$"))
        self.page.locator(".edit-entry", has=said).click()
        expect(self.page.locator("#edit-title")).to_have_text(WORD["edit-change"])


@pytest.fixture(scope="module", name="served_desk")
def fixture_served_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Serve a copy of the founding corpus to whoever has the token that is printed."""
    folder = tmp_path_factory.mktemp("desk") / "bolivia-1971"
    shutil.copytree(BOLIVIA, folder)
    code = "from clivage.cli import main; main()"
    words = [sys.executable, "-c", code, "serve", str(folder), "--writable", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout
            said = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)/#token=(\S+)", said)
            assert found, said
            yield Desk(folder, Served(process, int(found[1]), said), found[2])
        finally:
            process.terminate()


@pytest.fixture(name="desk")
def fixture_desk(served_desk: Desk) -> Desk:
    """Return the desk as it was at first."""
    shutil.rmtree(served_desk.folder / "codings")
    shutil.copytree(BOLIVIA, served_desk.folder, dirs_exist_ok=True)
    assert served_desk.ask("/api/codings").status == 200  # it looks at the files before it answers
    return served_desk


#: Opens a window of its own, at a state such as ``lang=fr``.
Opens = Callable[..., Window]


@pytest.fixture(name="window")
def fixture_window(browser: Browser, desk: Desk) -> Iterator[Opens]:
    """Open windows in which nothing happens that should not."""
    desk.network()
    expect.set_options(timeout=20_000)
    opened = []

    def open_(
        address: str = "", *, token: str = "", width: int = 1440, height: int = 900
    ) -> Window:
        context = browser.new_context(
            locale="en-GB", viewport={"width": width, "height": height}, has_touch=width < 500
        )
        page = context.new_page()
        opened.append((context, watched(page, desk.server.port)))
        said = f"token={token or desk.token}&view=edit&{address}"
        page.goto(f"http://127.0.0.1:{desk.server.port}/#{said}")
        ready(page)
        if not token:
            expect(page.locator(".edit-form")).to_be_visible(timeout=20_000)
        return Window(page, desk)

    yield open_
    expect.set_options(timeout=5_000)
    for context, _ in opened:
        context.close()
    assert [one for _, wrong in opened for one in wrong if not REFUSED.match(one)] == []
