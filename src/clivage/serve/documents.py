"""What was drawn and found, as it is served: read once from the files of a drawing."""

from __future__ import annotations

import asyncio
from typing import Final

from clivage.serve import assets
from clivage.serve.assets import Asset
from clivage.serve.drawing import ANALYSIS, NETWORK, PAGE, Drawing
from clivage.serve.protocol import Refusal

_SOON: Final = {"Retry-After": "2"}
#: What is said while a file is being made, and when it could not be.
_SAYINGS: Final = {
    PAGE: ("the network is being drawn", "the network could not be drawn"),
    NETWORK: ("the network is being drawn", "the network could not be drawn"),
    ANALYSIS: ("the network is being analysed", "the network could not be analysed"),
}


class Documents:
    """The files of a drawing."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._number = 0
        self._known: dict[str, Asset] = {}

    async def give(self, name: str) -> Asset:
        """Return a file, as it was drawn from what is served now.

        Raises:
            Refusal: 503 while it is being made, 404 when it could not be.
        """
        number = self._drawing.number
        if self._number != number:
            self._number, self._known = number, {}
        if name in self._known:
            return self._known[name]
        making, failed = _SAYINGS[name]
        ended = self._drawing.ended()
        file = self._drawing.file(name)
        if file is None and ended:
            raise Refusal(404, f"{failed}. {self._drawing.why}")
        try:
            found = await asyncio.to_thread(assets.read, file) if file else None
        except FileNotFoundError:  # another corpus has been published meanwhile
            found = None
        if found is None or self._drawing.number != number:
            raise Refusal(503, f"{making}. try again soon", _SOON)
        self._known[name] = found
        return found
