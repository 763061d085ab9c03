"""The plain wording of every act and every problem, in both languages."""

from __future__ import annotations

from typing import get_args

import pytest
from phrasings import phrasings
from samples import samples

from kgchat.nlg.plain import PlainRealizer, answer_text, plan, reason_text
from kgchat.nlg.planning import OutlineKind, outline
from kgchat.nlg.realization import Realizer
from kgchat.turn import INTENTS, LANGUAGES, Answer, DialogueAct, Language, Problem, ProblemCode

ANSWERS = {(language, key): answer for language in LANGUAGES for key, answer in samples(language).items()}
BY_NAME = [pytest.param(answer, id="-".join(key)) for key, answer in ANSWERS.items()]


def said(key: str, language: Language = "en") -> str:
    return PlainRealizer().realize(ANSWERS[language, key]).text


@pytest.mark.parametrize("answer", BY_NAME)
def test_every_answer_is_worded_in_its_language(answer: Answer) -> None:
    for text in phrasings(answer):
        assert text
        assert "http" not in text
        assert "None" not in text
        assert "  " not in text
        assert " ." not in text.replace("…", "")
        assert "。。" not in text
        assert text == text.strip()
        if answer.language == "zh":
            assert any("\u3400" <= char <= "\u9fff" for char in text)


@pytest.mark.parametrize("answer", BY_NAME)
def test_the_facts_of_a_reply_are_facts_of_its_answer(answer: Answer) -> None:
    reply = PlainRealizer().realize(answer)
    assert set(reply.facts) <= set(answer.facts)
    assert reply.realized_by == "plain"
    assert reply == PlainRealizer().realize(answer)


@pytest.mark.parametrize("answer", BY_NAME)
def test_a_stream_says_the_same(answer: Answer) -> None:
    assert "".join(PlainRealizer().stream(answer)) == PlainRealizer().realize(answer).text == answer_text(answer)


def test_the_samples_hold_every_act_problem_and_outline() -> None:
    assert {answer.act for answer in ANSWERS.values()} == set(get_args(DialogueAct))
    assert {answer.problem.code for answer in ANSWERS.values() if answer.problem} == set(get_args(ProblemCode))
    assert {outline(answer).kind for answer in ANSWERS.values()} == set(get_args(OutlineKind))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", get_args(DialogueAct))
@pytest.mark.parametrize("intent", INTENTS)
def test_a_bare_answer_of_any_act_and_intent_gets_words(act: DialogueAct, intent: str, language: Language) -> None:
    assert answer_text(Answer(act=act, intent=intent, language=language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", get_args(ProblemCode))
def test_every_problem_has_a_reason_in_plain_words(code: ProblemCode, language: Language) -> None:
    assert reason_text(Problem(code=code), language)
    assert reason_text(Problem(code=code, words=("x",)), language)


def test_values_are_worded_with_their_units() -> None:
    assert said("weight") == "The Aero 13 weighs 1.1 kg."
    assert said("wireless") == "The SteelSeries Arctis 7 is wireless."
    assert said("not_waterproof") == "The SteelSeries Arctis 7 is not waterproof."
    assert said("sizes") == "The sizes of the Linen Midi Dress are S, M, and L."
    assert said("sizes", "zh") == "亚麻中长连衣裙的尺码有 S、M 和 L。"
    assert said("rgb", "zh") == "微星 B650 Gaming Plus WiFi 带 RGB 灯效。"


def test_a_recommendation_names_products_with_facts_and_asks_one_question() -> None:
    for language in LANGUAGES:
        reply = PlainRealizer().realize(ANSWERS[language, "recommend"])
        assert len({fact.subject.iri for fact in reply.facts}) == 2
        assert reply.text.count("?") + reply.text.count("？") == 1
        assert "399" in reply.text
        assert "329" in reply.text


def test_a_superlative_names_the_set_it_is_proved_over() -> None:
    assert "37 summer dresses" in said("cheapest")
    assert "37 条夏季连衣裙" in said("cheapest", "zh")


def test_what_is_unknown_is_said_to_be_unknown_with_what_is_known() -> None:
    text = said("unknown_value_known")
    assert "warranty" in text
    assert "$472.99" in text
    assert "保修期" in said("unknown_value_known", "zh")


def test_a_failing_condition_comes_before_one_that_holds() -> None:
    text = said("fits_not")
    assert text.startswith("No")
    assert text.index("EATX") < text.index("power supply")


def test_a_question_offers_its_options_as_quick_replies() -> None:
    assert PlainRealizer().realize(ANSWERS["en", "clarify"]).suggestions == ("spring", "summer", "autumn")


def test_replies_vary_with_the_answer_and_not_with_the_run() -> None:
    texts = {
        PlainRealizer().realize(ANSWERS["en", "count"].model_copy(update={"understood": str(turn)})).text
        for turn in range(20)
    }
    assert len(texts) > 1


def test_a_comparison_that_is_asked_for_says_yes_or_no_first() -> None:
    assert said("compare_equal") == "No: both have 8 cores."
    assert said("compare_equal", "zh").startswith("不")
    assert "两者的核心数都" in said("compare_equal", "zh")
    assert said("compare_yes").startswith("Yes: the AMD Ryzen 7 9700X")


def test_products_that_were_named_are_no_set() -> None:
    assert "the lighter of the two" in said("lighter_of_two")
    assert "在这两款里重量最轻" in said("lighter_of_two", "zh")
    assert "2 AMD" not in said("named")


def test_an_ordered_list_says_its_order() -> None:
    assert "40 AM5 boards" in said("ordered")
    assert "by price, lowest first" in said("ordered")
    assert "按价格从低到高" in said("ordered", "zh")
    assert "two AM5 boards by price" in said("ordered_first")


def test_a_question_about_kinds_asks_what_is_wanted() -> None:
    assert said("kinds").endswith("bags or shoes?")
    assert "kind:" not in said("kinds")
    assert "the AMD Ryzen 7 9800X3D: motherboards or memory kits?" in said("kinds_to_go_with")
    assert "包还是鞋子？" in said("kinds", "zh")


def test_a_name_in_the_plural_has_its_verbs_in_the_plural() -> None:
    assert said("plural_name").startswith("The Canvas Sneakers ")
    assert " weigh 740 g" in said("plural_name")


def test_what_depends_on_the_model_is_neither_yes_nor_no() -> None:
    assert "cannot be said for all of them" in said("depends")
    assert said("depends").endswith("The board size depends on the model.")
    assert "不能一概而论" in said("depends", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_that_look_like_templates_or_markup_stay_labels(language: Language) -> None:
    text = said("odd_value", language)
    assert "<b>[red|blue]</b> {name}" in text
    assert "\u202e" not in text
    assert len(text) < 300


def test_both_languages_have_the_same_cases() -> None:
    from kgchat.nlg.lang import en, zh

    assert en.WORDINGS.keys() == zh.WORDINGS.keys()
    assert isinstance(PlainRealizer(), Realizer)
    assert plan(ANSWERS["en", "nothing"]).sentences
