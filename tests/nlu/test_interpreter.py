"""What the interpreter finds in whole messages, and the laws that hold for any message."""

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.nlu.interpreter import Interpreter
from kgchat.turn import Interpretation, Language

EX = "http://ex.org/"


def found(interpretation: Interpretation) -> list[tuple[str, str, str]]:
    """Return (text, kind, what it is) of each mention: local name, operator kind, or the quantity in short."""
    shown = []
    for m in interpretation.mentions:
        if m.quantity:
            what = f"{m.quantity.comparator}{m.quantity.number:g}{m.quantity.unit or ''}"
        elif m.operator:
            what = m.operator.kind
        else:
            what = str(m.candidates[0].iri).removeprefix(EX)
        shown.append((m.text, m.kind, what))
    return shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "which AM5 boards under $150 have four memory slots?",
            [
                ("which", "operator", "question"),
                ("AM5", "entity", "am5"),
                ("boards", "class", "Board"),
                ("under $150", "quantity", "<150USD"),
                ("four", "quantity", "=4"),
                ("memory slots", "property", "slots"),
            ],
        ),
        (
            "150美元以下有4个内存插槽的AM5主板",
            [
                ("150美元以下", "quantity", "<=150USD"),
                ("有", "operator", "existence"),
                ("4个", "quantity", "=4"),
                ("内存插槽", "property", "slots"),
                ("AM5", "entity", "am5"),
                ("主板", "class", "Board"),
            ],
        ),
        ("wireless mice", [("wireless", "property", "wireless"), ("mice", "class", "Mouse")]),
        ("无线鼠标", [("无线", "property", "wireless"), ("鼠标", "class", "Mouse")]),
        (
            "compare 9800x3d and 9700X",
            [
                ("compare", "operator", "compare"),
                ("9800x3d", "entity", "p1"),
                ("and", "operator", "conjunction"),
                ("9700X", "entity", "p2"),
            ],
        ),
        (
            "比较一下 9800X3D 和 9700X",
            [
                ("比较一下", "operator", "compare"),
                ("9800X3D", "entity", "p1"),
                ("和", "operator", "conjunction"),
                ("9700X", "entity", "p2"),
            ],
        ),
        (
            "a red dress, not black",
            [
                ("red", "entity", "red"),
                ("dress", "class", "Dress"),
                ("not", "operator", "negation"),
                ("black", "entity", "black"),
            ],
        ),
        (
            "不要黑色的连衣裙",
            [("不要", "operator", "negation"), ("黑色", "entity", "black"), ("连衣裙", "class", "Dress")],
        ),
    ],
)
def test_a_message_is_read_into_mentions(
    interpreter: Interpreter, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(interpreter.interpret(text)) == expected


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("what is the warranty of the 9800X3D?", ("warranty",)),
        ("9800X3D保修多久", ("保修",)),
        ("please recommend some suitable mice", ()),
        ("我想购买一件新的连衣裙,能给我推荐一些合适的款式吗?", ()),
    ],
)
def test_words_that_the_graph_does_not_know_are_named(
    interpreter: Interpreter, text: str, unknown: tuple[str, ...]
) -> None:
    words = interpreter.interpret(text).unplaced
    assert len(words) == len(unknown)
    assert all(a in b for a, b in zip(unknown, words, strict=True))


@pytest.mark.parametrize(("text", "language"), [
    ("recommend a 连衣裙 for me", "en"), ("9800X3D的TDP是多少", "zh"), ("比较一下 9800X3D 和 9700X", "zh"),
    ("which board?", "en"), ("连衣裙", "zh"),
])  # fmt: skip
def test_the_language_is_that_of_the_sentence(interpreter: Interpreter, text: str, language: Language) -> None:
    assert interpreter.interpret(text).language == language


def test_a_bare_name_keeps_the_language_of_the_conversation(interpreter: Interpreter) -> None:
    assert interpreter.interpret("9800X3D", "zh").language == "zh"
    assert interpreter.interpret("9800X3D").language == "en"


@pytest.mark.parametrize(("text", "problem"), [
    ("", "empty"), ("  \n\t ", "empty"), ("🙂🙂🎉", "no_words"), ("\x00\x07\x1b", "no_words"), ("?!…", "no_words"),
    ("a" * 10_000, "too_long"), ("主板" * 5_000, "too_long"),
])  # fmt: skip
def test_what_is_no_message_is_named(interpreter: Interpreter, text: str, problem: str) -> None:
    interpretation = interpreter.interpret(text)
    assert interpretation.problem == problem
    assert interpretation.mentions == ()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "AM5",
                    "主板",
                    "micro atx",
                    "under $150",
                    "红",
                    "9800X3D",
                    "最便宜的",
                    "é",
                    "ｆｕｌｌ",
                    "🙂",
                    "‍",
                    "㎡",
                    "İ",
                ]
            ),
            st.text(max_size=8),
        ),
        max_size=8,
    ).map("".join)
)
def test_offsets_are_those_of_the_text_as_typed(interpreter: Interpreter, text: str) -> None:
    interpretation = interpreter.interpret(text)
    assert all(text[m.start : m.end] == m.text for m in interpretation.mentions)
    ends = [0, *(m.end for m in interpretation.mentions)]
    assert all(m.start >= end for m, end in zip(interpretation.mentions, ends, strict=False))


@pytest.mark.parametrize(
    "variants",
    [
        ("AM5主板", "AM5 主板", "am 5 主板", " am5  主 板 "),
        ("micro-atx boards", "MicroATX boards", "Micro ATX boards", "micro atx  boards", "ＭｉｃｒｏＡＴＸ boards"),
        ("最便宜的三款鼠标", "最便宜的 三款 鼠标", "最 便宜 的三款鼠标"),
        ("under $150", "under$150", "under $ 150", "under  $150"),
        ("至少32G内存插槽", "至少 32G 内存插槽", "至少32 G内存插槽"),
    ],
)
def test_no_result_depends_on_spaces(interpreter: Interpreter, variants: tuple[str, ...]) -> None:
    readings = [[(k, w) for _, k, w in found(interpreter.interpret(v))] for v in variants]
    assert readings[0]
    assert all(r == readings[0] for r in readings)


def test_spacy_entities_carry_the_iri(interpreter: Interpreter) -> None:
    for text, language in (("AM5 boards", "en"), ("AM5主板", "zh")):
        doc = interpreter.doc(text, language)  # type: ignore[arg-type]
        assert (doc.ents[0].text, doc.ents[0].label_, doc.ents[0].kb_id_) == ("AM5", "entity", EX + "am5")
        assert doc.ents[1].kb_id_ == EX + "Board"
        assert doc.ents[1]._.mention.kind == "class"
        assert "AM5" in spacy.displacy.render(doc, style="ent", page=False, jupyter=False)


def test_reading_back_guesses_nothing(interpreter: Interpreter) -> None:
    assert [m.kind for m in interpreter.read("The AMD Ryzen 7 9800X3D costs $480.", "en")][:1] == ["entity"]
    assert not [m for m in interpreter.read("a motherbord", "en") if m.kind == "class"]


def test_a_second_graph_does_not_disturb_the_first(interpreter: Interpreter, shop: KnowledgeGraph) -> None:
    before = found(interpreter.interpret("AM5 boards"))
    Interpreter(shop)
    assert found(interpreter.interpret("AM5 boards")) == before
