"""Reads and checks what analysts wrote with the kgc: vocabulary (ontology/kgchat.ttl): words, rules, selling points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kgchat.graph import terms
from kgchat.graph.schema import CompatibilityRule, Condition, Labels, SellingPoint
from kgchat.graph.vocabulary import KGC, NAMING, RDF, RDFS, SH, is_built_in, local_name, primary_language
from kgchat.query_graph import PathStep
from kgchat.turn import Iri

Rows = Callable[[str], Iterator[tuple[Any, ...]]]

OPERATORS = ("equals", "notEquals", "less", "lessOrEqual", "greater", "greaterOrEqual", "overlaps", "notOverlaps")
CLASSES = ("Product", "CompatibilityRule", "Condition", "SellingPoint", "Operator")
ROLES = ("price", "rating", "stock", "brand")
_WORDS = ("moreWord", "lessWord", "question", "holds", "fails", "benefit")
_PROPERTY_TERMS = (*_WORDS[:3], "higherIsBetter", "role", "prominence", "hidden")
_RULE_TERMS = ("left", "right", "condition", "leftPath", "rightPath", "operator", "margin", "holds", "fails")
_POINT_TERMS = ("on", "path", "value", "benefit")
NAMES = tuple(dict.fromkeys((*CLASSES, *OPERATORS, *_PROPERTY_TERMS, *_RULE_TERMS, *_POINT_TERMS)))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with an annotation: `iri` is the term to look for in the files, `subject` where to start."""

    message: str
    iri: str | None = None
    subject: str | None = None
    place: tuple[int, int] | None = None  # file index and line, once found


@dataclass(frozen=True, slots=True)
class PropertyAnnotation:
    more_words: Labels = field(default_factory=dict)
    less_words: Labels = field(default_factory=dict)
    higher_is_better: bool | None = None
    question: Labels = field(default_factory=dict)
    role: str | None = None
    prominence: float = 0.0


@dataclass(frozen=True)
class Annotations:
    properties: dict[str, PropertyAnnotation]
    hidden: frozenset[str]
    rules: tuple[CompatibilityRule, ...]
    selling_points: tuple[SellingPoint, ...]
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def of_property(self, iri: str) -> PropertyAnnotation:
        return self.properties.get(iri) or PropertyAnnotation()


class _Node:
    """The kgc: triples of one subject: `iris` and `literals` by local name, blank nodes as their ids."""

    def __init__(self) -> None:
        self.values: dict[str, list[Any]] = defaultdict(list)

    def one(self, name: str) -> Any:
        """Return the first value, None when there is none."""
        return self.values[name][0] if self.values.get(name) else None

    def words(self, name: str) -> Labels:
        found: dict[str, list[str]] = defaultdict(list)
        for value in self.values.get(name, ()):
            if type(value).__name__ == "Literal" and value.value.strip():
                found[primary_language(value.language)].append(value.value)
        return {tag: tuple(sorted(set(texts), key=texts.index)) for tag, texts in sorted(found.items())}


class AnnotationReader:
    """One reading of a store's annotations."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._errors: list[Finding] = []
        self._warnings: list[Finding] = []
        self._nodes: dict[Any, _Node] = defaultdict(_Node)
        self._lists: dict[Any, tuple[Any, Any]] = {}
        self._inverse: dict[Any, Any] = {}
        self._exists: dict[str, bool] = {}

    def read(self) -> Annotations:
        """Return everything that is annotated, with what is wrong as `errors` and doubtful as `warnings`."""
        used = [p.value for (p,) in self._rows("SELECT DISTINCT ?p { ?s ?p ?o }") if p.value.startswith(KGC)]
        values = " ".join(f"<{p}>" for p in used)
        for s, p, o in (
            self._rows(f"SELECT ?s ?p ?o {{ VALUES ?p {{ {values} }} ?s ?p ?o }} ORDER BY ?p ?o") if used else ()
        ):
            name = p.value.removeprefix(KGC)
            if name not in NAMES or name in CLASSES or name in OPERATORS:
                self._unknown(p.value, s)
            self._nodes[s].values[name].append(o)
        for (o,) in self._rows(
            f"SELECT DISTINCT ?o {{ ?s a|<{RDFS}subClassOf>|<{RDFS}domain>|<{RDFS}range> ?o FILTER isIRI(?o) }}"
        ):
            if o.value.startswith(KGC) and o.value.removeprefix(KGC) not in NAMES:
                self._unknown(o.value, None)
        typed = {name: self._instances(name) for name in ("CompatibilityRule", "SellingPoint")}
        if any(typed.values()):
            self._read_paths()
        rules = tuple(rule for subject in typed["CompatibilityRule"] if (rule := self._rule(subject)))
        points = tuple(point for subject in typed["SellingPoint"] if (point := self._selling_point(subject)))
        properties = {
            subject.value: self._property(subject, node)
            for subject, node in self._nodes.items()
            if type(subject).__name__ == "NamedNode" and any(name in node.values for name in _PROPERTY_TERMS)
        }
        hidden = frozenset(
            subject.value
            for subject, node in self._nodes.items()
            if type(subject).__name__ == "NamedNode" and getattr(node.one("hidden"), "value", "") in ("true", "1")
        )
        return Annotations(properties, hidden, rules, points, tuple(self._errors), tuple(self._warnings))

    def _unknown(self, iri: str, subject: Any) -> None:
        near = nearest(iri.removeprefix(KGC), NAMES)
        advice = (
            f"Did you mean {' or '.join(f'kgc:{name}' for name in near)}?"
            if near
            else f"Known are: {', '.join(NAMES)}."
        )
        self._error(f"kgc:{iri.removeprefix(KGC)} is not a word of the kgchat vocabulary. {advice}", iri, subject)

    def _error(self, message: str, iri: str | None = None, subject: Any = None) -> None:
        self._errors.append(
            Finding(message, iri, getattr(subject, "value", None) if type(subject).__name__ == "NamedNode" else None)
        )

    def _instances(self, name: str) -> list[Any]:
        return [s for (s,) in self._rows(f"SELECT DISTINCT ?s {{ ?s a <{KGC}{name}> }} ORDER BY STR(?s)")]

    # ---------------------------------------------------------------------- paths

    def _read_paths(self) -> None:
        for s, f, r in self._rows(f"SELECT ?s ?f ?r {{ ?s <{RDF}first> ?f ; <{RDF}rest> ?r }}"):
            self._lists[s] = (f, r)
        for s, o in self._rows(f"SELECT ?s ?o {{ ?s <{SH}inversePath> ?o }}"):
            self._inverse[s] = o

    def _path(self, start: Any, owner: Any, what: str) -> tuple[PathStep, ...]:
        """Return the steps of an IRI, an RDF list, or [ sh:inversePath p ]; every property must be in use."""
        steps: list[PathStep] = []
        items: list[Any] = []
        seen: set[Any] = set()
        at = start
        while at in self._lists and at not in seen:
            seen.add(at)
            item, at = self._lists[at]
            items.append(item)
        for item in items or [start]:
            inverse = item in self._inverse
            step = self._inverse.get(item, item)
            if type(step).__name__ != "NamedNode":
                self._error(
                    f"{what} of {_name(owner)} must be a property, a list of properties, or [ sh:inversePath p ].",
                    KGC + what.removeprefix("kgc:"),
                    owner,
                )
                return ()
            self._check_property(step.value, owner, what)
            steps.append(PathStep(predicate=Iri(step.value), inverse=inverse))
        return tuple(steps)

    def _check_property(self, iri: str, owner: Any, what: str) -> None:
        if iri not in self._exists:
            self._exists[iri] = is_built_in(iri) or any(
                True for _ in self._rows(f"SELECT ?x {{ {{ ?x <{iri}> ?o }} UNION {{ <{iri}> ?p ?x }} }} LIMIT 1")
            )
        if not self._exists[iri]:
            near = self._near(iri, properties=True)
            self._error(
                f"{what} of {_name(owner)} names the property {local_name(iri)!r}, "
                f"which is nowhere declared or used. {near}",
                iri,
                owner,
            )

    def _check_class(self, iri: str, owner: Any, what: str) -> None:
        key = f"class {iri}"
        if key not in self._exists:
            self._exists[key] = iri == KGC + "Product" or any(
                True for _ in self._rows(
                    f"SELECT ?x {{ {{ ?x a <{iri}> }} UNION {{ <{iri}> a ?x }}"
                    f" UNION {{ <{iri}> <{RDFS}subClassOf> ?x }}"
                    f" UNION {{ ?x <{RDFS}subClassOf> <{iri}> }} }} LIMIT 1"
                )
            )  # fmt: skip
        if not self._exists[key]:
            self._error(
                f"{what} of {_name(owner)} names the class {local_name(iri)!r}, "
                f"which is nowhere declared or used. {self._near(iri, properties=False)}",
                iri,
                owner,
            )

    def _near(self, iri: str, *, properties: bool) -> str:
        pattern = (
            "SELECT DISTINCT ?x { ?s ?x ?o }"
            if properties
            else f"SELECT DISTINCT ?x {{ {{ ?s a ?x }} UNION {{ ?x <{RDFS}subClassOf> ?y }} FILTER isIRI(?x) }}"
        )
        names = {local_name(x.value): x.value for (x,) in self._rows(pattern) if not is_built_in(x.value)}
        near = nearest(local_name(iri), tuple(names))
        return f"Declare it, or use {' or '.join(near)}." if near else "Declare it, or correct the name."

    # ---------------------------------------------------------------------- rules and selling points

    def _labels(self, subject: Any) -> Labels:
        from kgchat.graph.schema_compiler import read_labels

        if type(subject).__name__ != "NamedNode":
            return {}
        return read_labels(self._rows, NAMING, {subject.value}).get(subject.value, {})

    def _rule(self, subject: Any) -> CompatibilityRule | None:
        node = self._nodes[subject]
        before = len(self._errors)
        missing = [name for name in ("left", "right", "condition") if not node.values.get(name)]
        for name in missing:
            self._error(
                f"The compatibility rule {_name(subject)} has no kgc:{name}. Add one.",
                KGC + "CompatibilityRule",
                subject,
            )
        sides = [self._class(node, name, subject) for name in ("left", "right") if name not in missing]
        conditions = tuple(c for value in node.values.get("condition", ()) if (c := self._condition(value, subject)))
        if len(self._errors) > before or len(sides) != 2:
            return None
        iri = Iri(subject.value if type(subject).__name__ == "NamedNode" else f"_:{subject.value}")
        return CompatibilityRule(
            iri, self._labels(subject), Iri(sides[0]), Iri(sides[1]), tuple(sorted(conditions, key=_order))
        )

    def _class(self, node: _Node, name: str, owner: Any) -> str:
        value = node.one(name)
        if type(value).__name__ != "NamedNode":
            self._error(f"kgc:{name} of {_name(owner)} must be a class.", KGC + name, owner)
            return ""
        self._check_class(value.value, owner, f"kgc:{name}")
        return str(value.value)

    def _condition(self, value: Any, rule: Any) -> Condition | None:
        node = self._nodes[value]
        missing = [name for name in ("leftPath", "operator", "rightPath") if not node.values.get(name)]
        if missing:
            listed = " and no ".join(f"kgc:{name}" for name in missing)
            self._error(f"A condition of the rule {_name(rule)} has no {listed}. Add it.", KGC + "condition", rule)
            return None
        operator = self._operator(node, rule)
        left = self._path(node.one("leftPath"), rule, "kgc:leftPath")
        right = self._path(node.one("rightPath"), rule, "kgc:rightPath")
        margin = terms.number(terms.from_pyoxigraph(node.one("margin"))) if node.values.get("margin") else 0.0
        if margin is None:
            self._error(f"kgc:margin of the rule {_name(rule)} must be a number.", KGC + "margin", rule)
        if not operator or not left or not right or margin is None:
            return None
        labels: Labels = self._condition_labels(value)
        return Condition(labels, left, operator, right, margin, node.words("holds"), node.words("fails"))

    def _condition_labels(self, value: Any) -> Labels:
        found: dict[str, list[str]] = defaultdict(list)
        if not hasattr(self, "_condition_names"):
            self._condition_names: dict[Any, list[Any]] = defaultdict(list)
            for c, label in self._rows(f"SELECT ?c ?l {{ ?r <{KGC}condition> ?c . ?c <{RDFS}label> ?l }}"):
                self._condition_names[c].append(label)
        for label in self._condition_names.get(value, ()):
            found[primary_language(label.language)].append(label.value)
        return {tag: tuple(texts) for tag, texts in sorted(found.items())}

    def _operator(self, node: _Node, owner: Any) -> str | None:
        value = node.one("operator")
        name = value.value.removeprefix(KGC) if value is not None else ""
        if name in OPERATORS and type(value).__name__ == "NamedNode":
            return str(name)
        near = nearest(local_name(name), OPERATORS)
        advice = (
            f"Did you mean {' or '.join(f'kgc:{n}' for n in near)}?"
            if near
            else f"Use one of: {', '.join(f'kgc:{n}' for n in OPERATORS)}."
        )
        if f"{KGC}{name}" not in {error.iri for error in self._errors}:
            self._error(
                f"{name!r} of {_name(owner)} is not an operator. {advice}",
                f"{KGC}{name}" if type(value).__name__ == "NamedNode" else KGC + "operator",
                owner,
            )
        return None

    def _selling_point(self, subject: Any) -> SellingPoint | None:
        node = self._nodes[subject]
        before = len(self._errors)
        for name in ("on", "path", "value", "benefit"):
            if not node.values.get(name):
                self._error(
                    f"The selling point {_name(subject)} has no kgc:{name}. Add one.", KGC + "SellingPoint", subject
                )
        if len(self._errors) > before:
            return None
        on = self._class(node, "on", subject)
        path = self._path(node.one("path"), subject, "kgc:path")
        operator = self._operator(node, subject) if node.values.get("operator") else "equals"
        if len(self._errors) > before or not operator:
            return None
        iri = Iri(subject.value if type(subject).__name__ == "NamedNode" else f"_:{subject.value}")
        value = terms.from_pyoxigraph(node.one("value"))
        return SellingPoint(iri, Iri(on), path, operator, value, node.words("benefit"))

    def _property(self, subject: Any, node: _Node) -> PropertyAnnotation:
        role = node.one("role")
        if role is not None and role.value not in ROLES:
            near = nearest(role.value, ROLES)
            advice = f"Did you mean {near[0]!r}?" if near else f"Use one of: {', '.join(ROLES)}."
            self._error(f"kgc:role {role.value!r} of {_name(subject)} is not a role. {advice}", KGC + "role", subject)
        better = node.one("higherIsBetter")
        prominence = (
            terms.number(terms.from_pyoxigraph(node.one("prominence"))) if node.values.get("prominence") else 0.0
        )
        if prominence is None:
            self._error(f"kgc:prominence of {_name(subject)} must be a number.", KGC + "prominence", subject)
        flags = {"true": True, "1": True, "false": False, "0": False}
        for name in ("higherIsBetter", "hidden"):
            value = node.one(name)
            if value is not None and value.value not in flags:
                self._error(f"kgc:{name} of {_name(subject)} must be true or false.", KGC + name, subject)
        return PropertyAnnotation(
            more_words=node.words("moreWord"),
            less_words=node.words("lessWord"),
            higher_is_better=flags.get(better.value) if better is not None else None,
            question=node.words("question"),
            role=role.value if role is not None and role.value in ROLES else None,
            prominence=prominence or 0.0,
        )


def nearest(name: str, names: tuple[str, ...] | list[str], at_most: int = 3, cutoff: float = 70) -> list[str]:
    """Return the names most alike to `name`, best first, alike in letters whatever their case."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        name.lower(), {n: n.lower() for n in names}, scorer=fuzz.ratio, limit=at_most, score_cutoff=cutoff
    )
    return [key for _, _, key in found]


def _order(condition: Condition) -> tuple[str, ...]:
    return (
        *(step.predicate for step in condition.left),
        condition.operator,
        *(step.predicate for step in condition.right),
    )


def _name(term: Any) -> str:
    if type(term).__name__ == "NamedNode":
        return local_name(term.value)
    return "a blank node"
