"""English wording of every outline. The twin of `zh`: the same names, the same cases."""

# ruff: noqa: E501 (templates are read whole)

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from kgchat.formatting import (
    article,
    clean,
    fact_value,
    is_adjective,
    is_currency,
    is_plural,
    listed,
    name_text,
    plural,
    term_text,
    unranked,
)
from kgchat.formatting import number_text as number
from kgchat.nlg.planning import KIND, Group, Outline, PropertyValues, kind_of, names_of, news, topic_of, unproved
from kgchat.nlg.wording import Choice, Plan, Sentence, Slot, Wording, capitalized, joined, parse
from kgchat.turn import Answer, Entity, Fact, Problem, Question, Term

LANGUAGE = "en"
SPACED = True  # sentences are joined by a space
MOST_ITEMS = 5  # things named in a list
MOST_FACTS = 6  # attributes said of one thing
MOST_WORDS = 3  # of the customer's words that are quoted as unknown

# How English says some nouns of a thing: verb phrases, for a value that is a noun or adjective of its own.
_FRAMES = {
    "colour": "comes in {value}",
    "color": "comes in {value}",
    "material": "is made of {value}",
    "brand": "is made by {value}",
    "manufacturer": "is made by {value}",
    "maker": "is made by {value}",
    "weight": "weighs {value}",
    "mass": "weighs {value}",
}
_VERBS = ("has ", "have ", "supports ", "includes ", "is ", "can ", "comes ", "works ", "needs ")
# --------------------------------------------------------------------------- words


def name(entity: Entity) -> Slot:
    return Slot(name_text(entity.label, entity.iri, "en"), "name")


def label(entity: Entity) -> str:
    """Return a property's label for the middle of a sentence: "Boost clock" gives "boost clock", "TDP" stays."""
    said = name_text(entity.label, entity.iri, "en")
    first = said.split(" ", 1)[0]
    return said[0].lower() + said[1:] if first[1:].islower() or len(first) == 1 else said


def the(entity: Entity) -> Wording:
    slot = name(entity)
    return (slot,) if slot.text.lower().startswith(("the ", "a ", "an ")) else ("the ", slot)


def many(subject: Wording) -> bool:
    """Return whether the subject's name is in the plural ("the Penny Lane Loafers")."""
    names = [part.text for part in subject if isinstance(part, Slot) and part.kind == "name"]
    return bool(names) and is_plural(names[-1])


_PLURAL_VERBS = {"is": "are", "has": "have", "does": "do", "costs": "cost", "sells": "sell", "weighs": "weigh", "comes": "come",
                 "fits": "fit", "goes": "go", "supports": "support", "includes": "include", "works": "work", "needs": "need"}  # fmt: skip


def agreed(subject: Wording, phrase: Wording) -> Wording:
    """Return the verb phrase in the number of its subject: "the loafers cost ¥599"."""
    if not phrase or not many(subject):
        return phrase
    first, *rest = phrase
    if isinstance(first, Choice):
        return (Choice(tuple(agreed(subject, option) for option in first.options)), *rest)
    text = first if isinstance(first, str) else first.text
    verb, space, tail = text.partition(" ")
    plain = _PLURAL_VERBS.get(verb, verb) + space + tail
    return (plain if isinstance(first, str) else Slot(plain, first.kind), *rest)


def pronoun(subject: Wording) -> str:
    return "they" if many(subject) else "it"


def values(pv: PropertyValues) -> Slot:
    return Slot(listed([fact_value(fact, "en") for fact in pv.facts], "en"), "value")


def prop(pv: PropertyValues) -> Slot:
    said = label(pv.property)
    return Slot(said if len(pv.facts) == 1 else plural(said), "property")


def numeric(fact: Fact) -> bool:
    value = fact.value.value
    return isinstance(value, int | float | Decimal | dt.timedelta) and not isinstance(value, bool)


def money(fact: Fact) -> bool:
    return is_currency(fact.unit or fact.value.unit)


def verb_phrase(pv: PropertyValues) -> Wording | None:
    """Return what the subject does ("costs $149.99", "has a TDP of 65 W"), or None when only "its … is …" will do."""
    fact, said = pv.facts[0], label(pv.property)
    if isinstance(fact.value.value, bool):
        return _yes_no_phrase(said, fact.value.value)
    if len(pv.facts) > 1:
        template = _FRAMES.get(said.lower())
        return parse(template, value=values(pv)) if template else None
    if money(fact) and said in ("price", "list price", "sale price", "retail price"):
        return parse("[costs|is priced at|sells for] {value}", value=values(pv))
    if said.lower() in _FRAMES:
        return parse(_FRAMES[said.lower()], value=values(pv))
    if not numeric(fact):
        return None
    counted = counted_noun(said)
    bare = not (fact.unit or fact.value.unit)
    if bare and (counted != said or is_plural(said)) and isinstance(fact.value.value, int):
        one = fact.value.value == 1
        noun = _singular(counted) if one else plural(counted)
        return parse("has {value} {noun}", value=values(pv), noun=Slot(noun, "property"))
    return parse("has " + article(said) + " {property} of {value}", property=prop(pv), value=values(pv))


def counted_noun(said: str) -> str:
    """Return what a property counts: "number of fans" and "fan count" count fans."""
    noun = said.removeprefix("number of ")
    return noun.removesuffix(" count") if noun.endswith(" count") else noun


def _singular(noun: str) -> str:
    from lemminflect import getLemma

    head, _, last = noun.rpartition(" ")
    lemma = getLemma(last, upos="NOUN")
    return f"{head} {lemma[0]}".strip() if lemma and last.islower() else noun


def _yes_no_phrase(said: str, holds: bool) -> Wording:
    if said.startswith(_VERBS):
        if holds:
            return parse("{words}", words=Slot(said, "property"))
        verb, _, rest = said.partition(" ")
        negated = {"is": "is not", "can": "cannot", "has": "does not have", "have": "does not have"}.get(
            verb, f"does not {verb.removesuffix('s')}"
        )
        return parse(negated + " {rest}", rest=Slot(rest, "property"))
    if is_adjective(said):
        return parse("is {words}" if holds else "is not {words}", words=Slot(said, "property"))
    if is_plural(said) or said.isupper():
        return parse("has {words}" if holds else "has no {words}", words=Slot(said, "property"))
    return parse("has {words}" if holds else "has no {words}", words=Slot(said, "property"))


def possessive_clause(pv: PropertyValues, owner: str = "its") -> Wording:
    """Return "its socket is AM5"."""
    said = prop(pv)
    verb = "are" if len(pv.facts) > 1 or is_plural(said.text) else "is"
    if isinstance(pv.facts[0].value.value, bool):
        return parse("it {phrase}", phrase=verb_phrase(pv) or ())
    return parse(f"{owner} {{property}} {verb} {{value}}", property=said, value=values(pv))


def about(subject: Wording, of: tuple[PropertyValues, ...]) -> list[Sentence]:
    """Return sentences with all the values: the verb phrases of the subject first, then "its … is …"."""
    phrases = [(pv, verb_phrase(pv)) for pv in of]
    verbs = [(pv, agreed(subject, phrase)) for pv, phrase in phrases if phrase is not None]
    rest = [pv for pv, phrase in phrases if phrase is None]
    several = many(subject) or subject == ("they",)
    owner = "their" if several else "its"
    if subject == ("they",):
        verbs = [(pv, agreed((Slot("socks", "name"),), phrase)) for pv, phrase in phrases if phrase is not None]
    sentences: list[Sentence] = []
    if verbs:
        body = verb_list([phrase for _, phrase in verbs])
        sentences.append(Sentence((*subject, " ", *body, "."), facts_of(pv for pv, _ in verbs)))
        subject = ("they",) if several else ("it",)
    if rest and not verbs:
        first, *others = rest
        verb = "are" if len(first.facts) > 1 or is_plural(prop(first).text) else "is"
        if subject in (("it",), ("they",)):
            clauses = [possessive_clause(first, owner)]
        else:
            clauses = [parse("the {p} of {s} " + verb + " {v}", p=prop(first), s=subject, v=values(first))]
        clauses += [possessive_clause(pv, owner) for pv in others]
        sentences.append(Sentence((*joined(clauses, ", ", ", and ", ", and "), "."), facts_of(rest)))
    elif rest:
        clauses = [possessive_clause(pv, owner) for pv in rest]
        sentences.append(Sentence((*joined(clauses, ", ", ", and ", " and "), "."), facts_of(rest)))
    return sentences


def verb_list(phrases: Sequence[Wording]) -> Wording:
    """Return the verb phrases as one list; "has" is said once for neighbours that share it."""
    merged: list[Wording] = []
    for phrase in phrases:
        has, rest = _after_has(phrase)
        if has and merged and _after_has(merged[-1])[0]:
            merged[-1] = (*merged[-1], " and ", *rest)
        else:
            merged.append(phrase)
    return joined(merged, ", ", ", and ", " and ")


def _after_has(phrase: Wording) -> tuple[bool, Wording]:
    first = phrase[0] if phrase else ""
    for verb in ("has ", "have "):
        if isinstance(first, str) and first.startswith(verb) and not first.startswith(verb + "no "):
            return True, (first.removeprefix(verb), *phrase[1:])
    return False, phrase


def facts_of(of: object) -> tuple[Fact, ...]:
    return tuple(fact for pv in of for fact in pv.facts)  # type: ignore[attr-defined]


def detail(pv: PropertyValues) -> Wording:
    """Return a value for a list line: "$149.99", "4 memory slots", "socket AM5", "TDP 65 W"."""
    fact, said = pv.facts[0], label(pv.property)
    if isinstance(fact.value.value, bool):
        denial = "not " if is_adjective(said) else "no "
        return (Slot(said, "property"),) if fact.value.value else (denial, Slot(said, "property"))
    if money(fact):
        return (values(pv),) if "price" in said or said == "cost" else parse("{p} {v}", p=prop(pv), v=values(pv))
    if said.lower() in _FRAMES:
        return (values(pv),)
    bare = not (fact.unit or fact.value.unit)
    counted = counted_noun(said)
    if isinstance(fact.value.value, int) and bare and len(pv.facts) == 1 and (counted != said or is_plural(said)):
        noun = _singular(counted) if fact.value.value == 1 else plural(counted)
        return parse("{v} {n}", v=values(pv), n=Slot(noun, "property"))
    return parse("{p} {v}", p=prop(pv), v=values(pv))


def sentence(text: str) -> str:
    """Return an analyst's or another text as a sentence with its full stop."""
    said = clean(text, 400)
    return said if said.endswith((".", "!", "?", "…")) else said + "."


def quoted(words: tuple[str, ...]) -> Slot:
    return Slot(listed([f"“{clean(word, 60)}”" for word in words], "en"), "quote")


def counted(size: int, over: str) -> Wording:
    """Return "37 OLED monitors"."""
    noun = clean(over) or "products"
    return parse(
        "{size} {over}", size=Slot(number(size, "en") if size else "no", "number"),
        over=Slot(noun if size == 1 else plural(noun), "words"),
    )  # fmt: skip


# --------------------------------------------------------------------------- acts


def problem(outline: Outline) -> list[Sentence]:
    answer = outline.answer
    assert answer.problem is not None
    sentences = problem_sentences(answer.problem, answer)
    if answer.problem.code in ("unknown_value", "no_such_property", "no_results", "no_rule") and outline.groups:
        sentences += _what_is_known(outline)
    return sentences


def _what_is_known(outline: Outline) -> list[Sentence]:
    group = outline.groups[0]
    if len(outline.groups) == 1 and group.values:
        intro = "[What I can tell you: |Here is what is recorded: |What I do know: ]"
        first, *rest = about(the(group.subject), group.values[:4])
        return [Sentence((*parse(intro), *first.wording), first.facts), *rest]
    assert outline.answer.problem is not None
    if outline.answer.problem.code == "no_results":
        head = parse("[The nearest I have:|Close to it, though:|These come closest:]")
        return [Sentence(head), *item_lines(outline)]
    return []


def left_aside(problem: Problem) -> list[Sentence]:
    """Say which of the customer's words had no part in the answer that follows."""
    words = problem.words
    if problem.code == "other_unit" and problem.property:
        converted = _say(
            "[The {p} is given in another unit here, so I left {said} aside.|"
            "I cannot convert {said} to the unit of the {p} in the catalogue, so I left it aside.]",
            said=quoted(words[:1]), p=Slot(label(problem.property), "property"),
        )  # fmt: skip
        return [*converted, *(_left_aside(words[1:]) if words[1:] else ())]
    return _left_aside(words)


def _left_aside(words: tuple[str, ...]) -> list[Sentence]:
    if not words or len(words) > MOST_WORDS:
        return _say("[I could not use all that you told me, so I went by the rest.|Some of that I could not place.]")
    it, that = ("it", "that") if len(words) == 1 else ("them", "them")
    return _say(
        f"[I could not place {{said}}, so I left {that} aside.|"
        f"{{said}} did not match anything here, so I left {it} aside.]",
        said=quoted(words),
    )


def problem_sentences(problem: Problem, answer: Answer | None = None) -> list[Sentence]:
    """Return the sentences that say why there is no (full) answer."""
    code = problem.code
    near = Slot(listed([name(entity).text for entity in problem.nearest[:4]], "en", "or"), "name")
    said = quoted(problem.words[:4])
    topic = Slot(topic_of(answer)[0] if answer else "", "words")
    if code == "empty_message":
        return _say("[I did not receive any words.|That message came through empty.] What are you looking for?")
    if code == "too_long":
        return _say("That message is too long for me to read well. Could you put it in a sentence or two?")
    if code == "no_words":
        return _say("[I could not find any words in that.|I can only read words.] What can I help you find?")
    if code == "unknown_word":
        if not problem.words:
            return _say(
                "[I don't know one of those words.|One of those words is new to me.] Could you put it another way?"
            )
        tail = " Did you mean {near}?" if problem.nearest else " Could you put it another way?"
        head = "[I don't know {said} in this catalogue.|Nothing in the catalogue is called {said}.]"
        return _say(head + tail, said=said, near=near)
    if code in ("unknown_value", "no_such_property"):
        return _missing(problem)
    if code == "other_unit":
        return left_aside(problem)
    if code == "no_results":
        return _no_results(problem, topic, near)
    if code == "no_rule":
        if problem.subject and problem.nearest:
            return _say(
                "[I have no compatibility rule for {s} and {near}, so I will not guess.|"
                "The catalogue has no rule that joins {s} and {near}, so I cannot say whether they go together.]",
                s=the(problem.subject), near=near,
            )  # fmt: skip
        return _say("[The catalogue has no rule for that combination, so I will not guess whether it goes together.]")
    if code == "contradiction":
        if problem.words:
            return _say(
                "[Those wishes exclude each other: {said}.|Nothing can meet {said} at once.] Which matters more?",
                said=said,
            )
        return _say("Those wishes exclude each other, so nothing can meet them all. Which one matters more?")
    if code == "time_limit":
        return _say(
            "[That question took too long to work out, so I stopped.|I stopped that search because it took too long.]"
            " Could you narrow it down a little?"
        )
    if code == "not_recorded":
        return _not_recorded(answer)
    if code == "out_of_scope":
        return _say(
            "[That is outside what I know.|I can't help with that one.] I [know this catalogue|can help with the products of"
            " this catalogue]: [ask me for a recommendation, a comparison or a detail|I can recommend, compare and look"
            " things up].",
        )
    if problem.words:
        return _say(
            "[I did not quite understand {said}.|I am not sure what {said} means here.] Could you put it another way?",
            said=said,
        )
    return _say(
        "[I did not quite get that.|I am not sure I understood.] Could you say it another way, for example by naming a kind"
        " of product or a feature?"
    )


def _missing(problem: Problem) -> list[Sentence]:
    what = label(problem.property) if problem.property else (clean(problem.words[0], 60) if problem.words else "")
    subject = the(problem.subject) if problem.subject else ("this",)
    if not what:
        return _say("[The catalogue does not record that for {s}.|That is not in the catalogue for {s}.]", s=subject)
    a = article(what) + " " if not is_plural(what) else ""
    tail = " It does record {near}." if problem.nearest and problem.code == "no_such_property" else ""
    return _say(
        "[The catalogue does not record " + a + "{p} for {s}, so I can't say.|"
        "I'm afraid the catalogue holds no {p} for {s}.|No {p} is recorded for {s}, so I would rather not guess.]" + tail,
        p=Slot(what, "property"), s=subject, near=parse("{n}", n=the_list(problem.nearest[:4])),
    )  # fmt: skip


def the_list(entities: Sequence[Entity]) -> Wording:
    """Return "the TDP and the price"."""
    return joined([("the ", Slot(label(entity), "property")) for entity in entities], ", ", ", and ", " and ")


def _no_results(problem: Problem, topic: Slot, near: Slot) -> list[Sentence]:
    if topic.text:
        head = "[I found no {topic}.|There are no {topic} in the catalogue.|Nothing matches: {topic0}.]"
        sentences = _say(head, topic=Slot(plural(topic.text), "words"), topic0=topic)
    else:
        sentences = _say("[Nothing in the catalogue matches all of that.|I found nothing that meets every wish.]")
    if problem.words:
        sentences += _say(
            "[The sticking point is {said}.|It is {said} that rules everything out.]", said=quoted(problem.words[:3])
        )
    elif problem.property:
        sentences += _say("The sticking point is the {p}.", p=Slot(label(problem.property), "property"))
    if problem.nearest:
        sentences += _say("[The nearest would be {near}.|Close to it: {near}.]", near=near)
    else:
        sentences += _say("[Shall I relax one of the conditions?|Would you like to relax one of the conditions?]")
    return sentences


_NOT_RECORDED = {
    "order_status": "orders",
    "place_order": "ordering or checkout",
    "shipping": "shipping or delivery",
    "returns": "returns or refunds",
    "payment": "payment",
    "promotion": "discounts or promotions",
    "complaint": "past purchases",
}


def _not_recorded(answer: Answer | None) -> list[Sentence]:
    what = _NOT_RECORDED.get(answer.intent if answer else "", "that")
    sorry = "I'm sorry about the trouble. " if answer and answer.intent == "complaint" else ""
    return _say(
        sorry + "[I have only the product catalogue, which says nothing about " + what + ".|"
        "The catalogue I have here holds nothing about " + what + ", so I won't guess.]"
        " [A person from the shop can help: shall I hand you over?|Would you like me to pass you to a person?]"
    )


def small_talk(outline: Outline) -> list[Sentence]:
    return _say(_SMALL_TALK.get(outline.answer.intent, _SMALL_TALK["chitchat"])) + question(outline.answer.question)


_SMALL_TALK = {
    "greeting": "[Hello!|Hi there!|Hello and welcome!] [What are you looking for today?|What can I help you find?|How can I help?]",
    "goodbye": "[Goodbye!|Bye for now!|Take care!] [Come back any time.|It was good to talk with you.]",
    "thanks": "[You're welcome!|My pleasure!|Glad I could help!] [Anything else I can look up?|Is there anything else you need?]",
    "affirm": "[Great.|Good.|All right.] [What would you like to know next?|How shall we go on?]",
    "deny": "[No problem.|All right.|That's fine.] [What would suit you better?|What would you prefer instead?]",
    "help": "I can recommend products, look up details, compare things side by side, count and rank, and check what goes"
    " with what. [Just ask in your own words, in English or Chinese.|Ask in English or Chinese, in your own words.]",
    "chitchat": "[I'm best at talking about the products here.|That's kind of you to share; products are what I know best.]"
    " [Is there something I can find for you?|What can I look up for you?]",
    "complaint": "[I'm sorry to hear that.|I'm sorry, that must be frustrating.] [I only have the product catalogue here, but I"
    " can hand you over to a person, or help you find something that fits better.|A person can take care of it: shall I hand"
    " you over? I can also look for something that suits you better.]",
}


def hand_over(outline: Outline) -> list[Sentence]:
    sorry = "[I'm sorry about the trouble.|I'm sorry, that must be frustrating.] "
    return _say(
        (sorry if outline.answer.intent == "complaint" else "")
        + "[Of course: I'll pass you to a person.|Sure, a person should take this from here.]"
        " [They will see what we have talked about.|What we talked about goes along, so you need not repeat it.]"
    )


def clarify(outline: Outline) -> list[Sentence]:
    answer = outline.answer
    head: list[Sentence] = []
    if answer.problem and answer.problem.code not in ("not_understood",):
        head = problem_sentences(answer.problem, answer)
        if answer.question is None:
            return head
    if answer.question:
        if not head and answer.total and answer.topic:
            head = [
                Sentence(
                    parse("[That leaves {n}.|There are {n} to choose from.]", n=counted(answer.total, answer.topic))
                )
            ]
        if (
            answer.question.property.iri == KIND
            and answer.topic
            and answer.question.options
            and not answer.question.text
        ):
            options = Slot(listed([plural(name(o).text) for o in answer.question.options[:6]], "en", "or"), "value")
            subject = the(answer.products[0]) if answer.products else (Slot(clean(answer.topic), "words"),)
            return head + _say(
                "[What should go with {t}: {o}?|What would you like to match with {t}: {o}?]", t=subject, o=options
            )
        return head + question(answer.question)
    if len(answer.products) > 1:
        names = Slot(listed([name(product).text for product in answer.products[:4]], "en", "or"), "name")
        return _say("[Which one do you mean|Do you mean]: {names}?", names=names)
    if answer.understood:
        return _say("[Do you mean: {u}?|Just to be sure, do you mean: {u}?]", u=Slot(clean(answer.understood), "words"))
    return problem_sentences(answer.problem or Problem(code="not_understood"), answer)


def question(question: Question | None) -> list[Sentence]:
    """Return the one question back: the analyst's words, or built from the label and the options."""
    if question is None:
        return []
    if question.text:
        said = clean(question.text, 300)
        return [Sentence((Slot(said if said.endswith("?") else said.rstrip(".!") + "?", "words"),))]
    asked = label(question.property)
    if question.property.iri == KIND and question.options:
        kinds = Slot(listed([plural(name(option).text) for option in question.options[:6]], "en", "or"), "value")
        return _say("[What are you looking for: {o}?|What kind of product would you like: {o}?]", o=kinds)
    if question.options:
        options = Slot(listed([name(option).text for option in question.options[:4]], "en", "or"), "value")
        return _say(
            "[Which {p} would you like: {o}?|Do you have a preference for the {p}: {o}?|What {p} do you have in mind: {o}?]",
            p=Slot(asked, "property"), o=options,
        )  # fmt: skip
    return _say(
        "[Do you have a particular {p} in mind?|What {p} do you have in mind?]",
        p=Slot(asked, "property"),
    )


def confirm(outline: Outline) -> list[Sentence]:
    answer = outline.answer
    if answer.boolean is not None and outline.groups:
        return boolean(outline)
    said = clean(answer.topic or answer.understood)
    if outline.groups and any(group.values for group in outline.groups):
        head = (
            _say("[All right, noted: {u}.|Good, I'll go with {u}.]", u=Slot(said, "words"))
            if said
            else _say("[All right.|Good.]")
        )
        return head + body(outline) + question(answer.question)
    if said:
        return _say("[All right: {u}.|Noted: {u}.|Good, {u} it is.]", u=Slot(said, "words")) + question(answer.question)
    return _say("[All right.|Noted.|Good.] [What shall we look at next?|What would you like to know next?]")


def recommend(outline: Outline) -> list[Sentence]:
    answer, groups = outline.answer, outline.groups[:3]
    topic, _ = topic_of(answer)
    sentences: list[Sentence] = []
    if len(groups) == 1:
        sentences.append(
            Sentence(parse("[Here is one I would suggest.|There is one I would point you to.|I have one for you.]"))
        )
    elif answer.total and answer.total > len(groups) and topic:
        sentences.append(
            Sentence(parse(
                "[I found {n}; here are {k} to start with.|Out of {n}, I would start with these {k}.|"
                "There are {n}. These {k} are good places to start.]",
                n=counted(answer.total, topic), k=Slot(_small(len(groups)), "number"),
            ))
        )  # fmt: skip
    else:
        sentences.append(
            Sentence(parse(
                "[Here are {k} I would suggest.|I would start with these {k}.|These {k} are worth a look.]",
                k=Slot(_small(len(groups)), "number"),
            ))
        )  # fmt: skip
    sentences += [Sentence(*_suggestion(group), line=len(groups) > 1) for group in groups]
    return sentences + question(answer.question)


def _small(count: int) -> str:
    return {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}.get(count, number(count, "en"))


def _suggestion(group: Group) -> tuple[Wording, tuple[Fact, ...]]:
    """Return one product's line: name, two or three facts, and the reason to take it."""
    proved = {fact.property.iri for fact in group.superlatives}
    chosen = [pv for pv in group.values if pv.property.iri not in proved][: 3 if not proved else 2]
    wording: Wording = the(group.subject)
    used = list(facts_of(chosen))
    phrases = [verb_phrase(pv) for pv in chosen]
    verbs = [agreed(wording, phrase) for phrase in phrases if phrase is not None]
    owner = "their" if many(wording) else "its"
    clauses = [possessive_clause(pv, owner) for pv, phrase in zip(chosen, phrases, strict=True) if phrase is None]
    if verbs:
        wording = (*wording, " ", *verb_list(verbs))
        if clauses:
            wording = (*wording, "; ", *joined(clauses, ", ", ", and ", " and "))
    elif clauses:
        wording = (*wording, ": ", *joined(clauses, ", ", ", and ", " and "))
    extra: list[Wording] = []
    for fact in group.superlatives[:1]:
        extra.append(parse("it {s}", s=superlative_phrase(fact)))
        used.append(fact)
    for fact in group.points[: 1 if extra else 2]:
        if fact.derivation and fact.derivation.explanation:
            extra.append(parse("it {b}", b=Slot(clean(fact.derivation.explanation, 200).rstrip("."), "words")))
            used.append(fact)
    if extra:
        reason = joined(extra, ", ", ", and ", ", and ")
        bare = joined([part[1:] if part and part[0] == "it " else part for part in extra], ", ", ", and ", " and ")
        if verbs or clauses:
            wording = (
                *wording,
                *parse("[. What speaks for it: {r}|. A good reason to take it: {r}|. It {b}]", r=reason, b=bare),
            )
        else:
            wording = (*wording, " ", *bare)
    if not used:
        return (name(group.subject),), ()
    return (*wording, "."), tuple(used)


_SIZES = ("mm", "cm", "m", "inch", "MB", "GB", "TB", "L", "mL", "Wh", "mAh")  # large and small rather than high and low
_OF_TWO = {"cheapest": "cheaper", "most expensive": "more expensive", "lightest": "lighter", "heaviest": "heavier",
           "fewest": "fewer", "most": "more", "lowest": "lower", "highest": "higher", "smallest": "smaller",
           "largest": "larger"}  # fmt: skip


def degree(fact: Fact) -> str:
    """Return the superlative that goes with the property: "cheapest", "lightest", "lowest", "most", "largest"."""
    less = bool(fact.derivation and fact.derivation.direction == "less")
    said, unit = label(fact.property), fact.unit or fact.value.unit
    if money(fact) and "price" in said:
        return "cheapest" if less else "most expensive"
    if said in ("weight", "mass"):
        return "lightest" if less else "heaviest"
    if not unit and (is_plural(said) or counted_noun(said) != said):
        return "fewest" if less else "most"
    if unit in _SIZES and "height" not in said:
        return "smallest" if less else "largest"
    return "lowest" if less else "highest"


def superlative_phrase(fact: Fact) -> Wording:
    """Return "has the lowest price of the 37 OLED monitors"; currency is cheap or dear, the rest high or low."""
    derivation = fact.derivation
    assert derivation is not None
    over = clean(derivation.over or "") or "products"
    named = names_of(over, fact.subject, "en")
    of: Wording = ()
    if named:
        of = parse(" of the {k}", k=Slot(_small(named), "number"))
    elif derivation.size and derivation.size > 1:
        of = parse(
            " of [the|all] {n} {over}",
            n=Slot(number(derivation.size, "en"), "number"),
            over=Slot(plural(over), "words"),
        )
    elif derivation.over:
        of = parse(" among {over}", over=Slot(plural(over), "words"))
    value = Slot(fact_value(fact, "en"), "value")
    said, how = label(fact.property), degree(fact)
    alone = how in ("cheapest", "most expensive", "lightest", "heaviest")
    noun = plural(counted_noun(said)) if how in ("fewest", "most") else said
    how = _OF_TWO[how] if named == 2 else how
    if alone:
        return (*parse("is the " + how), *of, *parse(" at {v}", v=value))
    return (*parse("has the " + how + " {p} ({v})", p=Slot(noun, "property"), v=value), *of)


def superlative(outline: Outline) -> list[Sentence]:
    leads = [group for group in outline.groups if group.superlatives]
    sentences: list[Sentence] = []
    if len(leads) > 1:
        first = leads[0].superlatives[0]
        derivation = first.derivation
        assert derivation is not None
        head = _superlative_head(first, len(leads))
        sentences.append(Sentence(head, (first,)))
        for group in leads[:10]:
            wording, used = _line(group)
            sentences.append(Sentence(wording, used, line=True))
        return sentences + question(outline.answer.question)
    group = leads[0]
    fact = group.superlatives[0]
    subject = the(group.subject)
    sentences.append(Sentence((*subject, " ", *agreed(subject, superlative_phrase(fact)), "."), (fact,)))
    others = tuple(pv for pv in group.values if pv.property.iri != fact.property.iri)
    others = news(others, lambda pv: values(pv).text, clean((fact.derivation and fact.derivation.over) or ""))[:3]
    if others:
        sentences += about((pronoun(subject),), others)
    sentences += _points(group)
    return sentences + question(outline.answer.question)


def _superlative_head(fact: Fact, several: int) -> Wording:
    derivation = fact.derivation
    assert derivation is not None
    less = derivation.direction == "less"
    said = label(fact.property)
    over = plural(clean(derivation.over or "") or "products")
    if money(fact) and "price" in said:
        how = "cheapest" if less else "most expensive"
        start = parse("[Here are the {k} " + how + "|The {k} " + how + "]", k=Slot(_small(several), "number"))
    else:
        how = "lowest" if less else "highest"
        if is_plural(said) and not (fact.unit or fact.value.unit):
            how = "fewest" if less else "most"
        start = parse(
            "Here are the {k} with the " + how + " {p}", k=Slot(_small(several), "number"), p=Slot(said, "property")
        )
    if derivation.size:
        tail = parse(" of {n} {over}:", n=Slot(number(derivation.size, "en"), "number"), over=Slot(over, "words"))
    else:
        tail = parse(" among {over}:", over=Slot(over, "words"))
    return (*start, *tail)


def _points(group: Group, most: int = 2) -> list[Sentence]:
    return [
        Sentence(
            parse(
                ("It" if index == 0 else "[It|And it]") + " {b}.",
                b=Slot(clean(fact.derivation.explanation, 200).rstrip("."), "words"),
            ),
            (fact,),
        )
        for index, fact in enumerate(group.points[:most])
        if fact.derivation and fact.derivation.explanation
    ]


def _line(group: Group, topic: str = "") -> tuple[Wording, tuple[Fact, ...]]:
    """Return a thing with its values, and the facts said; what the topic says of all is not said again of each."""
    of = news(group.values, lambda pv: values(pv).text, topic)[:4]
    said = facts_of(group.values[:4] if topic else of)
    if not of:
        return (name(group.subject),), said
    details = joined([detail(pv) for pv in of], ", ", ", ")
    return parse("{n}: {d}", n=name(group.subject), d=details), tuple(dict.fromkeys((*said, *facts_of(of))))


def item_lines(outline: Outline, most: int = MOST_ITEMS, topic: str = "") -> list[Sentence]:
    return [Sentence(*_line(group, topic), line=True) for group in outline.groups[:most]]


def things(outline: Outline) -> list[Sentence]:
    """Word a list: how many match, then the first of them with the asked attributes."""
    answer, shown = outline.answer, min(len(outline.groups), MOST_ITEMS)
    topic, order = topic_of(answer)
    total = answer.total or len(outline.groups)
    n = counted(total, topic) if topic else parse("{n}", n=Slot(number(total, "en"), "number"))
    k = Slot(_small(shown), "number")
    by = Slot(order, "words")
    if order and answer.total is None and topic:
        wanted = Slot(plural(topic), "words")
        head = parse("[Here are {k} {t} {by}:|These are the first {k} {t} {by}:]", k=k, t=wanted, by=by)
    elif order and topic:
        head = parse("[There are {n}; here are the first {k}, {by}:|I found {n}. The first {k} {by}:]", n=n, k=k, by=by)
        if total <= shown:
            head = parse("[There are {n}, {by}:|I found {n}, {by}:]", n=n, by=by)
    elif total > shown:
        template = (
            "[There are {n}; here are the first {k}:|I found {n}. The first {k}:]"
            if topic
            else "[{n} match; here are the first {k}:|There are {n} matches. The first {k}:]"
        )
        head = parse(template, n=n, k=k)
    elif topic and total > 1:
        head = parse("[There are {n}:|I found {n}:]", n=n)
    elif topic:
        head = parse("[I found one match:|There is exactly one:]")
    elif len({pv.property.iri for group in outline.groups for pv in group.values}) == 1 and shown < 4:
        return [one for group in outline.groups for one in about(the(group.subject), group.values)]
    else:
        head = parse("[Here they are:|Here is what I have:]")
    return [Sentence(head), *item_lines(outline, topic=topic), *question(answer.question)]


def describe(outline: Outline) -> list[Sentence]:
    answer, group = outline.answer, outline.groups[0]
    if not group.values and not group.points:
        if group.absences:
            return absence(group)
        return _say("[That would be {s}.|I found one: {s}.|There is one: {s}.]", s=the(group.subject)) + question(
            answer.question
        )
    if len(group.values) == 1 and not group.points:
        return _one_value(group) + absence(group) + question(answer.question)
    sentences: list[Sentence] = []
    shown = group.values[:MOST_FACTS]
    subject = the(group.subject)
    for start in range(0, len(shown), 3):
        sentences += about(subject if start == 0 else (pronoun(subject),), shown[start : start + 3])
    return sentences + _points(group) + absence(group) + question(answer.question)


def _one_value(group: Group) -> list[Sentence]:
    pv = group.values[0]
    phrase = verb_phrase(pv)
    said = prop(pv)
    verb = "are" if len(pv.facts) > 1 or is_plural(said.text) else "is"
    possessive = parse("the {p} of {s} " + verb + " {v}.", p=said, s=the(group.subject), v=values(pv))
    if phrase is None:
        return [Sentence(possessive, pv.facts)]
    phrase = agreed(the(group.subject), phrase)
    direct: Wording = (*the(group.subject), " ", *phrase, ".")
    counts = counted_noun(said.text) != said.text and not (pv.facts[0].unit or pv.facts[0].value.unit)
    if counts or isinstance(pv.facts[0].value.value, bool) or not str(phrase[0]).startswith(("has", "have")):
        return [Sentence(direct, pv.facts)]
    return [Sentence((Choice((direct, possessive)),) if not is_plural(said.text) else direct, pv.facts)]


def absence(group: Group) -> list[Sentence]:
    return [
        Sentence(
            parse(
                "[No {p} is recorded for it.|The catalogue does not record its {p}.]"
                if group.values
                else "[The catalogue does not record the {p} of {s}.|No {p} is recorded for {s}.]",
                p=Slot(label(fact.property), "property"),
                s=the(group.subject),
            ),
            (fact,),
        )
        for fact in group.absences[:3]
    ]


def count(outline: Outline) -> list[Sentence]:
    fact = outline.counts[0]
    derivation = fact.derivation
    assert derivation is not None
    size = derivation.size if derivation.size is not None else int(str(fact.value.value))
    over, _ = unranked(clean(derivation.over or outline.answer.topic), "en")
    if size == 0:
        none = Slot(plural(over or "matches"), "words")
        wording = parse("[There are no {o} in the catalogue.|The catalogue has no {o}.]", o=none)
    elif size == 1:
        wording = parse("[There is exactly one {o}.|I count exactly one {o}.]", o=Slot(over or "match", "words"))
    else:
        wording = parse(
            "[There are {n} in the catalogue.|The catalogue has {n}.|I count {n}.]", n=counted(size, over or "matches")
        )
    sentences = [Sentence(wording, (fact,))]
    if outline.groups and any(group.values for group in outline.groups):
        sentences += [Sentence(parse("[For example:|Among them:]")), *item_lines(outline, 3)]
    return sentences + question(outline.answer.question)


_FUNCTIONS = {"sum": "total", "average": "average", "minimum": "lowest", "maximum": "highest", "count": "number"}


def aggregate_value(fact: Fact) -> Slot:
    value = fact.value.value
    if isinstance(value, float | Decimal) and not (fact.unit and is_currency(fact.unit)):
        fact = fact.model_copy(update={"value": fact.value.model_copy(update={"value": round(float(value), 2)})})
    return Slot(fact_value(fact, "en"), "value")


def aggregate(outline: Outline) -> list[Sentence]:
    fact = outline.aggregates[0]
    derivation = fact.derivation
    assert derivation is not None
    function = _FUNCTIONS[derivation.function or "average"]
    over, _ = unranked(clean(derivation.over or outline.answer.topic), "en")
    p = Slot(label(fact.property), "property")
    if derivation.size and over:
        wording = parse(
            "[The " + function + " {p} of the {n} is {v}.|Over {n}, the " + function + " {p} is {v}.]",
            p=p, n=counted(derivation.size, over), v=aggregate_value(fact),
        )  # fmt: skip
    elif over:
        wording = parse(
            "The " + function + " {p} of {o} is {v}.", p=p, o=Slot(plural(over), "words"), v=aggregate_value(fact)
        )
    else:
        wording = parse("The " + function + " {p} is {v}.", p=p, v=aggregate_value(fact))
    return [Sentence(wording, (fact,)), *question(outline.answer.question)]


def table(outline: Outline) -> list[Sentence]:
    """Word a grouped result: one line per group, the first ten."""
    facts = (*outline.counts, *outline.aggregates)
    topic, _ = topic_of(outline.answer)
    first = facts[0].derivation
    what = ""
    if outline.aggregates and first is not None and first.function and first.function != "count":
        what = f"the {_FUNCTIONS[first.function]} {label(facts[0].property)}"
    if what:
        head = parse("[Here is {w}{t}:|This is {w}{t}:]", w=Slot(what, "property"), t=_for(topic))
    else:
        head = parse("[Here are the numbers{t}:|The count{t}:]", t=_for(topic))
    lines = [
        Sentence(parse("{s}: {v}", s=name(fact.subject), v=aggregate_value(fact)), (fact,), line=True)
        for fact in facts[:10]
    ]
    more = len(facts) - 10
    if more > 0:
        lines.append(Sentence(parse("and {n} more", n=Slot(number(more, "en"), "number")), line=True))
    return [Sentence(head), *lines, *question(outline.answer.question)]


def _for(topic: str) -> Wording:
    return parse(" for {t}", t=Slot(topic, "words")) if topic else ()


def boolean(outline: Outline) -> list[Sentence]:
    answer = outline.answer
    yes = bool(answer.boolean)
    verdict = "Yes" if yes else "No"
    topic, _ = topic_of(answer)
    sentences: list[Sentence] = []
    if yes and len(outline.groups) == 1 and outline.groups[0].superlatives:
        first, *rest = superlative(outline)
        return [Sentence((*parse(verdict + ": "), *first.wording), first.facts), *rest]
    if len(outline.groups) == 1 and outline.groups[0].values:
        first, *rest = about(the(outline.groups[0].subject), outline.groups[0].values[:3])
        sentences = [Sentence((*parse(verdict + ": "), *first.wording), first.facts), *rest]
    elif len(outline.groups) > 1:
        if yes and topic:  # "which … have …" and "do you have …" are both answered by how many there are
            return things(outline)
        sentences = [Sentence(parse(verdict + ".")), *item_lines(outline, 3)]
    elif outline.counts:
        fact = outline.counts[0]
        size = (
            fact.derivation.size if fact.derivation and fact.derivation.size is not None else int(str(fact.value.value))
        )
        over = clean((fact.derivation.over if fact.derivation else "") or answer.topic)
        verb = "is" if size == 1 else "are"
        sentences = [Sentence(parse(verdict + f": there {verb} {{n}}.", n=counted(size, over or "matches")), (fact,))]
    else:
        sentences = _say(verdict + ", [according to the catalogue|says the catalogue].")
    return sentences + question(answer.question)


_Row = tuple[list[tuple[Group, PropertyValues | None]], list[PropertyValues]]  # of one attribute: cells, values held


def compare(outline: Outline) -> list[Sentence]:
    """Word a comparison: one line per attribute, then who is ahead in what."""
    groups = outline.groups[:4]
    if outline.answer.boolean is not None:
        return _compared(outline) + question(outline.answer.question)
    names = joined([the(group.subject) for group in groups], ", ", ", and ", " and ")
    sentences = [Sentence(parse("[Here is how {names} compare:|Here are {names} side by side:]", names=names))]
    properties = list(dict.fromkeys(pv.property.iri for group in groups for pv in group.values))
    different: list[_Row] = []
    same: list[_Row] = []
    for iri in properties:
        row = [(group, next((pv for pv in group.values if pv.property.iri == iri), None)) for group in groups]
        held = [pv for _, pv in row if pv is not None]
        alike = len(held) == len(row) and len({values(pv).text for pv in held}) == 1
        (same if alike else different).append((row, held))
    for row, held in different[:8]:
        cells: list[Wording] = []
        for group, pv in row:
            value: Wording = (_cell_values(pv),) if pv else ("not recorded",)
            cells.append(parse("{v} for {s}", v=value, s=the(group.subject)))
        wording = parse(
            "{p}: {c}", p=Slot(capitalized(label(held[0].property)), "property"), c=joined(cells, "; ", "; ")
        )
        sentences.append(Sentence(wording, facts_of(held), line=True))
    if same and not different:
        sentences = []
    if same:
        shared = [parse("{p} {v}", p=prop(held[0]), v=values(held[0])) for _, held in same[:5]]
        start = (
            "[Both share: |What they have in common: ]"
            if len(groups) == 2 and different
            else "[They share: |What they have in common: ]"
            if different
            else "[What {names} have in common: |{names} share: ]"
        )
        sentences.append(
            Sentence(
                (*parse(start, names=names), *joined(shared, ", ", ", and ", " and "), "."),
                facts_of(pv for _, held in same[:5] for pv in held),
            )
        )
    return sentences + _verdict(groups) + question(outline.answer.question)


def _cell_values(pv: PropertyValues) -> Slot:
    return Slot(" / ".join(fact_value(fact, "en") for fact in pv.facts), "value")


def _compared(outline: Outline) -> list[Sentence]:
    """Word "does the first have more than the second": yes or no, then both values."""
    held = [(group, group.values[0]) for group in outline.groups if group.values]
    verdict = "Yes" if outline.answer.boolean else "No"
    facts = facts_of(pv for _, pv in held)
    if len(held) == 2 and values(held[0][1]).text == values(held[1][1]).text:
        pv = held[0][1]
        phrase = verb_phrase(pv)
        if phrase is not None:
            both = agreed((Slot("socks", "name"),), phrase)
            return [Sentence((verdict + ": both ", *both, "."), facts)]
        return [Sentence(parse(verdict + ": the {p} of both is {v}.", p=prop(pv), v=values(pv)), facts)]
    clauses = []
    for group, pv in held:
        subject, phrase = the(group.subject), verb_phrase(pv)
        if phrase is not None:
            if isinstance(phrase[0], Choice):  # both are said in the same words
                phrase = (*phrase[0].options[0], *phrase[1:])
            clauses.append((*subject, " ", *agreed(subject, phrase)))
        else:
            clauses.append(parse("the {p} of {s} is {v}", p=prop(pv), s=subject, v=values(pv)))
    return [Sentence((verdict + ": ", *joined(clauses, ", ", ", and ", ", and "), "."), facts)]


def _verdict(groups: tuple[Group, ...]) -> list[Sentence]:
    ahead = [(group, _comparison_phrases(group.comparisons[:3])) for group in groups if group.comparisons]
    sentences = [
        Sentence(
            (
                *the(group.subject),
                " ",
                *joined([agreed(the(group.subject), one) for one in phrases], ", ", ", and ", " and "),
                ".",
            ),
            group.comparisons[:3],
        )
        for group, phrases in ahead
    ]
    if len(ahead) == 2:
        (first, _), (second, _) = ahead
        sentences.append(
            Sentence(
                parse(
                    "[So it comes down to what matters more to you: {a} with {x}, or {b} with {y}.|"
                    "It is a trade-off: {a} with {x}, or {b} with {y}.]",
                    a=the(first.subject), x=advantage(first.comparisons[0]),
                    b=the(second.subject), y=advantage(second.comparisons[0]),
                ),
                (first.comparisons[0], second.comparisons[0]),
            )
        )  # fmt: skip
    return sentences


def _comparison_phrases(facts: tuple[Fact, ...]) -> list[Wording]:
    """Return the phrases of one subject; "than the B" is said once when all are against the same product."""
    others = {fact.derivation.other.iri for fact in facts if fact.derivation and fact.derivation.other}
    last = len(facts) - 1
    return [comparison_phrase(fact, than=len(others) > 1 or index == last) for index, fact in enumerate(facts)]


def comparison_phrase(fact: Fact, than: bool = True) -> Wording:
    """Return "costs less than the B", "has a higher boost clock than the B"."""
    derivation = fact.derivation
    assert derivation is not None
    less = derivation.direction == "less"
    against = parse(" than {o}", o=the(derivation.other)) if derivation.other and than else ()
    said = label(fact.property)
    if money(fact) and "price" in said:
        return (*parse("costs less" if less else "costs more"), *against)
    if said in ("weight", "mass"):
        return (*parse("[weighs less|is lighter]" if less else "[weighs more|is heavier]"), *against)
    return (*parse("has {x}", x=advantage(fact)), *against)


def advantage(fact: Fact) -> Wording:
    derivation = fact.derivation
    assert derivation is not None
    less = derivation.direction == "less"
    said = label(fact.property)
    p = Slot(said, "property")
    if is_plural(said) or counted_noun(said) != said:
        return parse("fewer {p}" if less else "more {p}", p=Slot(plural(counted_noun(said)), "property"))
    return parse("a lower {p}" if less else "a higher {p}", p=p)


def rule_sentence(fact: Fact) -> Sentence:
    """Return the analyst's sentence for a condition, or our own: which values meet and whether they agree."""
    derivation = fact.derivation
    assert derivation is not None
    condition = Slot(label(fact.property), "property")
    if derivation.explanation:
        return Sentence((Slot(capitalized(sentence(derivation.explanation)), "words"),), (fact,))
    if derivation.holds is None:
        return Sentence(
            parse("[I can't check the {p}, because a value is not recorded.|The {p} stays open: a value is not recorded.]", p=condition),
            (fact,),
        )  # fmt: skip
    if derivation.left is not None and derivation.right is not None:
        values_text = {
            "l": Slot(term_text(derivation.left, "en"), "value"),
            "r": Slot(term_text(derivation.right, "en"), "value"),
        }
        verdict = "[fits|is fine]" if derivation.holds else "does not fit"
        return Sentence(parse("The {p} " + verdict + ": {l} meets {r}.", p=condition, **values_text), (fact,))
    verdict = "[fits|is fine]" if derivation.holds else "does not fit"
    return Sentence(parse("The {p} " + verdict + ".", p=condition), (fact,))


def _pair_names(outline: Outline) -> tuple[Wording, Wording] | None:
    for group in outline.groups:
        for fact in group.rules:
            if fact.derivation and fact.derivation.other:
                return the(fact.subject), the(fact.derivation.other)
    if len(outline.answer.products) > 1:
        return the(outline.answer.products[0]), the(outline.answer.products[1])
    return None


def pair(outline: Outline) -> list[Sentence]:
    answer = outline.answer
    rules = [fact for group in outline.groups for fact in group.rules]
    failed = [fact for fact in rules if fact.derivation and fact.derivation.holds is False]
    unknown = [fact for fact in rules if fact.derivation and fact.derivation.holds is None]
    held = [fact for fact in rules if fact.derivation and fact.derivation.holds]
    names = _pair_names(outline)
    does, goes = ("do", "go") if names and many(names[0]) else ("does", "goes")
    if failed or answer.boolean is False:
        head = (
            "[No, {a} and {b} do not go together.|No: {a} " + does + " not go with {b}.]"
            if names
            else "No, they do not go together."
        )
    elif unknown:
        depends = any(fact.derivation and fact.derivation.explanation for fact in unknown)
        missing = "not everything is recorded"
        head = "As far as the catalogue goes, {a} and {b} [may|could] go together, but " + missing + "." if names else (
            "They may go together, but " + missing + "."
        )  # fmt: skip
        if depends:
            head = (
                "Whether {a} and {b} go together cannot be said for all of them."
                if names
                else "That cannot be said for all of them."
            )
    else:
        head = "[Yes, {a} and {b} go together.|Yes: {a} " + goes + " with {b}.]" if names else "Yes, they go together."
    a, b = names or ((), ())
    sentences = [Sentence(parse(head, a=a, b=b))]
    order = (*failed, *unknown, *held)
    sentences += [rule_sentence(fact) for fact in order[:6]]
    return sentences + question(answer.question)


def continued(wording: Wording) -> Wording:
    """Return an analyst's sentence as it goes on after a comma: "The sockets match" gives "the sockets match"."""
    first, *rest = wording
    if isinstance(first, Slot) and first.text.split(" ", 1)[0] in (
        "The",
        "A",
        "An",
        "Both",
        "It",
        "They",
        "Its",
        "Their",
    ):
        first = Slot(first.text[0].lower() + first.text[1:], first.kind)
    return (first, *rest)


def one_text(said: Sentence) -> str:
    """Return the slots of a sentence, to see what it names."""
    return " ".join(part.text for part in said.wording if isinstance(part, Slot))


def why_not(outline: Outline) -> list[Sentence]:
    rules = [fact for group in outline.groups for fact in group.rules]
    failed = [fact for fact in rules if fact.derivation and fact.derivation.holds is False]
    names = _pair_names(outline)
    if rules and not failed:
        return pair(outline)
    if not rules:
        return body(outline)
    a, b = names or (("it",), ("that",))
    how_many = len(failed)
    does = "do" if names and many(names[0]) else "does"
    one = "[{a} " + does + " not go with {b}.|{a} and {b} do not go together.]"
    more = "[{a} " + does + " not go with {b} for {k} reasons:|{K} things keep {a} and {b} apart:]"
    k = _small(how_many)
    head = parse(one if how_many == 1 else more, a=a, b=b, k=Slot(k, "number"), K=Slot(capitalized(k), "number"))
    sentences = [Sentence(head)]
    sentences += [Sentence(one.wording, one.facts, line=how_many > 1) for one in map(rule_sentence, failed[:5])]
    held = [fact for fact in rules if fact.derivation and fact.derivation.holds]
    if held:
        first = rule_sentence(held[0])
        intro = parse("[On the other hand, |At the same time, ]")
        sentences.append(Sentence((*intro, *continued(first.wording)), first.facts))
    return sentences + question(outline.answer.question)


def fitting(outline: Outline) -> list[Sentence]:
    """Word the items that go with something: how many, the first of them, and why."""
    answer = outline.answer
    rules = [fact for group in outline.groups for fact in group.rules if fact.derivation and fact.derivation.holds]
    shown_iris = {product.iri for product in answer.products} or {group.subject.iri for group in outline.groups}
    groups = tuple(group for group in outline.groups if group.subject.iri in shown_iris)
    shown = min(len(groups), MOST_ITEMS)
    total = answer.total or len(groups)
    topic, _ = topic_of(answer)
    k = Slot(_small(shown), "number")
    if topic and total > shown:
        head = parse("[I found {n}; here are {k}:|There are {n}, for example these {k}:]", n=counted(total, topic), k=k)
    elif topic:
        head = parse(
            "[I found {n}:|There are {n}:]" if total > 1 else "[I found {n}:|There is {n}:]", n=counted(total, topic)
        )
    elif total > shown:
        n = Slot(number(total, "en"), "number")
        head = parse("[{n} go with it; here are {k}:|There are {n} that fit. Here are {k}:]", n=n, k=k)
    else:
        head = parse("[These go together with it:|Here is what fits:]")
    sentences = [
        Sentence(head),
        *(Sentence(*_line(unproved(group, rules)), line=True) for group in groups[:MOST_ITEMS]),
    ]
    why: dict[str, Fact] = {}
    for fact in rules:
        if fact.derivation and fact.derivation.explanation:
            why.setdefault(fact.property.iri, fact)
    first = "the first one" if len(groups) > 1 else "it"
    for index, fact in enumerate(list(why.values())[:2]):
        one = rule_sentence(fact)
        named = name(groups[0].subject).text in one_text(one)
        intro = parse("[The reason for " + first + ": |Why " + first + " fits: ]" if index == 0 and not named else "")
        sentences.append(Sentence((*intro, *one.wording), one.facts))
    return sentences + question(answer.question)


def rows(outline: Outline) -> list[Sentence]:
    """Word rows that come without facts: the values of each row, the first ones."""
    answer = outline.answer
    lines = []
    for row in answer.rows[:MOST_ITEMS]:
        cells = [_cell(row[column]) for column in (answer.columns or tuple(row)) if column in row]
        if cells:
            lines.append(Sentence(parse("{c}", c=Slot(", ".join(cells), "value")), line=True))
    total = answer.total or len(answer.rows)
    if total > len(lines):
        head = parse(
            "[There are {n}; the first {k}:|{n} in all; here are the first {k}:]",
            n=Slot(number(total, "en"), "number"),
            k=Slot(_small(len(lines)), "number"),
        )
    else:
        head = parse("[Here is what I found:|The catalogue says:]")
    return [Sentence(head), *lines, *question(answer.question)]


def _cell(term: Term) -> str:
    return term_text(term, "en")


def nothing(outline: Outline) -> list[Sentence]:
    if outline.answer.question:
        return question(outline.answer.question)
    if outline.answer.act in ("cannot_answer", "inform"):
        return problem_sentences(
            Problem(code="no_results" if outline.answer.topic else "not_understood"), outline.answer
        )
    return _say("[I found nothing to say about that in the catalogue.|The catalogue holds nothing on that.]")


def body(outline: Outline) -> list[Sentence]:
    """Word the facts of an answer whatever its act: one thing or several."""
    return describe(outline) if len(outline.groups) == 1 else things(outline)


def suggestions(outline: Outline) -> tuple[str, ...]:
    answer = outline.answer
    if answer.question and answer.question.options:
        return tuple(name(option).text for option in answer.question.options[:4])
    if answer.problem and answer.problem.nearest:
        return tuple(name(entity).text for entity in answer.problem.nearest[:4])
    several = len(outline.groups) > 1
    follow: dict[str, tuple[str, ...]] = {
        "recommend": ("Compare the first two", "Show me cheaper ones") if several else ("Show me others",),
        "list": ("Compare the first two", "Which is the cheapest?"),
        "fitting": ("Compare the first two", "Which is the cheapest?") if several else (),
        "compare": ("Which is cheaper?",),
        "superlative": ("What else is there?",),
        "hand_over": (),
    }
    if answer.problem and answer.problem.code in ("not_recorded",):
        return ("Talk to a person",)
    if outline.kind == "small_talk" and answer.intent == "complaint":
        return ("Talk to a person",)
    if outline.kind == "clarify" and answer.understood:
        return ("Yes", "No")
    return follow.get(outline.kind, ())


def _say(template: str, **fills: Slot | Wording | str) -> list[Sentence]:
    return [Sentence(parse(template, **fills))]


WORDINGS = {
    "problem": problem,
    "small_talk": small_talk,
    "hand_over": hand_over,
    "clarify": clarify,
    "confirm": confirm,
    "recommend": recommend,
    "compare": compare,
    "pair": pair,
    "fitting": fitting,
    "why_not": why_not,
    "boolean": boolean,
    "count": count,
    "table": table,
    "aggregate": aggregate,
    "superlative": superlative,
    "describe": describe,
    "list": things,
    "values": rows,
    "nothing": nothing,
}


def word(outline: Outline) -> Plan:
    """Return the sentences and quick replies for the outline."""
    return Plan(tuple(WORDINGS[outline.kind](outline)), suggestions(outline))


__all__ = ["LANGUAGE", "SPACED", "Group", "kind_of", "problem_sentences", "suggestions", "word"]
