"""The closed words of English."""

from __future__ import annotations

from typing import Final

from clivage.suggest.lexicon.closed import Closed, determiners, pronouns, words

ENGLISH: Final = Closed(
    language="en",
    subjects=pronouns("i:1s you:2 he:3sm she:3sf it:3s we:1p they:3p"),
    objects=pronouns("me:1s him:3sm her:3sf it:3s us:1p them:3p you:2"),
    datives=pronouns("me:1s him:3sm her:3sf it:3s us:1p them:3p you:2"),
    strong=pronouns(
        "me:1s him:3sm her:3sf it:3s us:1p them:3p you:2 himself:3sm herself:3sf themselves:3p "
        "these:3p those:3p others:3p both:3p"
    ),
    expletive=words("there one"),
    reflexives=words("himself herself itself themselves ourselves myself yourselves"),
    possessives=pronouns("his:3sm her:3sf its:3s their:3p our:1p my:1s your:2"),
    determiners=determiners(
        "the: a:s an:s this:s that:s these:p those:p his: her: its: their: our: my: your: some: "
        "any: every:s each:s all:p both:p many:p several:p few:p no: two:p three:p four:p "
        "five:p six:p seven:p eight:p nine:p ten:p twelve:p twenty:p hundred:p thousand:p "
        "another:s most:p half: neither:s either:s certain:p various:p other:p"
    ),
    prepositions=words(
        "to of in into by for on upon under with without against toward towards among between "
        "at from since during before behind after despite about over through within across "
        "around beside besides beneath off out up down along near like as alongside amid past "
        "until till via per onto versus throughout"
    ),
    agents=words("by"),
    genitive="of",
    dative="to",
    be=words("be"),
    have=words("have"),
    become=words("become remain seem stay grow stand appear"),
    verbs=words(
        "be have do make say go come see know take put give pass find speak seem remain carry "
        "leave show begin start continue follow ask answer think believe become return depart "
        "enter arrive rise fall die live understand learn wait hear lose receive draw open "
        "cover offer suffer write read run serve feel lie sleep finish choose manage fill set "
        "meet join call remember throw buy bring lift keep look listen seek touch walk send pay "
        "employ try cease dare decide hesitate accept announce declare affirm explain reckon "
        "judge assure state tell note notice observe remark add conclude propose promise allow "
        "admit occupy form create found build lead produce destroy introduce reduce play win "
        "change turn last exist lack cost cross mark impose dispose compose vote name appoint "
        "direct govern reign command order obey work sell sign publish launch organize prepare "
        "prefer hope wish desire like fear drink eat travel share represent contain obtain hold "
        "retain agree increase grow drop develop improve suspend close confide confess forget "
        "dream suppose appear disappear claim demand require request beg pray invite summon "
        "greet thank visit accompany repeat cry sing swear kill wound reply warn approve "
        "withdraw gather burst happen expect own stand sit let need help use want get move "
        "raise stop stay watch stick break cut shake mind hit rest mean"
    ),
    who=words("who which"),
    whom=words("whom"),
    whose=words("whose"),
    coordinators=words("and or nor but"),
    subordinators=words(
        "that if when because although though while whereas unless whether since where how why "
        "what once than lest whatever"
    ),
    conditional=words("if unless"),
    negations=words("not never hardly scarcely neither"),
    nobody=words("nobody none nothing neither no"),
    adverbs=words(
        "very too more less also well badly always still already often ever never yesterday "
        "today tomorrow here there then next finally almost soon late early much little enough "
        "so even just only again now once twice together openly perhaps however instead thus "
        "therefore indeed yet rather quite away back long ago aloud up down out off over not "
        "else alone forth"
    ),
    before_noun=words(
        "great big small little old young new former first second third last next other same "
        "very own good bad two three four five six seven eight nine ten hundred thousand "
        "several many few main poor future late local national entire whole full firm strong "
        "warm open public"
    ),
    titles=words(
        "mr mrs ms miss dr sir lord lady dame king queen prince princess duke duchess earl "
        "count baron general colonel captain admiral marshal major lieutenant sergeant serjeant "
        "bishop archbishop cardinal pope saint st president minister senator deputy mayor judge "
        "professor father brother sister mother reverend emperor governor chancellor citizen "
        "comrade councillor alderman squire"
    ),
    suffixes=(("ed", ""),),
    particles=words(
        "will would shall should may might can could must do does did have has had hath am is "
        "are was were be been being having"
    ),
    stopwords=words(
        "the of and to in a is was that for it with as his on be at by this had not are but "
        "from or have an they which one you were her all she there would their we him been has "
        "when who will no if out so up its about than into them then some what he i"
    ),
)  # fmt: skip
