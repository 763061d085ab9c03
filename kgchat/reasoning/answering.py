"""From a reading to an answer: runs the query, gathers the facts that prove it, names what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgchat.formatting import plural
from kgchat.query_graph import AggregateExpression, Comparison, Existence, Node, QueryGraph, VariableExpression
from kgchat.reasoning.facts import FactFinder
from kgchat.reasoning.optimization import Optimizer
from kgchat.reasoning.parsing import Reading
from kgchat.reasoning.query_edits import properties_to, property_of, without_property
from kgchat.reasoning.sparql import describe
from kgchat.reasoning.verbalization import Verbalizer
from kgchat.turn import Answer, Derivation, Entity, Fact, Iri, Language, Problem, Table, Term

if TYPE_CHECKING:
    from kgchat.graph.knowledge_graph import KnowledgeGraph

ROWS = 250  # rows fetched at most
COUNTED = 1000  # rows counted while fetching; where there are more, a query counts them
SHOWN = 5  # products that a reply names at most, unless a number was asked for
COUNT = Iri("https://w3id.org/kgchat#count")
_NUMBER = {"en": "number", "zh": "数量"}


@dataclass(frozen=True)
class Result:
    """What a query gave: rows, the distinct items in row order, and how many items match in all."""

    sparql: str
    table: Table
    items: tuple[Iri, ...] = ()
    total: int = 0


class Answering:
    """Answers readings over one snapshot."""

    def __init__(self, graph: KnowledgeGraph, facts: FactFinder, verbalizer: Verbalizer, optimizer: Optimizer) -> None:
        self._graph = graph
        self._schema = graph.schema
        self._facts = facts
        self._words = verbalizer
        self._optimizer = optimizer

    # execution --------------------------------------------------------------------------------------------

    def run(self, query: QueryGraph) -> Result:
        """Return the rows of a query graph, at most `ROWS` of them."""
        sparql = self._optimizer.print(query)
        table, found = self._fetched(query)
        items = tuple(
            dict.fromkeys(
                Iri(str(row[query.focus].value))
                for row in table.rows
                if query.focus in row and row[query.focus].kind == "iri"
            )
        )
        total = len(items)
        if found > len(table.rows):
            # Each row is another item where the items are the only column.
            total = found if found <= COUNTED and not query.projection and query.distinct else self.size(query)
        return Result(sparql, table, items, total)

    def _fetched(self, query: QueryGraph) -> tuple[Table, int]:
        """Return the first rows (`ROWS`, or the query's own limit), and how many there are: `COUNTED` + 1 at most."""
        if query.limit or query.form != "select":
            table = self._graph.query(self._optimizer.plan(query))
            return table, len(table.rows)
        return self._graph.counted(self._optimizer.plan(query.with_(limit=COUNTED + 1)), ROWS)

    def size(self, query: QueryGraph) -> int:
        """Return how many items the query graph describes, its limit aside."""
        count = query.with_(form="count", projection=(), order=(), limit=None, group=(), offset=0)
        edges = tuple(e for e in count.edges if not e.optional)
        rows = self._graph.query(self._optimizer.plan(count.with_(edges=edges))).rows
        return int(str(rows[0]["count"].value)) if rows else 0

    # answers ----------------------------------------------------------------------------------------------

    def answer(self, reading: Reading, language: Language, intent: str) -> tuple[Answer, tuple[Entity, ...] | None]:
        """Return the answer to a reading, and the products it puts in focus (None: the focus stays)."""
        query = reading.query
        result = self.run(query)
        base = Answer(
            act="inform",
            language=language,
            intent=intent,
            sparql=result.sparql,
            columns=tuple(p.name for p in query.projection) or (query.focus,),
            rows=self._labelled(query, result.table, language),
            understood=self._words.understood(query, language),
            topic=self._words.topic(query, language),
            confidence=min(1.0, reading.score),
        )
        if query.form == "count":
            return self._count(query, result, base), None
        if query.group:
            return self._groups(query, base), None
        if len(query.projection) == 1 and _counts(query.projection[0].expression):
            return self._count_values(query, base), None
        if any(isinstance(p.expression, AggregateExpression) for p in query.projection):
            return self._aggregate(query, base), None
        return self._items(query, result, base)

    def _labelled(self, query: QueryGraph, table: Table, language: Language) -> tuple[dict[str, Term], ...]:
        if query.form == "count":
            return ({"count": table.rows[0]["count"]},) if table.rows else ()
        paths = {name: properties_to(query, name) for name in table.columns}
        iris = [Iri(str(t.value)) for row in table.rows for t in row.values() if t.kind == "iri"]
        labels = self._graph.labels(tuple(dict.fromkeys(iris)), language)
        rows = []
        for row in table.rows:
            cells = {}
            for name, term in row.items():
                if term.kind == "iri":
                    cells[name] = term.model_copy(update={"label": labels.get(Iri(str(term.value)))})
                else:
                    prop = property_of(paths[name]) if paths.get(name) else self._measured(query, name)
                    cells[name] = self._facts.labelled(term, prop, language)
            rows.append(cells)
        return tuple(rows)

    def _measured(self, query: QueryGraph, column: str) -> Iri | None:
        """Return the property whose values an aggregate column holds, None for counts."""
        aggregates = [p.expression for p in query.projection if p.name == column]
        for expression in aggregates:
            if isinstance(expression, AggregateExpression) and expression.function != "count":
                argument = expression.argument
                path = properties_to(query, argument.name) if isinstance(argument, VariableExpression) else ()
                return property_of(path) if path else None
        return None

    def _count(self, query: QueryGraph, result: Result, base: Answer) -> Answer:
        term = base.rows[0]["count"] if base.rows else Term(value=0, kind="literal")
        number = int(str(term.value))
        derivation = Derivation(kind="count", over=base.topic, size=number, sparql=result.sparql)
        fact = self._facts.fact(self._set(query, base), self._counted(base.language), term, derivation=derivation)
        return base.model_copy(update={"facts": (fact,), "total": number})

    def _count_values(self, query: QueryGraph, base: Answer) -> Answer:
        """Return how many different values of a property the items have: "38 brands of headphones"."""
        expression = query.projection[0].expression
        assert isinstance(expression, AggregateExpression)
        assert isinstance(expression.argument, VariableExpression)
        label = self._graph.entity(property_of(properties_to(query, expression.argument.name)), base.language).label
        topic = f"{plural(label)} of {base.topic}" if base.language == "en" else f"{base.topic}的{label}"
        base = base.model_copy(
            update={"topic": topic, "rows": tuple({"count": t} for r in base.rows for t in r.values())}
        )
        return self._count(query, Result(base.sparql or "", Table()), base.model_copy(update={"columns": ("count",)}))

    def _counted(self, language: Language) -> Entity:
        return Entity(iri=COUNT, label=_NUMBER[language])

    def _set(self, query: QueryGraph, base: Answer) -> Entity:
        node = query.node(query.focus)
        iri = node.classes[0] if node.classes else node.iri or COUNT
        return Entity(iri=iri, label=base.topic)

    def _groups(self, query: QueryGraph, base: Answer) -> Answer:
        facts = []
        column = query.projection[-1].name
        prop = self._measured(query, column)
        counted = self._counted(base.language) if prop is None else self._graph.entity(prop, base.language)
        expression = query.projection[-1].expression
        function = expression.function if isinstance(expression, AggregateExpression) else "count"
        for row in base.rows:
            if not all(name in row for name in query.group) or column not in row:
                continue
            key = row[query.group[0]]
            subject = Entity(iri=Iri(str(key.value)), label=key.label or str(key.value))
            size = int(str(row[column].value)) if prop is None else None
            derivation = Derivation(
                kind="count" if prop is None else "aggregate",
                over=base.topic,
                size=size,
                function=function,
                sparql=base.sparql,
            )
            facts.append(self._facts.fact(subject, counted, row[column], derivation=derivation))
        return self._or_problem(
            query, base.model_copy(update={"facts": tuple(facts), "total": len(facts)}), bool(facts)
        )

    def _aggregate(self, query: QueryGraph, base: Answer) -> Answer:
        column = query.projection[0]
        assert isinstance(column.expression, AggregateExpression)
        prop = self._measured(query, column.name)
        if not base.rows or column.name not in base.rows[0] or prop is None:
            return self._or_problem(query, base, False)
        size = self.size(query)
        if not size:
            return self._or_problem(query, base, False)
        derivation = Derivation(
            kind="aggregate", function=column.expression.function, over=base.topic, size=size, sparql=base.sparql
        )
        value = base.rows[0][column.name]
        fact = self._facts.fact(
            self._set(query, base), self._graph.entity(prop, base.language), value, derivation=derivation
        )
        return base.model_copy(update={"facts": (fact,), "total": size})

    def _items(self, query: QueryGraph, result: Result, base: Answer) -> tuple[Answer, tuple[Entity, ...] | None]:
        language = base.language
        known = query.node(query.focus).iri
        iris = (known,) if known is not None and result.table.rows else result.items
        if not iris:
            return self._or_problem(query, base, False), None
        shown = iris[: query.limit or SHOWN]
        products = self._facts.entities(shown, language)
        facts = list(self._facts.of_rows(query, result.table, shown, language, result.sparql))
        facts = self._with_prices(facts, shown, language)
        facts.sort(key=lambda f: shown.index(f.subject.iri))
        if query.order and query.limit == 1:
            facts = self._superlative(query, facts, base)
        total = None if query.order and query.limit else max(self._all(query, result), len(iris))
        if query.order and query.limit and query.limit > 1:
            base = base.model_copy(update={"topic": self._words.ranked(query, language)})
        answer = base.model_copy(update={"facts": tuple(facts), "products": products, "total": total})
        return answer, products

    def _all(self, query: QueryGraph, result: Result) -> int:
        """Return how many items match, also where only some were asked for ("three summer dresses")."""
        return self.size(query) if query.limit is not None and len(result.items) >= query.limit else result.total

    def _with_prices(self, facts: list[Fact], items: Sequence[Iri], language: Language) -> list[Fact]:
        prices = [p.iri for p in self._schema.properties.values() if p.role == "price" and not p.hidden][:1]
        have = {(f.subject.iri, f.property.iri) for f in facts}
        for iri in items:
            facts += [f for f in self._facts.about(iri, language, prices) if (iri, f.property.iri) not in have]
        return facts

    def _superlative(self, query: QueryGraph, facts: list[Fact], base: Answer) -> list[Fact]:
        order = query.order[0]
        assert isinstance(order.expression, VariableExpression)
        prop = property_of(properties_to(query, order.expression.name))
        plain = query.with_(order=(), limit=None, projection=())
        over = self._words.topic(query, base.language)
        derivation = Derivation(
            kind="superlative",
            over=over,
            size=self.size(plain),
            direction="more" if order.descending else "less",
            sparql=base.sparql,
        )
        first = next((f for f in facts if f.property.iri == prop), None)
        return [f.model_copy(update={"derivation": derivation}) if f is first else f for f in facts]

    # what is missing ------------------------------------------------------------------------------------------

    def _or_problem(self, query: QueryGraph, base: Answer, found: bool) -> Answer:
        """Return the answer as it is, or with the condition that nothing meets."""
        if found:
            return base
        prop, nearest = self._failing(query, base.language)
        problem = Problem(
            code="no_results",
            property=self._graph.entity(prop, base.language) if prop is not None else None,
            nearest=nearest,
        )
        return base.model_copy(update={"act": "cannot_answer", "problem": problem, "rows": (), "total": 0})

    def _failing(self, query: QueryGraph, language: Language) -> tuple[Iri | None, tuple[Entity, ...]]:
        """Return the one condition without which there would be results, and some of those."""
        for prop in reversed(conditioned_properties(query)):
            wider = without_property(query, prop).with_(projection=(), order=(), limit=3, form="select", group=())
            items = self.run(wider).items
            if items:
                return prop, self._facts.entities(items, language)
        return None, ()

    # things in themselves ---------------------------------------------------------------------------------------

    def description(self, iris: Sequence[Iri], language: Language, intent: str, each: int = 6) -> Answer:
        """Return the prominent facts of things, and what speaks for them."""
        products = self._facts.entities(tuple(iris), language)
        facts: list[Fact] = []
        for iri in iris:
            everything = self._facts.about(iri, language)
            facts += everything[:each]
            facts += self._facts.selling_points(iri, language, everything)[:2]
        nodes = tuple(Node(id=f"item{i or ''}", kind="entity", iri=iri) for i, iri in enumerate(iris))
        query = QueryGraph(focus="item", nodes=nodes)
        words = self._words.topic(query, language)
        joint = ", " if language == "en" else "、"
        return Answer(
            act="inform",
            language=language,
            intent=intent,
            facts=tuple(facts),
            products=products,
            sparql=describe(iris),
            columns=("property", "value"),
            rows=tuple({"property": _property(f), "value": f.value} for f in facts if f.derivation is None),
            understood=words,
            topic=joint.join(p.label for p in products),
            confidence=0.9,
        )


def _counts(expression: object) -> bool:
    return isinstance(expression, AggregateExpression) and expression.function == "count"


def conditioned_properties(query: QueryGraph) -> tuple[Iri, ...]:
    """Return the properties that conditions bind: required values, bounds and denials."""
    bounded = {
        f.left.name for f in query.filters if isinstance(f, Comparison) and isinstance(f.left, VariableExpression)
    }
    ordered = {o.expression.name for o in query.order if isinstance(o.expression, VariableExpression)}
    bound = [
        property_of(e.path)
        for e in query.edges
        if not e.optional and e.subject == query.focus and (e.object not in ordered or e.object in bounded)
    ]
    denied = [property_of(e.path) for f in query.filters if isinstance(f, Existence) for e in f.edges]
    return tuple(dict.fromkeys((*bound, *denied)))


def _property(fact: Fact) -> Term:
    return Term(value=fact.property.iri, kind="iri", label=fact.property.label)
