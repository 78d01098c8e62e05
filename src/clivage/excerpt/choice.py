"""What somebody wants to see of a large network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from clivage import identifiers
from clivage.errors import NetworkError

#: What actors can be drawn together by. A network may not know all of these of its actors.
GROUPINGS: Final = ("type", "kind", "whole", "camp", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is drawn: first actors are put together, then ties chosen, then actors.

    Attributes:
        by: which actors are drawn as one, a word of `GROUPINGS`; each for itself when empty.
        backbone: the significance of the ties drawn, above 0 and at most 1; all ties when None.
        corrected: whether that is the false discovery rate of all ties together.
        top: how many actors and issues, those with most weight of ties; all when None.
        whole: whether what is too large for an eye is drawn all the same.

    Raises:
        NetworkError: when one of these cannot be.

    >>> Choice(top=0)
    Traceback (most recent call last):
    clivage.errors.NetworkError: a picture of 0 actors shows nothing. draw 2 or more.
    """

    by: str = ""
    backbone: float | None = None
    corrected: bool = False
    top: int | None = None
    whole: bool = False

    def __post_init__(self) -> None:
        if self.by and self.by not in GROUPINGS:
            what = f"actors cannot be drawn together by {self.by!r}"
            known = f"take {', '.join(GROUPINGS)}"
            remedy = identifiers.did_you_mean(self.by, GROUPINGS, known)
            raise NetworkError(what, remedy=remedy)
        if self.backbone is not None and not 0 < self.backbone <= 1:
            remedy = "it is above 0 and at most 1, such as 0.05"
            raise NetworkError(f"{self.backbone} is no significance", remedy=remedy)
        if self.corrected and self.backbone is None:
            what = "there is no significance to correct"
            raise NetworkError(what, remedy="give one, such as 0.05")
        if self.top is not None and self.top < 1:
            what = f"a picture of {self.top} actors shows nothing"
            raise NetworkError(what, remedy="draw 2 or more")

    @property
    def is_open(self) -> bool:
        """Whether nothing was chosen, so that a large network is cut as is usual."""
        return self == Choice()
