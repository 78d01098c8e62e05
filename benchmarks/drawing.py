"""How much a browser works to move a drawing: the web app against vis-network's offline page.

``python -m benchmarks.drawing`` prints a table; ``--write`` puts it into docs/webapp.md. The number
is what counts for a fluent picture on any machine: the time of the page's main thread for one frame
of a drag. Drawing itself is the graphics card's, which is software here.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from benchmarks.generate import generate
from benchmarks.page import run
from benchmarks.serving import server
from tests import get_chromium
from tests.apps import GRAPHICS
from tests.conftest import FLAGS

#: Statements of a corpus, and whether vis-network draws it too: the larger takes it minutes.
SIZES = ((6_200, True), (25_000, False))
#: Frames of a drag, and of one where each takes half a minute.
FRAMES, FEW = 30, 3
MINUTE = 60_000
_PAGE = Path(__file__).parents[1] / "docs" / "webapp.md"
#: What the documentation promises, in ms, by how many edges there are at most.
GOALS = ((6_000, 8), (25_000, 10), (150_000, 16))

#: Drags the drawing, one move a frame, and resolves after the last.
_DRAG = """(frames) => new Promise((done) => {
  const box = document.querySelector("#canvas").getBoundingClientRect();
  const under = document.elementFromPoint(box.x + 300, box.y + 200);
  const fire = (name, far) => under.dispatchEvent(
    new (name.startsWith("pointer") ? PointerEvent : MouseEvent)(name, {
      bubbles: true, cancelable: true, clientX: box.x + 300 + 3 * far, clientY: box.y + 200 + far,
      button: 0, buttons: 1, pointerId: 1, pointerType: "mouse", isPrimary: true,
    }));
  const both = (what, far) => ["pointer", "mouse"].forEach((one) => fire(one + what, far));
  let frame = 0;
  both("down", 0);
  const next = () => {
    frame += 1;
    both("move", frame);
    if (frame < frames) requestAnimationFrame(next);
    else requestAnimationFrame(() => { both("up", frame); done(); });
  };
  next();
})"""

#: Hides what is supported, and resolves once that is shown.
_FILTER = """() => new Promise((done) => {
  document.querySelector("input[name=signs-support]").click();
  requestAnimationFrame(() => requestAnimationFrame(() => done()));
})"""


def clivage(*words: object) -> None:
    """Run a command of clivage."""
    program = [sys.executable, "-c", "from clivage.cli import main; main()"]
    subprocess.run([*program, *map(str, words)], check=True, capture_output=True)


class Opened:
    """A page in which a network is drawn, and what its main thread does."""

    def __init__(self, browser: Browser, address: str, drawn: str) -> None:
        """Open it, and wait until the network is there."""
        self.page = browser.new_page(viewport={"width": 1440, "height": 900})
        self.page.set_default_timeout(20 * MINUTE)
        _go(self.page, address)
        self.page.wait_for_selector(drawn)
        self.session = self.page.context.new_cdp_session(self.page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.edges = int(self.page.locator("#status").inner_text().split()[0])

    def spent(self, script: str, given: object = None) -> float:
        """Return the ms of processor time that the main thread takes for a script."""
        before = self._task()
        self.page.evaluate(script, given)
        return self._task() - before

    def _task(self) -> float:
        found = self.session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(one["value"] for one in found if one["name"] == "TaskDuration"))

    def frame(self, frames: int) -> float:
        """Return what one frame of a drag takes; the first make what the others only use."""
        self.page.evaluate(_DRAG, 2)
        return self.spent(_DRAG, frames) / frames


def _go(page: Page, address: str) -> None:
    """Open an address, once a server that reads a large corpus answers there."""
    for _ in range(600):
        try:
            page.goto(address)
            return
        except Error as error:
            if "REFUSED" not in error.message:
                raise
            time.sleep(1)
    raise SystemExit(f"{address} does not answer")


def lines(folder: Path) -> Iterator[str]:
    """Measure, and yield the table."""
    yield "| edges | goal, ms | web app, ms | vis-network, ms | ratio | a filter, ms |"
    yield "|---:|---:|---:|---:|---:|---:|"
    program = (sys.executable, "-c", "from clivage.cli import main; main()")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=get_chromium.find(), args=[*FLAGS, *GRAPHICS]
        )
        for statements, both in SIZES:
            corpus = folder / f"corpus-{statements}"
            generate(corpus, statements=statements, texts=statements // 100)
            with server(*program, "serve", corpus, "--port", "PORT") as address:
                app = Opened(browser, f"{address}/", "#canvas[aria-busy=false]")
                ours, filtered = app.frame(FRAMES), app.spent(_FILTER)
                app.page.close()
            theirs = _offline(browser, corpus) if both else None
            goal = next(ms for most, ms in GOALS if app.edges <= most)
            yield (
                f"| {app.edges:,} | {goal} | {ours:.1f}"
                + (f" | {theirs:.0f} | {theirs / ours:.0f} x" if theirs else " | - | -")
                + f" | {filtered:.0f} |"
            )
        browser.close()


def _offline(browser: Browser, corpus: Path) -> float:
    """Return what vis-network works for a frame, in the page of `clivage render`."""
    page = corpus.with_suffix(".html")
    clivage("render", corpus, "--output", page)
    offline = Opened(browser, page.as_uri(), "#canvas canvas")
    spent = offline.frame(FEW)
    offline.page.close()
    return spent


def main() -> None:
    """Measure, print, and write where that is asked for."""
    run(lines, _PAGE, "drawing")


if __name__ == "__main__":
    main()
