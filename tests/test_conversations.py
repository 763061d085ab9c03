"""Conversations are kept: across restarts, for many sessions, by many writers."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kgchat.conversations import Conversations, MemoryConversations, StoredConversations, open_conversations
from kgchat.dialogue import DialogueState, Turn
from kgchat.errors import ConfigurationError, ConversationError
from kgchat.query_graph import Comparison, ConstantExpression, Node, QueryGraph, VariableExpression
from kgchat.turn import Answer, Interpretation, Iri, Reply, Term

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


@pytest.fixture(params=["memory", "sqlite"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Conversations]:
    store = open_conversations(None if request.param == "memory" else f"sqlite:///{tmp_path / 'talk.db'}")
    yield store
    store.close()


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


def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'talk.db'}"
    first = StoredConversations(url)
    first.save("alice", 0, _turn("推荐连衣裙", 1))
    first.close()
    second = StoredConversations(url)
    assert second.load("alice")[0].turns == 1
    assert second.log("alice")[0].text == "推荐连衣裙"
    second.close()


def test_a_state_of_another_release_starts_afresh(tmp_path: Path) -> None:
    store = StoredConversations(f"sqlite:///{tmp_path / 'talk.db'}")
    store.save("alice", 0, _turn("a", 1))
    other = sqlite3.connect(tmp_path / "talk.db")
    other.execute('UPDATE kgchat_conversation SET state = \'{"of": "the future"}\'')
    other.commit()
    other.close()
    assert store.load("alice") == (DialogueState(), 1)
    assert store.save("alice", 1, _turn("b", 1))
    store.close()


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
