"""Forms of words as a grammar has them, checked by hand: what the inflection must give.

A line is a word and forms of it, each with its reading in front: ``3p:soutiennent`` in the tense
that heads the block. ``sg`` and ``pl`` stand for forms without person, ``-`` for neither.
"""

from __future__ import annotations

from clivage.suggest.inflection import Form, Tense

FRENCH = """
present
soutenir 1s:soutiens 3s:soutient 1p:soutenons 3p:soutiennent
soutenir 2p:soutenez
combattre 3s:combat 1p:combattons 3p:combattent
convaincre 3s:convainc 1p:convainquons 3p:convainquent
craindre 3s:craint 1p:craignons 3p:craignent
conduire 3s:conduit 3p:conduisent
nuire 3s:nuit 3p:nuisent
poursuivre 3s:poursuit 3p:poursuivent
dire 2p:dites 3p:disent
contredire 2p:contredisez 3p:contredisent
maudire 3s:maudit 3p:maudissent
faire 2p:faites 3p:font
défaire 3p:défont
pouvoir 1s:peux 1s:puis 3p:peuvent
vouloir 3s:veut 3p:veulent
devoir 3s:doit 3p:doivent
savoir 3p:savent
recevoir 3s:reçoit 1p:recevons 3p:reçoivent
aller 1s:vais 3s:va 3p:vont
être 1s:suis 2p:êtes 3p:sont
avoir 1s:ai 3p:ont
connaître 3s:connaît 3s:connait 3p:connaissent
plaire 3s:plaît 3p:plaisent
secourir 3s:secourt 3p:secourent
mourir 3s:meurt 1p:mourons 3p:meurent
souffrir 1s:souffre 3p:souffrent
accueillir 3s:accueille 3p:accueillent
fuir 3s:fuit 1p:fuyons 3p:fuient
haïr 3s:hait 1p:haïssons 3p:haïssent
conquérir 3s:conquiert 1p:conquérons 3p:conquièrent
asseoir 3s:assied 3s:assoit 3p:assoient
repartir 3s:repart 3p:repartent
répartir 3s:répartit 3p:répartissent
asservir 3p:asservissent
desservir 3s:dessert 3p:desservent
trahir 3s:trahit 3p:trahissent
interrompre 3s:interrompt 3p:interrompent
résoudre 3s:résout 3p:résolvent
absoudre 3s:absout 3p:absolvent
coudre 3p:cousent
moudre 3p:moulent
croire 1p:croyons 3p:croient
élire 3p:élisent
rire 1p:rions 3p:rient
vivre 3s:vit 3p:vivent
prescrire 3p:prescrivent
défendre 3s:défend 3p:défendent
prévoir 3s:prévoit 1p:prévoyons
prévaloir 3s:prévaut 3p:prévalent
promouvoir 3s:promeut 3p:promeuvent
exclure 3s:exclut 3p:excluent
falloir 3s:faut
manger 1p:mangeons 2p:mangez
menacer 1p:menaçons 3s:menace
appeler 3s:appelle 1p:appelons 3p:appellent
rejeter 3s:rejette 1p:rejetons
racheter 3s:rachète 1p:rachetons
espérer 3s:espère 1p:espérons
protéger 3s:protège 3p:protègent 3s:protége
assiéger 1p:assiégeons 3p:assiègent
déléguer 3s:délègue 1p:déléguons
célébrer 3s:célèbre
employer 3s:emploie 1p:employons
appuyer 3s:appuie 3p:appuient
payer 3s:paie 3s:paye 3p:paient
envoyer 3s:envoie 1p:envoyons
s'élever 3s:élève 3p:élèvent
harceler 3s:harcèle 1p:harcelons
peser 3s:pèse
renouveler 3s:renouvelle 3s:renouvèle
répudier 3s:répudie 1p:répudions
créer 3s:crée 3p:créent
entraîner 3s:entraîne 3s:entraine

past
soutenir 3s:soutenait 3s:soutint 1p:soutînmes 3p:soutinrent 3s:soutenoit
être 3s:était 3s:fut 3p:furent 3s:étoit 1p:étions
avoir 3s:avait 3s:eut 1p:eûmes 3p:avoient
faire 3s:faisait 3s:fit 3p:firent
combattre 3s:combattit 3p:combattirent
vaincre 3s:vainquait 3s:vainquit
craindre 3s:craignait 3p:craignirent
écrire 3s:écrivait 3s:écrivit
vivre 3s:vécut
naître 3s:naissait 3s:naquit
voir 3s:vit 3p:virent
recevoir 3s:reçut 1p:reçûmes
mourir 3s:mourut
haïr 3s:haïssait 3s:haït
conquérir 3s:conquit
conduire 3s:conduisit
croire 3s:crut
manger 3s:mangeait 1p:mangions 3s:mangea 3p:mangèrent
lancer 3s:lançait 1p:lancions 3s:lança 3p:lancèrent
aller 3s:allait 3p:allèrent
espérer 3s:espérait 3s:espéra
répudier 1p:répudiions

future
soutenir 3s:soutiendra
être 3s:sera
avoir 3p:auront
faire 3s:fera
aller 3p:iront
pouvoir 3s:pourra
vouloir 3s:voudra
savoir 3s:saura
voir 3s:verra
prévoir 3s:prévoira
secourir 3s:secourra
conquérir 3s:conquerra
accueillir 3s:accueillera
envoyer 3s:enverra
appuyer 3s:appuiera
appeler 3s:appellera
lever 3s:lèvera
céder 3s:cédera 3s:cèdera
défendre 3p:défendront

conditional
soutenir 3s:soutiendrait 1p:soutiendrions
devoir 3s:devrait
être 3s:serait 3p:seroient

subjunctive
soutenir 3s:soutienne 1p:soutenions 3s:soutînt
être 3s:soit 3s:fût
avoir 3s:ait 1p:ayons 3s:eût
faire 3s:fasse 3s:fît
pouvoir 3s:puisse
savoir 3p:sachent
vouloir 3s:veuille 1p:voulions
aller 3s:aille 1p:allions
prendre 3s:prenne 1p:prenions
appuyer 3s:appuie 1p:appuyions
menacer 3s:menaçât

imperative
parler 2s:parle 2p:parlez
finir 2s:finis
ouvrir 2s:ouvre
avoir 2s:aie
savoir 2p:sachez
aller 2s:va

gerund
soutenir -:soutenant
manger -:mangeant
être -:étant
savoir -:sachant
combattre -:combattant

participle
soutenir sg:soutenu sg:soutenue pl:soutenus pl:soutenues
prendre sg:pris pl:pris sg:prise
mettre sg:mis pl:mises
devoir sg:dû pl:dus sg:due
absoudre sg:absous sg:absoute
nuire sg:nui
mourir sg:mort sg:morte
ouvrir sg:ouvert
conquérir sg:conquis
craindre sg:craint pl:craintes
naître sg:né sg:née
élire sg:élu
vivre sg:vécu
"""

SPANISH = """
present
apoyar 1s:apoyo 3s:apoya 3p:apoyan 2p:apoyáis
oponerse 1s:opongo 3s:opone 3p:oponen
defender 3s:defiende 1p:defendemos
negar 3s:niega 3p:niegan
acordar 3s:acuerda 1p:acordamos
resolver 3s:resuelve
jugar 3s:juega
impedir 3s:impide 1p:impedimos
seguir 1s:sigo 3s:sigue
elegir 1s:elijo 3s:elige
proteger 1s:protejo 3s:protege
conocer 1s:conozco 3s:conoce
convencer 1s:convenzo
conducir 1s:conduzco 3s:conduce
destruir 3s:destruye 1p:destruimos
prohibir 3s:prohíbe 3s:prohibe
enviar 3s:envía
actuar 3s:actúa
tener 1s:tengo 3p:tienen
decir 1s:digo 3p:dicen
ser 3s:es 3p:son
ir 3s:va
haber 3s:ha 3s:hay
avergonzar 3s:avergüenza

past
apoyar 1s:apoyé 3s:apoyó 3p:apoyaron 3s:apoyaba 1p:apoyábamos
atacar 1s:ataqué 3s:atacó
llegar 1s:llegué
rechazar 1s:rechacé
averiguar 1s:averigüé
oponer 3s:opuso 3p:opusieron 3s:opúsose
sentir 3s:sintió 3p:sintieron 1p:sentimos
morir 3s:murió
creer 3s:creyó 1p:creímos
traer 3p:trajeron
producir 3s:produjo 3p:produjeron
hacer 3s:hizo
dar 3s:dio 3s:dió
ser 3s:fue 3s:era
ver 3s:veía 3s:vio
tejer 3s:tejió

future
apoyar 3s:apoyará
poner 3s:pondrá
querer 3s:querrá
oír 3s:oirá

subjunctive
apoyar 3s:apoye 3s:apoyara 3s:apoyase 1p:apoyáramos
buscar 3s:busque
sentir 3s:sienta 1p:sintamos
poder 3s:pueda 1p:podamos
seguir 1p:sigamos
enriquecer 3s:enriquezca

imperative
mantener 2s:mantén 2p:mantened
decir 2s:di

infinitive
oponerse -:oponerse -:oponer

gerund
apoyar -:apoyando -:apoyándolo
oponer -:oponiéndose
construir -:construyendo
pedir -:pidiendo

participle
apoyar sg:apoyado sg:apoyada pl:apoyados pl:apoyadas
oponer sg:opuesto
escribir sg:escrito
romper sg:roto
creer sg:creído
construir sg:construido
"""

ENGLISH = """
present
be 1s:am 3s:is 3p:are
have 3s:has 3p:have
deny 3s:denies 1s:deny
oppose 3s:opposes
attack 3s:attacks
reproach 3s:reproaches
veto 3s:vetoes
betray 3s:betrays

past
be 1s:was 3p:were
oppose 3s:opposed
deny 3s:denied
betray 3p:betrayed
rebel 3s:rebelled
admit 3s:admitted
visit 3s:visited
target 3s:targeted
offer 3s:offered
withdraw 3s:withdrew
overthrow 3s:overthrew
fight 3s:fought
bid 3s:bade 3s:bid
withstand 3s:withstood
travel 3s:traveled 3s:travelled
criticize 3s:criticized 3s:criticised
favour 3s:favoured 3s:favored
stop 3s:stopped
panic 3s:panicked

gerund
oppose -:opposing
back -:backing
ally -:allying
lie -:lying
see -:seeing
run -:running
cancel -:cancelling -:canceling

participle
withdraw -:withdrawn
overthrow -:overthrown
forbid -:forbidden
strike -:struck -:stricken
forsake -:forsaken
"""

PLURALS = {
    "fr": "syndicat syndicats, journal journaux, travail travaux, bureau bureaux, feu feux, "
    "neveu neveux, chou choux, clou clous, bras bras, voix voix, festival festivals, œil yeux, "
    "monsieur messieurs, opposant opposants, opposant opposans, force_vive forces_vives, "
    "prise_de_position prises_de_position, mot_d’ordre mots_d’ordre",
    "es": "obrero obreros, líder líderes, nación naciones, juez jueces, país países, ley leyes, "
    "joven jóvenes, orden órdenes, inglés ingleses, mes meses, crisis crisis, israelí israelíes, "
    "carácter caracteres, club clubs, golpe_de_estado golpes_de_estado",
    "en": "worker workers, ally allies, attorney attorneys, church churches, hero heroes, "
    "photo photos, wife wives, chief chiefs, belief beliefs, woman women, german germans, "
    "person people, crisis crises, call_to_arms calls_to_arms, prime_minister prime_ministers",
}

ADJECTIVES = {
    "fr": """
        hostile hostiles
        favorable favorables
        loyal loyale loyaux loyales
        actif active actifs actives
        heureux heureuse heureuses
        étranger étrangère étrangers étrangères
        ancien ancienne anciens anciennes
        citoyen citoyenne citoyens citoyennes
        cruel cruelle cruels cruelles
        muet muette muets muettes
        inquiet inquiète inquiets inquiètes
        bon bonne bons bonnes
        public publique publics publiques
        franc franche francs franches
        beau bel belle beaux belles
        conservateur conservatrice conservateurs conservatrices
        supérieur supérieure supérieurs supérieures
        paysan paysanne paysans paysannes
        partisan partisane partisans partisanes
        fatal fatale fatals fatales
        français française françaises
        ennemi ennemie ennemis ennemies
        ambigu ambiguë ambigus ambiguës
        jaloux jalouse jalouses
        faux fausse fausses
        """,
    "es": """
        adverso adversa adversos adversas
        hostil hostiles
        favorable favorables
        leal leales
        opositor opositora opositores opositoras
        mayor mayores
        superior superiores
        francés francesa franceses francesas
        alemán alemana alemanes alemanas
        español española españoles españolas
        socialista socialistas
        cortés corteses
        feroz feroces
        """,
    "en": "hostile\nfavourable favorable",
}

_NUMBERS = {"sg": "s", "pl": "p", "-": ""}


def readings(block: str) -> list[tuple[str, str, Form]]:
    """Return (word, form, reading) of each form in a block of lines."""
    found = []
    for part in block.strip().split("\n\n"):
        head, *lines = part.splitlines()
        for line in lines:
            word, *forms = line.split()
            found += [(word, *_reading(Tense(head), form)) for form in forms]
    return found


def _reading(tense: Tense, form: str) -> tuple[str, Form]:
    place, _, surface = form.partition(":")
    if place in _NUMBERS:
        return surface, Form(tense, 0, _NUMBERS[place])
    return surface, Form(tense, int(place[0]), place[1])
