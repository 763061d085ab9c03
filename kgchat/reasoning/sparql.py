"""Prints query graphs as SPARQL 1.1: the one place where a meaning becomes query text.

Every IRI is checked and every literal escaped here, so nothing that a customer writes can leave its quotes.
Source: SPARQL 1.1 Query Language (W3C Recommendation, 2013), grammar in section 19.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from kgchat.errors import QueryError
from kgchat.query_graph import (
    AggregateExpression,
    ArithmeticExpression,
    Comparison,
    ConstantExpression,
    Edge,
    Either,
    Existence,
    Expression,
    Filter,
    Membership,
    Node,
    PathStep,
    Projection,
    QueryGraph,
    VariableExpression,
)
from kgchat.turn import Iri, Term

XSD = "http://www.w3.org/2001/XMLSchema#"
_KNOWN_PREFIXES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://www.w3.org/2004/02/skos/core#": "skos",
    XSD: "xsd",
}
_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*""")
_LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"})
_AGGREGATES = {"count": "COUNT", "sum": "SUM", "average": "AVG", "minimum": "MIN", "maximum": "MAX"}

Subclasses = Callable[[Iri], Iterable[Iri]]


def to_sparql(query: QueryGraph, subclasses: Subclasses = lambda iri: (iri,), *, blocks: bool = False) -> str:
    """Return the query as indented SPARQL text with the prefixes it uses.

    `subclasses` gives a class with all classes below it; the default asks for direct instances only. With `blocks`
    each condition is a SELECT of its own, which has the same solutions and which stores join by hash.
    Raises QueryError when an IRI could not stand in a query.
    """
    return _Printer(subclasses, blocks=blocks).print(query)


def to_union(queries: Iterable[QueryGraph], subclasses: Subclasses = lambda iri: (iri,)) -> str:
    """Return one query that gives the rows of all these SELECT query graphs. Raises QueryError as `to_sparql` does."""
    printer = _Printer(subclasses)
    blocks = ["\n".join(f"    {line}" for line in printer.lines(query)) for query in queries]
    body = "\n  UNION\n".join(f"  {{\n{block}\n  }}" for block in blocks)
    return "\n".join([*printer.prefixes(), "SELECT * WHERE {", body, "}"])


def describe(iris: Iterable[Iri]) -> str:
    """Return the DESCRIBE query of these things. Raises QueryError as `to_sparql` does."""
    printer = _Printer(lambda iri: (iri,))
    return "DESCRIBE " + " ".join(printer.full(iri) for iri in iris)


class _Printer:
    def __init__(self, subclasses: Subclasses, *, blocks: bool = False) -> None:
        self._subclasses = subclasses
        self._blocks = blocks
        self._prefixes: dict[str, str] = {}

    def print(self, query: QueryGraph) -> str:
        lines = self.lines(query)
        return "\n".join([*self.prefixes(), *lines])

    def lines(self, query: QueryGraph) -> list[str]:
        return [*self._head(query), *(f"  {line}" for line in self._where(query)), "}", *self._tail(query)]

    def prefixes(self) -> list[str]:
        """Return the declarations of the prefixes used so far."""
        return [f"PREFIX {short}: <{space}>" for space, short in sorted(self._prefixes.items(), key=lambda p: p[1])]

    # head and tail ------------------------------------------------------------------------------------

    def _head(self, query: QueryGraph) -> list[str]:
        if query.form == "ask":
            return ["ASK {"]
        if query.form == "count":
            return [f"SELECT (COUNT(DISTINCT ?{query.focus}) AS ?count) WHERE {{"]
        columns = " ".join(self._projection(p) for p in query.projection) or f"?{query.focus}"
        return [f"SELECT {'DISTINCT ' if query.distinct and not query.group else ''}{columns} WHERE {{"]

    def _projection(self, projection: Projection) -> str:
        if projection.expression is None:
            return f"?{projection.name}"
        return f"({self._expression(projection.expression)} AS ?{projection.name})"

    def _tail(self, query: QueryGraph) -> list[str]:
        if query.form != "select":
            return []
        lines = []
        if query.group:
            lines.append("GROUP BY " + " ".join(f"?{name}" for name in query.group))
        if query.having:
            lines.append("HAVING " + " ".join(f"({self._comparison(c)})" for c in query.having))
        if query.order:
            keys = [f"{'DESC' if o.descending else 'ASC'}({self._expression(o.expression)})" for o in query.order]
            lines.append("ORDER BY " + " ".join(keys))
        if query.limit is not None:
            lines.append(f"LIMIT {query.limit}")
        if query.offset:
            lines.append(f"OFFSET {query.offset}")
        return lines

    # the pattern ---------------------------------------------------------------------------------------

    def _where(self, query: QueryGraph) -> list[str]:
        nodes = {node.id: node for node in query.nodes}
        if self._blocks:
            lines, placed = self._in_blocks(query, nodes)
            return [*lines, *self._conditions(query, nodes, placed)]
        # VALUES finds the few things with some values fast; beside a class, whose items come first, a filter is faster.
        classed = any(node.classes or node.any_of for node in query.nodes)
        choices = [] if classed else [f for f in query.filters if _is_choice(f)]
        lines = [self._values(f) for f in choices if isinstance(f, Membership)]
        lines += self._pattern(query.nodes, query.edges, nodes)
        return [*lines, *self._conditions(query, nodes, choices)]

    def _conditions(self, query: QueryGraph, known: dict[str, Node], placed: list[Filter]) -> list[str]:
        """Return the derived quantities and the filters that were not placed before."""
        lines = [f"BIND({self._expression(derived.expression)} AS ?{derived.name})" for derived in query.derived]
        for condition in query.filters:
            if condition not in placed:
                lines += self._filter(condition, known)
        return lines

    def _in_blocks(self, query: QueryGraph, known: dict[str, Node]) -> tuple[list[str], list[Filter]]:
        """Return the pattern with each class and each required edge in a block, and the filters that went into one."""
        lines: list[str] = []
        placed: list[Filter] = []
        for node in query.nodes:
            lines += self._block(self._pattern((node,), (), known))
        for edge in query.edges:
            if not edge.optional:
                own = [f for f in query.filters if f not in placed and _variables(f) == {edge.object}]
                lines += self._block(self._choosing(edge, own, known))
                placed += own
        optional = [edge for edge in query.edges if edge.optional]
        return [*lines, *self._pattern((), optional, known)], placed

    def _choosing(self, edge: Edge, conditions: list[Filter], known: dict[str, Node]) -> list[str]:
        """Return the edge with the conditions on its object, choices among things before it: they are looked up."""
        choices = [f for f in conditions if isinstance(f, Membership) and _is_choice(f)]
        lines = [*(self._values(f) for f in choices), self._triple(edge, known)]
        for condition in conditions:
            if condition not in choices:
                lines += self._filter(condition, known)
        return lines

    def _block(self, lines: list[str]) -> list[str]:
        return ["{ SELECT * WHERE {", *(f"  {line}" for line in lines), "} }"] if lines else []

    def _values(self, condition: Membership) -> str:
        terms = dict.fromkeys(self._term(term) for term in condition.terms)  # each once: VALUES would double its rows
        return f"VALUES ?{condition.name} {{ {' '.join(terms)} }}"

    def _pattern(self, nodes: Sequence[Node], edges: Sequence[Edge], known: dict[str, Node]) -> list[str]:
        lines = []
        for node in nodes:
            if node.kind == "variable":
                for number, any_of in enumerate((*((iri,) for iri in node.classes), *filter(None, (node.any_of,)))):
                    lines += self._class(node.id, any_of, number)
        lines += [self._triple(edge, known) for edge in edges if not edge.optional]
        lines += [f"OPTIONAL {{ {self._triple(edge, known)} }}" for edge in edges if edge.optional]
        return lines

    def _class(self, name: str, any_of: tuple[Iri, ...], number: int) -> list[str]:
        # VALUES also for one class: pyoxigraph then starts from the items of the class, not from all things black.
        classes = sorted({below for iri in any_of for below in (iri, *self._subclasses(iri))})
        variable = f"{name}_class{number + 1 if number else ''}"
        return [f"VALUES ?{variable} {{ {' '.join(self._iri(c) for c in classes)} }}", f"?{name} a ?{variable} ."]

    def _triple(self, edge: Edge, known: dict[str, Node]) -> str:
        path = "/".join(self._step(step) for step in edge.path)
        return f"{self._node(known[edge.subject])} {path} {self._node(known[edge.object])} ."

    def _step(self, step: PathStep) -> str:
        text = ("^" if step.inverse else "") + self._iri(step.predicate)
        if step.closure and step.inverse:
            text = f"({text})"
        return text + step.closure

    def _node(self, node: Node) -> str:
        if node.kind == "variable":
            return f"?{node.id}"
        if node.kind == "entity":
            if node.iri is None:
                raise QueryError(f"The entity node {node.id!r} has no IRI.")
            return self._iri(node.iri)
        if node.literal is None:
            raise QueryError(f"The literal node {node.id!r} has no value.")
        return self._term(node.literal)

    # filters -------------------------------------------------------------------------------------------

    def _filter(self, condition: Filter, known: dict[str, Node]) -> list[str]:
        if isinstance(condition, Existence):
            return [self._existence(condition, known)]
        return [f"FILTER({self._condition(condition, known)})"]

    def _condition(self, condition: Filter, known: dict[str, Node]) -> str:
        if isinstance(condition, Comparison):
            return self._comparison(condition)
        if isinstance(condition, Membership):
            terms = ", ".join(self._term(term) for term in condition.terms)
            return f"?{condition.name} {'NOT IN' if condition.negated else 'IN'} ({terms})"
        if isinstance(condition, Either):
            return " || ".join(f"({self._condition(f, known)})" for f in condition.filters)
        return self._existence(condition, known).removeprefix("FILTER ")

    def _existence(self, condition: Existence, known: dict[str, Node]) -> str:
        scope = known | {node.id: node for node in condition.nodes}
        lines = self._pattern(condition.nodes, condition.edges, scope)
        for inner in condition.filters:
            lines += self._filter(inner, scope)
        return f"FILTER {'NOT ' if condition.negated else ''}EXISTS {{ {' '.join(lines)} }}"

    def _comparison(self, comparison: Comparison) -> str:
        return f"{self._expression(comparison.left)} {comparison.operator} {self._expression(comparison.right)}"

    def _expression(self, expression: Expression) -> str:
        if isinstance(expression, VariableExpression):
            return f"?{expression.name}"
        if isinstance(expression, ConstantExpression):
            return self._term(expression.term)
        if isinstance(expression, ArithmeticExpression):
            return f"({self._expression(expression.left)} {expression.operator} {self._expression(expression.right)})"
        assert isinstance(expression, AggregateExpression)
        distinct = "DISTINCT " if expression.distinct else ""
        return f"{_AGGREGATES[expression.function]}({distinct}{self._expression(expression.argument)})"

    # terms ---------------------------------------------------------------------------------------------

    def full(self, iri: str) -> str:
        """Return the IRI in angle brackets, checked."""
        if not _IRI.fullmatch(iri):
            raise QueryError(f"{iri!r} is not an absolute IRI that can stand in a query; correct it in the ontology.")
        return f"<{iri}>"

    def _iri(self, iri: str) -> str:
        full = self.full(iri)
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        space, local = iri[:cut], iri[cut:]
        if space.endswith("://") or not _LOCAL_NAME.fullmatch(local):
            return full
        return f"{self._prefix(space)}:{local}"

    def _prefix(self, space: str) -> str:
        if space not in self._prefixes:
            words = re.findall(r"[A-Za-z][A-Za-z0-9]*", space.split("://", 1)[-1])
            stem = _KNOWN_PREFIXES.get(space) or (words[-1].lower() if words else "ns")
            taken = set(self._prefixes.values())
            numbered = (stem if i == 1 else f"{stem}{i}" for i in range(1, 10_000))
            self._prefixes[space] = next(name for name in numbered if name not in taken)
        return self._prefixes[space]

    def _term(self, term: Term) -> str:
        if term.kind == "iri":
            return self._iri(str(term.value))
        return self._literal(term)

    def _literal(self, term: Term) -> str:
        value = term.value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value)
        if isinstance(value, float | Decimal):
            return _decimal(value)
        if isinstance(value, dt.datetime):
            return f'"{value.isoformat()}"^^{self._iri(XSD + "dateTime")}'
        if isinstance(value, dt.date):
            return f'"{value.isoformat()}"^^{self._iri(XSD + "date")}'
        if isinstance(value, str):
            text = f'"{_escaped(value)}"'
            if term.language:
                if not re.fullmatch(r"[A-Za-z]+(-[A-Za-z0-9]+)*", term.language):
                    raise QueryError(f"{term.language!r} is not a language tag.")
                return f"{text}@{term.language}"
            if term.datatype and term.datatype != XSD + "string":
                return f"{text}^^{self._iri(term.datatype)}"
            return text
        raise QueryError(f"A value of type {type(value).__name__} cannot stand in a query.")


def _is_choice(condition: Filter) -> bool:
    """Return whether a condition is one of some things; VALUES joins those faster than a filter tests them."""
    return isinstance(condition, Membership) and not condition.negated and all(t.kind == "iri" for t in condition.terms)


def _variables(condition: Filter) -> set[str]:
    """Return the variables that a condition reads; none for patterns, whose scope is the whole query."""
    if isinstance(condition, Comparison):
        return _read(condition.left) | _read(condition.right)
    if isinstance(condition, Membership):
        return {condition.name}
    if isinstance(condition, Either) and not any(isinstance(f, Existence) for f in condition.filters):
        return set().union(*(_variables(f) for f in condition.filters))
    return set()


def _read(expression: Expression) -> set[str]:
    if isinstance(expression, VariableExpression):
        return {expression.name}
    if isinstance(expression, ArithmeticExpression):
        return _read(expression.left) | _read(expression.right)
    return _read(expression.argument) if isinstance(expression, AggregateExpression) else set()


def _escaped(text: str) -> str:
    return "".join(c if c >= " " else f"\\u{ord(c):04X}" for c in text.translate(_ESCAPES))


def _decimal(value: float | Decimal) -> str:
    text = format(Decimal(str(value)), "f")
    return text if "." in text else f"{text}.0"
