"""The conversation on a terminal or over a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from kgchat.cli import show
from kgchat.dialogue import Turn
from kgchat.engine import Engine
from kgchat.turn import Language

HELP: dict[str, str] = {
    "/facts": "the facts behind the last reply · 上一条回复依据的事实",
    "/sparql": "the query behind it · 对应的 SPARQL 查询",
    "/why": "how it was read and why it holds · 怎样理解、为什么成立",
    "/reset": "start afresh · 重新开始",
    "/lang en|zh|auto": "language of the replies · 回复语言",
    "/help": "this list · 本列表",
    "/quit": "leave (or Ctrl-D) · 退出（或 Ctrl-D）",
}
LOADING = "The wording model is loading; replies are plain until then. · 措辞模型加载中，暂以朴素措辞回复。"
LANGUAGE_CHOSEN = {"en": "I answer in English.", "zh": "我用中文回答。", "auto": "In your language. · 用您的语言。"}
GREETING = "Ask in English or Chinese; /help lists the commands. · 可以用中文或英文提问，输入 /help 查看命令。"


class Conversation:
    """One session: each line is a turn or a slash command."""

    def __init__(self, engine: Engine, session: str, language: Language | None, as_json: bool) -> None:
        self._engine = engine
        self._session = session
        self._language = language
        self._json = as_json
        self._last: Turn | None = None
        self._out = show.out()
        self._live = sys.stdin.isatty() and sys.stdout.isatty() and not as_json

    def run(self) -> None:
        """Talk until /quit or the end of input."""
        if self._live:
            self._engine.warm_up()
            self._out.print(GREETING, style="dim")
            if not self._engine.ready:
                self._out.print(LOADING, style="dim")
        for line in self._lines():
            if line.strip().startswith("/"):
                if not self._command(line.split()):
                    return
            else:
                self._turn(line)

    def _lines(self) -> Iterator[str]:
        if not self._live:
            for line in sys.stdin:
                yield line.rstrip("\r\n")
            return
        with _history():
            while True:
                try:
                    line = input("› ")
                except KeyboardInterrupt:
                    print()  # Ctrl-C drops the line that is being typed
                    continue
                except EOFError:
                    print()
                    return
                if line.strip():
                    yield line

    # ------------------------------------------------------------------ turns

    def _turn(self, text: str) -> None:
        try:
            self._last = self._streamed(text) if self._live else self._whole(text)
        except KeyboardInterrupt:
            self._out.print("…", style="dim")
            return
        turn = self._last
        if self._json:
            print(turn.model_dump_json(), flush=True)
            return
        table = show.products(turn.answer)
        self._out.print(show.without_list(turn.reply.text) if table else turn.reply.text, markup=False)
        if table is not None:
            self._out.print(table)
        if self._live and turn.reply.suggestions:
            self._out.print(" · ".join(turn.reply.suggestions), style="cyan", markup=False)
        sys.stdout.flush()

    def _whole(self, text: str) -> Turn:
        return self._engine.chat(text, session=self._session, language=self._language)

    def _streamed(self, text: str) -> Turn:
        """Show the plain wording at once and let the finer one take its place sentence by sentence."""
        from rich.live import Live
        from rich.text import Text

        finer, last = "", None
        with Live(console=self._out, transient=True, auto_refresh=False) as live:
            for piece in self._engine.stream(text, session=self._session, language=self._language):
                if piece.kind == "plain":
                    live.update(Text(piece.text, style="dim"), refresh=True)
                elif piece.kind == "text":
                    finer += piece.text
                    live.update(Text(finer), refresh=True)
                elif piece.kind == "final":
                    last = piece.turn
        assert isinstance(last, Turn)  # the last piece of every stream
        return last

    # ------------------------------------------------------------------ commands

    def _command(self, words: list[str]) -> bool:
        """Carry out a slash command; False ends the conversation."""
        name, rest = words[0].lower(), words[1:]
        commands = {
            "/facts": self._facts,
            "/sparql": self._sparql,
            "/why": self._why,
            "/reset": self._reset,
            "/help": self._help,
        }
        if name in ("/quit", "/exit"):
            return False
        if name == "/lang":
            self._choose_language(rest)
        elif name in commands:
            commands[name]()
        else:
            near = get_close_matches(name, [*commands, "/lang", "/quit"], n=1)
            hint = f"Did you mean {near[0]}?" if near else "/help lists the commands."
            self._note(f"There is no command {name}. {hint}")
        return True

    def _note(self, text: str) -> None:
        self._out.print(text, style="yellow", markup=False)

    def _facts(self) -> None:
        if self._last is None or not self._last.answer.facts:
            self._note("No facts yet. · 还没有事实。")
        else:
            self._out.print(show.facts(self._last.answer.facts, self._last.answer.language))

    def _sparql(self) -> None:
        query = self._last.answer.sparql if self._last else None
        self._out.print(query or "No query yet. · 还没有查询。", markup=False)

    def _why(self) -> None:
        if self._last is None:
            self._note("Nothing was said yet. · 还没有对话。")
            return
        answer, read = self._last.answer, self._last.interpretation
        self._out.print(f"{read.intent} ({read.intent_score:.2f}) → {answer.act}", markup=False)
        if answer.understood:
            self._out.print(f"{answer.understood} ({answer.confidence:.2f})", markup=False)
        for fact in answer.facts:
            if fact.derivation is not None:
                self._out.print(f"- {fact.labels.subject}: {show.proof(fact)}", markup=False)
                for triple in fact.derivation.premises:
                    value = show.term(triple.object)
                    self._out.print(f"    <{triple.subject}> <{triple.predicate}> {value}", markup=False, style="dim")
        if self._last.trace:
            self._out.print(show.timings(self._last.trace))

    def _reset(self) -> None:
        self._engine.forget(self._session)
        self._last = None
        self._note("A fresh start. · 重新开始。")

    def _choose_language(self, rest: list[str]) -> None:
        wanted = rest[0].lower() if rest else ""
        if wanted == "auto":
            self._language = None
        elif wanted in get_args(Language):
            self._language = "zh" if wanted == "zh" else "en"
        else:
            self._note("Say /lang en, /lang zh or /lang auto.")
            return
        self._note(LANGUAGE_CHOSEN[wanted])

    def _help(self) -> None:
        for name, what in HELP.items():
            self._out.print(f"{name:<18}{what}", markup=False)


class _history:
    """Line editing with a history that outlives the session, where Python has readline."""

    def __enter__(self) -> None:
        self._file: Path | None = None
        with suppress(ImportError, OSError):
            import readline

            from platformdirs import user_state_path

            self._file = user_state_path("kgchat", ensure_exists=True) / "history"
            with suppress(FileNotFoundError):
                readline.read_history_file(self._file)

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            import readline

            with suppress(OSError):
                readline.set_history_length(1000)
                readline.write_history_file(self._file)
