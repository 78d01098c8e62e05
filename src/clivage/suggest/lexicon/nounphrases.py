"""Noun phrases: an article and what follows, names, pronouns, the actors of the corpus."""

from __future__ import annotations

from collections.abc import Sequence

from clivage.suggest.inflection import Tense
from clivage.suggest.lexicon.chunks import Phrase
from clivage.suggest.lexicon.closed import Closed, words
from clivage.suggest.lexicon.entries import Vocabulary
from clivage.suggest.lexicon.names import Names, closed_words_of
from clivage.suggest.lexicon.tokens import Token

#: Words after the head, and complements inside complements, at most.
_TAIL = 4
_DEPTH = 3
#: Nouns that mean somebody with a capital only: *l'État*, *l'état du mur*.
_CAPITAL = frozenset(("état", "estado"))
_ADJECTIVE_ENDS = words("to with against towards toward at in about")
_PARTICLES = words("de du des d' la le von van y of the del di da ibn al dos")


class NounPhrases:
    """Reads noun phrases from a list of tokens."""

    def __init__(self, vocabulary: Vocabulary, names: Names, words: Sequence[Token]) -> None:
        self._vocabulary = vocabulary
        self._closed: Closed = vocabulary.closed
        self._names = names
        self._words = words
        self._function = _functions(self._closed)

    def parse(self, at: int, *, bare: bool = False, depth: int = 0) -> Phrase | None:
        """Return the noun phrase that begins at a token.

        Args:
            at: number of the token.
            bare: whether a noun without any article will do, as after a preposition.
            depth: how deep in complements.
        """
        words = self._words
        if at >= len(words) or not (words[at].is_word or words[at].text.isdigit()):
            return None
        start, at = at, self._after_determiners(at)
        articles = [words[k].low for k in range(start, at)]
        phrase = self._core(start, at, articles, bare=bare)
        if phrase is None:
            return self._pronoun(start) if start == at or bare else None
        self._describe(phrase, articles)
        if self._closed.language == "en":
            phrase = self._possessed(phrase)
        if depth < _DEPTH:
            self._extend(phrase, depth)
        self._figure_by_head(phrase)
        return phrase

    def _possessed(self, owner: Phrase) -> Phrase:
        """Return what belongs to a phrase: *the workers' union*."""
        words, phrase = self._words, owner
        for _ in range(_DEPTH):
            at = phrase.last + 1
            if at + 1 >= len(words) or words[at].low != "'s":
                return phrase
            core = self._core(at + 1, at + 1, [], bare=True)
            if core is None:
                return phrase
            self._describe(core, [])
            core.first, core.opening, core.complement = phrase.first, phrase.opening, phrase
            phrase.preposition, phrase = self._closed.genitive, core
        return phrase

    def _after_determiners(self, at: int) -> int:
        words, closed, start = self._words, self._closed, at
        for phrase in self._vocabulary.quantifiers.get(words[at].low, ()):
            if tuple(one.low for one in words[at : at + len(phrase)]) == phrase:
                at += len(phrase)
                break
        while at < len(words) - 1 and at - start < 4:
            low = words[at].low
            if not (low in closed.determiners or words[at].text.replace(" ", "").isdigit()):
                break
            at += 1
        return at

    def _core(self, start: int, at: int, articles: list[str], *, bare: bool) -> Phrase | None:
        words = self._words
        length, figure = 0, ""
        for head in range(start, min(at, len(words) - 1) + 1):
            length, figure = self._names.at(words, head)
            if length and head + length > at:
                break
            length = 0
        if length:
            last = head + length - 1
            if words[at].is_capital or articles or bare or length > 1:
                return Phrase(start, last, head, start, figure=figure, sort="figure")
        if at >= len(words) or not words[at].is_word:
            return None
        if name := self._name(start, at, articles):
            return name
        known = self._is_plural_group(at) or words[at].low in self._vocabulary.nouns
        if not articles and not bare and not known:
            return None
        return self._common(start, at)

    def _name(self, start: int, at: int, articles: list[str]) -> Phrase | None:
        """Return a run of capitals, particles inside it; one word at the beginning is doubtful."""
        words = self._words
        if not words[at].is_capital or words[at].low in self._function:
            return None
        last = self._capitals(at)
        if at == 0 and last == at and not articles:
            after = words[1].low if len(words) > 1 else ""
            known = self._vocabulary.verbs.get(words[at].low) or words[at].low.endswith("ment")
            if known or after in (",", ":") or words[at].low in self._closed.stopwords:
                return None
        head = at
        while head < last and (words[head].low in self._closed.titles or not words[head].is_word):
            head += 1
        sort = "group" if words[at].low in self._vocabulary.groups else "name"
        return Phrase(start, last, at if sort == "group" else head, start, sort=sort)

    def _capitals(self, at: int) -> int:
        words, last, k = self._words, at, at + 1
        while k < len(words) and k - last <= 3:
            if words[k].is_capital and words[k].low not in self._closed.subjects:
                last = k
            elif words[k].text == "." and k == last + 1 and len(words[last].text) <= 3:
                pass
            elif words[k].low not in _PARTICLES:
                break
            k += 1
        return last

    def _common(self, start: int, at: int) -> Phrase | None:
        words, closed = self._words, self._closed
        head = at
        while (
            head + 1 < len(words)
            and words[head].low in closed.before_noun
            and words[head + 1].is_word
            and words[head + 1].low not in self._function
        ):
            head += 1
        if words[head].low in self._function and words[head].low not in closed.before_noun:
            return None
        last = head
        while last < head + _TAIL and self._continues(last + 1, last):
            last += 1
        if closed.language == "en":
            head = self._english_head(head, last)
        sort = "group" if self._is_group(head) else "thing"
        return Phrase(start, last, head, start, sort=sort)

    def _is_plural_group(self, at: int) -> bool:
        """Whether a noun may do without an article: *Paysans et ouvriers*."""
        group = self._vocabulary.groups.get(self._words[at].low)
        return group is not None and (group.number == "p" or self._words[at].is_capital)

    def _is_group(self, head: int) -> bool:
        word = self._words[head]
        if word.low in _CAPITAL and not word.is_capital:
            return False
        return word.low in self._vocabulary.groups

    def _english_head(self, first: int, last: int) -> int:
        head = first
        while head < last and not (
            self._words[head + 1].is_capital and not self._words[head].is_capital
        ):
            head += 1
        return head

    def _continues(self, at: int, last: int) -> bool:
        """Whether a word goes on with the noun: no function word, no form of a verb."""
        words, closed = self._words, self._closed
        if at >= len(words) or not words[at].is_word or words[at].low in self._function:
            return False
        if words[at].is_capital:
            return True
        low = words[at].low
        readings = self._vocabulary.verbs.get(low, ())
        if closed.language == "en":
            return self._continues_english(at, last)
        if any(one.form.tense is not Tense.IMPERATIVE for one in readings):
            return False
        if low in self._vocabulary.adjectives or (low.endswith("ment") and len(low) > 7):
            return False
        return not low.endswith(tuple(ending for ending, _ in closed.suffixes if len(ending) > 3))

    def _continues_english(self, at: int, last: int) -> bool:
        words = self._words
        low = words[at].low
        if low == "'s":
            return False
        readings = self._vocabulary.verbs.get(low, ())
        after = words[at + 1].low if at + 1 < len(words) else ""
        if low.endswith("ly"):
            return False
        if low in self._vocabulary.adjectives and after in _ADJECTIVE_ENDS:
            return False
        if not readings:
            return True
        following = words[at + 1] if at + 1 < len(words) else None
        plain = all(one.form.tense in (Tense.PRESENT, Tense.INFINITIVE, Tense.IMPERATIVE)
                    for one in readings)  # fmt: skip
        closes = following is None or not following.is_word or after in ("of", "for", "against")
        singular = words[last].low.endswith("s") or low.endswith("s")  # *the minister prays*
        return plain and not singular and closes

    def _pronoun(self, at: int) -> Phrase | None:
        word = self._words[at]
        pronoun = self._closed.strong.get(word.low)
        if pronoun is None:
            if word.low in self._closed.nobody:
                return Phrase(at, at, at, at, sort="pronoun", none=True, number="s")
            return None
        return Phrase(
            at, at, at, at, number=pronoun.number, gender=pronoun.gender, sort="pronoun",
            pronoun=pronoun,
        )  # fmt: skip

    def _describe(self, phrase: Phrase, articles: list[str]) -> None:
        closed = self._closed
        for one in articles:
            said = closed.determiners.get(one)
            if said is None:
                phrase.number = "p" if one.isdigit() else phrase.number
                continue
            phrase.number = said.number or phrase.number
            phrase.gender = said.gender or phrase.gender
            phrase.owner = closed.possessives.get(one, phrase.owner)
            phrase.none = phrase.none or one in closed.nobody
            phrase.determiner = one
        theirs = phrase.owner is not None and phrase.owner.person == 3
        if theirs and phrase.figure and phrase.figure not in self._names.owned:
            phrase.figure, phrase.sort = "", "group"
        head = self._words[phrase.head].low
        if group := self._vocabulary.groups.get(head):
            phrase.gender = group.gender or phrase.gender
            phrase.number = phrase.number or group.number
        if phrase.figure and (portrait := self._names.portraits.get(phrase.figure)):
            phrase.gender = phrase.gender or portrait.gender
            phrase.number = phrase.number or portrait.number
        if not phrase.number:
            plural = head.endswith(("s", "x")) and not head.endswith("ss")
            phrase.number = "p" if plural and phrase.sort in ("thing", "group") else "s"

    def _extend(self, phrase: Phrase, depth: int) -> None:
        """Take in a complement with *de*, unless the name of an actor says all."""
        words, closed = self._words, self._closed
        at = phrase.last + 1
        if phrase.sort == "figure" and at < len(words):
            while at < len(words) and at - phrase.last < 3 and self._continues(at, at - 1):
                at += 1
            phrase.last = at - 1
        if at >= len(words) - 1:
            return
        inner = _genitive(words[at].low, closed)
        if inner is None:
            return
        start = at if inner == "contracted" else at + 1
        if any(one.form.tense is Tense.INFINITIVE
               for one in self._vocabulary.verbs.get(words[start].low, ())):  # fmt: skip
            return
        found = self.parse(start, bare=True, depth=depth + 1)
        if found is not None:
            found.preposition, found.opening = closed.genitive, at
            phrase.complement, phrase.last = found, found.last

    def _figure_by_head(self, phrase: Phrase) -> None:
        if phrase.figure or phrase.sort == "name" or phrase.owner is not None:
            return
        if phrase.complement is None or phrase.complement.figure == "":
            figure = self._names.by_head(self._words[phrase.head].low)
            if figure and phrase.determiner not in ("un", "une", "des", "a", "an", "unos"):
                phrase.figure, phrase.sort = figure, "figure"


def _genitive(low: str, closed: Closed) -> str | None:
    if low in (closed.genitive, "d'" if closed.language == "fr" else closed.genitive):
        return "plain"
    said = closed.determiners.get(low)
    if said and said.preposition == closed.genitive:
        return "contracted"
    return "contracted" if low == "des" and closed.language == "fr" else None


def _functions(closed: Closed) -> frozenset[str]:
    kept = set(closed.determiners) | closed.subordinators | closed.adverbs
    return closed_words_of(closed) - (closed.before_noun - kept)
