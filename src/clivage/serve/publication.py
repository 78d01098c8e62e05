"""What is served now: one snapshot at a time, replaced as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from clivage.serve.drawing import Drawing
from clivage.serve.snapshot import Snapshot


class Readers(Protocol):
    """Who answers queries on the snapshot that is served."""

    def publish(self, folder: Path) -> None:
        """Answer from another store from now on."""
        ...


class Publication:
    """The snapshot that everything is answered from.

    Attributes:
        snapshot: the current one.
        generation: how many were published after the first.
        drawing: the network of the current one, as far as it is drawn.
    """

    def __init__(self, snapshot: Snapshot, readers: Readers, drawing: Drawing) -> None:
        self.snapshot = snapshot
        self.generation = 0
        self.drawing = drawing
        self._readers = readers
        self._places = 0

    def place(self) -> Path:
        """Return where the store of a next snapshot can be put, beside the first one."""
        self._places += 1
        return self.snapshot.folder.with_name(f"store-{self._places}")

    async def publish(self, snapshot: Snapshot) -> None:
        """Answer from another snapshot: who asks from now on sees it, and no answer sees both.

        The store of the one before is deleted when the last query on it has ended.
        """
        self._readers.publish(snapshot.folder)
        self.snapshot = snapshot
        self.generation += 1
        self.drawing.begin(snapshot.source)
