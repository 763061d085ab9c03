"""The query graph: the one logical form of every question (DESIGN.md, section 3).

A query graph has nodes (variables with class constraints, entities, literals), edges (property paths),
filters, derived quantities, grouping, order and a form. It holds no SPARQL text: `kgchat.reasoning.sparql`
is the one place that prints it. There is no node that could change a graph.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kgchat.turn import Iri, Term, Value


class PathStep(Value):
    """One predicate of a property path; `closure` "*" means zero or more (SPARQL 1.1, section 9)."""

    predicate: Iri
    inverse: bool = False
    closure: Literal["", "*", "+"] = ""


class Node(Value):
    """`id` is the variable name for variables, and a unique key for entities and literals."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Literal["variable", "entity", "literal"] = "variable"
    classes: tuple[Iri, ...] = ()  # a variable is an instance of all of these (subclasses included)
    any_of: tuple[Iri, ...] = ()  # and of at least one of these ("dresses or skirts")
    iri: Iri | None = None
    literal: Term | None = None


class Edge(Value):
    subject: str  # node id
    path: tuple[PathStep, ...]
    object: str  # node id
    optional: bool = False


class VariableExpression(Value):
    kind: Literal["variable"] = "variable"
    name: str


class ConstantExpression(Value):
    kind: Literal["constant"] = "constant"
    term: Term


class ArithmeticExpression(Value):
    kind: Literal["arithmetic"] = "arithmetic"
    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


class AggregateExpression(Value):
    kind: Literal["aggregate"] = "aggregate"
    function: Literal["count", "sum", "average", "minimum", "maximum"]
    argument: Expression
    distinct: bool = False


Expression = Annotated[
    VariableExpression | ConstantExpression | ArithmeticExpression | AggregateExpression,
    Field(discriminator="kind"),
]


class Comparison(Value):
    kind: Literal["comparison"] = "comparison"
    left: Expression
    operator: Literal["=", "!=", "<", "<=", ">", ">="]
    right: Expression


class Membership(Value):
    """The variable is (or is not) one of `terms`."""

    kind: Literal["membership"] = "membership"
    name: str
    terms: tuple[Term, ...]
    negated: bool = False


class Existence(Value):
    """The pattern of `nodes`, `edges` and `filters`, joined on shared node ids, exists or does not."""

    kind: Literal["existence"] = "existence"
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...]
    filters: tuple[Filter, ...] = ()
    negated: bool = False


class Either(Value):
    """At least one of the filters holds."""

    kind: Literal["either"] = "either"
    filters: tuple[Filter, ...]


Filter = Annotated[Comparison | Membership | Existence | Either, Field(discriminator="kind")]


class Derived(Value):
    """A named quantity computed in each row: volume = width × depth × height."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    expression: Expression


class Projection(Value):
    """One column: a variable, or an expression under `name`."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    expression: Expression | None = None  # None: the variable `name` itself


class Order(Value):
    expression: Expression
    descending: bool = False


class QueryGraph(Value):
    """One meaning of a question. `focus` is the id of the variable that the question is about."""

    form: Literal["select", "count", "ask"] = "select"
    focus: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    filters: tuple[Filter, ...] = ()
    derived: tuple[Derived, ...] = ()
    projection: tuple[Projection, ...] = ()
    group: tuple[str, ...] = ()
    having: tuple[Comparison, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = Field(default=None, ge=1)
    offset: int = Field(default=0, ge=0)
    distinct: bool = True

    def node(self, node_id: str) -> Node:
        """Return the node with this id. Raises KeyError when there is none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def fresh(self, stem: str) -> str:
        """Return an id that no node or derived quantity has, starting with `stem`."""
        taken = {node.id for node in self.nodes} | {derived.name for derived in self.derived}
        taken |= {node.id for f in self.filters if isinstance(f, Existence) for node in f.nodes}
        if stem not in taken:
            return stem
        return next(name for i in range(2, 1000) if (name := f"{stem}_{i}") not in taken)

    def with_node(self, node: Node) -> QueryGraph:
        return self.model_copy(update={"nodes": (*self.nodes, node)})

    def with_edge(self, edge: Edge, target: Node | None = None) -> QueryGraph:
        """Return the graph with one more edge, and its target node where that is new."""
        nodes = self.nodes if target is None else (*self.nodes, target)
        return self.model_copy(update={"nodes": nodes, "edges": (*self.edges, edge)})

    def with_filter(self, new: Filter) -> QueryGraph:
        return self.model_copy(update={"filters": (*self.filters, new)})

    def with_(self, **changes: object) -> QueryGraph:
        """Return a copy with these fields replaced."""
        return self.model_copy(update=changes)


for _model in (ArithmeticExpression, AggregateExpression, Comparison, Existence, Either, QueryGraph):
    _model.model_rebuild()
