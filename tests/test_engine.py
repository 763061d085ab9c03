"""The engine: turns, sessions, streams, queries, reloading, and what it does with bad input."""

import asyncio
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgchat import (
    Answer,
    ConfigurationError,
    DialogueState,
    Engine,
    KgchatError,
    ModelError,
    OntologyError,
    QueryError,
    Reply,
    Turn,
)

DELTA = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shop: <https://example.org/shop#> .
shop:delta a shop:Lamp ; rdfs:label "Delta 3" ; shop:price 19.0 ; shop:power 3 ; shop:colour shop:white .
"""


@pytest.fixture
def engine(standing_engine: Engine) -> Engine:
    return standing_engine


@pytest.fixture
def own_engine(shop: Path) -> Iterator[Engine]:
    """An engine whose files a test may change."""
    with Engine.load(shop, realizer="plain") as loaded:
        yield loaded


# ---------------------------------------------------------------------- turns


@pytest.mark.parametrize(
    ("question", "language"), [("Which lamps are under $100?", "en"), ("100美元以下的台灯有哪些？", "zh")]
)
def test_a_reply_states_true_facts_in_the_customers_language(engine: Engine, question: str, language: str) -> None:
    turn = engine.reply(question, DialogueState())
    assert turn.reply.language == language
    assert {product.label for product in turn.answer.products} == {"Aurora 5", "Borealis 9"}
    assert "Aurora 5" in turn.reply.text
    assert "Candela" not in turn.reply.text
    assert all(fact.triples or fact.derivation for fact in turn.reply.facts)


def test_a_follow_up_edits_the_standing_query(engine: Engine) -> None:
    first = engine.reply("Which lamps are under $100?", DialogueState())
    second = engine.reply("only black ones", first.state)
    assert [product.label for product in second.answer.products] == ["Aurora 5"]


def test_the_state_survives_serialization(engine: Engine) -> None:
    state = engine.reply("Which lamps are under $100?", DialogueState()).state
    again = DialogueState.model_validate_json(state.model_dump_json())
    assert again == state
    assert [product.label for product in engine.reply("only black ones", again).answer.products] == ["Aurora 5"]


def test_the_trace_times_each_step(engine: Engine) -> None:
    trace = engine.reply("Which lamps are under $100?", DialogueState()).trace
    assert [step.name for step in trace] == ["understand", "reason", "plain"]
    assert all(step.milliseconds > 0 for step in trace)
    assert str(trace[1].detail["sparql"]).startswith(("SELECT", "PREFIX"))


def test_a_language_can_be_asked_for(engine: Engine) -> None:
    assert engine.reply("Aurora 5", DialogueState(), language="zh").reply.language == "zh"
    asked = engine.reply("Which lamps are under $100?", DialogueState(), language="zh")
    assert (asked.reply.language, len(asked.answer.products)) == ("zh", 2)
    assert "台灯" in asked.reply.text
    assert "lamp" in engine.ask("100美元以下的台灯有哪些？", language="en").text


# ---------------------------------------------------------------------- single questions


def test_ask_gives_rows_query_and_words(engine: Engine) -> None:
    answer = engine.ask("How many lamps are black?")
    assert answer.sparql is not None
    assert [term.value for row in answer.rows for term in row.values()] == [2]
    assert "2" in answer.text or "two" in answer.text.lower()
    assert answer.reason is None
    assert 0 < answer.confidence <= 1


def test_ask_in_chinese_gives_the_same_rows(engine: Engine) -> None:
    answer = engine.ask("有多少台灯是黑色的？")
    assert [term.value for row in answer.rows for term in row.values()] == [2]
    assert answer.language == "zh"


def test_ask_says_what_it_did_not_understand(engine: Engine) -> None:
    answer = engine.ask("flibbertigibbet zyzzyva?")
    assert answer.sparql is None
    assert answer.reason


def test_what_the_graph_does_not_hold_is_unknown(engine: Engine) -> None:
    turn = engine.reply("What is the warranty of the Aurora 5?", DialogueState())
    assert turn.answer.act == "cannot_answer"
    known = " ".join(f"{fact.subject.label} {fact.value.value}" for fact in turn.reply.facts)
    assert set(re.findall(r"\d+", turn.reply.text)) - {"00"} <= set(re.findall(r"\d+", known)) | {"5"}


# ---------------------------------------------------------------------- sessions and streams


def test_sessions_do_not_mix(engine: Engine, session: str) -> None:
    engine.chat("Which lamps are under $100?", session=session)
    engine.chat("Which lamps are white?", session=f"{session} bob")
    assert [p.label for p in engine.chat("only black ones", session=session).answer.products] == ["Aurora 5"]
    assert [entry.text for entry in engine.history(f"{session} bob")] == ["Which lamps are white?"]


def test_a_session_goes_on_after_a_restart(shop: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'talk.db'}"
    with Engine.load(shop, realizer="plain", conversations=url) as first:
        first.chat("Which lamps are under $100?", session="alice")
    with Engine.load(shop, realizer="plain", conversations=url) as second:
        assert [p.label for p in second.chat("only black ones", session="alice").answer.products] == ["Aurora 5"]
        assert len(second.history("alice")) == 2
        second.forget("alice")
        assert second.history("alice") == ()


def test_many_threads_in_one_session_lose_no_turn(engine: Engine, session: str) -> None:
    threads = [
        threading.Thread(target=lambda: [engine.chat("Which lamps are black?", session=session) for _ in range(3)])
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.position for entry in engine.history(session)] == [1, 2, 3, 4, 5, 6]


def test_a_stream_gives_facts_and_plain_words_first(engine: Engine, session: str) -> None:
    pieces = list(engine.stream("Which lamps are under $100?", session=session))
    assert [piece.kind for piece in pieces] == ["facts", "plain", "final"]
    assert pieces[0].facts
    last = pieces[-1].turn
    assert isinstance(last, Turn)
    assert last.reply.text == pieces[1].text == pieces[-1].text


class _Shouting:
    """A realizer of the caller's own: the answer's plain words, louder."""

    def realize(self, answer: Answer) -> Reply:
        return Reply(text=answer.text.upper() + " Shall I go on?", language=answer.language, realized_by="transformer")


def test_a_realizer_of_ones_own_words_replies_and_streams_by_sentence(shop: Path) -> None:
    with Engine.load(shop, realizer=_Shouting()) as engine:
        engine.wait_until_ready()
        pieces = list(engine.stream("Which lamps are under $100?", session="alice"))
        kinds = [piece.kind for piece in pieces]
        assert kinds[:2] == ["facts", "plain"]
        assert set(kinds[2:-1]) == {"text"}
        assert "".join(piece.text for piece in pieces if piece.kind == "text") == pieces[-1].text
        assert pieces[-1].text.startswith(pieces[1].text.upper())
        assert engine.history("alice")[0].reply == pieces[-1].text
        assert [step.name for step in engine.reply("lamps", DialogueState()).trace][-1] == "realize"


def test_a_stream_that_nobody_finishes_is_still_a_turn(engine: Engine, session: str) -> None:
    stream = engine.stream("Which lamps are under $100?", session=session)
    next(stream)
    stream.close()
    assert len(engine.history(session)) == 1
    assert [p.label for p in engine.chat("only black ones", session=session).answer.products] == ["Aurora 5"]


def test_the_same_from_asyncio(engine: Engine, session: str) -> None:
    async def both() -> tuple[Turn, Answer]:
        return await asyncio.gather(
            engine.achat("Which lamps are under $100?", session=session), engine.aask("How many lamps are black?")
        )

    turn, answer = asyncio.run(both())
    assert len(turn.answer.products) == 2
    assert answer.rows


# ---------------------------------------------------------------------- queries


def test_query_gives_a_table(engine: Engine) -> None:
    table = engine.query("SELECT ?lamp WHERE { ?lamp a <https://example.org/shop#Lamp> } ORDER BY ?lamp")
    assert table.columns == ("lamp",)
    assert table.rows[0]["lamp"].value == "https://example.org/shop#aurora"


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
        "LOAD <file:///etc/passwd>",
        "SELECT * WHERE { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
        "SELECT * FROM <http://example.org/other> WHERE { ?s ?p ?o }",
        "PREFIX select: <urn:x> DELETE WHERE { ?s ?p ?o } # SELECT",
    ],
)
def test_query_refuses_what_could_change_or_leave_the_store(engine: Engine, update: str) -> None:
    before = engine.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError):
        engine.query(update)
    assert engine.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }") == before


def test_a_malformed_query_is_a_query_error(engine: Engine) -> None:
    with pytest.raises(QueryError):
        engine.query("SELECT ?x WHERE { ?x")


def test_a_query_is_stopped_at_its_time_limit_and_the_next_is_served(engine: Engine) -> None:
    product = " . ".join(f"?s{i} ?p{i} ?o{i}" for i in range(6))
    with pytest.raises(QueryError, match=r"time|second|limit"):
        engine.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {product} }}", timeout=0.3)
    assert engine.query("ASK { ?s ?p ?o }", timeout=5.0).boolean is True


def test_a_literal_with_sparql_in_it_is_data(shop: Path) -> None:
    name = 'Evil" } ; DROP ALL #{{braces}} <http://x> \\" lamp'
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    extra = DELTA.replace("Delta 3", escaped)
    (shop / "evil.ttl").write_text(extra, encoding="utf-8")
    with Engine.load(shop, realizer="plain") as engine:
        before = engine.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        turn = engine.reply("Which lamps are under $30?", DialogueState())
        assert [product.label for product in turn.answer.products] == [name]
        asked = engine.reply(f"what is the price of {name}?", DialogueState())
        assert asked.reply.text
        assert engine.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }") == before


# ---------------------------------------------------------------------- reloading


def test_an_added_product_and_synonym_are_used_after_reload(own_engine: Engine, shop: Path) -> None:
    (shop / "new.ttl").write_text(
        DELTA + 'shop:Lamp <http://www.w3.org/2004/02/skos/core#altLabel> "glowstick"@en , "小灯"@zh .\n',
        encoding="utf-8",
    )
    own_engine.reload()
    turn = own_engine.reply("cheapest glowstick", DialogueState())
    assert "Delta 3" in {product.label for product in turn.answer.products}
    assert "Delta 3" in own_engine.reply("最便宜的小灯", DialogueState()).reply.text


def test_a_broken_file_is_named_with_its_line_and_the_old_graph_goes_on(own_engine: Engine, shop: Path) -> None:
    (shop / "broken.ttl").write_text("@prefix shop: <https://example.org/shop#> .\n\nshop:x a shop:Lamp \n shop:y .\n")
    with pytest.raises(OntologyError, match=r"broken\.ttl:[34]"):
        own_engine.reload()
    assert len(own_engine.reply("Which lamps are under $100?", DialogueState()).answer.products) == 2
    (shop / "broken.ttl").unlink()
    own_engine.reload()


def test_turns_and_reloads_at_once_each_see_one_whole_graph(own_engine: Engine, shop: Path) -> None:
    few, many = {"Aurora 5", "Borealis 9"}, {"Aurora 5", "Borealis 9", "Delta 3"}
    seen: list[set[str]] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def talk() -> None:
        try:
            while not done.is_set():
                turn = own_engine.reply("Which lamps are under $100?", DialogueState())
                products = {product.label for product in turn.answer.products}
                assert {fact.subject.label for fact in turn.reply.facts if fact.triples} <= products
                seen.append(products)
        except BaseException as err:
            failures.append(err)

    threads = [threading.Thread(target=talk) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(4):
        if number % 2 == 0:
            (shop / "delta.ttl").write_text(DELTA, encoding="utf-8")
        else:
            (shop / "delta.ttl").unlink()
        own_engine.reload()
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert seen
    assert all(products in (few, many) for products in seen)


def test_a_closed_engine_says_so(shop: Path) -> None:
    engine = Engine.load(shop, realizer="plain")
    engine.close()
    engine.close()
    with pytest.raises(KgchatError, match="closed"):
        engine.reply("hello", DialogueState())


# ---------------------------------------------------------------------- bad input

MESSAGES = {
    "empty": "",
    "blank": " \n\t ",
    "long": "which lamps are black? " * 435,
    "emoji": "👍🎉🙃",
    "control": "\x00\x07\x1b[31m\u202e",
    "mixed": "推荐一款 lamp under $100 颜色 black 的 please，谢谢！",
    "punctuation": "???!!!。。。",
    "quotes": "\"'{}<>\\ }; DROP ALL #",
    "astral": "𝕷𝖆𝖒𝖕 𝖕𝖗𝖎𝖈𝖊",
    "digits": "9" * 400,
    "lone surrogate": "lamp \ud800",
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_any_message_gets_a_sensible_reply(engine: Engine, session: str, message: str) -> None:
    turn = engine.reply(message, DialogueState())
    assert turn.reply.text.strip()
    assert "\x1b" not in turn.reply.text
    assert engine.chat(message, session=session).reply.text
    assert len(engine.chat("Which lamps are under $100?", session=session).answer.products) == 2


def test_wordless_messages_are_answered_in_the_language_of_the_conversation(engine: Engine) -> None:
    state = engine.reply("100美元以下的台灯有哪些？", DialogueState()).state
    assert engine.reply("👍", state).reply.language == "zh"


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="nowhere"):
        Engine.load(tmp_path / "nowhere", realizer="plain")


def test_an_empty_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    with pytest.raises(OntologyError, match="bare"):
        Engine.load(tmp_path / "bare", realizer="plain")


def test_an_unreachable_endpoint_is_one_sentence() -> None:
    with pytest.raises(OntologyError, match=r"127\.0\.0\.1:9"):
        Engine.load("http://127.0.0.1:9/sparql", realizer="plain")


def test_a_missing_model_is_one_sentence(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no-such-model"):
        Engine.load(shop, realizer="transformer", model=str(tmp_path / "no-such-model"))


def test_no_catalogue_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KGCHAT_ONTOLOGY", raising=False)
    with pytest.raises(ConfigurationError, match="needs a catalogue"):
        Engine.load()


def test_a_configuration_file_is_a_source(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "kgchat.toml").write_text('ontology = "shop"\nrealizer = "plain"\nlanguage = "zh"\n')
    with Engine.load(tmp_path / "kgchat.toml") as engine:
        assert engine.reply("Aurora 5", DialogueState()).reply.language == "zh"


# ---------------------------------------------------------------------- embedding

EMBEDDED = """
import sys, warnings
warnings.simplefilter("error")
sys.modules["torch"] = sys.modules["transformers"] = None  # as where they are not installed
from kgchat import DialogueState, Engine

engine = Engine.load(sys.argv[1], realizer="plain")
turn = engine.reply("Which lamps are under $100?", DialogueState())
print(turn.reply.text)
engine.close()
"""


def test_a_plain_engine_embeds_in_a_program_somewhere_else_without_torch(shop: Path, tmp_path: Path) -> None:
    script = tmp_path / "elsewhere" / "service.py"
    script.parent.mkdir()
    script.write_text(EMBEDDED)
    root = Path(__file__).parents[1]
    ran = subprocess.run(
        [sys.executable, str(script), str(shop)],
        capture_output=True,
        text=True,
        cwd=script.parent,
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin", "KGCHAT_CACHE_DIR": str(tmp_path / "cache")},
    )
    assert ran.stderr == ""
    assert "Aurora 5" in ran.stdout
