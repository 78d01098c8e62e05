"""The whole path: read and verify a corpus, derive its edges, and write every export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from clivage import coding, lock, picture, replacing
from clivage.export import FORMATS, Material
from clivage.model import Corpus

#: What a progress display is told: how many steps there are, how many are done, and the next.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made.

    Attributes:
        folder: where the exports are.
        files: their names, in the order of the registry.
        camps: how many camps the network falls into.
    """

    corpus: Corpus
    folder: Path
    files: tuple[str, ...]
    camps: int


def default_output(corpus: Path) -> Path:
    """Return the folder that a build writes to when none is named.

    >>> default_output(Path("/home/me/graph/demo"))
    PosixPath('/home/me/exports/demo')
    """
    corpus = corpus.resolve()
    root = corpus.parent.parent if corpus.parent.name == "graph" else corpus
    return root / "exports" / corpus.name if root != corpus else corpus / "exports"


def build(
    folder: Path,
    output: Path | None = None,
    *,
    accept_changed_texts: bool = False,
    with_text: bool = False,
    store_folder: Path | None = None,
    progress: Progress | None = None,
) -> Built:
    """Verify a corpus and write every export, all of them or none.

    Args:
        folder: the corpus folder, such as ``graph/bolivia-1971``.
        output: where the exports go; ``exports/<corpus>`` beside ``graph/`` when left out.
        accept_changed_texts: let a text differ from the one that was last built.
        with_text: put the full texts into the RDF.
        store_folder: also write a store there, for queries without building again.

    Raises:
        CorpusError: with every error found; nothing is written then.
        OutputError: when the output cannot be written; what was there stays as it was.
    """
    corpus = coding.read(folder, accept_changed_texts=accept_changed_texts)
    output = output or default_output(folder)
    material = Material(corpus, with_text=with_text)
    files = dict(_texts(material, progress))
    if store_folder:
        material.store.save(store_folder)
    record = {folder / lock.NAME: lock.dumps(corpus)}
    replacing.write_all({**{output / name: text for name, text in files.items()}, **record})
    return Built(corpus, output, tuple(files), len(material.view.camps))


def _texts(material: Material, progress: Progress | None) -> Iterator[tuple[str, str]]:
    formats = [one for one in FORMATS.values() if one.built]
    for done, format_ in enumerate(formats):
        if progress:
            progress(len(formats), done, format_.file_of(material))
        yield format_.file_of(material), format_.write(material)
    for language in sorted(material.corpus.title):
        if language != material.corpus.language:
            yield f"network.{language}.svg", picture.svg(material.view, language=language)
