"""What the tests of the drawing share: where things are drawn, and what is on the screen there."""

from __future__ import annotations

import io
import json
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import FloatRect, Page, expect

SVG = "{http://www.w3.org/2000/svg}"
COLOURS: dict[str, dict[str, str]] = json.loads(Path("web/colours.json").read_text("utf-8"))

Point = tuple[float, float]
Colour = tuple[int, int, int]
Row = NDArray[np.uint8]


@dataclass(frozen=True)
class Picture:
    """The current view as SVG: where its marks and its lines are, by what they stand for."""

    text: str
    marks: dict[str, Point]
    lines: dict[str, list[Point]]

    def along(self, edge: str, part: float) -> Point:
        """Return the point of a line at a part of its way."""
        row = self.lines[edge]
        while len(row) > 1:
            row = [(x + (u - x) * part, y + (v - y) * part) for (x, y), (u, v) in pairwise(row)]
        return row[0]


def drawn(page: Page) -> None:
    """Wait until the network is on the screen, and at rest."""
    expect(page.locator("#canvas")).to_have_attribute("aria-busy", "false", timeout=30_000)
    page.wait_for_timeout(400)


def saved(page: Page, kind: str) -> bytes:
    """Save the view as a person would."""
    page.locator("#save-view").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(kind)).click()
    return Path(download.value.path()).read_bytes()


def picture(page: Page) -> Picture:
    """Return the current view as SVG says it."""
    drawn(page)
    text = saved(page, "SVG").decode()
    root = ET.fromstring(text)
    return Picture(
        text,
        {one.attrib["data-id"]: _centre(one) for one in root.iter() if one.get("class") == "mark"},
        {
            one.attrib["data-id"]: _points(one.findall(f"{SVG}path")[-2].attrib["d"])
            for one in root.iter(f"{SVG}g")
            if one.get("class", "").startswith("line ")
        },
    )


def _points(path: str) -> list[Point]:
    found = re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)
    return [(float(x), float(y)) for x, y in found]


def _centre(mark: ET.Element) -> Point:
    if "cx" in mark.attrib:
        return float(mark.attrib["cx"]), float(mark.attrib["cy"])
    xs, ys = zip(*_points(mark.attrib["d"]), strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def canvas(page: Page) -> FloatRect:
    """Return where the drawing is on the screen."""
    box: FloatRect | None = page.locator("#canvas").bounding_box()
    assert box
    return box


def click(page: Page, at: Point) -> None:
    """Click a point of the drawing."""
    box = canvas(page)
    page.mouse.click(box["x"] + at[0], box["y"] + at[1])


def screen(page: Page) -> list[list[Colour]]:
    """Return what is on the screen where the drawing is, by rows."""
    return pixels(page.screenshot(clip=canvas(page)))


def pixels(png: bytes) -> list[list[Colour]]:
    """Decode a PNG of 8 bits a channel, without or with alpha."""
    stream, data, size = io.BytesIO(png[8:]), b"", (0, 0)
    channels = 3
    while head := stream.read(8):
        length, kind = struct.unpack(">I4s", head)
        body = stream.read(length)
        stream.read(4)
        if kind == b"IHDR":
            width, height, _, sort = struct.unpack(">IIBB", body[:10])
            size, channels = (width, height), {2: 3, 6: 4}[sort]
        data += body if kind == b"IDAT" else b""
    row = size[0] * channels
    lines = np.frombuffer(zlib.decompress(data), np.uint8).reshape(size[1], row + 1)
    shown = np.zeros((size[1] + 1, row), np.uint8)  # nothing is above the first
    for at, line in enumerate(lines):
        shown[at + 1] = _unfiltered(int(line[0]), line[1:], shown[at], channels)
    rows = [line.tobytes() for line in shown[1:]]
    parts = [[one[at::channels] for at in range(3)] for one in rows]
    return [list(zip(*one, strict=True)) for one in parts]


def _unfiltered(sort: int, line: Row, above: Row, step: int) -> Row:
    """Undo the filter of one row of a PNG (its specification, section 9)."""
    if sort == 0:
        return line
    if sort == 1:  # the sums wrap at 256, as bytes do
        return np.cumsum(line.reshape(-1, step), axis=0, dtype=np.uint8).ravel()
    if sort == 2:
        return line + above
    return _guessed(sort, line.tolist(), above.tolist(), step)


def _guessed(sort: int, line: list[int], above: list[int], step: int) -> Row:
    """Undo a filter that guesses each byte from the one before it, and from those above."""
    row, above = [0] * step + line, [0] * step + above  # nothing is before the first
    for at in range(step, len(row)):
        left, up, corner = row[at - step], above[at], above[at - step]
        if sort == 3:
            guess = (left + up) // 2
        else:
            guess, off = left, abs(up - corner)
            if abs(left - corner) < off:
                guess, off = up, abs(left - corner)
            if abs(left + up - 2 * corner) < off:
                guess = corner
        row[at] = (row[at] + guess) & 255
    return np.array(row[step:], np.uint8)


def colour(name: str, scheme: str = "light") -> Colour:
    """Return a colour of the page by its name."""
    found = bytes.fromhex(COLOURS[scheme][name][1:])
    return found[0], found[1], found[2]


def near(one: Colour, other: Colour) -> bool:
    """Whether two colours look alike."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) < 90


def inked(shot: list[list[Colour]], at: Point, wanted: Colour) -> bool:
    """Whether a colour is at a point, or right beside it."""
    around = range(-1, 2)
    return any(
        near(shot[round(at[1]) + down][round(at[0]) + right], wanted)
        for down in around
        for right in around
    )


def inks(page: Page, edge: str, name: str, scheme: str = "light") -> str:
    """Say along the middle of a line where a colour is: # there, a blank elsewhere."""
    seen, shot = picture(page), screen(page)
    parts = [0.3 + 0.4 * at / 80 for at in range(81)]
    return "".join(
        "#" if inked(shot, seen.along(edge, part), colour(name, scheme)) else " " for part in parts
    )
