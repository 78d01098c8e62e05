"""The closed words of Spanish."""

from __future__ import annotations

from typing import Final

from clivage.suggest.lexicon.closed import Closed, determiners, pronouns, words

SPANISH: Final = Closed(
    language="es",
    subjects=pronouns(
        "yo:1s tú:2s él:3sm ella:3sf ello:3s usted:3s nosotros:1p nosotras:1p vosotros:2p "
        "ellos:3pm ellas:3pf ustedes:3p éste:3sm ésta:3sf éstos:3pm éstas:3pf aquél:3sm "
        "aquélla:3sf aquéllos:3pm"
    ),
    objects=pronouns("lo:3sm la:3sf los:3pm las:3pf me:1s nos:1p te:2s os:2p le:3s les:3p"),
    datives=pronouns("le:3s les:3p me:1s nos:1p te:2s os:2p"),
    strong=pronouns(
        "él:3sm ella:3sf ellos:3pm ellas:3pf mí:1s nosotros:1p nosotras:1p ti:2s sí:3 usted:3s "
        "ustedes:3p éste:3sm ésta:3sf éstos:3pm éstas:3pf aquéllos:3pm vosotros:2p"
    ),
    expletive=words("ello esto eso aquello uno"),
    reflexives=words("se"),
    possessives=pronouns(
        "su:3 sus:3 nuestro:1p nuestra:1p nuestros:1p nuestras:1p mi:1s mis:1s tu:2s tus:2s "
        "vuestro:2p vuestra:2p vuestros:2p vuestras:2p"
    ),
    determiners=determiners(
        "el:sm la:sf los:pm las:pf lo:s un:sm una:sf unos:pm unas:pf del:sm:de al:sm:a este:sm "
        "esta:sf estos:pm estas:pf ese:sm esa:sf esos:pm esas:pf aquel:sm aquella:sf "
        "aquellos:pm aquellas:pf su:s sus:p nuestro:sm nuestra:sf nuestros:pm nuestras:pf mi:s "
        "mis:p tu:s tus:p vuestro:sm vuestra:sf vuestros:pm vuestras:pf algún:sm alguna:sf "
        "algunos:pm algunas:pf varios:pm varias:pf muchos:pm muchas:pf pocos:pm pocas:pf cada:s "
        "todo:sm toda:sf todos:pm todas:pf ambos:pm ambas:pf ningún:sm ninguna:sf cualquier:s "
        "dos:p tres:p cuatro:p cinco:p seis:p siete:p ocho:p nueve:p diez:p doce:p veinte:p "
        "cien:p mil:p otros:pm otras:pf dicho:sm dicha:sf"
    ),
    prepositions=words(
        "a de en por para con sin contra hacia hasta desde sobre entre ante bajo tras según "
        "durante mediante salvo excepto"
    ),
    agents=words("por"),
    genitive="de",
    dative="a",
    be=words("ser estar quedar resultar verse"),
    have=words("haber"),
    become=words("parecer mostrar permanecer declarar seguir"),
    verbs=words(
        "ser estar haber tener hacer decir ir venir ver saber poder querer deber tomar poner "
        "dar pasar encontrar hablar parecer quedar llevar dejar mostrar empezar comenzar "
        "continuar seguir pedir responder pensar creer volver partir salir entrar llegar subir "
        "bajar caer morir nacer vivir conocer reconocer comprender aprender esperar oír perder "
        "recibir sacar abrir cubrir ofrecer sufrir escribir leer correr servir sentir mentir "
        "dormir acabar terminar elegir lograr conseguir llenar fijar reunir unir llamar "
        "recordar echar comprar traer alzar levantar guardar mirar escuchar buscar tocar andar "
        "caminar enviar mandar pagar emplear intentar cesar osar decidir tratar tentar dudar "
        "negar aceptar anunciar declarar afirmar explicar estimar juzgar asegurar indicar "
        "contar notar observar añadir concluir proponer prometer permitir admitir ocupar formar "
        "crear fundar construir conducir producir destruir introducir reducir jugar ganar "
        "cambiar tornar durar existir faltar costar valer cruzar marcar imponer disponer "
        "componer exponer votar nombrar designar dirigir gobernar reinar ordenar obedecer "
        "trabajar vender firmar publicar lanzar organizar preparar preferir desear amar temer "
        "comer beber viajar repartir cargar representar comportar contener obtener mantener "
        "retener convenir aumentar crecer disminuir desarrollar mejorar suspender cerrar "
        "confiar confesar olvidar soñar suponer desaparecer aparecer reclamar exigir solicitar "
        "rogar suplicar invitar convocar saludar felicitar agradecer visitar acompañar repetir "
        "gritar cantar rezar jurar matar herir preguntar contestar replicar advertir aprobar "
        "rechazar retirar recoger estallar ocurrir suceder prever llover celebrar estrenar "
        "despedir aclarar cumplir acudir asistir pretender"
    ),
    who=words("que quien quienes"),
    whom=words("cual cuales"),
    whose=words("cuyo cuya cuyos cuyas"),
    coordinators=words("y e o u ni pero sino mas"),
    subordinators=words(
        "si cuando porque pues aunque como donde mientras conque puesto luego apenas"
    ),
    conditional=words("si"),
    negations=words("no nunca jamás tampoco"),
    nobody=words("nadie ningún ninguna ninguno nada"),
    adverbs=words(
        "muy más menos también ya bien mal siempre todavía aún hoy ayer mañana aquí allí ahí "
        "entonces después luego antes tan tanto casi pronto tarde mucho poco bastante sólo solo "
        "así además incluso apenas quizá quizás acaso juntos nunca jamás tampoco no sí hasta "
        "ahora fin cierto cambio contrario"
    ),
    before_noun=words(
        "gran grande grandes buen buena buenos buenas mal mala malos malas nuevo nueva nuevos "
        "nuevas viejo vieja viejos viejas antiguo antigua antiguos antiguas primer primera "
        "primeros primeras último última últimos últimas joven jóvenes pequeño pequeña pequeños "
        "pequeñas mismo misma mismos mismas otro otra otros otras dos tres cuatro cinco seis "
        "siete ocho nueve diez cien mil varios varias principal principales pobre pobres propio "
        "propia propios propias tal tales pleno plena firme duro dura leal"
    ),
    titles=words(
        "señor señora señores señorita sr sra don doña fray padre madre sor monseñor general "
        "coronel capitán almirante mariscal comandante teniente sargento rey reina príncipe "
        "princesa duque duquesa conde condesa marqués marquesa barón obispo arzobispo cardenal "
        "papa san santa presidente presidenta ministro ministra diputado senador alcalde "
        "alcaldesa juez licenciado doctor doctora dr profesor gobernador virrey corregidor "
        "maestro ciudadano compañero emperador"
    ),
    suffixes=(
        ("aron", "p"), ("ieron", "p"), ("aban", "p"), ("ían", "p"), ("arán", "p"), ("erán", "p"),
        ("irán", "p"), ("arían", "p"), ("aba", "s"), ("ará", "s"), ("erá", "s"), ("aría", "s"),
        ("eció", "s"), ("izó", "s"),
    ),
    stopwords=words(
        "el la los las de del y e en que quien un una por para no se su sus con al lo más pero "
        "a o si como fue era son está han ha este esta entre sobre ya"
    ),
)  # fmt: skip
