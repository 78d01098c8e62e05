"""The default engine: what it has learnt, what it finds, and that its weights can be made anew."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clivage.errors import ClivageError
from clivage.model import ActorType, Modality, Sign
from clivage.suggest.cast import Cast, Figure
from clivage.suggest.lexicon import Lexicon
from clivage.suggest.lexicon.entries import FOLDER, vocabulary
from clivage.suggest.lexicon.reading import Reading
from clivage.suggest.lexicon.tokens import tokens
from clivage.suggest.records import Document, Suggestion
from clivage.suggest.trained import Trained, hints, learning
from clivage.suggest.trained.cues import Cues, cues
from clivage.suggest.trained.memory import Memory
from clivage.suggest.trained.pairs import pairs
from clivage.suggest.trained.scene import Scene, Scenes
from clivage.suggest.trained.weights import QUESTIONS, Weights, weights

LANGUAGES = ("fr", "es", "en")
EVALUATION = Path(__file__).parent / "evaluation"


def cast(*names: str, issues: Mapping[str, str] | None = None) -> Cast:
    """Return collective actors, whose ids are the last words of their names, and issues."""
    actors = [Figure(id=one.split()[-1], names=(one,), type=ActorType.COLLECTIVE) for one in names]
    known = [Figure(id=id, names=(name,), definition="") for id, name in (issues or {}).items()]
    return Cast((*actors, *known))


def suggested(text: str, known: Cast, language: str = "fr") -> list[Suggestion]:
    return list(Trained().suggest(Document("s", language, text), known))


def scenes(text: str, known: Cast, language: str = "fr") -> list[Scene]:
    words = vocabulary(language)
    document = Document("s", language, text)
    return list(Scenes(Reading(document, known, words), known, words))


def found(text: str, known: Cast, language: str = "fr") -> list[tuple[str, str, str]]:
    return [
        (one.holder.figure, one.sign.verb, one.target.figure)
        for one in suggested(text, known, language)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_weights_for_each_question(language: str) -> None:
    table = weights(language)
    for question in QUESTIONS:
        assert len(table.of[question]) > 400
        assert hints.ALWAYS in table.of[question]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_cues_of_both_signs(language: str) -> None:
    rows = (FOLDER / language / "cues.csv").read_text("utf-8").splitlines()
    assert len(rows) > 3000
    assert rows == [rows[0], *sorted(set(rows[1:]), key=lambda row: row.split(",")[:2])]
    assert sum(",supports," in row for row in rows) > 1000
    assert sum(",opposes," in row for row in rows) > 1000


CUES = {
    ("fr", "Le boulanger fit aussitôt crédit aux familles"): {"fit": (3, 0)},
    ("fr", "Elle les voua à l'opprobre"): {"opprobre": (0, 3)},
    ("es", "Se quitó el sombrero ante el obispo"): {"quitó": (3, 0)},
    ("en", "They waived the rent for the tenants"): {"waived": (3, 0)},
}


@pytest.mark.parametrize(("language", "text"), CUES)
def test_cues_are_found_by_their_forms(language: str, text: str) -> None:
    words = tokens(text, 0, len(text), language)
    marked = {
        word.low: (cue.support, cue.opposition)
        for word, cue in zip(words, cues(language).of(words), strict=True)
    }
    for word, expected in CUES[language, text].items():
        assert marked[word] == expected


def test_a_row_that_is_no_cue_is_told_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "cues.csv").write_text(
        "word,part,sign,strength\nsoupe,noun,supports,1\nbon,noun,,2\n"
    )
    with pytest.raises(ClivageError, match=re.escape("fr/cues.csv:3: the row is no cue")):
        Cues("fr", tmp_path)


def test_a_row_that_is_no_weight_is_told_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "weights.csv").write_text(
        "question,hint,weight\npair,always,-2\npair,word mur,much\n"
    )
    with pytest.raises(ClivageError, match=re.escape("fr/weights.csv:3: the row is no weight")):
        weights("fr", tmp_path)


def test_the_likelihood_is_a_sum_of_what_is_known() -> None:
    table = Weights({"pair": {"always": -1.0, "one verb": 1.0}})
    assert table.likely("pair", {"always": 1.0, "one verb": 1.0, "never seen": 9.0}) == 0.5
    assert table.likely("pair", {"always": 2000.0}) == 0.0


def test_the_likelihood_is_the_same_in_whatever_order_hints_come() -> None:
    """Hints come in the order of sets, which is another in each run."""
    table = Weights({"pair": {"a": 0.1, "b": 0.2, "c": 0.3, "d": -0.7}})
    orders = itertools.permutations("abcd")
    assert len({table.total("pair", dict.fromkeys(order, 1.0)) for order in orders}) == 1


@pytest.mark.parametrize("noise", ["ssssss", "eeeeee", "sssssssss", "eesssss"])
def test_a_word_that_has_no_stem_is_no_obstacle(noise: str) -> None:
    known = cast("la droite", "le général", "le maire", "le préfet")
    text = f"La droite soutient {noise} le général."
    assert ("droite", "supports", "général") in found(text, known)
    assert all(scenes(text, known)[0].terms)


def test_a_passage_holds_the_whole_of_a_name_with_a_strong_mark_in_it() -> None:
    known = cast("le général", "le Front (section nord)", "le maire", "le préfet")
    text = "Le général, contre toute attente, a ouvert ses greniers au Front (section nord)."
    (one,) = suggested(text, known)
    assert one.rule == "trained"
    assert one.start <= one.target.start < one.target.end <= one.end
    assert one.target.text == "au Front (section nord)"


def test_a_deed_that_no_rule_knows_is_found() -> None:
    """*Ouvrir ses greniers* is in no frame of the lexicon."""
    known = cast("les échevins", "les insurgés", "le bailli", "les drapiers")
    text = "Les échevins ouvrirent leurs greniers et firent crédit aux insurgés."
    assert ("échevins", "supports", "insurgés") in found(text, known)


def test_what_a_rule_says_keeps_the_name_of_the_rule() -> None:
    known = cast("la droite", "le général", "le maire", "le préfet")
    (one,) = suggested("La droite soutient le général.", known)
    assert (one.rule, one.relation, one.exact) == (
        "fr/verbs/soutenir", "backs", "La droite soutient le général",
    )  # fmt: skip


def test_what_is_denied_is_not_suggested_as_having_happened() -> None:
    known = cast("la droite", "le général", "le maire", "le préfet")
    made = suggested("La droite ne soutient pas le général.", known)
    assert made
    assert {one.modality for one in made} == {Modality.NEGATED}


def test_a_match_of_football_is_none() -> None:
    known = cast("les bleus", "les rouges", "le maire", "le préfet")
    text = "En finale, les bleus ont battu les rouges par trois buts à un ; le match a été dur."
    assert found(text, known) == []


def test_a_pronoun_may_stand_for_each_who_agrees_with_it() -> None:
    known = cast("les mineurs", "les soldats", "la banque", "le préfet")
    last = scenes("Les mineurs virent les soldats. Ils les chassèrent.", known)[-1]
    assert {(one.holder.figure, one.target.figure) for one in pairs(last)} >= {
        ("mineurs", "soldats"), ("soldats", "mineurs"),
    }  # fmt: skip
    assert not any(one.figure == "banque" for one in last.places)


def test_an_issue_of_the_text_may_be_meant_without_its_name() -> None:
    known = cast("les bateliers", issues={"toll": "le péage du pont"})
    text = "Le péage du pont date de mai. Les bateliers ne paieront rien."
    last = scenes(text, known)[-1]
    assert ("bateliers", "toll") in {one.key for one in pairs(last)}


def test_the_memory_stays_small_and_puts_the_last_first() -> None:
    known = cast(*(f"les corps{at}" for at in range(40)))
    memory = Memory()
    text = " ".join(f"Voici les corps{at}." for at in range(40))
    for scene in scenes(text, known):
        memory.enter(scene.paragraph)
        memory.remember(scene.places)
    assert memory.recent[0] == "corps39"
    assert len(memory.recent) == 12


def test_without_actors_it_says_what_the_rules_say() -> None:
    text = Document("s", "fr", "La droite soutient le général, mais le maire le combat.")
    assert list(Trained().suggest(text, Cast())) == [
        one for one in Lexicon().suggest(text, Cast()) if one.rule != "together"
    ]


def test_another_language_is_told() -> None:
    engine = Trained()
    assert list(engine.suggest(Document("s", "de", "Der Rat hasst den Bischof."), Cast())) == []
    assert engine.remarks == ("the engine reads en, es, fr, not 'de': nothing was looked for",)


WORDS = st.sampled_from(
    [
        "la droite", "le général", "refuse", "soutient", "les mineurs", "contre", "il", "les",
        "leur", "qui", ",", ";", ".", "«", "»", "?", "\n\n", "ne", "pas", "par", "la taxe", "nous",
    ]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_whatever_the_text_each_suggestion_stands_in_it(words: list[str]) -> None:
    text = " ".join(words)
    known = cast("la droite", "le général", "les mineurs", "le roi", issues={"tax": "la taxe"})
    for one in suggested(text, known):
        assert text[one.start : one.end] == one.exact != ""
        assert 0 <= one.score <= 1
        for mention in (one.holder, one.target):
            assert not mention.is_placed or text[mention.start : mention.end] == mention.text
        assert one.holder.figure != one.target.figure or not one.holder.figure


def test_a_passage_teaches_its_sign_and_its_direction(tmp_path: Path) -> None:
    path = tmp_path / "passages.csv"
    sides = (("supports", "zoutent"), ("opposes", "zaquent"), ("none", "croisent"))
    pairs = ("Roux", "Bleus"), ("Gris", "Verts"), ("Noirs", "Jaunes"), ("Blancs", "Bruns")
    rows = [
        f"{sign},{{Les {one}}} {verb} <les {other}>."
        for sign, verb in sides
        for pair in pairs
        for one, other in (pair, pair[::-1])
    ]
    path.write_text("\n".join(["sign,passage", *rows]) + "\n", encoding="utf-8")
    lessons = learning.from_passages("fr", path)
    assert {question: len(lessons.of[question]) for question in QUESTIONS} == {
        "sentence": 24, "pair": 48, "side": 16,
    }  # fmt: skip
    learnt = learning.learnt(lessons)
    assert learnt["side"]["one verb zaquent"] > 0 > learnt["side"]["word zouten"]
    assert learnt["pair"]["holder first"] > 0 > learnt["pair"]["target first"]
    assert learnt["sentence"]["word croiser"] < 0


def test_a_corpus_teaches_its_statements_and_its_silence() -> None:
    lessons = learning.from_corpus(EVALUATION / "es-development")
    assert set(lessons) == {"agenda-2016", "cortes-1934", "cronica-1562"}
    traps = lessons["agenda-2016"].of
    assert not any(answer for _, answer, _ in traps["sentence"])
    assert sum(answer for _, answer, _ in lessons["cortes-1934"].of["sentence"]) == 14
    assert {answer for _, answer, _ in lessons["cortes-1934"].of["side"]} == {True, False}


def test_weights_that_are_not_what_is_learnt_are_told() -> None:
    table = {question: {"always": 1.0, "small": 0.06} for question in QUESTIONS}
    other = Weights({question: {"always": 1.0, "word x": 0.5} for question in QUESTIONS})
    assert learning.differing(table, other) == [f"{one} 'word x'" for one in QUESTIONS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_passages_to_learn_from_are_well_formed(language: str) -> None:
    path = EVALUATION / "passages" / f"{language}.csv"
    rows = path.read_text("utf-8").splitlines()[1:]
    assert len(rows) == {"fr": 2700, "es": 450, "en": 450}[language]
    plain = r"[^{}<>]*"
    for row in rows:
        sign, _, passage = row.partition(",")
        assert sign in ("supports", "opposes", "none")
        assert re.fullmatch("P{P}P<P>P".replace("P", plain), passage) or re.fullmatch(
            "P<P>P{P}P".replace("P", plain), passage
        ), row
    assert len(set(rows)) == len(rows)


def test_signs_of_opposition_are_learnt_as_such() -> None:
    side = weights("fr").of["side"]
    assert side["ruled opposes"] > 0 > side["ruled supports"]
    assert Sign.OPPOSITION.value < 0


def test_a_pronoun_is_never_the_subject_of_its_own_verb() -> None:
    known = cast("les mineurs", "les soldats", "la banque", "le préfet")
    last = scenes("Les soldats fuient. Les mineurs les cachent.", known)[-1]
    assert {(one.figure, one.role) for one in last.places} == {
        ("mineurs", "subject"), ("soldats", "pronoun les"),
    }  # fmt: skip


def test_a_list_of_names_makes_pairs_of_neighbours_only() -> None:
    """What has to be weighed grows with the list, and not with its square."""
    numbers = {}
    for size in (20, 40, 80):
        names = [f"les corps{at}" for at in range(size)]
        (scene,) = scenes("Ont signé contre le préfet : " + ", ".join(names) + ".", cast(*names))
        numbers[size] = len(pairs(scene))
    assert numbers[20] > 20 * 19
    assert numbers[80] < 2.5 * numbers[40] < 2.5 * 40 * 17
