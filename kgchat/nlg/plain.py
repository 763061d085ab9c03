"""The plain wording: right by construction, from an `Answer` alone, in milliseconds and without a model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from types import ModuleType

from kgchat.nlg.lang import en, zh
from kgchat.nlg.planning import leaves_words, outline
from kgchat.nlg.wording import Choice, Chooser, Plan, Sentence, assemble, texts
from kgchat.turn import Answer, Language, Problem, Reply

LANGUAGES: dict[Language, ModuleType] = {"en": en, "zh": zh}


def plan(answer: Answer) -> Plan:
    """Return the sentences of the reply with their slots, choices and facts, not yet worded."""
    words = LANGUAGES[answer.language]
    made: Plan = words.word(outline(answer))
    if leaves_words(answer):
        made = Plan((*words.left_aside(answer.problem), *made.sentences), made.suggestions)
    return made if made.sentences else Plan(tuple(words.problem_sentences(Problem(code="not_understood"), answer)))


def hashed(seed: str) -> Chooser:
    """Return a chooser that the seed decides, so that equal answers get equal words and others vary."""
    count = 0

    def choose(choice: Choice) -> int:
        nonlocal count
        count += 1
        digest = hashlib.sha256(f"{seed}\0{count}".encode()).digest()
        return int.from_bytes(digest[:4], "big") % len(choice.options)

    return choose


def seed(answer: Answer) -> str:
    """Return what makes the answer different from others, stable over runs."""
    said = [answer.act, answer.intent, answer.topic, answer.understood]
    said += [f"{fact.subject.iri} {fact.property.iri} {fact.value.value}" for fact in answer.facts[:12]]
    said += [product.iri for product in answer.products[:5]]
    return "\n".join(said)


def spaced(language: Language) -> bool:
    """Return whether sentences of the language are joined by a space."""
    return bool(LANGUAGES[language].SPACED)


class PlainRealizer:
    """Words every answer without a model."""

    def realize(self, answer: Answer) -> Reply:
        """Return the reply: its facts are those that the wording says, its suggestions quick replies."""
        made = plan(answer)
        said = texts(made, hashed(seed(answer)))
        return Reply(
            text=assemble(made, said, spaced(answer.language)),
            language=answer.language,
            realized_by="plain",
            facts=made.facts,
            suggestions=made.suggestions,
        )

    def stream(self, answer: Answer) -> Iterator[str]:
        """Yield the reply sentence by sentence; joined they are the reply's text."""
        made = plan(answer)
        said = texts(made, hashed(seed(answer)))
        yield from pieces(made, said, spaced(answer.language))


def pieces(made: Plan, said: tuple[str, ...] | list[str], with_spaces: bool) -> Iterator[str]:
    """Yield the reply's text in pieces of one sentence each, with what stands between them."""
    before = ""
    for count in range(1, len(said) + 1):
        whole = assemble(Plan(made.sentences[:count]), said[:count], with_spaces)
        yield whole[len(before) :]
        before = whole


def answer_text(answer: Answer) -> str:
    """Return the answer in plain words."""
    return PlainRealizer().realize(answer).text


def reason_text(problem: Problem, language: Language) -> str:
    """Return in plain words why there is no (full) answer."""
    words = LANGUAGES[language]
    sentences: list[Sentence] = words.problem_sentences(problem)
    made = Plan(tuple(sentences))
    return assemble(made, texts(made, hashed(problem.model_dump_json())), spaced(language))
