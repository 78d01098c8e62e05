"""Several write: other windows, editors, and one who is killed. Nothing is lost or halved."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from clivage import coding
from clivage.address import Place
from clivage.serve.desk import Desk as EditedDesk
from clivage.serve.drawing import Drawing
from clivage.serve.folder import CODINGS, HEADER, ChangedError, Folder
from clivage.serve.protocol import Refusal
from clivage.serve.publication import Publication
from clivage.serve.snapshot import Snapshot
from tests import loops
from tests.edited import (
    ENTRIES,
    FILE,
    NAME,
    NEW,
    SOURCE,
    WORDS,
    Desk,
    desk,
    running,
)
from tests.serving import BOLIVIA

__all__ = ["desk", "running"]


def test_of_two_windows_one_wins_and_nothing_is_lost(desk: Desk) -> None:
    """Both have seen the same file; who comes second is told, and tries again."""
    with ThreadPoolExecutor(2) as windows:
        for turn in range(5):
            seen = desk.file()["etag"]
            entries = [
                {"quote": WORDS, **NEW, "id": f"turn-{turn}-{window}"} for window in range(2)
            ]
            post = partial(desk.ask, "POST", ENTRIES, seen=seen)
            replies = list(windows.map(post, [{"entry": one} for one in entries]))
            assert sorted(one.status for one in replies) == [200, 412]
            again = entries[[one.status for one in replies].index(412)]
            desk.edited("POST", ENTRIES, {"entry": again})
    ids = {one["entry"].get("id") for one in desk.file()["entries"]}
    assert ids >= {f"turn-{turn}-{window}" for turn in range(5) for window in range(2)}


def test_what_an_editor_writes_is_not_overwritten(desk: Desk) -> None:
    """Somebody saves the file in their editor between the browser's reading and its writing."""
    seen = desk.file()["etag"]
    path = desk.folder / FILE
    theirs = path.read_bytes() + b"  # A thought.\n"
    path.write_bytes(theirs)
    reply = desk.ask("PUT", f"{ENTRIES}/0", {"entry": {"quote": WORDS, **NEW}}, seen=seen)
    assert reply.status == 412
    assert path.read_bytes() == theirs
    desk.edited("DELETE", f"{ENTRIES}/0")
    assert path.read_bytes().endswith(b"  # A thought.\n")


def test_a_writer_that_finds_another_content_leaves_it(tmp_path: Path) -> None:
    """The last look is right before the file is replaced."""
    shutil.copytree(BOLIVIA, tmp_path / "a")
    folder = Folder(tmp_path / "a")
    path = folder.path / FILE
    before = path.read_bytes()
    path.write_bytes(b"theirs")
    for after in (b"ours", None):
        with pytest.raises(ChangedError):
            folder.write(path, before, after)
    with pytest.raises(ChangedError):
        folder.write(path, None, b"ours")
    assert path.read_bytes() == b"theirs"
    assert [one.name for one in path.parent.iterdir()] == [NAME]


def test_errors_that_somebody_else_makes_are_said_and_not_served(desk: Desk) -> None:
    """The last corpus without errors stays; it gives way when they are corrected."""
    [id] = desk.file()["entries"][0]["ids"]
    generation = desk.all()["generation"]
    path = desk.folder / FILE
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("who: author\n", "who: authors\n"), encoding="utf-8")
    found = desk.all()
    [problem] = found["problems"]
    assert (problem["severity"], problem["file"], problem["line"]) == ("error", FILE, 11)
    assert "there is no actor 'authors'" in problem["what"]
    assert found["generation"] == generation
    assert desk.holds(id)
    # The rest can be edited, and is not served either.
    answer = desk.edited("POST", ENTRIES, {"entry": {"quote": WORDS, **NEW}})
    assert answer["generation"] == generation
    assert [one["what"] for one in answer["problems"]] == [problem["what"]]
    fixed = path.read_text(encoding="utf-8").replace("who: authors\n", "who: author\n")
    path.write_text(fixed, encoding="utf-8")
    assert desk.all()["generation"] == generation + 1
    assert desk.holds(answer["ids"][0])


def test_a_file_that_is_no_longer_yaml_is_listed_with_its_problem(desk: Desk) -> None:
    path = desk.folder / FILE
    path.write_text("source: s\n\tcoder: me\n", encoding="utf-8")
    found = desk.all()
    assert found["files"][0]["entries"] == []
    assert found["problems"][0]["what"] == "a tab indents this line"
    reply = desk.ask("DELETE", f"{ENTRIES}/0", seen=found["files"][0]["etag"])
    assert (reply.status, reply.text) == (
        400, f"{FILE}:2: a tab indents this line. YAML indents with spaces.\n",
    )  # fmt: skip


# How a file is written


@pytest.mark.skipif(os.name == "nt", reason="few people may make links on Windows")
def test_what_a_link_leads_to_is_written_and_keeps_its_mode(desk: Desk, tmp_path: Path) -> None:
    path, real = desk.folder / FILE, tmp_path / "elsewhere.yaml"
    shutil.move(path, real)
    path.symlink_to(real)
    real.chmod(0o640)
    desk.edited("DELETE", f"{ENTRIES}/0")
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "on entretient les illusions" not in real.read_text(encoding="utf-8")


_WRITER = """
import os, sys
from pathlib import Path
from clivage.serve.folder import Folder
folder = Folder(Path(sys.argv[1]))
path = folder.path / "codings/bolivia-1970-71.yaml"
contents = [bytes([sign]) * 300_000 for sign in b"ab"]
for _ in sys.stdin:
    pid = os.fork()
    if not pid:
        os.write(1, b"begun\\n")
        while True:
            now = path.read_bytes()
            folder.write(path, now, contents[now == contents[0]])
    os.write(1, b"%d\\n" % pid)
    os.waitpid(pid, 0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a hundred processes need fork")
def test_a_writer_that_is_killed_leaves_the_file_whole(tmp_path: Path) -> None:
    """Old or new, a hundred times; and a next writer is not in the way of what is left behind."""
    shutil.copytree(BOLIVIA, tmp_path / "a")
    path = tmp_path / "a" / FILE
    whole = {b"a" * 300_000, b"b" * 300_000}
    path.write_bytes(min(whole))
    chance, seen = random.Random(4), set()
    words = [sys.executable, "-c", _WRITER, str(tmp_path / "a")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        for _ in range(100):
            process.stdin.write(b"\n")
            process.stdin.flush()
            said = {process.stdout.readline(), process.stdout.readline()} - {b"begun\n"}
            time.sleep(chance.uniform(0, 0.006))
            os.kill(int(said.pop()), signal.SIGKILL)
            content = path.read_bytes()
            assert content in whole
            seen.add(content)
        process.stdin.close()
    assert seen == whole
    assert [*Folder(tmp_path / "a").codings()] == [NAME]


class _Undrawn(Drawing):
    """Draws nothing."""

    def begin(self, source: Place, calm: float = 0) -> None:
        """Leave it."""


class _Shelf:
    """Remembers what was published, as those who answer queries would."""

    def __init__(self) -> None:
        self.folders: list[Path] = []

    def publish(self, folder: Path) -> None:
        """Take another store."""
        self.folders.append(folder)


def _publication(folder: Path, at: Path) -> tuple[Publication, _Shelf]:
    shelf = _Shelf()
    return Publication(Snapshot.of(folder, at / "store"), shelf, _Undrawn(at / "drawn")), shelf


async def _until(is_so: Callable[[], bool]) -> None:
    """Wait for the watch."""
    for _ in range(600):
        if is_so():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it was not seen")


def test_what_others_write_is_served_without_being_asked_for(tmp_path: Path) -> None:
    """Each change of a file counts: of a coding, of the header, of a text; and each but once."""
    shutil.copytree(BOLIVIA, tmp_path / "a")
    publication, shelf = _publication(tmp_path / "a", tmp_path)
    path, header = tmp_path / "a" / FILE, tmp_path / "a" / HEADER
    text = path.read_text(encoding="utf-8")

    def statements() -> int:
        return Snapshot.of_store(shelf.folders[-1]).statements

    async def watched() -> None:
        desk = EditedDesk(tmp_path / "a", publication)
        await desk.start()
        await desk.stop()
        assert publication.generation == 0
        await desk.start()
        path.write_text(text[: text.rindex("  - quote: ")], encoding="utf-8")
        await _until(lambda: publication.generation == 1)
        assert statements() == publication.snapshot.statements < len(coding.read(BOLIVIA).statement)
        # A comment changes nothing that is served; an error is not served.
        path.write_text(f"{text}# the end\n  - quote: x\n", encoding="utf-8")
        await _until(lambda: bool(desk.state.errors))
        path.write_text(f"{text}# the end\n", encoding="utf-8")
        await _until(lambda: publication.generation == 2)
        header.write_text(header.read_text("utf-8").replace("Régis Debray", "R. Debray"), "utf-8")
        await _until(lambda: publication.generation == 3)
        (tmp_path / "a" / f"texts/{SOURCE}.txt").unlink()
        await _until(lambda: bool(desk.state.errors))
        await desk.stop()

    loops.run(watched())
    assert publication.generation == 3
    assert len(shelf.folders) == len({*shelf.folders}) == 3


def test_what_changed_while_the_server_started_is_served(tmp_path: Path) -> None:
    """The first look compares the files with what they were when the desk was made."""
    shutil.copytree(BOLIVIA, tmp_path / "a")
    publication, _ = _publication(tmp_path / "a", tmp_path)
    desk = EditedDesk(tmp_path / "a", publication)
    path = tmp_path / "a" / FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("  - quote: ")], encoding="utf-8")
    loops.run(desk.look())
    assert publication.generation == 1


def test_the_last_edits_can_be_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that are kept, one after the other; what came before them is forgotten."""
    shutil.copytree(BOLIVIA, tmp_path / "a")
    monkeypatch.setattr("clivage.serve.desk.KEPT", 5)
    path = tmp_path / "a" / FILE
    versions = [path.read_bytes() + b"# %d\n" % number for number in range(8)]
    path.write_bytes(versions[0])
    publication, _ = _publication(tmp_path / "a", tmp_path)
    desk = EditedDesk(tmp_path / "a", publication)

    async def edited() -> None:
        await desk.look()
        edits = []
        for before, after in pairwise(versions):
            edits.append((await desk.commit(path, before, after))["edit"])
        for edit in reversed(edits[-5:]):
            await desk.undo(edit)
        assert path.read_bytes() == versions[2]
        for edit in (edits[0], edits[-1]):
            with pytest.raises(Refusal, match="there is no such edit"):
                await desk.undo(edit)

    loops.run(edited())
    assert publication.generation == 0  # a comment is not served


def test_the_desk_reads_the_files_that_clivage_reads(tmp_path: Path) -> None:
    """And no others: hidden ones, copies of an editor, notes."""
    shutil.copytree(BOLIVIA, tmp_path / "a")
    codings = tmp_path / "a" / CODINGS
    for name in (".a.yaml", f".{NAME}.x1.new", "b.yaml~", "notes.txt", "c.YML", "d.yaml"):
        (codings / name).write_text("\t", encoding="utf-8")
    folder = Folder(tmp_path / "a")
    assert sorted({one.file for one in folder.read().errors}) == ["codings/c.YML", "codings/d.yaml"]
    assert [*folder.codings()] == [NAME, "c.YML", "d.yaml"]
