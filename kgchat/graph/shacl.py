"""Checks SHACL core shapes by compiling them to queries on the store, so that a large catalogue takes seconds.

Source: Shapes Constraint Language (SHACL), W3C Recommendation 2017, sections 2 and 4. What is not compiled (SPARQL
constraints, qualified value shapes, …) is run with pyshacl where it is installed, else named in a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kgchat.graph import terms
from kgchat.graph.annotations import Finding
from kgchat.graph.vocabulary import OWL, RDF, RDFS, SH, local_name, local_words

Rows = Callable[[str], Iterator[tuple[Any, ...]]]

SHOWN = 10  # violations of one load that are listed
PYSHACL_AT_MOST = 300_000  # triples; beyond, pyshacl would take minutes and gigabytes

_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_VALUE_CONSTRAINTS = frozenset(
    [
        "datatype",
        "class",
        "nodeKind",
        "in",
        "minInclusive",
        "maxInclusive",
        "minExclusive",
        "maxExclusive",
        "minLength",
        "maxLength",
        "pattern",
        "languageIn",
        "or",
        "and",
        "not",
        "node",
    ]
)
_PROPERTY_CONSTRAINTS = frozenset(
    ["minCount", "maxCount", "hasValue", "uniqueLang", "lessThan", "lessThanOrEquals", "disjoint"]
)
# What says nothing about validity, or is read together with another constraint.
_SILENT = frozenset(
    [
        "path",
        "property",
        "message",
        "severity",
        "name",
        "description",
        "order",
        "group",
        "defaultValue",
        "deactivated",
        "flags",
        "ignoredProperties",
        "closed",
        "declare",
        "prefix",
        "namespace",
        "prefixes",
        "shapesGraph",
        "suggestedShapesGraph",
    ]
) | frozenset(_TARGETS)
_KINDS = {
    "IRI": "isIRI({v})", "Literal": "isLiteral({v})", "BlankNode": "isBlank({v})",
    "BlankNodeOrIRI": "!isLiteral({v})", "IRIOrLiteral": "!isBlank({v})", "BlankNodeOrLiteral": "!isIRI({v})",
}  # fmt: skip
_COMPARISONS = {"minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">", "maxExclusive": "<"}


class _Unsupported(Exception):
    """The shape uses this constraint, which has no query."""


@dataclass(frozen=True, slots=True)
class Report:
    """Violations, and what has a milder severity; `more` says that there were further violations."""

    violations: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    more: bool = False


class ShapeChecker:
    """One check of all shapes of a store."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._triples: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self._lists: dict[Any, tuple[Any, Any]] = {}
        self._variables = 0
        self._below_memo: dict[str, list[str]] = {}
        self._violations: list[Finding] = []
        self._warnings: list[Finding] = []
        self._more = False
        self.unsupported: dict[Any, str] = {}

    def check(self) -> Report:
        """Return what breaks a shape; `unsupported` names the shapes that have no queries."""
        predicates = [p.value for (p,) in self._rows("SELECT DISTINCT ?p { ?s ?p ?o }") if p.value.startswith(SH)]
        if not predicates:
            return Report((), ())
        values = " ".join(f"<{p}>" for p in predicates)
        for s, p, o in self._rows(f"SELECT ?s ?p ?o {{ VALUES ?p {{ {values} }} ?s ?p ?o }}"):
            self._triples[s][p.value.removeprefix(SH)].append(o)
        for s, f, r in self._rows(f"SELECT ?s ?f ?r {{ ?s <{RDF}first> ?f ; <{RDF}rest> ?r }}"):
            self._lists[s] = (f, r)
        for shape, target in self._targets():
            try:
                self._node_shape(shape, target)
            except _Unsupported as reason:
                self.unsupported[shape] = str(reason)
        more = self._more or len(self._violations) > SHOWN
        violations, warnings = (sorted(found, key=_by_node) for found in (self._violations, self._warnings))
        return Report(tuple(violations[:SHOWN]), tuple(warnings[:SHOWN]), more)

    # ---------------------------------------------------------------------- targets

    def _targets(self) -> list[tuple[Any, str]]:
        """Return the shapes with a pattern for their focus nodes ?focus."""
        found: list[tuple[Any, str]] = []
        for shape, own in list(self._triples.items()):
            if self._truth(own.get("deactivated")):
                continue
            patterns = [self._of_class(c.value) for c in own.get("targetClass", ())]
            if own.get("targetNode"):
                patterns.append(f"VALUES ?focus {{ {' '.join(map(str, own['targetNode']))} }}")
            patterns += [f"?focus {p} ?target" for p in own.get("targetSubjectsOf", ())]
            patterns += [f"?target {p} ?focus" for p in own.get("targetObjectsOf", ())]
            found += [(shape, pattern) for pattern in patterns]
        for (shape,) in self._rows(
            f"SELECT DISTINCT ?s {{ ?s a <{SH}NodeShape> ; a ?k VALUES ?k {{ <{RDFS}Class> <{OWL}Class> }} }}"
        ):
            if shape in self._triples and not self._truth(self._triples[shape].get("deactivated")):
                found.append((shape, self._of_class(shape.value)))
        return sorted(found, key=lambda one: (str(one[0]), one[1]))

    def _of_class(self, iri: str, variable: str = "?focus") -> str:
        self._variables += 1
        kind = f"?k{self._variables}"
        return f"VALUES {kind} {{ {' '.join(f'<{c}>' for c in self._below(iri))} }} {variable} a {kind}"

    def _below(self, iri: str) -> list[str]:
        if iri not in self._below_memo:
            found = self._rows(f"SELECT DISTINCT ?c {{ ?c <{RDFS}subClassOf>* <{iri}> FILTER isIRI(?c) }}")
            self._below_memo[iri] = sorted({iri, *(c.value for (c,) in found)})
        return self._below_memo[iri]

    # ---------------------------------------------------------------------- shapes

    def _node_shape(self, shape: Any, target: str) -> None:
        own = self._triples[shape]
        self._supported(own)
        checks: list[Callable[[], None]] = []
        if own.get("path"):
            checks += self._property_shape(shape, shape, target)
        else:
            if values := self._expression(shape, "?focus", depth=0, properties=False):
                checks.append(
                    lambda: self._find(
                        shape, shape, f"SELECT DISTINCT ?focus ?focus {{ {target} FILTER(!({values})) }}"
                    )
                )
            if self._truth(own.get("closed")):
                checks.append(lambda: self._closed(shape, target))
            for inner in own.get("property", ()):
                checks += self._property_shape(inner, shape, target)
        # Every constraint of the shape was compiled by now: nothing is checked by half and then again by pyshacl.
        for check in checks:
            check()

    def _supported(self, own: dict[str, list[Any]]) -> None:
        unknown = sorted(set(own) - _VALUE_CONSTRAINTS - _PROPERTY_CONSTRAINTS - _SILENT)
        if unknown:
            raise _Unsupported(f"sh:{unknown[0]}")

    def _property_shape(self, inner: Any, shape: Any, target: str) -> list[Callable[[], None]]:
        own = self._triples[inner]
        if self._truth(own.get("deactivated")):
            return []
        self._supported(own)
        path = self._path(own["path"][0]) if own.get("path") else None
        if path is None:
            raise _Unsupported("sh:path")
        queries: list[str] = []
        least, most = (self._integer(own.get(name)) for name in ("minCount", "maxCount"))
        if least == 1:
            queries.append(f"SELECT DISTINCT ?focus {{ {target} FILTER NOT EXISTS {{ ?focus {path} ?v }} }}")
        elif least:
            queries.append(
                f"SELECT ?focus {{ {target} OPTIONAL {{ ?focus {path} ?v }} }}"
                f" GROUP BY ?focus HAVING(COUNT(DISTINCT ?v) < {least})"
            )
        if most is not None:
            queries.append(
                f"SELECT ?focus (MAX(?v) AS ?one) {{ {target} . ?focus {path} ?v }}"
                f" GROUP BY ?focus HAVING(COUNT(DISTINCT ?v) > {most})"
            )
        queries += [
            f"SELECT DISTINCT ?focus {{ {target} FILTER NOT EXISTS {{ ?focus {path} {v} }} }}"
            for v in own.get("hasValue", ())
        ]
        if self._truth(own.get("uniqueLang")):
            queries.append(
                f"SELECT DISTINCT ?focus ?v {{ {target} . ?focus {path} ?v, ?w"
                " FILTER(isLiteral(?v) && isLiteral(?w) && LANG(?v) != '' && LANG(?v) = LANG(?w)"
                " && STR(?v) < STR(?w)) }"
            )
        for name, operator in (("lessThan", "<"), ("lessThanOrEquals", "<=")):
            for other in own.get(name, ()):
                queries.append(
                    f"SELECT DISTINCT ?focus ?v {{ {target} . ?focus {path} ?v ; {other} ?w"
                    f" FILTER(!COALESCE(?v {operator} ?w, false)) }}"
                )
        queries += [
            f"SELECT DISTINCT ?focus ?v {{ {target} . ?focus {path} ?v ; {o} ?v }}" for o in own.get("disjoint", ())
        ]
        if values := self._expression(inner, "?v", depth=0, properties=False):
            queries.append(f"SELECT DISTINCT ?focus ?v {{ {target} . ?focus {path} ?v FILTER(!({values})) }}")
        checks: list[Callable[[], None]] = [lambda q=q: self._find(inner, shape, q) for q in queries]  # type: ignore[misc]
        for nested in own.get("property", ()):
            checks += self._property_shape(
                nested, shape, f"{{ SELECT DISTINCT (?v AS ?focus) {{ {target} . ?focus {path} ?v }} }}"
            )
        return checks

    def _closed(self, shape: Any, target: str) -> None:
        own = self._triples[shape]
        allowed = {str(p) for inner in own.get("property", ()) for p in self._triples[inner].get("path", ())}
        allowed |= {str(p) for start in own.get("ignoredProperties", ()) for p in self._items(start)}
        listed = ", ".join(sorted(allowed)) or f"<{SH}none>"
        self._find(
            shape,
            shape,
            f"SELECT DISTINCT ?focus ?p {{ {target} . ?focus ?p ?v FILTER(?p NOT IN ({listed})) }}",
            closed=True,
        )

    # ---------------------------------------------------------------------- expressions

    def _expression(self, shape: Any, v: str, *, depth: int, properties: bool = True) -> str:
        """Return a SPARQL expression that is true when `v` conforms to the shape; "" when nothing is asked of it."""
        if depth > 6:
            raise _Unsupported("a shape that refers to itself")
        own = self._triples.get(shape, {})
        self._supported(own)
        parts = [
            part
            for name, values in sorted(own.items())
            for value in values
            if (part := self._part(name, value, own, v, depth))
        ]
        if properties:
            if own.get("path"):
                parts = [self._exists(shape, v, depth)]
            parts += [self._exists(inner, v, depth) for inner in own.get("property", ())]
        return " && ".join(f"({part})" for part in parts if part)

    def _part(self, name: str, value: Any, own: dict[str, list[Any]], v: str, depth: int) -> str:
        if name == "datatype":
            numeric = f" && isNumeric({v})" if value.value in terms.NUMERIC else ""
            return f"isLiteral({v}) && DATATYPE({v}) = {value}{numeric}"
        if name == "class":
            return f"EXISTS {{ {self._of_class(value.value, v)} }}"
        if name == "nodeKind":
            return _KINDS[local_name(value.value)].format(v=v)
        if name == "in":
            return " || ".join(f"sameTerm({v}, {item})" for item in self._items(value)) or "false"
        if name in _COMPARISONS:
            return f"COALESCE({v} {_COMPARISONS[name]} {value}, false)"
        if name in ("minLength", "maxLength"):
            sign = ">=" if name == "minLength" else "<="
            return f"!isBlank({v}) && STRLEN(STR({v})) {sign} {value.value}"
        if name == "pattern":
            flags = f", {own['flags'][0]}" if own.get("flags") else ""
            return f"!isBlank({v}) && COALESCE(REGEX(STR({v}), {value}{flags}), false)"
        if name == "languageIn":
            return (
                " || ".join(f"COALESCE(LANGMATCHES(LANG({v}), {item}), false)" for item in self._items(value))
                or "false"
            )
        if name in ("or", "and"):
            sides = [self._expression(item, v, depth=depth + 1) or "true" for item in self._items(value)]
            return (" || " if name == "or" else " && ").join(f"({side})" for side in sides)
        if name == "not":
            return f"!({self._expression(value, v, depth=depth + 1) or 'true'})"
        if name == "node":
            return self._expression(value, v, depth=depth + 1)
        return ""

    def _exists(self, inner: Any, v: str, depth: int) -> str:
        """Return the expression for a property shape inside an expression: counts of 0 and 1, and what values are."""
        own = self._triples[inner]
        if not own.get("path"):
            raise _Unsupported("sh:path")
        path = self._path(own["path"][0])
        self._variables += 1
        x, y = f"?x{self._variables}", f"?y{self._variables}"
        least, most = (self._integer(own.get(name)) for name in ("minCount", "maxCount"))
        if (least or 0) > 1 or (most or 0) > 1 or set(own) & {"uniqueLang", "lessThan", "lessThanOrEquals", "disjoint"}:
            raise _Unsupported("counts above one inside sh:or, sh:and, sh:not or sh:node")
        parts = [f"EXISTS {{ {v} {path} {x} }}"] if least else []
        if most == 0:
            parts.append(f"NOT EXISTS {{ {v} {path} {x} }}")
        elif most == 1:
            parts.append(f"NOT EXISTS {{ {v} {path} {x}, {y} FILTER(!sameTerm({x}, {y})) }}")
        parts += [f"EXISTS {{ {v} {path} {value} }}" for value in own.get("hasValue", ())]
        inside = [
            part
            for name, values in sorted(own.items())
            for value in values
            if (part := self._part(name, value, own, x, depth + 1))
        ]
        inside += [self._exists(nested, x, depth + 1) for nested in own.get("property", ())]
        if inside:
            parts.append(f"NOT EXISTS {{ {v} {path} {x} FILTER(!({' && '.join(f'({p})' for p in inside)})) }}")
        return " && ".join(f"({part})" for part in parts) or "true"

    def _path(self, start: Any) -> str:
        """Return a SHACL path as a SPARQL path (SHACL, section 2.3.1)."""
        if type(start).__name__ == "NamedNode":
            return str(start)
        if start in self._lists:
            return "/".join(f"({self._path(item)})" for item in self._items(start))
        own = self._triples.get(start, {})
        for name, form in (
            ("inversePath", "^({})"),
            ("zeroOrMorePath", "({})*"),
            ("oneOrMorePath", "({})+"),
            ("zeroOrOnePath", "({})?"),
        ):
            if own.get(name):
                return form.format(self._path(own[name][0]))
        if own.get("alternativePath"):
            return "|".join(f"({self._path(item)})" for item in self._items(own["alternativePath"][0]))
        raise _Unsupported("sh:path")

    def _items(self, start: Any) -> list[Any]:
        items: list[Any] = []
        seen: set[Any] = set()
        while start in self._lists and start not in seen:
            seen.add(start)
            item, start = self._lists[start]
            items.append(item)
        return items

    @staticmethod
    def _integer(values: list[Any] | None) -> int | None:
        return int(values[0].value) if values else None

    @staticmethod
    def _truth(values: list[Any] | None) -> bool:
        return values is not None and len(values) > 0 and values[0].value in ("true", "1")

    # ---------------------------------------------------------------------- findings

    def _find(self, inner: Any, shape: Any, query: str, *, closed: bool = False) -> None:
        severity = self._severity(inner, shape)
        for row in self._rows(f"{query} LIMIT {SHOWN + 1}"):
            focus, value = row[0], row[1] if len(row) > 1 else None
            finding = Finding(self._sentence(inner, shape, focus, value, closed), _iri(focus))
            if severity == "Violation":
                self._violations.append(finding)
            else:
                self._warnings.append(finding)

    def _severity(self, inner: Any, shape: Any) -> str:
        for one in (inner, shape):
            if self._triples[one].get("severity"):
                return local_name(self._triples[one]["severity"][0].value)
        return "Violation"

    def _sentence(self, inner: Any, shape: Any, focus: Any, value: Any, closed: bool) -> str:
        path = self._triples[inner].get("path")
        about = f" ({local_name(path[0].value)})" if path and type(path[0]).__name__ == "NamedNode" else ""
        messages = self._triples[inner].get("message") or self._triples[shape].get("message")
        if messages:
            plain = sorted(messages, key=lambda m: ({"": 0, "en": 1}.get((m.language or "").split("-")[0], 2), m.value))
            said = plain[0].value
        elif closed:
            said = f"the shape {_shown(shape)} is closed and does not allow this property"
        else:
            said = f"the shape {_shown(shape)} asks {self._asked(inner)}"
        found = f" Found: {_shown(value)}." if value is not None and value != focus else ""
        return f"{_shown(focus)}{about}: {said.rstrip('.')}.{found}"

    def _asked(self, inner: Any) -> str:
        asked = []
        for name, values in sorted(self._triples[inner].items()):
            if name in _VALUE_CONSTRAINTS | _PROPERTY_CONSTRAINTS:
                shown = [", ".join(map(_shown, self._items(v))) if v in self._lists else _shown(v) for v in values]
                asked.append(f"{local_words(SH + name)} {' and '.join(shown)}")
        return "; ".join(asked) or "otherwise"


def _shown(term: Any) -> str:
    name = type(term).__name__
    if name == "NamedNode":
        return local_name(term.value)
    if name == "BlankNode":
        return "a nested value"
    return str(term.value) if term.datatype.value in terms.NUMERIC else repr(term.value)


def _iri(term: Any) -> str | None:
    return term.value if type(term).__name__ == "NamedNode" else None


def check(rows: Rows, dump: Callable[[], bytes], triples: int) -> Report:
    """Check every shape of the store. `dump` gives the whole graph as N-Triples, for pyshacl.

    Violations come with the shape's own sh:message. Shapes of severity sh:Warning and sh:Info give warnings.
    """
    checker = ShapeChecker(rows)
    report = checker.check()
    if not checker.unsupported:
        return report
    names = ", ".join(f"{_shown(shape)} ({reason})" for shape, reason in sorted(checker.unsupported.items(), key=str))
    if triples > PYSHACL_AT_MOST:
        text = (
            f"These shapes were not checked, the graph is too large for pyshacl: {names}. Use SHACL core constraints."
        )
        return Report(report.violations, (*report.warnings, Finding(text)), report.more)
    try:
        import pyshacl  # noqa: F401
    except ImportError:
        text = f"These shapes were not checked: {names}. Install the extra kgchat[shacl] to check them."
        return Report(report.violations, (*report.warnings, Finding(text)), report.more)
    further = _with_pyshacl(
        dump(), {str(s) for s in checker.unsupported}, set(map(str, (s for s, _ in checker._targets())))
    )
    violations = (*report.violations, *further.violations)
    return Report(violations[:SHOWN], (*report.warnings, *further.warnings), report.more or len(violations) > SHOWN)


def _with_pyshacl(data: bytes, wanted: set[str], targeted: set[str]) -> Report:
    """Return what pyshacl finds for the wanted shapes (as N-Triples terms); the others are switched off for it."""
    import pyshacl
    import rdflib

    graph = rdflib.Graph().parse(data=data, format="nt")
    done = graph.query(
        f"SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?p), '{SH}target') || ?o = <{SH}NodeShape>) }}"
    )
    for (shape,) in done:  # type: ignore[misc]
        if shape.n3() in targeted - wanted:
            graph.add((shape, rdflib.URIRef(SH + "deactivated"), rdflib.Literal(True)))
    _, results, _ = pyshacl.validate(graph, inference="none", advanced=True, meta_shacl=False, do_owl_imports=False)
    assert isinstance(results, rdflib.Graph)
    space = rdflib.Namespace(SH)
    violations: list[Finding] = []
    warnings: list[Finding] = []
    for result in results.subjects(rdflib.RDF.type, space.ValidationResult):
        focus, value = results.value(result, space.focusNode), results.value(result, space.value)
        said = str(results.value(result, space.resultMessage) or "breaks a shape").rstrip(".")
        found = (
            f" Found: {local_name(str(value)) if isinstance(value, rdflib.URIRef) else str(value)!r}."
            if value is not None and value != focus
            else ""
        )
        finding = Finding(
            f"{local_name(str(focus))}: {said}.{found}", str(focus) if isinstance(focus, rdflib.URIRef) else None
        )
        mild = results.value(result, space.resultSeverity) != space.Violation
        (warnings if mild else violations).append(finding)
    return Report(tuple(sorted(violations, key=_by_node)), tuple(sorted(warnings, key=_by_node)))


def _by_node(finding: Finding) -> tuple[str, str]:
    """Return the key by which what is wrong with one node stands together, in the same order at every load."""
    return finding.iri or "", finding.message
