"""The command line as a person or a program runs it: real processes, exit codes, streams."""

import codecs
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def kgchat(*arguments: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("KGCHAT_") or "CACHE" in name}
    return subprocess.run(
        [sys.executable, "-m", "kgchat.cli", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**env, "PYTHONPATH": str(ROOT), **environment},
        timeout=120,
    )


def _sentence(ran: subprocess.CompletedProcess[str]) -> str:
    """Return the one line on standard error of a command that failed."""
    assert ran.returncode == 1, ran
    assert "Traceback" not in ran.stderr
    assert ran.stdout == ""
    (line,) = ran.stderr.strip().splitlines()
    return line


# ---------------------------------------------------------------------- ask, sparql, explain, check


def test_ask_prints_the_answer(shop: Path) -> None:
    ran = kgchat("ask", "How many lamps are black?", "--ontology", shop)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "2" in ran.stdout or "two" in ran.stdout.lower()


def test_ask_prints_json_for_programs(shop: Path) -> None:
    answer = json.loads(kgchat("ask", "100美元以下的台灯有哪些？", "--ontology", shop, "--json").stdout)
    assert answer["language"] == "zh"
    assert len(answer["rows"]) == 2
    assert answer["sparql"]


def test_sparql_takes_a_query_a_file_or_standard_input(shop: Path, tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?x a <https://example.org/shop#Lamp> }"
    file = tmp_path / "q.rq"
    file.write_text(query)
    for arguments, stdin in (((query,), ""), ((str(file),), ""), (("-",), query), ((), query)):
        ran = kgchat("sparql", *arguments, "--ontology", shop, "--json", stdin=stdin)
        assert json.loads(ran.stdout)["rows"][0]["n"]["value"] == 3


def test_sparql_prints_a_table_and_yes_or_no(shop: Path) -> None:
    table = kgchat("sparql", "SELECT ?x WHERE { ?x a <https://example.org/shop#Lamp> }", "--ontology", shop)
    assert "https://example.org/shop#aurora" in table.stdout
    assert kgchat("sparql", "ASK { ?s ?p ?o }", "--ontology", shop).stdout == "yes\n"


def test_sparql_refuses_updates_with_one_sentence(shop: Path) -> None:
    assert _sentence(kgchat("sparql", "DROP ALL", "--ontology", shop))


def test_explain_shows_candidates_query_and_timings(shop: Path) -> None:
    ran = kgchat("explain", "which lamps are under $100?", "--ontology", shop)
    assert ran.returncode == 0
    for word in ("https://example.org/shop#Lamp", "SELECT", "understand", "reason", "total"):
        assert word in ran.stdout


def test_check_reports_labels_and_warnings(shop: Path) -> None:
    ran = kgchat("check", shop, "--json")
    report = json.loads(ran.stdout)
    assert ran.returncode == 0
    assert report["labels"]["properties"]["zh"] >= 3
    assert report["labels"]["things"]["all"] >= 3
    assert "no warnings" in kgchat("check", shop).stdout or report["warnings"]


# ---------------------------------------------------------------------- chat


def test_each_line_of_standard_input_is_a_turn(shop: Path) -> None:
    ran = kgchat("chat", "--realizer", "plain", "--ontology", shop, stdin="Which lamps are under $100?\n只要黑色的\n")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Borealis 9" in ran.stdout
    assert "Aurora 5" in ran.stdout
    assert "\x1b" not in ran.stdout


def test_chat_prints_one_json_turn_a_line(shop: Path) -> None:
    script = "Which lamps are under $100?\nonly black ones\n"
    ran = kgchat("chat", "--realizer", "plain", "--json", "--ontology", shop, stdin=script)
    first, second = (json.loads(line) for line in ran.stdout.splitlines())
    assert len(first["answer"]["products"]) == 2
    assert [product["label"] for product in second["answer"]["products"]] == ["Aurora 5"]


def test_slash_commands(shop: Path) -> None:
    script = (
        "/why\n/sparql\nWhich lamps are under $100?\n/facts\n/sparql\n/why\n/lang zh\nAurora 5\n/help\n/reset\n/facts\n"
    )
    ran = kgchat("chat", "--realizer", "plain", "--ontology", shop, stdin=script + "/langg\n/quit\nnever said\n")
    assert ran.returncode == 0, ran.stderr
    for words in ("No query yet", "45", "SELECT", "我用中文回答", "/reset", "A fresh start", "No facts yet"):
        assert words in ran.stdout
    assert "There is no command /langg. Did you mean /lang?" in ran.stdout
    assert "never said" not in ran.stdout


def test_chat_survives_odd_lines(shop: Path) -> None:
    script = "\n👍\n\x07\x1b[31m\n" + "lamp " * 2000 + "\nWhich lamps are under $100?\n"
    ran = kgchat("chat", "--realizer", "plain", "--ontology", shop, stdin=script)
    assert ran.returncode == 0
    assert "Traceback" not in ran.stderr
    assert "Aurora 5" in ran.stdout


def test_chat_keeps_stored_sessions(shop: Path, tmp_path: Path) -> None:
    stored = ("--realizer", "plain", "--ontology", shop, "--conversations", f"sqlite:///{tmp_path / 'talk.db'}")
    kgchat("chat", *stored, "--session", "alice", stdin="Which lamps are under $100?\n")
    ran = kgchat("chat", *stored, "--session", "alice", "--json", stdin="only black ones\n")
    assert [product["label"] for product in json.loads(ran.stdout)["answer"]["products"]] == ["Aurora 5"]


class _Terminal:
    """`kgchat` on a pseudo-terminal, as a person has it."""

    def __init__(self, home: Path, *arguments: str | Path, **environment: str) -> None:
        self._master, slave = pty.openpty()
        env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "XDG_STATE_HOME": str(home), **environment}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kgchat.cli", *map(str, arguments)],
            stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True,
            preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(slave)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")  # a read may end inside a character
        self.shown = ""
        self._seen = 0

    def say(self, text: str) -> None:
        os.write(self._master, text.encode())

    def wait_for(self, words: str) -> None:
        assert self.shows(words, 60), f"waited for {words!r} in vain; shown: {self.shown!r}"

    def shows(self, words: str, seconds: float) -> bool:
        """Return whether the words come after those that were waited for last."""
        end = time.monotonic() + seconds
        while words not in self.shown[self._seen :]:
            ready, _, _ = select.select([self._master], [], [], max(0, end - time.monotonic()))
            if not ready:
                return False
            self.shown += self._decoder.decode(os.read(self._master, 65536))
        self._seen = self.shown.index(words, self._seen) + len(words)
        return True

    def interrupt(self) -> None:
        """Press Ctrl-C until a new prompt comes: CPython loses one that arrives just before readline sleeps."""
        assert any(self.say("\x03") or self.shows("› ", 3) for _ in range(10)), f"shown: {self.shown!r}"

    def end(self) -> int:
        try:
            while chunk := os.read(self._master, 65536):
                self.shown += self._decoder.decode(chunk)
        except OSError:
            pass  # how Linux says that the other end is closed
        os.close(self._master)
        return self._process.wait(30)


def _take_terminal() -> None:
    import fcntl
    import signal
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs ignore it, and so would their children
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.mark.parametrize("no_color", [False, True])
def test_on_a_terminal_there_is_a_prompt_and_ctrl_c_and_ctrl_d_are_clean(
    shop: Path, tmp_path: Path, no_color: bool
) -> None:
    colours = {"NO_COLOR": "1"} if no_color else {}
    terminal = _Terminal(tmp_path, "chat", "--realizer", "plain", "--ontology", shop, **colours)
    terminal.wait_for("› ")
    terminal.say("half a line")
    terminal.wait_for("half a line")
    terminal.interrupt()
    terminal.say("Which lamps are under $100?\n")
    terminal.wait_for("Aurora 5")
    terminal.wait_for("› ")
    terminal.say("\x04")
    assert terminal.end() == 0
    assert "Traceback" not in terminal.shown
    assert bool(re.search(r"\x1b\[[\d;]*3[1-7]m", terminal.shown)) is not no_color
    assert "under $100" in (tmp_path / "kgchat" / "history").read_text()


# ---------------------------------------------------------------------- bad input


def test_wrong_usage_is_exit_code_two(shop: Path) -> None:
    for arguments in (("ask",), ("chat", "--realizer", "poet"), ("nonsense",), ("ask", "x", "--nope")):
        assert kgchat(*arguments).returncode == 2


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    assert "nowhere" in _sentence(kgchat("ask", "x", "--ontology", tmp_path / "nowhere"))


def test_an_unreadable_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.ttl").write_bytes(b"\xff\xfe\x00")
    assert "notes.ttl" in _sentence(kgchat("check", tmp_path))


def test_a_broken_file_is_one_sentence_with_file_and_line(shop: Path) -> None:
    (shop / "broken.ttl").write_text("@prefix shop: <https://example.org/shop#> .\n\nshop:x a shop:Lamp \n shop:y .\n")
    assert re.search(r"broken\.ttl:[34]", _sentence(kgchat("check", shop)))


def test_an_unreachable_endpoint_is_one_sentence() -> None:
    assert "127.0.0.1:9" in _sentence(kgchat("ask", "x", "--ontology", "http://127.0.0.1:9/sparql"))


def test_a_wrong_configuration_key_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "kgchat.toml").write_text('ontologie = "shop"\n')
    line = _sentence(kgchat("ask", "x", "--ontology", tmp_path / "kgchat.toml"))
    assert "kgchat.toml: 'ontologie' is not a setting. Did you mean 'ontology'?" in line


def test_a_missing_model_is_one_sentence(shop: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / "no-such-model")
    assert "no-such-model" in _sentence(kgchat("chat", "--ontology", shop, stdin="hello\n", KGCHAT_MODEL=missing))


def test_a_locked_or_missing_database_is_one_sentence(shop: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'talk.db'}"
    assert "nowhere" in _sentence(kgchat("chat", "--realizer", "plain", "--ontology", shop, "--conversations", url))


def test_an_import_from_a_missing_source_is_one_sentence(tmp_path: Path) -> None:
    ran = kgchat("import", tmp_path, "--source", tmp_path / "feed", "--out", tmp_path / "out")
    assert _sentence(ran)


def test_the_shell_completes_commands() -> None:
    ran = kgchat(_KGCHAT_COMPLETE="complete_bash", COMP_WORDS="kgchat expl", COMP_CWORD="1")
    assert ran.stdout.split() == ["explain"]
