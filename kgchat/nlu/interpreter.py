"""From text to `Interpretation`: language, intent, mentions, and the words that nothing in the graph explains."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kgchat.nlu.entity_linking import Name, NameIndex
from kgchat.nlu.language import detect, problem
from kgchat.nlu.lexicon import Lexicon
from kgchat.nlu.meaning import MeaningMatcher
from kgchat.nlu.measures import Measures
from kgchat.nlu.operators import OperatorGrammar
from kgchat.nlu.quantity import QuantityGrammar, schema_dimensions
from kgchat.nlu.segmentation import Segmenter
from kgchat.turn import Interpretation, Language, Mention

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

    from kgchat.graph.knowledge_graph import KnowledgeGraph
    from kgchat.graph.schema import LexicalEntry, Schema


class Interpreter:
    """Understands messages about one graph. Compiled once per graph snapshot; safe to share between threads."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        from kgchat.nlu.intent import IntentClassifier
        from kgchat.nlu.pipeline import Resources

        entries = tuple(graph.lexicon(large=False))
        schema = graph.schema
        lexicon = Lexicon(
            entries,
            products=[iri for iri, info in schema.classes.items() if info.product],
            brands=[iri for iri, info in schema.properties.items() if info.role == "brand"],
        )
        self._resources = Resources(
            lexicon=lexicon,
            quantities=QuantityGrammar(schema_dimensions(p.unit for p in schema.properties.values())),
            operators=OperatorGrammar(schema, entries),
            names=NameIndex.open(graph.cache_dir, product_names(graph.lexicon(), schema)),
            measures=Measures(schema),
            segmenter=Segmenter(lexicon.han_words, graph.cache_dir.parent),
            meanings=MeaningMatcher(schema, graph.cache_dir.parent),
        )
        self._pipelines: dict[Language, Pipeline] = {}
        self._lock = threading.Lock()
        self._intents = IntentClassifier.load()

    def interpret(self, text: str, language: Language | None = None) -> Interpretation:
        """Return what the text says. `language` is that of the conversation so far; the text itself may change it."""
        found = problem(text)
        spoken = detect(text, language)
        if found is not None:
            return Interpretation(
                text=text, language=language or spoken, intent="out_of_scope", intent_score=0.0, problem=found
            )
        doc = self.doc(text, spoken)
        intents = self._intents.classify(text, spoken)
        intent, score = intents[0]
        return Interpretation(
            text=text,
            language=spoken,
            intent=intent,
            intent_score=min(1.0, max(0.0, score)),
            intents=tuple(intents[1:4]),
            mentions=doc._.mentions or (),
            unplaced=doc._.unplaced or (),
            tokens=len(doc),
        )

    def read(self, text: str, language: Language) -> tuple[Mention, ...]:
        """Return the mentions of a text, which may be long; no intent, no guessing by spelling or meaning."""
        doc = self._pipeline(language).make_doc(text)
        doc._.literal = True
        return tuple(self._pipeline(language)(doc)._.mentions or ())

    def doc(self, text: str, language: Language) -> Doc:
        """Return the spaCy doc; `doc.ents` carry the likeliest IRI in `kb_id_` and the mention in `_.mention`."""
        return self._pipeline(language)(text)

    def warm_up(self) -> None:
        """Load what otherwise loads at the first message of each language."""
        if self._resources.meanings is not None:
            self._resources.meanings.load()
        self.interpret("hello", "en")
        self.interpret("你好", "zh")

    def _pipeline(self, language: Language) -> Pipeline:
        with self._lock:
            if language not in self._pipelines:
                from kgchat.nlu.pipeline import build

                self._pipelines[language] = build(language, self._resources)
            return self._pipelines[language]


def product_names(entries: Iterable[LexicalEntry], schema: Schema) -> Iterator[Name]:
    """Yield the names of products, and of all things of classes with very many instances."""
    products = {iri for iri, info in schema.classes.items() if info.product}
    for entry in entries:
        if entry.kind == "entity" and entry.iri and (entry.large or products.intersection(entry.types)):
            yield Name(entry.text, (entry.iri,), (entry.types,))
