"""The closed words of French."""

from __future__ import annotations

from typing import Final

from clivage.suggest.lexicon.closed import Closed, determiners, pronouns, words

FRENCH: Final = Closed(
    language="fr",
    subjects=pronouns(
        "je:1s j':1s tu:2s il:3sm elle:3sf on:3s nous:1p vous:2p ils:3pm elles:3pf -il:3sm "
        "-elle:3sf -on:3s -ils:3pm -elles:3pf -je:1s -nous:1p -vous:2p -tu:2s ceux-ci:3pm "
        "ceux-là:3pm celui-ci:3sm celle-ci:3sf celles-ci:3pf celui-là:3sm celle-là:3sf "
        "celles-là:3pf"
    ),
    objects=pronouns(
        "le:3sm la:3sf les:3p l':3s nous:1p vous:2p me:1s m':1s te:2s t':2s -le:3sm -la:3sf "
        "-les:3p -nous:1p -moi:1s"
    ),
    datives=pronouns(
        "lui:3s leur:3p nous:1p vous:2p me:1s m':1s te:2s t':2s y:3 -lui:3s -leur:3p"
    ),
    strong=pronouns(
        "lui:3sm elle:3sf eux:3pm elles:3pf nous:1p vous:2p moi:1s toi:2s ceux-ci:3pm "
        "ceux-là:3pm celui-ci:3sm celle-ci:3sf celles-ci:3pf celui-là:3sm celle-là:3sf ceux:3pm "
        "celui:3sm celle:3sf celles:3pf lui-même:3sm elle-même:3sf eux-mêmes:3pm soi:3"
    ),
    expletive=words("on -on ce c' ça cela ceci"),
    reflexives=words("se s'"),
    possessives=pronouns(
        "son:3s sa:3s ses:3s leur:3p leurs:3p notre:1p nos:1p votre:2p vos:2p mon:1s ma:1s "
        "mes:1s ton:2s ta:2s tes:2s"
    ),
    determiners=determiners(
        "le:sm la:sf l':s les:p un:sm une:sf des:p du:sm:de au:sm:à aux:p:à ce:sm cet:sm "
        "cette:sf ces:p son:s sa:sf ses:p leur:s leurs:p notre:s nos:p votre:s vos:p mon:s "
        "ma:sf mes:p ton:s ta:sf tes:p quelque:s quelques:p plusieurs:p chaque:s tout:sm "
        "toute:sf tous:pm toutes:pf certains:pm certaines:pf aucun:sm aucune:sf nul:sm nulle:sf "
        "quel:sm quelle:sf quels:pm quelles:pf deux:p trois:p quatre:p cinq:p six:p sept:p "
        "huit:p neuf:p dix:p onze:p douze:p vingt:p cent:p mille:p maint:sm mainte:sf maints:p "
        "divers:p diverses:p lesdits:pm ledit:sm ladite:sf lesdites:pf"
    ),
    prepositions=words(
        "à de d' en dans par pour sur sous avec sans contre vers envers entre chez depuis dès "
        "pendant devant derrière après avant malgré selon parmi hors outre jusque jusqu' sauf "
        "hormis durant voici voilà moyennant face grâce"
    ),
    agents=words("par"),
    genitive="de",
    dative="à",
    be=words("être"),
    have=words("avoir"),
    become=words("devenir rester demeurer sembler paraître montrer"),
    who=words("qui"),
    whom=words("que qu' lequel laquelle lesquels lesquelles"),
    whose=words("dont"),
    coordinators=words("et ou ni mais puis comme"),
    subordinators=words(
        "que qu' si s' quand lorsque lorsqu' puisque puisqu' car comme où parce afin tandis "
        "alors quoique quoiqu' bien"
    ),
    conditional=words("si s'"),
    negations=words("pas jamais plus point guère nullement aucunement"),
    nobody=words("personne nul nulle aucun aucune rien"),
    adverbs=words(
        "très trop plus moins aussi aussitôt bien mal encore toujours déjà souvent jamais hier "
        "aujourd'hui demain ici là alors puis ensuite enfin tout peu beaucoup assez même "
        "surtout presque bientôt tôt tard ne pas point plus guère rien tant autant ainsi donc "
        "pourtant cependant toutefois néanmoins d'abord autrefois naguère parfois ensemble "
        "volontiers certes seul seule seuls seules également désormais haut vite fort non y en "
        "or soit ailleurs autour dehors dedans debout là-dessus partout sitôt davantage "
        "désormais hélas oui"
    ),
    before_noun=words(
        "grand grande grands grandes petit petite petits petites vieux vieil vieille vieilles "
        "jeune jeunes nouveau nouvel nouvelle nouveaux nouvelles ancien ancienne anciens "
        "anciennes premier première premiers premières dernier dernière derniers dernières bon "
        "bonne bons bonnes mauvais mauvaise mauvaises beau bel belle beaux belles gros grosse "
        "haut haute hauts hautes seul seule seuls seules autre autres même mêmes simple simples "
        "véritable véritables pauvre pauvres futur future principal principale principaux deux "
        "trois quatre cinq six sept huit neuf dix cent mille quelque quelques plusieurs divers "
        "diverses certains certaines large ferme vif vive plein pleine entier entière long "
        "longue bref brève quarante cinquante innombrables nombreux nombreuses vain vaine "
        "inlassable constant farouche profond profonde soi-disant ci-devant feu quelconque tel "
        "telle tels telles cher chère chers chères digne humble humbles perfide odieux odieuse "
        "infâme indigne si très plus"
    ),
    titles=words(
        "m mm mme mlle mmes monsieur madame messieurs mademoiselle me maître docteur dr général "
        "colonel capitaine amiral maréchal commandant lieutenant sergent roi reine prince "
        "princesse duc duchesse comte comtesse marquis marquise baron baronne vicomte chevalier "
        "sire sieur abbé père frère sœur mère monseigneur mgr évêque cardinal pape saint sainte "
        "président présidente ministre préfet député sénateur maire juge professeur citoyen "
        "citoyenne camarade don doña lord sir tsar empereur régent sultan émir cheikh"
    ),
    suffixes=(
        ("aient", "p"), ("èrent", "p"), ("irent", "p"), ("urent", "p"), ("eront", "p"),
        ("iront", "p"), ("issent", "p"), ("issait", "s"), ("oient", "p"), ("isent", "p"),
        ("quent", "p"), ("era", "s"), ("erait", "s"), ("irait", "s"), ("ait", "s"), ("ât", "s"),
    ),
    particles=words("ne n' y en"),
    stopwords=words(
        "le la les de des du et est en que qui dans un une pour pas sur au aux il elle ne se ce "
        "cette par plus avec sont ont mais ses son nous vous leur été être avait était ils sans "
        "comme ou"
    ),
)  # fmt: skip
