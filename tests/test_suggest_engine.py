"""The engine of rules, by construction: one grammatical pattern after the other."""

from __future__ import annotations

import pytest

from clivage.model import ActorType, Modality, Sign
from clivage.suggest import Cast, Document, Figure, Suggestion
from clivage.suggest.engines import flaw
from clivage.suggest.lexicon import Lexicon
from clivage.suggest.lexicon.masking import masked
from clivage.suggest.lexicon.sentences import LONGEST, sentences

_SIGNS = {"+": Sign.SUPPORT, "-": Sign.OPPOSITION}
_MODALITIES = {
    "": Modality.ACTUAL,
    "n": Modality.NEGATED,
    "h": Modality.HYPOTHETICAL,
    "a": Modality.ANNOUNCED,
}


def found(text: str, language: str = "fr", cast: Cast | None = None) -> list[Suggestion]:
    document, known = Document("s", language, text), cast or Cast()
    made = list(Lexicon().suggest(document, known))
    assert [flaw(one, document, known) for one in made] == [""] * len(made)
    return made


def says(made: list[Suggestion], wanted: str) -> bool:
    """Whether suggestions hold one such as ``mineurs + maire``, or ``n mineurs + maire``."""
    *modality, holder, sign, target = wanted.split()
    return any(
        holder.lower() in (one.holder.figure or one.holder.text).lower()
        and target.lower() in one.target.text.lower()
        and one.sign is _SIGNS[sign]
        and one.modality is _MODALITIES["".join(modality)]
        for one in made
    )


FRENCH = {
    # active, with objects of all sorts
    "Les mineurs soutiennent le maire.": "mineurs + maire",
    "Les pêcheurs s'en prennent aux armateurs.": "pêcheurs - armateurs",
    "Le général fit arrêter trois députés.": "général - députés",
    "Le syndicat apporte son soutien aux infirmières.": "syndicat + infirmières",
    "Le député a pris la défense des réfugiés.": "député + réfugiés",
    "Contre le ministre se dressèrent les avocats.": "avocats - ministre",
    "Le duc et l'électeur se liguèrent contre l'empereur.": "duc - empereur; électeur - empereur",
    # passive and participles
    "L'empereur a été trahi par ses généraux.": "généraux - empereur",
    "Soutenue par l'armée, la junte expulsa les étrangers.": "armée + junte; junte - étrangers",
    "Attaqué par la presse et lâché par son parti, le ministre démissionna.": (
        "presse - ministre; parti - ministre"
    ),
    "Bien que soutenu par les syndicats, le candidat a perdu.": "syndicats + candidat",
    "Mme Vidal critique M. Serre, accusé de favoriser les promoteurs.": "Vidal - Serre",
    # relative clauses
    "Le roi, qui craint l'armée, combat les barons.": "roi - barons",
    "Le tribunal a condamné le journaliste que protégeait l'ambassade.": (
        "tribunal - journaliste; ambassade + journaliste"
    ),
    "C'est la bourgeoisie qui finança les rebelles.": "bourgeoisie + rebelles",
    "Cette loi, que le Sénat a votée et que les maires dénoncent, est en vigueur.": (
        "Sénat + loi; maires - loi"
    ),
    "Ce fut le cardinal, et non la reine, qui fit renvoyer les gardes.": "cardinal - gardes",
    # verbs that share a subject
    "La foule conspua le ministre et acclama le général.": "foule - ministre; foule + général",
    "Le patronat dénonce la grève tandis que les syndicats défendent les grévistes.": (
        "patronat - grève; syndicats + grévistes"
    ),
    # infinitives and gerunds
    "Le gouvernement refuse de recevoir les éleveurs.": "gouvernement - éleveurs",
    "Les évêques reprochent au roi de protéger les hérétiques.": "évêques - roi; roi + hérétiques",
    "Le président a appelé les électeurs à voter pour Mme Laval.": "président + Laval",
    "En soutenant les mutins, le capitaine défiait l'amiral.": "capitaine + mutins",
    "Le comité a cessé de soutenir le candidat.": "comité - candidat",
    "Le ministre n'a jamais cessé de défendre les planteurs.": "ministre + planteurs",
    # pronouns
    "Les colons attaquent le fort, mais le gouverneur leur tint tête.": "gouverneur - colons",
    "La droite soutenait le ministre, mais celle-ci l'abandonne.": "droite - ministre",
    "Le préfet rit. Qui l'a nourri ? Les banquiers.": "banquiers + préfet",
    # nouns, adjectives, cries
    "Les étudiants ont reçu l'appui des enseignants.": "enseignants + étudiants",
    "Malgré l'opposition de la noblesse, le roi signa l'édit.": "noblesse - roi",
    "L'hostilité des vignerons envers le négoce est connue.": "vignerons - négoce",
    "Favorables au roi, les paysans se taisent.": "paysans + roi",
    "Le parti radical, hostile à l'alliance, quitte le gouvernement.": "parti - alliance",
    "Le pacte entre le duc et les cantons fut signé.": "duc + cantons",
    "Vive la République !": "author + République",
    "À bas les tyrans !": "author - tyrans",
    "Votez contre la fusion !": "author - fusion",
    # denied, supposed, announced
    "Le sénateur ne soutient pas le maire.": "n sénateur + maire",
    "L'évêque n'a ni béni ni condamné les grévistes.": "n évêque - grévistes",
    "Il n'est pas vrai que le roi protège les usuriers.": "n roi + usuriers",
    "Si le préfet cédait, les ouvriers le soutiendraient.": "h ouvriers + préfet",
    "Le comte aurait trahi le duc.": "h comte - duc",
    "On ne sait si le duc soutiendra la reine.": "h duc + reine",
    "L'armée défendra le président.": "a armée + président",
    "Le collectif menace de boycotter le conseil.": "a collectif - conseil",
}
SPANISH = {
    "Los mineros apoyan al alcalde.": "mineros + alcalde",
    "El gobierno se niega a recibir a los agricultores.": "gobierno - agricultores",
    "El rey fue traicionado por sus generales.": "generales - rey",
    "Atacado por la prensa, el ministro dimitió.": "prensa - ministro",
    "La reina, a la que odiaban los burgueses, huyó.": "burgueses - reina",
    "El general mandó detener a tres diputados.": "general - diputados",
    "El sindicato defiende a los huelguistas y critica al patrón.": (
        "sindicato + huelguistas; sindicato - patrón"
    ),
    "Nos combaten los grandes regantes.": "regantes - nos",
    "El obispo es partidario del rey.": "obispo + rey",
    "¡Viva el rey! ¡Muera el tirano!": "author + rey; author - tirano",
    "El duque prestó ayuda a los rebeldes.": "duque + rebeldes",
    "El alcalde no apoya al gobernador.": "n alcalde + gobernador",
    "El juez podría condenar al periodista.": "h juez - periodista",
}
ENGLISH = {
    "The miners back the mayor.": "miners + mayor",
    "The government refuses to meet the farmers.": "government - farmers",
    "The king was betrayed by his generals.": "generals - king",
    "Attacked by the press, the minister resigned.": "press - minister",
    "The queen, whom the burghers hated, fled.": "burghers - queen",
    "The senator who backed the strikers was denounced by the mayor.": (
        "senator + strikers; mayor - senator"
    ),
    "The union defends the strikers and criticises the company.": (
        "union + strikers; union - company"
    ),
    "The students won the support of the teachers.": "teachers + students",
    "The miners' opposition to the law grew.": "miners - law",
    "The governor's attacks on the press went on.": "governor - press",
    "Hostile to the reform, the party left.": "party - reform",
    "Long live the king! Down with the tyrant!": "author + king; author - tyrant",
    "The committee stopped supporting the candidate.": "committee - candidate",
    "The mayor does not support the governor.": "n mayor + governor",
    "If the council yields, the union will support the mayor.": "h union + mayor",
    "The army will defend the president.": "a army + president",
}
PATTERNS = [
    (language, text, wanted)
    for language, cases in (("fr", FRENCH), ("es", SPANISH), ("en", ENGLISH))
    for text, all_wanted in cases.items()
    for wanted in all_wanted.split("; ")
]


@pytest.mark.parametrize(("language", "text", "wanted"), PATTERNS)
def test_a_pattern_is_read(language: str, text: str, wanted: str) -> None:
    made = found(text, language)
    assert says(made, wanted), [(one.holder.text, one.sign.verb, one.target.text) for one in made]


NOTHING = {
    "fr": (
        "Le vélo est appuyé contre le mur de la mairie.",
        "Il faut soutenir les toits avant l'hiver.",
        "La pluie attaque la façade du palais.",
        "Le médecin combat la fièvre avec du quinquina.",
        "La chambre de commerce a reçu le ministre à dîner.",
        "Personne n'osa défendre le ministre.",
        "Faute du soutien des banques, le projet échoua.",
        "Rugby. Le pack exerce une pression sur la mêlée ; l'ailier, attaqué, marque un essai.",
        "Cinéma. Dans « La Nuit », film noir, un ministre trahit son roi.",
    ),
    "es": (
        "La bicicleta está apoyada contra la pared.",
        "El centro recuerda que la lucha contra el mosquito empieza en casa.",
    ),
    "en": (
        "The barn leans against the great elm.",
        "The parapet is supported by iron brackets.",
        "The sea works protect the meadows from flooding.",
    ),
}


@pytest.mark.parametrize(
    ("language", "text"), [(tag, text) for tag, texts in NOTHING.items() for text in texts]
)
def test_what_is_no_stance_is_not_suggested(language: str, text: str) -> None:
    made = [one for one in found(text, language) if one.modality is Modality.ACTUAL]
    assert not made, [(one.holder.text, one.sign.verb, one.target.text) for one in made]


# The actors and issues of a corpus


def actor(id: str, *names: str, type: ActorType = ActorType.COLLECTIVE) -> Figure:
    return Figure(id=id, names=names, type=type)


CAST = Cast(
    (
        actor("right", "la droite"),
        actor("strikers", "les grévistes", "les verriers de Saint-Aurin"),
        actor("roux", "M. Roux", "le maire Jean Roux", type=ActorType.PERSON),
        actor("conrad", "le duc Conrad", type=ActorType.PERSON),
        actor("union", "l'Union des Ports", type=ActorType.ORGANIZATION),
        Figure(id="sale", names=("la cession de la parcelle",)),
        Figure(id="tax", names=("la taxe sur le sel",), definition="Un impôt de neuf livres"),
    )
)


@pytest.mark.parametrize(
    ("text", "holder", "target"),
    [
        ("La droite critique les verriers de Saint-Aurin.", "right", "strikers"),
        ("Roux combat la droite.", "roux", "right"),
        ("Le duc a trahi Jean Roux.", "conrad", "roux"),
        ("Les grévistes dénoncent la cession d'une parcelle.", "strikers", "sale"),
        ("L'Union des Ports refuse la taxe du sel.", "union", "tax"),
        ("Le duc Conrad marche. Il attaque la droite.", "conrad", "right"),
        ("M. Roux, maire du bourg, dénonce la droite.", "roux", "right"),
        ("L'héritier désigné, le duc Conrad, combat la droite.", "conrad", "right"),
        ("L'Union des Ports s'étend. Ses navires ont bombardé les grévistes.", "union", "strikers"),
    ],
)
def test_whom_the_corpus_knows_is_named_by_his_id(text: str, holder: str, target: str) -> None:
    named = [(one.holder.figure, one.target.figure) for one in found(text, cast=CAST)]
    assert (holder, target) in named


def test_a_common_noun_is_no_proper_name() -> None:
    cast = Cast((actor("rose", "Rose", type=ActorType.PERSON),))
    assert not [one for one in found("La rose soutient le mur.", cast=cast) if one.holder.figure]


def test_between_two_actors_of_one_name_the_text_decides() -> None:
    cast = Cast(
        (
            actor("north", "l'armée", "l'armée du Nord"),
            actor("south", "l'armée", "l'armée du Sud"),
            actor("right", "la droite"),
        )
    )
    (one,) = found("Au Sud, rien ne bouge. L'armée soutient la droite.", cast=cast)
    assert one.holder.figure == "south"


def test_a_pronoun_does_not_reach_over_a_paragraph_without_anybody() -> None:
    made = found("La droite vote.\n\nIl pleut.\n\nElle soutient le maire.", cast=CAST)
    assert "right" not in [one.holder.figure for one in made]


# Whose words


def test_in_a_quotation_we_are_the_speaker_and_he_is_the_voice() -> None:
    made = found("« Nous combattons la droite », a déclaré M. Roux.", cast=CAST)
    assert [(one.holder.figure, one.target.figure) for one in made] == [("roux", "right")]
    assert made[0].voice is not None and made[0].voice.figure == "roux"


def test_outside_quotations_i_am_the_author() -> None:
    (one,) = found("Moi, je blâme la droite.", cast=CAST)
    assert one.holder.is_author


def test_a_reported_judgement_has_its_voice() -> None:
    (one,) = found("M. Roux affirme que la droite soutient les grévistes.", cast=CAST)
    assert one.voice is not None and one.voice.figure == "roux"


def test_in_a_debate_the_speaker_of_a_turn_says_i() -> None:
    made = found("M. ROUX (maire) : Je soutiens les grévistes.", cast=CAST)
    assert [one.holder.figure for one in made] == ["roux"]


# Places


def test_markup_notes_and_curly_apostrophes_do_not_move_a_passage() -> None:
    text = "## Titre\r\n\r\n**La droite** (11) soutient <b>l’armée</b> [3].\r\n"
    (one,) = found(text)
    assert text[one.start : one.end] == one.exact
    assert (one.holder.text, one.target.text) == ("La droite", "l’armée")


def test_masking_keeps_the_length() -> None:
    text = "a\r\nb\rc **d** _e_ (12) [3] https://x.org/y?z <i>f</i> l’’ « g »¹"
    assert len(masked(text)) == len(text)


def test_a_passage_is_shorter_than_its_sentence() -> None:
    text = "Ce matin-là, dit-on, sous la pluie, la droite soutint le maire, et chacun rentra."
    (one,) = found(text)
    assert one.exact == "la droite soutint le maire"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("M. Roux part. Mme Vial reste.", 2),
        ("Le 3. régiment. Fin.", 2),
        ("TITRE\nUne phrase sans fin\nMais une autre ligne", 3),
        ("mot " * 2000, 4),
        ("", 0),
    ],
)
def test_sentences_end_where_they_do(text: str, number: int) -> None:
    ends = list(sentences(masked(text)))
    assert len(ends) >= number if number > 3 else len(ends) == number
    assert all(one.end - one.start <= LONGEST for one in ends)


# Bad input


@pytest.mark.parametrize("language", ["fr", "es", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n",
        "a",
        "?!…",
        "qui que dont",
        "soutient soutient soutient et et et de de de " * 60,
        "contre " * 500,
        "de la de la de la " * 200,
        "Lcs mincurs soutienncnt 1e mairc ; ies p4trons 1'attaqucnt",
        "«" * 50 + "»" * 50,
        "\x00\x01 the the \ufffd",
    ],
)
def test_no_text_makes_it_fail(language: str, text: str) -> None:
    found(text, language, CAST)


def test_a_text_without_any_punctuation_is_read() -> None:
    line = "les mineurs soutiennent le maire et les patrons combattent la grève\n"
    assert says(found(line * 30), "mineurs + maire")


def test_what_it_says_is_the_same_each_time() -> None:
    text = " ".join(FRENCH)
    assert found(text) == found(text)


def test_scores_order_what_is_known_before_what_is_not() -> None:
    known = found("La droite soutient M. Roux.", cast=CAST)[0].score
    unknown = found("La droite soutient M. Blanc.", cast=CAST)[0].score
    assert 0 <= unknown < known <= 1
