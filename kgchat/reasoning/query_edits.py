"""Edits of query graphs: what a word can add to a question, and what a follow-up takes away again.

Each edit is a function from query graph to query graph, so that readings are made by applying some of them in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kgchat.query_graph import (
    AggregateExpression,
    Comparison,
    ConstantExpression,
    Edge,
    Existence,
    Membership,
    Node,
    Order,
    PathStep,
    Projection,
    QueryGraph,
    VariableExpression,
)
from kgchat.reasoning.optimization import BROADER
from kgchat.reasoning.paths import Path
from kgchat.turn import Iri, Quantity, Term

TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
ITEM = "item"
FITTING = "fitting"  # names of variables for values that something else has to meet
ABOUT = 0.1  # "about 500" is 500 ± 10 %


def property_of(path: Path) -> Iri:
    """Return the property that a path ends in, the closure over broader concepts aside."""
    return next(step.predicate for step in reversed(path) if step.predicate != BROADER)


def properties_to(query: QueryGraph, variable: str) -> Path:
    """Return the path whose values the variable holds, () when it is no value."""
    return next((edge.path for edge in query.edges if edge.object == variable), ())


def columns_of(query: QueryGraph) -> dict[str, Path]:
    """Return the projected value variables with their paths."""
    return {p.name: path for p in query.projection if p.expression is None and (path := properties_to(query, p.name))}


def required_properties(query: QueryGraph) -> tuple[Iri, ...]:
    """Return the properties that limit or order the items, in the order said: what a reply should prove."""
    required = [property_of(e.path) for e in query.edges if not e.optional]
    return tuple(dict.fromkeys(required))


def stem(path: Path) -> str:
    """Return a readable variable name for the values of a path."""
    local = property_of(path).rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
    words = "".join(f"_{c.lower()}" if c.isupper() else c if c.isascii() and c.isalnum() else "_" for c in local)
    name = "_".join(part for part in words.split("_") if part)
    return name if name[:1].isalpha() else f"value_{name}".rstrip("_")


def require(path: Path, nodes: Sequence[Node], negated: bool, all_of: bool) -> Callable[[QueryGraph], QueryGraph]:
    """Return the edit that gives the graph with the values required (any of them, or all, or none when negated)."""

    def apply(query: QueryGraph) -> QueryGraph:
        if negated:
            query = _without_values(query, path, nodes)
        else:
            query = without_property(query, property_of(path), values_only=True)
        if len(nodes) > 1 and not all_of and not negated:
            name = query.fresh(stem(path))
            terms = tuple(_term(node) for node in nodes)
            edge = Edge(subject=query.focus, path=path, object=name)
            return query.with_edge(edge, Node(id=name)).with_filter(Membership(name=name, terms=terms))
        for node in nodes:
            named = node.model_copy(update={"id": query.fresh(f"{stem(path)}_value")})
            edge = Edge(subject=query.focus, path=path, object=named.id)
            if negated:
                query = query.with_filter(Existence(nodes=(named,), edges=(edge,), negated=True))
            else:
                query = query.with_edge(edge, named)
        return query

    return apply


def require_any(path: Path, negated: bool) -> Callable[[QueryGraph], QueryGraph]:
    """Return the edit that gives the graph with some value of the path required, or none when negated."""

    def apply(query: QueryGraph) -> QueryGraph:
        prop = property_of(path)
        if negated:
            query = without_property(query, prop)
        else:
            query = query.with_(filters=tuple(f for f in query.filters if not _denies(f, prop)))
        node = Node(id=query.fresh(stem(path)))
        edge = Edge(subject=query.focus, path=path, object=node.id)
        if negated:
            return query.with_filter(Existence(nodes=(node,), edges=(edge,), negated=True))
        return query.with_edge(edge, node)

    return apply


def bind(query: QueryGraph, path: Path, name: str | None = None) -> tuple[QueryGraph, str]:
    """Return the graph with a variable for the values of the path, required, and its name; reuses one there.

    With `name` the variable is a new one of that name.
    """
    for edge in query.edges:
        if (
            name is None
            and edge.subject == query.focus
            and edge.path == path
            and query.node(edge.object).kind == "variable"
        ):
            if edge.optional:
                required = edge.model_copy(update={"optional": False})
                edges = tuple(required if e is edge else e for e in query.edges)
                query = query.with_(edges=edges)
            return query, edge.object
    name = query.fresh(name or stem(path))
    return query.with_edge(Edge(subject=query.focus, path=path, object=name), Node(id=name)), name


def exclude(query: QueryGraph, classes: Iterable[Iri]) -> QueryGraph:
    """Return the graph without the items of these classes."""
    kind = Node(id=query.fresh("kind"))
    edge = Edge(subject=query.focus, path=(PathStep(predicate=TYPE),), object=kind.id)
    terms = tuple(Term(value=iri, kind="iri") for iri in sorted(classes))
    if any(
        isinstance(f, Existence) and terms in [m.terms for m in f.filters if isinstance(m, Membership)]
        for f in query.filters
    ):
        return query
    member = Membership(name=kind.id, terms=terms)
    return query.with_filter(Existence(nodes=(kind,), edges=(edge,), filters=(member,), negated=True))


def limit_by(path: Path, quantity: Quantity, negated: bool) -> Callable[[QueryGraph], QueryGraph]:
    """Return the edit that gives the graph with the values of the path bounded by a quantity."""

    def apply(query: QueryGraph) -> QueryGraph:
        query = _without_bounds(query, property_of(path), quantity)
        query, name = bind(query, path)
        for operator, number in bounds(quantity):
            query = query.with_filter(
                Comparison(
                    left=VariableExpression(name=name),
                    operator=_NEGATED[operator] if negated else operator,
                    right=ConstantExpression(term=Term(value=_number(number), kind="literal")),
                )
            )
        return query

    return apply


_NEGATED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def bounds(quantity: Quantity) -> list[tuple[str, float]]:
    """Return the comparisons that a quantity says, as (operator, number)."""
    number, upper = quantity.number, quantity.upper
    if quantity.comparator == "between" and upper is not None:
        low, high = sorted((number, upper))
        return [(">=", low), ("<=", high)]
    if quantity.comparator == "~":
        return [(">=", number * (1 - ABOUT)), ("<=", number * (1 + ABOUT))]
    return [(quantity.comparator, number)]


def order_by(path: Path, descending: bool, limit: int | None) -> Callable[[QueryGraph], QueryGraph]:
    """Return the edit that gives the graph with the items ordered by the values of the path."""

    def apply(query: QueryGraph) -> QueryGraph:
        query, name = bind(query.with_(order=()), path)
        query = _with_column(query.with_(form="select"), name)
        return query.with_(order=(Order(expression=VariableExpression(name=name), descending=descending),), limit=limit)

    return apply


def ask_for(path: Path) -> Callable[[QueryGraph], QueryGraph]:
    """Return the edit that gives the graph with a column for the values of the path."""

    def apply(query: QueryGraph) -> QueryGraph:
        existing = next((e for e in query.edges if e.path == path and query.node(e.object).kind == "variable"), None)
        if existing is not None:
            return _with_column(query, existing.object)
        name = query.fresh(stem(path))
        optional = query.node(query.focus).kind == "variable"
        edge = Edge(subject=query.focus, path=path, object=name, optional=optional)
        return _with_column(query.with_edge(edge, Node(id=name)), name)

    return apply


def aggregate(path: Path, function: str) -> Callable[[QueryGraph], QueryGraph]:
    """Return the edit that gives the graph with one number over the values of the path."""

    def apply(query: QueryGraph) -> QueryGraph:
        query, name = bind(query, path)
        aggregate = AggregateExpression(function=function, argument=VariableExpression(name=name))
        column = Projection(name=query.fresh(f"{function}_{name}"), expression=aggregate)
        return query.with_(projection=(column,), order=(), limit=None, distinct=False)

    return apply


def count_values(path: Path) -> Callable[[QueryGraph], QueryGraph]:
    """Return the edit that gives the graph with the number of different values of the path."""

    def apply(query: QueryGraph) -> QueryGraph:
        query, name = bind(query, path)
        number = AggregateExpression(function="count", argument=VariableExpression(name=name), distinct=True)
        column = Projection(name=query.fresh("count"), expression=number)
        return query.with_(projection=(column,), order=(), limit=None, distinct=False)

    return apply


def group_by(
    path: Path, value: Path | None, function: str, *, smallest_first: bool = False
) -> Callable[[QueryGraph], QueryGraph]:
    """Return the edit that gives the graph with counts, or a number over `value`, for each value of the path."""

    def apply(query: QueryGraph) -> QueryGraph:
        query, group = bind(query.with_(projection=()), path)
        argument = query.focus
        if value is not None and function != "count":
            query, argument = bind(query, value)
        aggregate = AggregateExpression(
            function=function,
            argument=VariableExpression(name=argument),
            distinct=function == "count",
        )
        column = Projection(name="count" if function == "count" else f"{function}_{argument}", expression=aggregate)
        order = (Order(expression=VariableExpression(name=column.name), descending=not smallest_first),)
        return query.with_(
            form="select", group=(group,), projection=(Projection(name=group), column), order=order, limit=None
        )

    return apply


def _with_column(query: QueryGraph, name: str) -> QueryGraph:
    columns = query.projection
    if not columns and query.node(query.focus).kind == "variable":
        columns = (Projection(name=query.focus),)
    if any(p.name == name for p in columns):
        return query
    return query.with_(projection=(*columns, Projection(name=name)))


def without_property(query: QueryGraph, prop: Iri, *, values_only: bool = False) -> QueryGraph:
    """Return the graph without what it requires of a property; `values_only` keeps bounds and columns."""

    def drops(edge: Edge) -> bool:
        if edge.subject != query.focus or property_of(edge.path) != prop:
            return False
        return not values_only or query.node(edge.object).kind != "variable" or edge.object in members

    members = {f.name for f in query.filters if isinstance(f, Membership) and f.name != query.focus}
    gone = {edge.object for edge in query.edges if drops(edge)}
    edges = tuple(edge for edge in query.edges if edge.object not in gone)
    filters = tuple(f for f in query.filters if not _mentions(f, gone) and not _denies(f, prop))
    nodes = tuple(node for node in query.nodes if node.id not in gone)
    order = tuple(
        o for o in query.order if not (isinstance(o.expression, VariableExpression) and o.expression.name in gone)
    )
    projection = tuple(p for p in query.projection if p.name not in gone)
    return query.with_(edges=edges, filters=filters, nodes=nodes, order=order, projection=projection)


def _without_values(query: QueryGraph, path: Path, nodes: Sequence[Node]) -> QueryGraph:
    """Return the graph without edges that require just these values, which are denied now."""
    denied = {node.iri for node in nodes}
    gone = {e.object for e in query.edges if e.path == path and (n := query.node(e.object)).iri in denied and n.iri}
    edges = tuple(e for e in query.edges if e.object not in gone)
    return query.with_(edges=edges, nodes=tuple(n for n in query.nodes if n.id not in gone))


def _without_bounds(query: QueryGraph, prop: Iri, quantity: Quantity) -> QueryGraph:
    """Return the graph without the bounds that the new quantity replaces: those of the same direction."""
    names = {e.object for e in query.edges if e.subject == query.focus and property_of(e.path) == prop}
    new = {operator[0] for operator, _ in bounds(quantity)}

    def replaced(f: object) -> bool:
        if not (isinstance(f, Comparison) and isinstance(f.left, VariableExpression) and f.left.name in names):
            return False
        return f.operator[0] in new or "=" in (f.operator, *new)

    return query.with_(filters=tuple(f for f in query.filters if not replaced(f)))


def _mentions(condition: object, names: set[str]) -> bool:
    if isinstance(condition, Comparison):
        sides = (condition.left, condition.right)
        return any(isinstance(s, VariableExpression) and s.name in names for s in sides)
    return isinstance(condition, Membership) and condition.name in names


def _denies(condition: object, prop: Iri) -> bool:
    return isinstance(condition, Existence) and any(property_of(e.path) == prop for e in condition.edges)


def _term(node: Node) -> Term:
    if node.literal is not None:
        return node.literal
    return Term(value=str(node.iri), kind="iri")


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else round(value, 6)
