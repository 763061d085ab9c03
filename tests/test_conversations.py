"""Conversations are kept: across restarts, for many sessions, by many writers."""

import datetime as dt
import json
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from kgchat import Engine
from kgchat.conversations import Conversations, MemoryConversations, StoredConversations, open_conversations
from kgchat.dialogue import DialogueState, Turn
from kgchat.errors import ConfigurationError, ConversationError
from kgchat.query_graph import Comparison, ConstantExpression, Node, QueryGraph, VariableExpression
from kgchat.turn import Answer, Interpretation, Iri, Reply, Term
from tests.postgresql import PostgresqlServer

DRESS = Iri("https://example.org/Dress")


def _turn(text: str, turns: int) -> Turn:
    under = Comparison(
        left=VariableExpression(name="price"),
        operator="<",
        right=ConstantExpression(term=Term(value=200, kind="literal", unit="CNY")),
    )
    query = QueryGraph(focus="x", nodes=(Node(id="x", classes=(DRESS,)),), filters=(under,))
    return Turn(
        interpretation=Interpretation(text=text, language="zh", intent="recommend", intent_score=0.9),
        answer=Answer(act="recommend", language="zh", sparql="SELECT …"),
        reply=Reply(text="好的。", language="zh", realized_by="plain"),
        state=DialogueState(language="zh", query=query, turns=turns),
    )


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Conversations]:
    store = open_conversations(None if request.param == "memory" else _new_database(request, tmp_path))
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, empty database."""
    return _new_database(request, tmp_path)


def _new_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'talk.db'}"
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    return server.new_database()


def test_an_unknown_session_is_fresh(kept: Conversations) -> None:
    assert kept.load("alice") == (DialogueState(), 0)
    assert kept.log("alice") == ()


def test_a_state_comes_back_whole(kept: Conversations) -> None:
    turn = _turn("推荐连衣裙", 1)
    assert kept.save("alice", 0, turn)
    assert kept.load("alice") == (turn.state, 1)


def test_the_log_keeps_the_order_and_the_words(kept: Conversations) -> None:
    for number, text in enumerate(("一", "二", "三")):
        assert kept.save("alice", number, _turn(text, number + 1))
    assert [(entry.position, entry.text, entry.reply) for entry in kept.log("alice")] == [
        (1, "一", "好的。"),
        (2, "二", "好的。"),
        (3, "三", "好的。"),
    ]
    assert kept.log("bob") == ()


def test_a_lost_update_is_noticed(kept: Conversations) -> None:
    assert kept.save("alice", 0, _turn("first", 1))
    assert not kept.save("alice", 0, _turn("second", 1))
    assert [entry.text for entry in kept.log("alice")] == ["first"]


def test_the_wording_of_a_turn_can_be_refined(kept: Conversations) -> None:
    turn = _turn("推荐连衣裙", 1)
    kept.save("alice", 0, turn)
    finer = Reply(text="这两款都很适合您。", language="zh", realized_by="transformer")
    kept.reword("alice", 0, turn.model_copy(update={"reply": finer}))
    (entry,) = kept.log("alice")
    assert (entry.reply, entry.realized_by) == (finer.text, "transformer")


def test_a_session_can_be_forgotten(kept: Conversations) -> None:
    kept.save("alice", 0, _turn("a", 1))
    kept.save("bob", 0, _turn("b", 1))
    kept.forget("alice")
    assert kept.load("alice") == (DialogueState(), 0)
    assert kept.load("bob")[1] == 1


def test_one_of_many_writers_wins_each_version(kept: Conversations) -> None:
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda n: kept.save("alice", 0, _turn(str(n), 1)), range(16)))
    assert won.count(True) == 1


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_what_no_database_can_hold_is_marked(kept: Conversations, text: str) -> None:
    assert kept.save("alice", 0, _turn(text, 1))
    assert [entry.text for entry in kept.log("alice")] == ["a\ufffdb"]


def test_a_restart_forgets_nothing(url: str) -> None:
    first = StoredConversations(url)
    first.save("alice", 0, _turn("推荐连衣裙", 1))
    first.close()
    second = StoredConversations(url)
    assert second.load("alice")[0].turns == 1
    (entry,) = second.log("alice")
    assert (entry.text, entry.at.utcoffset()) == ("推荐连衣裙", dt.timedelta(0))
    second.close()


def test_many_may_open_an_empty_database_at_once(url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: StoredConversations(url), range(8)))
    assert stores[0].save("alice", 0, _turn("a", 1))
    assert stores[7].load("alice")[1] == 1
    for store in stores:
        store.close()


def test_a_session_that_is_no_text_is_refused(url: str) -> None:
    store = StoredConversations(url)
    with pytest.raises(ConversationError, match="surrogates not allowed"):
        store.load("\ud800")
    with pytest.raises(ConversationError, match="surrogates not allowed"):
        store.save("\ud800", 0, _turn("a", 1))
    store.close()


def test_a_state_of_another_release_starts_afresh(url: str) -> None:
    store = StoredConversations(url)
    store.save("alice", 0, _turn("a", 1))
    other = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with other.begin() as connection:
        connection.execute(sa.text('UPDATE kgchat_conversation SET state = \'{"of": "the future"}\''))
    other.dispose()
    assert store.load("alice") == (DialogueState(), 1)
    assert store.save("alice", 1, _turn("b", 1))
    store.close()


def test_forgetting_while_others_write_leaves_whole_turns(url: str) -> None:
    store = StoredConversations(url)

    def write(number: int) -> None:
        if number % 4 == 0:
            store.forget("alice")
        else:
            store.save("alice", store.load("alice")[1], _turn(str(number), 1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(64)))
    assert len(store.log("alice")) == store.load("alice")[1]
    store.close()


_TALK = """
import json, sys
from kgchat import Engine
with Engine.load(sys.argv[1], realizer="plain", cache_dir=sys.argv[2], conversations=sys.argv[3]) as engine:
    turn = engine.chat("only black ones", session="alice")
    history = [entry.text for entry in engine.history("alice")]
print(json.dumps([turn.reply.text, history]))
"""


@pytest.mark.slow
def test_a_conversation_goes_on_in_another_process(shop: Path, tmp_path: Path, url: str) -> None:
    with Engine.load(shop, realizer="plain", conversations=url) as engine:
        engine.chat("show me lamps under $130", session="alice")
        command = [sys.executable, "-c", _TALK, str(shop), str(tmp_path / "cache"), url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        reply, history = json.loads(done.stdout)
        assert "Aurora 5" in reply
        assert "Borealis 9" not in reply
        assert history == ["show me lamps under $130", "only black ones"]
        engine.forget("alice")
        assert engine.history("alice") == ()


@pytest.mark.slow
def test_writers_in_two_engines_lose_no_turn(shop: Path, url: str) -> None:
    def load() -> Engine:
        return Engine.load(shop, realizer="plain", conversations=url)

    def chat(number: int) -> int:
        try:
            return engines[number % 2].chat("show me lamps", session="alice").state.turns
        except ConversationError:  # too many writers: nothing was stored
            return 0

    with load() as first, load() as second, ThreadPoolExecutor(4) as pool:
        engines = (first, second)
        turns = [turn for turn in pool.map(chat, range(12)) if turn]
        assert sorted(turns) == list(range(1, len(turns) + 1))
        assert len(first.history("alice")) == len(turns) > 0


def test_a_server_that_goes_away_is_named_and_found_again(postgresql: PostgresqlServer) -> None:
    store = StoredConversations(postgresql.new_database())
    store.save("alice", 0, _turn("a", 1))
    postgresql.stop()
    try:
        for use in (
            lambda: store.load("alice"),
            lambda: store.save("alice", 1, _turn("b", 2)),
            lambda: store.log("alice"),
        ):
            with pytest.raises(ConversationError, match=r"cannot be reached: .*refused\. Start that server") as caught:
                use()
            assert "\n" not in str(caught.value)
    finally:
        postgresql.start()
    assert store.save("alice", 1, _turn("b", 2))
    assert [entry.text for entry in store.log("alice")] == ["a", "b"]
    store.close()


def test_a_database_that_does_not_exist_is_named(postgresql: PostgresqlServer) -> None:
    with pytest.raises(ConversationError, match=r'database "\w+nowhere" does not exist\. Start that server'):
        open_conversations(postgresql.new_database() + "nowhere")


def test_a_server_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgchat.conversations._CONNECT_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(ConversationError, match="timeout"):
        open_conversations(f"postgresql://shop@127.0.0.1:{silent.getsockname()[1]}/talk")


def test_memory_forgets_the_least_recent_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgchat.conversations.MEMORY_LIMIT", 2)
    store = MemoryConversations()
    for session in ("a", "b", "c"):
        store.save(session, 0, _turn(session, 1))
    assert [store.load(session)[1] for session in ("a", "b", "c")] == [0, 1, 1]
    assert store.log("a") == ()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere does not exist. Create it first"):
        open_conversations(f"sqlite:///{tmp_path / 'nowhere' / 'talk.db'}")


def test_what_is_no_url_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"'talk\.db' is not a database URL"):
        open_conversations("talk.db")


def test_a_missing_driver_names_the_extra() -> None:
    with pytest.raises(ConfigurationError, match=r"needs the driver 'oracledb'|needs the driver 'cx_Oracle'"):
        open_conversations("oracle://localhost/x")


def test_a_password_is_never_shown() -> None:
    with pytest.raises((ConfigurationError, ConversationError)) as caught:
        open_conversations("postgresql://shop:hunter2@127.0.0.1:1/talk")
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "talk.db").write_text("not a database, but long enough to be read as one " * 20)
    with pytest.raises(ConversationError, match="file is not a database"):
        open_conversations(f"sqlite:///{tmp_path / 'talk.db'}")


def test_a_locked_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "talk.db"
    store = StoredConversations(f"sqlite:///{path}?timeout=0.1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(ConversationError, match="locked by another program"):
            store.save("alice", 0, _turn("a", 1))
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert store.log("alice") == ()
    store.close()
