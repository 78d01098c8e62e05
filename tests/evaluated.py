"""Claims about a text that is not there, and corpora about a mill, to measure and be measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from clivage.evaluation import Claim, Compared
from clivage.model import Modality, Sign

#: Three sentences about a mill, two about nobody.
MILL = """Orm backs the mill. The weir opposes Orm. Rain fell.
The mill never helped the weir. Fog came.
"""
_HEAD = """title: The mill
base: https://w3id.org/clivage/test/mill/
language: en
coders:
  ines: {{ name: Ines }}
sources:
  {source}:
    title: The mill
    language: en
    rights: written for the tests
actors:
  {orm}: {{ label: Orm, type: person }}
  mill: {{ label: The mill, type: organization }}
  weir: {{ label: The weir, type: organization }}
"""
GOLD = (
    "{ quote: Orm backs the mill, who: ORM, supports: mill }",
    "{ quote: The weir opposes Orm, who: weir, opposes: ORM, certainty: probable }",
    "{ quote: The mill never helped the weir, who: mill, supports: weir, modality: negated }",
)


def mill(
    folder: Path, entries: Iterable[str] | None = GOLD, *, source: str = "day", orm: str = "orm"
) -> Path:
    """Write a corpus with such entries, none of them coded if there is None; return its folder."""
    files = {"corpus.yaml": _HEAD.format(source=source, orm=orm), f"texts/{source}.txt": MILL}
    if entries is not None:
        lines = [f"  - {one.replace('ORM', orm)}" for one in entries]
        said = "\n".join(["statements:", *lines]) if lines else "statements: []"
        files["codings/ines.yaml"] = f"source: {source}\ncoder: ines\n{said}\n"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def claim(words: str, start: int, end: int, **more: Any) -> Claim:  # noqa: ANN401
    """Return a claim as in ``a + b``, in the source ``s`` unless another is named."""
    holder, sign, target = words.split()
    made = Sign.SUPPORT if sign == "+" else Sign.OPPOSITION
    more.setdefault("source", "s")
    return Claim(spans=((start, end),), holder=holder, target=target, sign=made, **more)


def compared(
    gold: Sequence[Claim],
    predicted: Sequence[Claim],
    text: str = "x" * 99,
    **more: Any,  # noqa: ANN401
) -> Compared:
    """Compare claims, all sources of which have one text."""
    sources = sorted({"s", *(one.source for one in (*gold, *predicted))})
    return Compared(
        gold_name="gold",
        predicted_name="mine",
        gold=tuple(gold),
        predicted=tuple(predicted),
        sources=tuple(sources),
        texts=dict.fromkeys(sources, text),
        **more,
    )


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """Give a few claims in two texts, so close together that many compete for one another."""
    found = []
    for _ in range(draw(st.integers(0, 7))):
        holder, target = draw(st.sampled_from(("a + b", "b + a", "a + c", "?z + b"))).split(" + ")
        start = draw(st.integers(0, 12))
        found.append(
            claim(
                f"{holder} {draw(st.sampled_from('+-'))} {target}",
                start,
                start + draw(st.integers(1, 9)),
                source=draw(st.sampled_from("st")),
                score=draw(st.sampled_from((0.25, 0.5, 1.0))),
                modality=draw(st.sampled_from((Modality.ACTUAL, Modality.NEGATED))),
            )
        )
    return found
