"""What the reasoner answers, from mentions made by hand over the small shop of conftest."""

from __future__ import annotations

import pytest

from kgchat.dialogue import DialogueState
from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.reasoning.reasoner import Reasoner
from kgchat.turn import Answer, Interpretation, Language

from .conftest import amount, iri, operator, said

START = DialogueState()


def names(answer: Answer) -> list[str]:
    return [product.label for product in answer.products]


def facts(answer: Answer) -> set[tuple[str, str, str]]:
    return {(f.labels.subject, f.labels.property, f.labels.value) for f in answer.facts}


def test_a_property_of_a_product(reasoner: Reasoner) -> None:
    answer = reasoner.ask(said("what is the height of the Arco", "height", "Arco"))
    assert (answer.act, answer.columns) == ("inform", ("height",))
    assert [(row["height"].value, row["height"].unit) for row in answer.rows] == [(500, "mm")]
    assert facts(answer) == {("Arco", "height", "500")}
    assert answer.facts[0].triples[0].subject == iri("l1")


def test_a_property_that_a_product_lacks_is_unknown(reasoner: Reasoner) -> None:
    answer = reasoner.ask(said("warranty of the Bolt", "warranty", "Bolt"))
    assert answer.act == "cannot_answer"
    assert answer.problem is not None
    assert (answer.problem.code, answer.problem.property.label if answer.problem.property else "") == (
        "unknown_value",
        "warranty",
    )


def test_a_word_that_names_no_property_is_said_to_be_missing(reasoner: Reasoner) -> None:
    answer = reasoner.ask(said("what is the wattage of the Bolt", "Bolt", unplaced=("wattage",)))
    assert answer.problem is not None
    assert (answer.problem.code, answer.problem.words) == ("no_such_property", ("wattage",))


def test_filters_convert_units(reasoner: Reasoner) -> None:
    text = "lamps under 60 cm"
    answer = reasoner.ask(said(text, "lamps", amount(text, "under 60 cm", 60, "cm", "<")))
    assert set(names(answer)) == {"Arco", "Bolt"}
    assert "?height < 600" in (answer.sparql or "")


def test_a_class_takes_its_subclasses_and_a_colour_its_shades(reasoner: Reasoner) -> None:
    answer = reasoner.ask(said("blue lamps", "blue", "lamps"))
    assert set(names(answer)) == {"Arco", "Column"}
    assert ("Column", "colour", "black") not in facts(answer), "only the value that was asked for proves the match"


def test_a_list_of_values_is_a_choice(reasoner: Reasoner) -> None:
    text = "desk lamps in blue or black"
    answer = reasoner.ask(said(text, "desk lamps", "blue", operator(text, "or", "disjunction"), "black"))
    assert set(names(answer)) == {"Arco", "Bolt"}


@pytest.mark.parametrize(("words", "expected"), [("not black lamps", {"Arco"}), ("lamps black no", {"Arco"})])
def test_negation_before_and_after(reasoner: Reasoner, words: str, expected: set[str]) -> None:
    negation = operator(words, "not" if "not" in words else "no", "negation")
    assert set(names(reasoner.ask(said(words, "lamps", negation, "black")))) == expected


def test_a_superlative_proves_itself_over_its_set(reasoner: Reasoner) -> None:
    text = "cheapest lamps"
    answer = reasoner.ask(said(text, operator(text, "cheapest", "superlative", "price", direction="less"), "lamps"))
    assert names(answer) == ["Bolt"]
    proof = next(f.derivation for f in answer.facts if f.derivation)
    assert (proof.kind, proof.size, proof.direction, proof.over) == ("superlative", 3, "less", "lamps")


def test_counting_and_grouping(reasoner: Reasoner) -> None:
    text = "how many lamps are black"
    count = reasoner.ask(said(text, operator(text, "how many", "count"), "lamps", "black"))
    assert count.facts[0].value.value == 2
    text = "how many lamps per colour"
    groups = reasoner.ask(
        said(text, operator(text, "how many", "count"), "lamps", operator(text, "per", "group"), "colour")
    )
    assert {(f.labels.subject, f.value.value) for f in groups.facts} == {("navy", 2), ("black", 2)}


def test_an_average(reasoner: Reasoner) -> None:
    text = "average price of desk lamps"
    answer = reasoner.ask(said(text, operator(text, "average", "aggregate", function="average"), "price", "desk lamps"))
    assert float(str(answer.facts[0].value.value)) == pytest.approx(32.75)
    assert answer.facts[0].unit == "EUR"


def test_a_value_behind_another_thing(reasoner: Reasoner) -> None:
    answer = reasoner.ask(said("which country is the Arco from", "country", "Arco"))
    assert [row["country"].value for row in answer.rows] == ["Italy"]
    assert answer.facts[0].derivation is not None
    assert answer.facts[0].derivation.kind == "path"


@pytest.mark.parametrize(("name", "truth"), [("Arco", True), ("Bolt", False)])
def test_yes_and_no_come_with_evidence(reasoner: Reasoner, name: str, truth: bool) -> None:
    answer = reasoner.ask(said(f"is the {name} dimmable", name, "dimmable"))
    assert (answer.act, answer.boolean) == ("confirm", truth)
    assert facts(answer) == {(name, "dimmable", str(truth))}


def test_comparison_says_who_is_ahead(reasoner: Reasoner) -> None:
    text = "compare Arco and Bolt"
    answer = reasoner.ask(said(text, operator(text, "compare", "compare"), "Arco", "Bolt", intent="compare"))
    ahead = {(f.labels.subject, f.labels.property) for f in answer.facts if f.derivation}
    assert ahead == {("Bolt", "price"), ("Arco", "brightness")}


def test_is_this_brighter_than_that(reasoner: Reasoner) -> None:
    text = "is Bolt brighter than Arco"
    answer = reasoner.ask(
        said(text, "Bolt", operator(text, "brighter", "comparative", "brightness", direction="more"), "Arco")
    )
    assert (answer.act, answer.boolean) == ("compare", False)


def test_cheaper_than_a_named_product(reasoner: Reasoner) -> None:
    text = "lamps cheaper than the Arco"
    answer = reasoner.ask(
        said(text, "lamps", operator(text, "cheaper", "comparative", "price", direction="less"), "Arco")
    )
    assert names(answer) == ["Bolt"]


def test_fit_and_why_not(reasoner: Reasoner) -> None:
    text = "does the Warm 14 fit the Arco"
    answer = reasoner.ask(said(text, "Warm 14", "Arco", intent="compatibility"))
    assert (answer.act, answer.boolean) == ("compatible", False)
    assert answer.facts[0].derivation is not None
    assert answer.facts[0].derivation.explanation == "Warm 14 is E14, but Arco is E27"


def test_what_fits(reasoner: Reasoner) -> None:
    text = "which bulbs fit the Arco"
    answer = reasoner.ask(said(text, operator(text, "which", "question"), "bulbs", "Arco", intent="compatibility"))
    assert names(answer) == ["Warm 27"]


def test_kinds_fit_by_their_values(reasoner: Reasoner) -> None:
    text = "does an E27 bulbs fit black lamps"
    answer = reasoner.ask(said(text, "E27", "bulbs", "black", "lamps", intent="compatibility"))
    assert answer.act == "compatible"
    assert answer.boolean is None, "one black lamp takes E27 and another E14: it depends"


def test_without_results_the_failing_condition_is_named(reasoner: Reasoner) -> None:
    text = "blue lamps under 10 EUR"
    answer = reasoner.ask(said(text, "blue", "lamps", amount(text, "under 10 EUR", 10, "EUR", "<")))
    assert answer.problem is not None
    assert answer.problem.code == "no_results"
    assert answer.problem.property is not None
    assert answer.problem.property.label == "price"
    assert {e.label for e in answer.problem.nearest} == {"Arco", "Column"}


def test_a_recommendation_names_products_reasons_and_a_question(reasoner: Reasoner) -> None:
    answer = reasoner.ask(said("recommend some lamps", "lamps", intent="recommend"))
    assert answer.act == "recommend"
    assert len(answer.products) == 3
    assert any(f.derivation and f.derivation.explanation == "lights a whole desk" for f in answer.facts)


def converse(reasoner: Reasoner, *turns: Interpretation) -> list[Answer]:
    state, answers = START, []
    for interpretation in turns:
        answer, state = reasoner.answer(interpretation, state)
        answers.append(answer)
    return answers


def test_follow_ups_edit_the_standing_query(reasoner: Reasoner) -> None:
    cheaper = operator("cheaper", "cheaper", "comparative", "price", direction="less")
    fine = "any colour is fine"
    first, black, less, anyway = converse(
        reasoner,
        said("recommend lamps", "lamps", intent="recommend"),
        said("only black ones", "black", intent="refine"),
        said("cheaper", cheaper, intent="refine"),
        said(fine, operator(fine, "any", "relaxation"), "colour", intent="relax"),
    )
    assert len(first.products) == 3
    assert set(names(black)) == {"Bolt", "Column"}
    assert names(less) == ["Bolt"], "nothing is cheaper than the cheapest shown, so that one is named"
    assert any(f.derivation and f.derivation.kind == "superlative" for f in less.facts)
    assert len(anyway.products) == 3


def test_a_value_replaces_the_one_of_the_same_property(reasoner: Reasoner) -> None:
    blue, black = converse(
        reasoner, said("blue lamps", "blue", "lamps"), said("what about black", "black", intent="refine")
    )
    assert set(names(blue)) == {"Arco", "Column"}
    assert set(names(black)) == {"Bolt", "Column"}


def test_ordinals_and_pronouns_point_at_what_was_shown(reasoner: Reasoner) -> None:
    text = "price of the second one"
    listed, second, its = converse(
        reasoner,
        said("blue lamps", "blue", "lamps"),
        said(text, "price", operator(text, "second one", "ordinal", number=2)),
        said("and its height", operator("and its height", "its", "reference"), "height"),
    )
    assert names(second) == [names(listed)[1]]
    assert names(its) == names(second)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("intent", "act"),
    [
        ("greeting", "small_talk"),
        ("thanks", "small_talk"),
        ("hand_over", "hand_over"),
        ("order_status", "cannot_answer"),
    ],
)
def test_what_is_no_question_to_the_graph(reasoner: Reasoner, intent: str, act: str, language: Language) -> None:
    assert reasoner.ask(said("…", intent=intent, language=language)).act == act


def test_odd_input_has_its_own_problem(reasoner: Reasoner) -> None:
    empty = said("", intent="out_of_scope").model_copy(update={"problem": "empty"})
    answer = reasoner.ask(empty)
    assert answer.problem is not None
    assert answer.problem.code == "empty_message"


def test_the_state_serializes(reasoner: Reasoner) -> None:
    _, state = reasoner.answer(said("blue lamps", "blue", "lamps"), START)
    assert DialogueState.model_validate_json(state.model_dump_json()) == state


def test_the_question_is_read_back_in_its_language(reasoner: Reasoner) -> None:
    text = "lamps under 60 cm"
    bound = amount(text, "under 60 cm", 60, "cm", "<")
    assert reasoner.ask(said(text, "lamps", bound)).understood == "lamps with height under 600 mm"
    assert "高度低于 600 毫米" in reasoner.ask(said(text, "lamps", bound, language="zh")).understood


def test_the_query_behind_a_verdict_runs_as_one(reasoner: Reasoner, graph: KnowledgeGraph) -> None:
    text = "does the Warm 14 fit the Arco"
    answer = reasoner.ask(said(text, "Warm 14", "Arco", intent="compatibility"))
    values = {str(cell.value) for row in graph.query(answer.sparql or "").rows for cell in row.values()}
    assert values == {iri("e14"), iri("e27")}


def test_why_not_goes_back_to_what_was_asked_last(reasoner: Reasoner) -> None:
    text = "does the Warm 14 fit the Arco"
    verdict, why = converse(
        reasoner,
        said(text, "Warm 14", "Arco", intent="compatibility"),
        said("why not?", intent="why_not"),
    )
    assert why.act == "why_not"
    assert why.facts == verdict.facts


def test_kinds_joined_by_or_and_denied_values(reasoner: Reasoner) -> None:
    text = "desk lamps or bulbs"
    both = reasoner.ask(said(text, "desk lamps", operator(text, "or", "disjunction"), "bulbs"))
    assert both.total == 4
    text = "E27 lamps not black and without blue"
    nots = (operator(text, "not", "negation"), operator(text, "without", "negation"))
    neither = reasoner.ask(said(text, "E27", "lamps", *nots, "black", "blue"))
    assert neither.problem is not None
    assert neither.problem.code == "no_results"
    assert (neither.sparql or "").count("NOT EXISTS") == 2


def test_both_ends_at_once_is_a_contradiction(reasoner: Reasoner) -> None:
    text = "cheapest and most expensive lamps"
    answer = reasoner.ask(
        said(
            text,
            operator(text, "cheapest", "superlative", "price", direction="less"),
            operator(text, "most expensive", "superlative", "price", direction="more"),
            "lamps",
        )
    )
    assert answer.problem is not None
    assert answer.problem.code == "contradiction"


def test_another_currency_is_said_to_be_another(reasoner: Reasoner) -> None:
    text = "lamps under 500 CNY"
    answer = reasoner.ask(said(text, "lamps", amount(text, "under 500 CNY", 500, "CNY", "<")))
    assert answer.problem is not None
    assert (answer.problem.code, answer.problem.words) == ("other_unit", ("under 500 CNY",))


def test_which_of_those_shown(reasoner: Reasoner) -> None:
    text = "which one is brighter"
    brighter = operator(text, "brighter", "comparative", "brightness", direction="more")
    compared = operator("compare Arco and Bolt", "compare", "compare")
    _, which = converse(
        reasoner,
        said("compare Arco and Bolt", compared, "Arco", "Bolt", intent="compare"),
        said(text, operator(text, "which", "question"), brighter, intent="compare"),
    )
    assert names(which) == ["Arco"]


def test_a_budget_bounds_and_does_not_order(reasoner: Reasoner) -> None:
    text = "lamps budget 50 EUR"
    wish = operator(text, "budget", "comparative", "price", direction="less", positive=True)
    answer = reasoner.ask(said(text, "lamps", wish, amount(text, "50 EUR", 50, "EUR", "<=")))
    assert set(names(answer)) == {"Arco", "Bolt"}
    assert "ORDER BY" not in (answer.sparql or "")
