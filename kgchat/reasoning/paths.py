"""How the schema can join a class to a property or to a value: the schema graph behind the search."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kgchat.query_graph import Edge, Node, PathStep, QueryGraph
from kgchat.reasoning.optimization import BROADER, Optimizer
from kgchat.turn import Candidate, Iri

if TYPE_CHECKING:
    from kgchat.graph.knowledge_graph import KnowledgeGraph
    from kgchat.graph.schema import PropertyInfo

Path = tuple[PathStep, ...]


class Paths:
    """Property paths from the instances of a class, shortest first. Results are remembered for the snapshot."""

    def __init__(self, graph: KnowledgeGraph, optimizer: Optimizer) -> None:
        self._graph = graph
        self._optimizer = optimizer
        self._schema = graph.schema
        self.to_property = lru_cache(maxsize=4096)(self._to_property)
        self._reaches = lru_cache(maxsize=8192)(self._ask_reaches)
        self.types = lru_cache(maxsize=8192)(graph.types)

    def has(self, cls: Iri, prop: PropertyInfo) -> bool:
        """Return whether instances of the class have the property."""
        return not prop.hidden and prop.usage.get(cls, 0) > 0

    def _to_property(self, cls: Iri, prop: Iri) -> tuple[Path, ...]:
        """Return the paths from instances of `cls` to values of `prop`: direct, else over one thing between."""
        info = self._schema.properties.get(prop)
        if info is None:
            return ()
        if self.has(cls, info):
            return ((PathStep(predicate=prop),),)
        return tuple((*hop, PathStep(predicate=prop)) for hop, via in self.hops(cls) if self.has(via, info))

    def hops(self, cls: Iri) -> Iterator[tuple[Path, Iri]]:
        """Yield one step from the class and the class it leads to, forward steps first, most used first."""
        forward = [p for p in self._schema.properties_of(cls) if p.kind == "object" and not p.hidden]
        for prop in forward:
            for target in prop.ranges:
                if target in self._schema.classes:
                    yield (PathStep(predicate=prop.iri),), target
        below = self._schema.subclasses(cls) | self._schema.superclasses(cls)
        for prop in self._schema.properties.values():
            if prop.kind == "object" and not prop.hidden and below & set(prop.ranges):
                for source in prop.domains:
                    if source in self._schema.classes:
                        yield (PathStep(predicate=prop.iri, inverse=True),), source

    def to_entity(self, cls: Iri, entity: Candidate, prop: Iri | None = None) -> tuple[Path, ...]:
        """Return the paths from instances of `cls` that reach the entity in this graph, over `prop` when given."""
        if entity.iri is None:
            return ()
        direct = [p for p in self._schema.properties_of(cls) if self._takes(p, entity) and prop in (None, p.iri)]
        paths = [path for p in direct if self._reaches(cls, path := self._step(p), entity.iri)]
        if paths:
            return tuple(paths)
        found = []
        for hop, via in self.hops(cls):
            for p in self._schema.properties_of(via):
                if self._takes(p, entity) and prop in (None, p.iri, hop[0].predicate):
                    path = (*hop, *self._step(p))
                    if path not in found and self._reaches(cls, path, entity.iri):
                        found.append(path)
        return tuple(found[:4])

    def to_kind_of_entity(self, cls: Iri, entity: Candidate) -> tuple[Path, ...]:
        """Return the paths that lead to other values of the entity's kind, though none of the class has this one."""
        above = self._schema.superclasses(cls)
        uses = [
            p
            for p in self._schema.properties_of(cls)
            if p.iri in entity.properties
            or self._ranges(p, entity)
            or (p.hierarchical and entity.iri and any(self._reaches(c, self._step(p), entity.iri) for c in above))
        ]
        return tuple(self._step(p) for p in uses if p.kind == "object" and not p.hidden)

    def _ranges(self, prop: PropertyInfo, entity: Candidate) -> bool:
        shared = set(prop.ranges) & set(entity.types)
        return any(r in self._schema.classes for r in shared)

    def _takes(self, prop: PropertyInfo, entity: Candidate) -> bool:
        if prop.kind != "object" or prop.hidden:
            return False
        return prop.iri in entity.properties or prop.hierarchical or bool(set(prop.ranges) & set(entity.types))

    def _step(self, prop: PropertyInfo) -> Path:
        step = PathStep(predicate=prop.iri)
        return (step, PathStep(predicate=BROADER, closure="*")) if prop.hierarchical else (step,)

    def _ask_reaches(self, cls: Iri, path: Path, iri: Iri) -> bool:
        query = QueryGraph(
            form="ask",
            focus="item",
            nodes=(Node(id="item", classes=(cls,)), Node(id="value", kind="entity", iri=iri)),
            edges=(Edge(subject="item", path=path, object="value"),),
        )
        return bool(self._graph.query(self._optimizer.print(query)).boolean)
