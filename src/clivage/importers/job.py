"""One import from beginning to end: read, merge, write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from clivage import coding, constraints, identifiers, trial
from clivage.errors import ClivageError, Origin
from clivage.importers import files, formats, merging
from clivage.importers.options import Options
from clivage.importers.records import Imported
from clivage.importers.report import Report
from clivage.model import Corpus

#: What a corpus says of its language while nobody knows it (BCP 47: undetermined).
_UNDETERMINED = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCorpus:
    """What is said of a corpus that an import begins.

    Attributes:
        base: base IRI; one that says that the corpus is unpublished when empty.
        title: its title; the name of the imported file when empty.
    """

    base: str = ""
    title: str = ""


def bring(
    file: Path,
    into: Path,
    *,
    format: str = "",
    options: Options | None = None,
    new: NewCorpus | None = None,
    dry_run: bool = False,
    step: Callable[[str], None] = lambda _: None,
) -> Report:
    """Import a file into a corpus folder, which is begun when it is not there.

    Args:
        file: the file, or for some formats a folder.
        into: the corpus folder.
        format: name of the format; told from the file when empty.
        dry_run: read, verify and report, and write nothing.
        step: is told what is done next, for a person who waits.

    Raises:
        ImportFileError: when the file cannot be read.
        CorpusError: when the corpus has errors already.
    """
    options = options or Options()
    step("reading")
    form = formats.named(format) if format else formats.recognised(file)
    try:
        imported = form.reader.read(file, options)
    except ClivageError as error:
        raise error.at(Origin(str(file))) from None
    corpus = _corpus(into, imported, options, new or NewCorpus(), file)
    step("verifying")
    taken = [path.stem for path in (into / "texts").glob("*")]
    draft = merging.merge(imported, corpus, options, file=file, taken_texts=taken)
    has_any = corpus.statements or corpus.unevidenced or draft.statements or draft.ties
    is_there = draft.report.changes or (into / coding.HEADER).exists()
    draft.report.is_without = is_there and not has_any
    if draft.report.changes:
        step("writing" if not dry_run else "drafting")
        written = files.drafted(draft, into, corpus)
        if not dry_run:
            trial.write(into, written)
    return draft.report


def _corpus(
    folder: Path, imported: Imported, options: Options, new: NewCorpus, file: Path
) -> Corpus:
    """Return the corpus that is there, or an empty one."""
    if (folder / "corpus.yaml").exists():
        return coding.read(folder, may_be_empty=True)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        remedy = "name a corpus folder, or one that is not there yet"
        raise ClivageError("there is something here, but no corpus", remedy=remedy,
                           origin=Origin(str(folder)))  # fmt: skip
    name = folder.resolve().name
    header = imported.header
    begun = Corpus(
        id=name,
        base=new.base or identifiers.unpublished(name),
        title={options.language or _UNDETERMINED: new.title or file.stem},
        language=options.language or _UNDETERMINED,
    )
    if header:
        begun = replace(
            begun,
            base=new.base or header.base,
            title=begun.title if new.title else header.title,
            language=options.language or header.language,
            licence=header.licence,
            description=header.description,
            publisher=header.publisher,
            issued=header.issued,
        )
    if wrong := constraints.wrong_base(begun.base):
        raise ClivageError(wrong[0], remedy=wrong[1])
    return begun
