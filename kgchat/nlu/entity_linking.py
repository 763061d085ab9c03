"""Names of products, also partly typed or misspelt, among very many near neighbours.

The index is built with tantivy once per graph and kept on disk; a query costs a few milliseconds whatever the number of
names. Which words of a message belong to a name is decided by evidence: codes with digits, capitalised words and words
that no dictionary has, and their neighbours that stand in the same name.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from kgchat.nlu.lang import WORDS
from kgchat.nlu.mention import MAX_CANDIDATES, Proposal
from kgchat.nlu.morphology import is_english
from kgchat.nlu.normalization import Folded, fold, is_han
from kgchat.turn import Candidate, Iri

_VERSION = 3  # of the layout on disk
_TOKEN = re.compile(r"[^\W_\u3400-\u4dbf\u4e00-\u9fff〇]+|[\u3400-\u4dbf\u4e00-\u9fff〇]+")
_LETTERS_OR_DIGITS = re.compile(r"[^\W\d_]+|\d+")
_HITS = 60
_MAX_RUN = 12
_IRIS_PER_NAME = 40
_MOST_FOR_ONE_WORD = 2
_MOST_FOLLOWERS = 60
_SHORT = 2  # letters of a code that many things may be called by: "R5"
_SHORT_CODE = 0.6


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call some products; several products may share it."""

    text: str
    iris: tuple[Iri, ...]
    types: tuple[tuple[Iri, ...], ...]  # of each of `iris`


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    frequency: int  # names that hold it
    anchor: bool
    covered: bool  # by a phrase of the graph, an operator or a quantity
    near: tuple[str, ...] = ()  # spellings in the index, when it holds none itself
    leans: bool = False  # an anchor only together with the word before it: the 11 of "Windows 11"
    everyday: bool = False  # an anchor only together with a word beside it: "camellia dress"
    before_class: bool = False  # a kind is named just after it


def name_tokens(folded: str) -> list[str]:
    """Return the tokens by which a name is found: words and codes, and Han text in pairs of characters."""
    tokens = []
    for match in _TOKEN.finditer(folded):
        text = match.group()
        if is_han(text[0]):
            tokens += [text[i : i + 2] for i in range(len(text) - 1)] or [text]
        else:
            tokens.append(text)
    return tokens


def _indexed_tokens(tokens: Sequence[str]) -> list[str]:
    """Return the tokens and neighbouring ones joined: "NH-D15" is also found as "nhd15"."""
    joined = [a + b for a, b in pairwise(tokens) if not (is_han(a[0]) or is_han(b[0]))]
    return [*tokens, *(t for t in joined if any(map(str.isdigit, t)))]


class NameIndex:
    """A searchable index of names. Build or open it with `NameIndex.open`; reading is thread-safe."""

    def __init__(self, index: Any, size: int) -> None:
        self._index = index
        self._searcher = index.searcher()
        self.size = size
        self._document = lru_cache(maxsize=4096)(self._load)
        self._frequency = lru_cache(maxsize=65536)(self._count)
        self._spellings = lru_cache(maxsize=4096)(self._similar)
        # Hundreds of names are rated for each stretch of words, and most share their words.
        self._weight = lru_cache(maxsize=65536)(self._telling)
        self._tokens = lru_cache(maxsize=4096)(lambda own: frozenset(_indexed_tokens(own)))

    @classmethod
    def open(cls, folder: Path, names: Iterable[Name]) -> NameIndex:
        """Return the index kept in `folder`; builds it from `names` when it is not there yet, in one atomic step."""
        import tantivy

        target = folder / f"names-{_VERSION}"
        done = target / "names.json"
        if not done.exists():
            folder.mkdir(parents=True, exist_ok=True)
            building = Path(tempfile.mkdtemp(prefix="names-", dir=folder))
            try:
                size = _build(building, names)
                (building / "names.json").write_text(json.dumps({"size": size}), encoding="utf-8")
                try:
                    os.replace(building, target)
                except OSError:  # another process was faster
                    if not done.exists():
                        raise
            finally:
                shutil.rmtree(building, ignore_errors=True)
        size = json.loads(done.read_text(encoding="utf-8"))["size"]
        index = tantivy.Index.open(str(target))
        _register(index)
        return cls(index, size)

    # ---------------------------------------------------------------- reading

    def _count(self, token: str) -> int:
        return int(self._searcher.doc_freq("tokens", token))

    def _load(self, segment: int, document: int) -> tuple[Name, tuple[str, ...]]:
        import tantivy

        stored = json.loads(bytes(self._searcher.doc(tantivy.DocAddress(segment, document))["data"][0]))
        name = Name(stored["text"], tuple(stored["iris"]), tuple(tuple(t) for t in stored["types"]))
        return name, tuple(name_tokens(fold(name.text).text))

    def _idf(self, token: str) -> float:
        return math.log(1 + self.size / (1 + self._frequency(token)))

    def _telling(self, token: str) -> float:
        """Return how much a token tells names apart; codes with digits most."""
        return self._idf(token) * (1.5 if any(map(str.isdigit, token)) else 1.0)

    def search(self, tokens: Sequence[str], limit: int = _HITS) -> list[tuple[Name, tuple[str, ...]]]:
        """Return the names that share most with the tokens, with their own tokens, best first."""
        import tantivy

        schema = self._index.schema
        clauses = []
        for token in dict.fromkeys(tokens):
            clause = tantivy.Query.term_query(schema, "tokens", token)
            boosted = tantivy.Query.boost_query(clause, 1.5 if any(map(str.isdigit, token)) else 1.0)
            clauses.append((tantivy.Occur.Should, boosted))
        if not clauses:
            return []
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), limit).hits
        return [self._document(address.segment_ord, address.doc) for _, address in hits]

    def _similar(self, token: str) -> tuple[str, ...]:
        """Return the indexed tokens nearest to one that is not indexed, at most three."""
        import tantivy
        from rapidfuzz.distance import DamerauLevenshtein

        distance = 1 if len(token) < 8 else 2
        query = tantivy.Query.fuzzy_term_query(self._index.schema, "tokens", token, distance=distance)
        found: dict[str, int] = {}
        for _, address in self._searcher.search(query, 30).hits:
            _, own = self._document(address.segment_ord, address.doc)
            for other in _indexed_tokens(own):
                steps = DamerauLevenshtein.distance(token, other, score_cutoff=distance)
                if steps <= distance and other[0] == token[0]:
                    found[other] = steps
        return tuple(sorted(found, key=lambda t: (found[t], -self._frequency(t)))[:3])

    # ---------------------------------------------------------------- linking

    def match(self, folded: Folded, taken: Collection[Proposal], *, fuzzy: bool = True) -> list[Proposal]:
        """Return proposals for the product names in the text. `taken` are the readings found by other means."""
        if not self.size:
            return []
        proposals = []
        for run in self._runs(folded, taken, fuzzy):
            proposals += self._link(folded, run)
        return proposals

    def _words(self, folded: Folded, taken: Collection[Proposal], fuzzy: bool) -> list[_Word]:
        words = []
        for match in _TOKEN.finditer(folded.text):
            start, end = match.span()
            if is_han(match.group()[0]):
                pieces = [(start + i, min(start + i + 2, end)) for i in range(max(1, end - start - 1))]
                words += [self._word(folded, a, b, taken, fuzzy) for a, b in pieces]
                continue
            parts = [(start, end)]
            if not self._frequency(match.group()) and any(map(str.isdigit, match.group())):
                split = [(start + m.start(), start + m.end()) for m in _LETTERS_OR_DIGITS.finditer(match.group())]
                if len(split) > 1 and all(self._frequency(folded.text[a:b]) for a, b in split):
                    parts = split  # "rtx4070" for "RTX 4070"
            words += [self._word(folded, a, b, taken, fuzzy) for a, b in parts]
        return self._with_followers(words, taken)

    @staticmethod
    def _with_followers(words: list[_Word], taken: Collection[Proposal]) -> list[_Word]:
        """Return the words, those just after a thing's name as anchors: 11 of "Windows 11"."""
        things = {p.end for p in taken if p.kind == "entity"}
        numbers = {
            p.start
            for p in taken
            if p.quantity and p.quantity.unit is None and p.quantity.comparator == "=" and not p.candidates
        }
        for index in range(1, len(words)):
            word, before = words[index], words[index - 1]
            follows = before.end in things and word.start == before.end + 1
            if not follows or word.anchor or not 0 < word.frequency <= _MOST_FOLLOWERS:
                continue
            number = word.start in numbers and word.text.isdigit()
            plain = not word.covered and word.text.isalpha() and len(word.text) > 3 and not is_han(word.text[0])
            if number or (plain and word.text not in WORDS["en"].function_words):
                words[index] = replace(word, anchor=True, leans=True)
        return words

    def _word(self, folded: Folded, start: int, end: int, taken: Collection[Proposal], fuzzy: bool) -> _Word:
        text = folded.text[start:end]
        covering = [p for p in taken if p.start < end and start < p.end]
        covered = bool(covering)
        frequency = self._frequency(text)
        digits, letters = any(map(str.isdigit, text)), any(map(str.isalpha, text))
        is_quantity = any(p.kind == "quantity" and p.quantity and p.quantity.unit for p in covering)
        code = digits and letters and not is_quantity and not is_han(text[0]) and not covered
        near: tuple[str, ...] = ()
        if not frequency and fuzzy and not covered and self._may_be_misspelt(text, code):
            near = self._spellings(text)
        typed = folded.original[folded.origins[start]]
        rare = frequency > 0 and letters and not digits and text not in WORDS["en"].function_words
        unusual = (typed.isupper() and start > 0) or not is_english(text)
        anchor = bool((code or (rare and unusual and not covered and len(text) > 1)) and (frequency or near))
        if is_han(text[0]):
            anchor = frequency > 0 and not covered
        everyday = bool(not anchor and not covered and rare and len(text) > 3 and frequency <= _MOST_FOR_ONE_WORD)
        before_class = any(p.kind == "class" and end <= p.start <= end + 2 for p in taken)
        return _Word(text, start, end, frequency, anchor or everyday, covered, near, False, everyday, before_class)

    @staticmethod
    def _may_be_misspelt(text: str, code: bool) -> bool:
        return (code and len(text) >= 4) or (
            len(text) >= 5 and text.isascii() and text.isalpha() and not is_english(text)
        )

    def _runs(self, folded: Folded, taken: Collection[Proposal], fuzzy: bool) -> list[list[_Word]]:
        """Return the stretches of words that may be (part of) one name each: known words around an anchor."""
        runs: list[list[_Word]] = []
        current: list[_Word] = []
        previous_end = 0
        for word in self._words(folded, taken, fuzzy):
            gap = folded.text[previous_end : word.start] if word.start > previous_end else ""
            broken = bool(re.search(r"[,;:?!\n]|\. ", gap)) or len(gap) > 3
            known = word.frequency or word.near
            if broken or not known or (word.text in WORDS["en"].function_words and not word.anchor):
                runs.append(current)
                current = []
            if known and not (word.text in WORDS["en"].function_words and not word.anchor):
                current.append(word)
            previous_end = word.end
        runs.append(current)
        return [run[:_MAX_RUN] for run in runs if any(w.anchor for w in run) or len(run) > 1]

    def _link(self, folded: Folded, run: list[_Word]) -> list[Proposal]:
        """Return the readings of one run, and of what it holds before and after the best name (two names in a row)."""
        spelled = [w.text if w.frequency else w.near[0] for w in run]
        query = [*spelled, *_indexed_tokens(spelled)[len(spelled) :], *(t for w in run for t in w.near)]
        rated = []
        for name, own in self.search(query):
            aligned = self._align(run, own)
            if aligned:
                rated.append((self._rate(run, aligned, own), aligned, name, own))
        if not rated:
            return []
        rated.sort(key=lambda r: (-r[0][0], -r[0][1], len(r[3])))
        (covered, share), aligned, _, _ = rated[0]
        first, last = min(aligned), max(aligned)
        # a stretch of everyday words is a name only when it is the whole name
        anchored = any(
            run[i].anchor
            and (not run[i].leans or i - 1 in aligned)
            and (not run[i].everyday or i - 1 in aligned or i + 1 in aligned)
            for i in aligned
        )
        if not anchored and (covered < 0.99 or share < 0.99 or len(aligned) < 2):
            return []
        same = [r for r in rated if set(r[1]) == set(aligned) or (min(r[1]) == first and max(r[1]) == last)]
        proposal = self._proposal(run, aligned, same)
        proposals = [proposal] if proposal else []
        for rest in (run[:first], run[last + 1 :]):
            if any(w.anchor for w in rest):
                proposals += self._link(folded, rest)
        return proposals

    def _align(self, run: list[_Word], own: tuple[str, ...]) -> dict[int, float]:
        """Return which words of the run stand in the name, each with how surely (1 as typed, less when misspelt).

        Words far from the rest of the match, or numbers without their neighbour, are left out; so is a word said
        more often than the name has it ("is the Rain Trench a trench").
        """
        tokens = self._tokens(own)
        times = Counter(own)
        found: dict[int, float] = {}
        for index, word in enumerate(run):
            if word.text in tokens:
                times[word.text] -= 1
                if times[word.text] < 0 and word.text in own:
                    continue
                found[index] = 1.0
            elif any(n in tokens for n in word.near):
                digits = any(map(str.isdigit, word.text))
                found[index] = 0.6 if digits else 0.85
            elif index and run[index - 1].text + word.text in tokens:
                found[index] = found[index - 1] = 1.0
        if not found:
            return {}
        # keep one stretch: a gap of more than two words ends it
        stretches: list[list[int]] = [[]]
        for index in sorted(found):
            if stretches[-1] and index - stretches[-1][-1] > 2:
                stretches.append([])
            stretches[-1].append(index)
        best = max(stretches, key=lambda s: sum(self._weight(run[i].text) for i in s))
        return {i: found[i] for i in best}

    def _rate(self, run: list[_Word], aligned: dict[int, float], own: Sequence[str]) -> tuple[float, float]:
        """Return (share of the typed words that the name covers, share of the name that was typed), both weighted."""
        first, last = min(aligned), max(aligned)
        weights = {i: self._weight(w.text) if w.frequency else 8.0 for i, w in enumerate(run)}
        total = sum(w for i, w in weights.items() if first <= i <= last or run[i].anchor)
        covered = sum(weights[i] * certainty for i, certainty in aligned.items())
        said = {run[i].text for i in aligned} | {n for i in aligned for n in run[i].near}
        joined = {run[i].text + run[i + 1].text for i in aligned if i + 1 in aligned}
        pairs = {a + b: (a, b) for a, b in pairwise(own)}
        for token in list(said):
            said |= set(pairs.get(token, ()))
        own_weights = [(t, self._weight(t)) for t in own]
        mine = sum(w for t, w in own_weights if t in said or t in joined)
        return covered / total if total else 0.0, mine / (sum(w for _, w in own_weights) or 1.0)

    def _proposal(
        self,
        run: list[_Word],
        aligned: dict[int, float],
        rated: Sequence[tuple[tuple[float, float], dict[int, float], Name, tuple[str, ...]]],
    ) -> Proposal | None:
        start, end = run[min(aligned)].start, run[max(aligned)].end
        best_covered, best_share = rated[0][0]
        if all(is_han(run[i].text[0]) for i in aligned) and best_share < 0.6:
            first, own = run[min(aligned)], rated[0][3]
            begins = first.text == own[0] and first.frequency <= _MOST_FOR_ONE_WORD  # 山茶 of 山茶真丝裹身裙
            if not (begins and run[max(aligned)].before_class):
                return None
        rivals = [r for r in rated[1:] if r[0][0] >= best_covered - 0.02]
        runner_up = rivals[0][0][1] if rivals else 0.0
        only = run[min(aligned)].text if len(aligned) == 1 and not is_han(run[min(aligned)].text[0]) else ""
        candidates: list[Candidate] = []
        for (covered, share), _, name, _ in rated:
            score = confidence(
                covered, share, best_share, runner_up if share == best_share else best_share, len(rivals)
            )
            if 0 < len(only) <= _SHORT and share < 0.99:
                score *= _SHORT_CODE
            exact = covered > 0.99 and share > 0.99
            fuzzy = any(c < 1.0 for c in aligned.values())
            matched: Literal["fuzzy", "exact", "partial"] = "fuzzy" if fuzzy else "exact" if exact else "partial"
            for iri, types in zip(name.iris, name.types, strict=True):
                # one name of several products leaves open which is meant
                shared = score if len(name.iris) == 1 else score * 0.98
                candidates.append(Candidate(score=shared, iri=iri, label=name.text, types=types, matched=matched))
        candidates.sort(key=lambda c: -c.score)
        if not candidates or candidates[0].score < 0.25:
            return None
        telling = [i for i in aligned if any(map(str.isdigit, run[i].text))]
        if only and not telling and (len(rivals) > _MOST_FOR_ONE_WORD or len(only) <= _SHORT):
            return None  # "wifi", "pc": a word of many names is no name
        # that these words are a name can be sure while which product they mean is not
        together = best_covered**2 * (0.95 if telling or len(aligned) > 1 else 0.8)
        return Proposal(start, end, "entity", max(together, candidates[0].score), tuple(candidates[:MAX_CANDIDATES]))


def confidence(covered: float, share: float, best_share: float, rival_share: float, rivals: int) -> float:
    """Return how sure it is that a name is meant, 0..1; 0.9 and more means sure.

    `covered`: share of the typed words in the name. `share`: share of the name that was typed. `rival_share`: that of
    the nearest other name which covers the typed words as well; `rivals`: how many there are.
    """
    if share >= 0.99 and covered >= 0.99:
        return 1.0
    certain = covered * covered
    if share < best_share - 1e-9:  # another name fits better
        return round(certain * (0.45 + 0.3 * share), 4)
    if rivals == 0:
        return round(certain * (0.9 + 0.09 * share), 4)
    lead = share - rival_share
    return round(certain * min(0.95, 0.5 + 0.35 * share + 0.6 * lead), 4)


def _register(index: Any) -> None:
    import tantivy

    index.register_tokenizer("words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def _build(folder: Path, names: Iterable[Name]) -> int:
    """Write the index of the names, one document per distinct text; return how many."""
    import tantivy

    grouped: dict[str, tuple[str, dict[Iri, tuple[Iri, ...]]]] = {}
    for name in names:
        text, iris = grouped.setdefault(" ".join(name_tokens(fold(name.text).text)), (name.text, {}))
        if len(iris) < _IRIS_PER_NAME:
            iris.update(zip(name.iris, name.types, strict=True))
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("tokens", tokenizer_name="words", index_option="freq")
    builder.add_bytes_field("data", stored=True, indexed=False)
    index = tantivy.Index(builder.build(), path=str(folder))
    _register(index)
    writer = index.writer(50_000_000, num_threads=1)
    for key, (text, iris) in grouped.items():
        if not key:
            continue
        data = json.dumps({"text": text, "iris": list(iris), "types": [list(t) for t in iris.values()]}).encode()
        writer.add_document(tantivy.Document(tokens=" ".join(_indexed_tokens(key.split(" "))), data=data))
    writer.commit()
    writer.wait_merging_threads()
    return len(grouped)
