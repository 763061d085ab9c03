"""Reading a wording back: does it say only what its facts say?

The check shares no code with the wording. It hides every string that the facts license (names, values with their
units, labels, the analysts' sentences, the customer's own words) and looks at what is left: a digit is an invented
number, a word outside the closed vocabulary of words that claim nothing is an invented claim. What was hidden must
stand with its subject, comparatives and superlatives need the derivation that proves them, and negation must agree.
"""

# ruff: noqa: E501 (word lists are read whole)

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from kgchat.errors import GroundingError
from kgchat.formatting import clean, fact_value, is_currency, local_words, number_text, plural, term_text, unranked
from kgchat.nlg.lang.vocabulary import SAFE_EN, SAFE_ZH
from kgchat.nlg.realization import Reader
from kgchat.turn import Answer, Entity, Fact, Language, Mention

ViolationCode = Literal["number", "value", "claim", "comparison", "negation", "promise", "verdict", "read_back"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that the wording says and its facts do not; `words` are the wording's."""

    code: ViolationCode
    words: str
    why: str


@dataclass(slots=True)
class _Licence:
    """What one hidden string may stand for."""

    text: str
    names: set[str] = field(default_factory=set)  # IRIs of the things that are called so
    facts: list[Fact] = field(default_factory=list)  # facts with this value
    properties: set[str] = field(default_factory=set)
    benefits: list[Fact] = field(default_factory=list)
    free: bool = False  # the customer's words, a topic, a question


_FIRST = 0xE000  # private use: one character stands for one hidden string
_SENTENCE = re.compile(r"(?<=[.!?])\s+|[。！？\n]")
_CLAUSE = re.compile(r"[,;，；]\s*(?:(?:and|or|but)\s)?|:\s|：")
_LATIN_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_DIGIT = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*")

PROMISES: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:guarantee\w*|warrant\w*|promis\w*|discount\w*|sale|deal|deals|bargain\w*|coupon\w*|free|refund\w*|returns?"
        r"|limited|hurry|stock|left|last chance|today only|soon|ship\w*|deliver\w*|arriv\w*|save|saving\w*|offers?|gift\w*"
        r"|bonus|risk|lifetime|exclusive|sell(?:ing)? out|sold out|off)\b"
    ),
    "zh": re.compile(
        r"保证|保修|承诺|打折|折扣|优惠|特价|促销|包邮|免费|赠|送货|发货|到货|退款|退换|库存|仅剩|最后|限时|限量|赶紧|抓紧|即将|售罄|抢购|省钱|立减|独家|终身|满减|降价"
    ),
}
_NEGATION: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:not|no|cannot|without|never|none|nor|nothing|neither|\w+n['’]t)\b"),
    "zh": re.compile(r"不|没|无|非|别"),
}
_HARMLESS_NEGATION: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"no problem|not everything is recorded|anything else"),
    "zh": re.compile(r"没问题|没关系|不过|不错|无论|分别|特别"),
}
_LESS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(cheapest|lowest|fewest|lightest|smallest|least|less|lower|fewer|lighter|cheaper|smaller)\b"),
    "zh": re.compile(r"[最更](?:低|少|轻|短|小|窄|薄|便宜)"),
}
_MORE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(most|highest|heaviest|largest|biggest|best|more|higher|heavier|larger|bigger|better|fastest|faster|expensive)\b"
    ),
    "zh": re.compile(r"[最更](?:高|多|重|长|大|宽|厚|贵|好|快|强)|更[胜优]|只要"),
}
_SUPERLATIVE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?!(?:sugg|requ|inter|hon|near|clos|r|t)est\b)(?:\w+est|most|least|best)\b"),
    "zh": re.compile(r"最"),
}
_HARMLESS_DEGREE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"matters? more|more to you|\bmore$|some more|best at|i know best|suits? you better|fits better|prefer"
    ),
    "zh": re.compile(r"最接近|最在行|最熟悉|更看重|更喜欢|更想要|更合适|更好|只要\ue000?(?!\w)"),
}
# Words that could praise a product, where they do not.
_HARMLESS_PHRASES: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:great|good)\b(?=[.,]?$)|good question|a good reason|good places to start|good to talk|\bgood$|why it works|best at talking"
        r"|worth a look|that's kind of you|suits? you better|fits better|works? from|new to me|read well|stays open|some kind"
        r"|a kind of product|all right|that fit\b|here is what fits|what does fit|does not fit|\bfits$|what speaks for it"
        r"|as far as|come back|trade-off|own words|any words|read words|work out|i know best|i'm sorry|\bi left\b"
    ),
    "zh": re.compile(r"(?!)"),
}
_VERDICTS: dict[Language, tuple[re.Pattern[str], re.Pattern[str]]] = {  # yes, no at the beginning of a reply
    "en": (re.compile(r"^(?:yes|indeed|right)\b"), re.compile(r"^no\b(?! problem)")),
    "zh": (re.compile(r"^(?:是[的，]|对[，。]|有的|可以|没问题|能[，。])"), re.compile(r"^(?:不[是行可，。]|没有)")),
}
_OF_MONEY = re.compile(r"\bcosts? (?:less|more)\b|\bcheap|\bexpensive\b|便宜|贵")
_NO_FIRST = re.compile(r"^(?:no|不行|不可以|不能|不)\s*[,:，：]\s*")
_TOGETHER: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:go together|goes with|go with|fits)\b"),
    "zh": re.compile(r"能搭配|可以搭配|配得上"),
}
_NUMBER_WORDS_EN = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"]
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "thousand": 1000, "dozen": 12, "double": 2,
     "twice": 2, "triple": 3, "half": 2, "million": 10**6}  # fmt: skip
_NUMBER_WORDS_ZH = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "百": 100,
                    "千": 1000, "万": 10000, "半": 2, "倍": 2}  # fmt: skip


def verify(text: str, answer: Answer, read: Reader | None = None, facts: tuple[Fact, ...] | None = None) -> None:
    """Raise GroundingError, with every violation, unless the wording says only what the facts say."""
    found = check(text, answer, read=read, facts=facts)
    if found:
        said = "; ".join(f"{violation.why}: {violation.words!r}" for violation in found[:5])
        raise GroundingError(f"The wording says what its facts do not. {said}")


def check(
    text: str, answer: Answer, *, read: Reader | None = None, facts: tuple[Fact, ...] | None = None
) -> tuple[Violation, ...]:
    """Return what the wording says beyond its facts; empty when it is grounded.

    `facts` are those of the reply (default: all of the answer). `read` is the lexicon that reads shoppers.
    """
    return _Check(answer, answer.facts if facts is None else facts, read).run(text)


class _Check:
    def __init__(self, answer: Answer, facts: tuple[Fact, ...], read: Reader | None) -> None:
        self.answer, self.facts, self.read = answer, facts, read
        self.language: Language = answer.language
        self.licences: dict[str, _Licence] = {}
        self.numbers: set[int] = set()
        self._license()
        ordered = sorted(self.licences.values(), key=lambda licence: -len(licence.text))
        self.ordered = ordered[:4000]  # more would leave the private use area
        self.found: list[Violation] = []

    # ------------------------------------------------------------- what may be said

    def _of(self, text: str) -> _Licence | None:
        key = _folded(text)
        return self.licences.setdefault(key, _Licence(key)) if key else None

    def _name(self, entity: Entity) -> None:
        for text in (clean(entity.label), "" if clean(entity.label) else local_words(entity.iri)):
            licence = self._of(text)
            if licence:
                licence.names.add(entity.iri)

    def _free(self, *texts: str | None) -> None:
        for text in texts:
            said = clean(text or "", 400)
            for form in {
                said,
                said.rstrip(".。!！"),
                clean(said),
                plural(clean(said)) if self.language == "en" else "",
            }:
                licence = self._of(form)
                if licence:
                    licence.free = True

    def _property(self, entity: Entity) -> None:
        label = clean(entity.label) or local_words(entity.iri)
        forms = {label}
        if self.language == "en":
            counted = label.removeprefix("number of ").removesuffix(" count")
            forms |= {plural(label), counted, plural(counted), _singular(counted)}
        else:
            forms.add(label.removeprefix("是否"))
            if label[:1] in ("带", "有", "含", "可"):
                forms.add(label[1:])
            if label.startswith(("支持", "具备")):
                forms.add(label[2:])
        for form in forms:
            licence = self._of(form)
            if licence:
                licence.properties.add(entity.iri)

    def _license(self) -> None:
        answer = self.answer
        for product in answer.products:
            self._name(product)
        for fact in self.facts:
            self._fact(fact)
        self._free(answer.topic, answer.understood, *unranked(clean(answer.topic, 400), self.language))
        if answer.question:
            self._property(answer.question.property)
            self._free(answer.question.text, *(option.label for option in answer.question.options))
        if answer.problem:
            problem = answer.problem
            self._free(*problem.words, *(near.label for near in problem.nearest))
            for near in problem.nearest:
                self._property(near)
            if problem.subject:
                self._name(problem.subject)
            if problem.property:
                self._property(problem.property)
        for row in answer.rows:
            for term in row.values():
                self._free(term_text(term, self.language))
        shown = len({fact.subject.iri for fact in self.facts} | {product.iri for product in answer.products})
        failed = sum(1 for fact in self.facts if fact.derivation and fact.derivation.holds is False)
        self.numbers |= {1, shown, failed, min(shown, 5), min(shown, 3), len(answer.products), len(answer.rows)}
        totals = [answer.total] + [fact.derivation.size for fact in self.facts if fact.derivation]
        for total in totals:
            if total is not None:
                self.numbers.add(total)
                self._free(number_text(total, self.language), str(total))
        tables = sum(1 for fact in self.facts if fact.derivation and fact.derivation.kind in ("count", "aggregate"))
        for number in (
            shown,
            len(answer.products),
            len(answer.rows),
            max(0, len(answer.facts) - 10),
            max(0, tables - 10),
        ):
            self._free(number_text(number, self.language))

    def _fact(self, fact: Fact) -> None:
        self._name(fact.subject)
        self._property(fact.property)
        values = {fact_value(fact, self.language)}
        if isinstance(fact.value.value, float):
            rounded = fact.value.model_copy(update={"value": round(fact.value.value, 2)})
            values.add(fact_value(fact.model_copy(update={"value": rounded}), self.language))
        if isinstance(fact.value.value, bool):
            values = set()
        derivation = fact.derivation
        if derivation is None or derivation.kind not in ("selling_point", "rule", "absence"):
            for value in values:
                licence = self._of(value)
                if licence:
                    licence.facts.append(fact)
        if derivation is None:
            return
        self._free(derivation.over)
        if derivation.other:
            self._name(derivation.other)
        for term in (derivation.left, derivation.right):
            if term is not None:
                self._free(term_text(term, self.language))
        if derivation.explanation:
            said = clean(derivation.explanation, 400 if derivation.kind == "rule" else 200)
            for form in {said, said.rstrip(".。")}:
                licence = self._of(form)
                if licence and derivation.kind == "selling_point":
                    licence.benefits.append(fact)
                elif licence:
                    licence.free = True

    # ------------------------------------------------------------- what is said

    def run(self, text: str) -> tuple[Violation, ...]:
        hidden = self._hide(_folded(text))
        self._verdict(hidden)
        subjects: list[str] = []
        for sentence in _SENTENCE.split(hidden):
            for clause in _CLAUSE.split(sentence):
                subjects = self._clause(clause.strip(" •“”\"'()（）"), subjects, sentence)
        if self.read is not None:
            self._read_back(text)
        return tuple(self.found)

    def _hide(self, text: str) -> str:
        for index, licence in enumerate(self.ordered):
            if licence.text in text:
                text = re.sub(_bounded(licence.text), chr(_FIRST + index), text)
        return text

    def _shown(self, clause: str) -> str:
        """Return the clause with its hidden strings written out, for a message."""
        return "".join(self._licence(char).text if _FIRST <= ord(char) < _FIRST + 6000 else char for char in clause)

    def _licence(self, char: str) -> _Licence:
        return self.ordered[ord(char) - _FIRST]

    def _say(self, code: ViolationCode, words: str, why: str) -> None:
        self.found.append(Violation(code, words, why))

    def _clause(self, clause: str, before: list[str], sentence: str) -> list[str]:
        hidden = [self._licence(char) for char in clause if _FIRST <= ord(char) < _FIRST + 6000]
        named = [iri for licence in hidden for iri in licence.names if not licence.facts or len(licence.names) == 1]
        subjects = named or before
        head, than, _ = clause.partition(" than ")
        unnamed = not any(self._licence(char).names for char in head if _FIRST <= ord(char) < _FIRST + 6000)
        if than and unnamed and before:  # ", and has a lower price than the B" goes on about the A
            subjects = [*before, *named]
        bare = "".join(" " if _FIRST <= ord(char) < _FIRST + 6000 else char for char in clause)
        bare = _HARMLESS_PHRASES[self.language].sub(" ", bare)
        self._numbers(bare)
        self._promises(bare)
        self._vocabulary(bare)
        self._values(hidden, subjects)
        for part in re.split(r"\band\b", clause) if self.language == "en" else (clause,):
            self._degrees(part, subjects)
        self._negations(clause, bare, hidden, subjects, sentence)
        return subjects

    def _numbers(self, bare: str) -> None:
        for digits in _DIGIT.findall(bare):
            self._say("number", digits, "this number is in no fact")
        if self.language == "en":
            for word in _LATIN_WORD.findall(bare.replace("a sentence or two", " ")):
                if word in _NUMBER_WORDS_EN and _NUMBER_WORDS_EN[word] not in self.numbers:
                    self._say("number", word, "this number is in no fact")
        else:
            for char, number in _NUMBER_WORDS_ZH.items():
                if char in bare and number not in self.numbers and not re.search(_IDIOMS_ZH, bare):
                    self._say("number", char, "this number is in no fact")

    def _promises(self, bare: str) -> None:
        if self.answer.problem is not None and self.answer.problem.code == "not_recorded":
            return  # "the catalogue holds nothing about discounts" names what it does not know
        for match in PROMISES[self.language].finditer(bare):
            self._say("promise", match[0], "no fact promises this")

    def _vocabulary(self, bare: str) -> None:
        other = _LATIN_WORD.findall(bare)
        if self.language == "en":
            for word in other:
                if word not in SAFE_EN and word not in _NUMBER_WORDS_EN:
                    self._say("claim", word, "no fact says this")
            for word in _HAN.findall(bare):
                self._say("claim", word, "no fact says this")
            return
        for word in other:
            self._say("claim", word, "no fact says this")
        for run in _HAN.findall(bare):
            rest = uncovered(run)
            if rest:
                self._say("claim", rest, "no fact says this")

    def _values(self, hidden: list[_Licence], subjects: list[str]) -> None:
        known = {fact.subject.iri for fact in self.facts}
        about = set(subjects) & known
        properties = {iri for licence in hidden for iri in licence.properties if not licence.facts}
        valued = [licence for licence in hidden if licence.facts and not licence.names and not licence.free]
        for licence in (one for one in hidden if one.benefits and not one.free):
            if about and not any(fact.subject.iri in about for fact in licence.benefits):
                self._say("value", licence.text, "this is said of another product")
        for licence in valued:
            of = [fact for fact in licence.facts if not about or fact.subject.iri in about]
            if not of:
                self._say("value", licence.text, "this is a value of another product")
            elif properties and not any(fact.property.iri in properties for fact in of):
                claimed = {fact.property.iri for fact in self.facts if fact.subject.iri in about} & properties
                said = {fact.property.iri for one in valued for fact in one.facts}
                if claimed - said and len(valued) <= len(claimed):
                    self._say("value", licence.text, "this is a value of another property")

    def _degrees(self, clause: str, subjects: list[str]) -> None:
        hidden = [self._licence(char) for char in clause if _FIRST <= ord(char) < _FIRST + 6000]
        bare = "".join(" " if _FIRST <= ord(char) < _FIRST + 6000 else char for char in clause)
        said = _HARMLESS_DEGREE[self.language].sub(" ", bare)
        properties = {iri for licence in hidden for iri in licence.properties}
        for direction, pattern in (("less", _LESS), ("more", _MORE)):
            match = pattern[self.language].search(said)
            if match is None or (self.language == "zh" and match[0] == "只要"):
                continue
            if direction == "more" and match[0] == "most" and "most expensive" in said:
                continue
            superlative = bool(_SUPERLATIVE[self.language].search(match[0])) or match[0] == "expensive"
            of_money = bool(_OF_MONEY.search(said))
            if not self._proved(direction, superlative, subjects, properties, of_money):
                self._say("comparison", self._shown(clause), "no fact proves this comparison")
        leftover = _SUPERLATIVE[self.language].search(said)
        if leftover and not any(pattern[self.language].search(said) for pattern in (_LESS, _MORE)):
            self._say("comparison", leftover[0], "no fact proves this superlative")

    def _proved(
        self, direction: str, superlative: bool, subjects: list[str], properties: set[str], of_money: bool
    ) -> bool:
        first = subjects[0] if subjects else None
        for fact in self.facts:
            derivation = fact.derivation
            if derivation is None:
                continue
            extreme = derivation.kind == "aggregate" and derivation.function in ("minimum", "maximum")
            if extreme and (derivation.function == "minimum") == (direction == "less"):
                return True
            if properties and fact.property.iri not in properties:
                continue
            if of_money and not is_currency(fact.unit or fact.value.unit):
                continue
            about = first is None or fact.subject.iri in subjects
            of_two = derivation.kind == "superlative" and derivation.size == 2  # "the lighter of the two"
            ahead = derivation.kind == "superlative" and derivation.direction == direction and about
            if ahead and (superlative or of_two):
                return True
            if derivation.kind == "comparison" and not superlative:
                other = derivation.other.iri if derivation.other else None
                if first is None or (fact.subject.iri == first and derivation.direction == direction):
                    return True
                if other == first and derivation.direction not in (direction, None):
                    return True
        return False

    def _negations(self, clause: str, bare: str, hidden: list[_Licence], subjects: list[str], sentence: str) -> None:
        said = _HARMLESS_NEGATION[self.language].sub(" ", bare)
        negated = bool(_NEGATION[self.language].search(said))
        properties = {iri for licence in hidden for iri in licence.properties}
        switches = [
            fact
            for fact in self.facts
            if isinstance(fact.value.value, bool) and (fact.derivation is None) and fact.property.iri in properties
            and (not subjects or fact.subject.iri in subjects)
        ]  # fmt: skip
        listed_no = bool(re.search(r"\bno\b|否", bare))
        for fact in switches:
            if bool(fact.value.value) == negated and not (listed_no and not fact.value.value):
                self._say("negation", self._shown(clause), "the fact says the opposite")
        if not negated or switches or self._may_deny(subjects, sentence):
            return
        self._say("negation", self._shown(clause), "no fact denies this")

    def _may_deny(self, subjects: list[str], sentence: str) -> bool:
        answer = self.answer
        if answer.problem is not None or answer.boolean is False:
            return True
        if answer.act in ("small_talk", "hand_over", "clarify", "cannot_answer", "confirm"):
            return True
        if not answer.facts and not answer.products and not answer.rows:
            return True
        for fact in self.facts:
            derivation = fact.derivation
            if derivation is None:
                continue
            if derivation.kind == "absence" or (derivation.kind == "rule" and not derivation.holds):
                return True
            if derivation.kind == "count" and derivation.size == 0:
                return True
        if answer.act == "compare":
            whole = [self._licence(char) for char in sentence if _FIRST <= ord(char) < _FIRST + 6000]
            properties = {iri for licence in whole for iri in licence.properties}
            held = {
                fact.property.iri for fact in self.facts if fact.subject.iri in subjects and fact.derivation is None
            }
            return bool(properties) and not properties & held
        return False

    def _verdict(self, hidden: str) -> None:
        yes, no = _VERDICTS[self.language]
        boolean = self.answer.boolean
        rules = [fact.derivation.holds for fact in self.facts if fact.derivation and fact.derivation.kind == "rule"]
        if boolean is None and rules:
            boolean = False if False in rules else (True if all(rules) else None)
        if boolean is None:
            verdict = (yes.search(hidden) or no.search(hidden)) and self.answer.act in (
                "inform",
                "recommend",
                "compare",
            )
            none = any(fact.derivation and fact.derivation.size == 0 for fact in self.facts)
            if verdict and self.facts and not none:
                self._say("verdict", hidden[:12], "the answer is neither yes nor no")
            return
        if (yes if not boolean else no).search(hidden):
            self._say("verdict", hidden[:12], "the answer is the opposite")
        if rules and not boolean:
            for sentence in _SENTENCE.split(hidden):
                said = _NO_FIRST.sub("", sentence)  # "No, they do go together" denies nothing after its first word
                together = _TOGETHER[self.language].search(said)
                if together and not _NEGATION[self.language].search(said):
                    self._say("verdict", self._shown(sentence), "a condition fails")

    def _read_back(self, text: str) -> None:
        assert self.read is not None
        iris = self._iris()
        hidden = _spans(text, self.ordered)
        for mention in self.read(text, self.language):
            if mention.kind not in ("entity", "literal") or any(
                a < mention.end and mention.start < b for a, b in hidden
            ):
                continue
            sure = [one for one in mention.candidates if one.matched in ("exact", "inflected") and one.score >= 0.9]
            held = any(one.iri in iris or _folded(one.label) in self.licences for one in sure)
            if sure and not held and not _is_safe(mention, self.language):
                self._say("read_back", mention.text, "the lexicon knows this, and no fact holds it")

    def _iris(self) -> set[str | None]:
        iris: set[str | None] = {product.iri for product in self.answer.products}
        for fact in self.facts:
            iris |= {fact.subject.iri, fact.property.iri, str(fact.value.value)}
            premises = fact.derivation.premises if fact.derivation else ()
            for triple in (*fact.triples, *premises):
                iris |= {triple.subject, triple.predicate, str(triple.object.value)}
        return iris


# ------------------------------------------------------------- strings

# Idioms with a numeral that count nothing.
_IDIOMS_ZH = r"两者|一两句"


def _is_safe(mention: Mention, language: Language) -> bool:
    said = _folded(mention.text)
    if language == "en":
        return all(word in SAFE_EN for word in _LATIN_WORD.findall(said))
    return all(not uncovered(run) for run in _HAN.findall(said)) and not _LATIN_WORD.search(said)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().replace("’", "'").strip()


@lru_cache(maxsize=4096)
def _bounded(text: str) -> re.Pattern[str]:
    """Return a pattern for the text that does not begin or end inside a Latin word or number."""
    left = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", text) else ""
    right = r"(?![a-z0-9])(?![.,][0-9])" if re.search(r"[a-z0-9]$", text) else ""
    if re.match(r"[0-9]", text):
        left = r"(?<![a-z0-9])(?<![0-9][.,])"
    return re.compile(left + re.escape(text) + right)


def _spans(text: str, licences: Iterable[_Licence]) -> list[tuple[int, int]]:
    folded = text.casefold()
    if len(folded) != len(text):
        return [(0, len(text))]  # offsets would not agree; the other checks have read it all
    return [match.span() for licence in licences for match in _bounded(licence.text).finditer(folded)]


def _singular(noun: str) -> str:
    from lemminflect import getLemma

    head, _, last = noun.rpartition(" ")
    lemma = getLemma(last, upos="NOUN") if last.islower() else ()
    return f"{head} {lemma[0]}".strip() if lemma else noun


@lru_cache(maxsize=8192)
def uncovered(run: str) -> str:
    """Return the first part of a run of Han characters that no sequence of safe words covers; "" when all is covered."""
    longest = max(map(len, SAFE_ZH))
    reached = [True] + [False] * len(run)
    furthest = 0
    for start in range(len(run)):
        if not reached[start]:
            continue
        furthest = max(furthest, start)
        for end in range(start + 1, min(len(run), start + longest) + 1):
            if run[start:end] in SAFE_ZH:
                reached[end] = True
                furthest = max(furthest, end)
    return "" if reached[len(run)] else run[furthest : furthest + 6] or run
