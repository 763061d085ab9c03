"""Reads the schema out of a store with a handful of aggregated queries, cheap also on millions of triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from kgchat.graph import terms, units
from kgchat.graph.annotations import Annotations
from kgchat.graph.schema import ClassInfo, Labels, Link, PropertyInfo, Schema
from kgchat.graph.vocabulary import (
    COMMENT,
    KGC,
    LABEL,
    NAME,
    NAMING,
    OWL,
    QUDT,
    RDF,
    RDFS,
    SCHEMA,
    SCHEMAS,
    SH,
    SKOS,
    SYNONYM,
    XSD,
    is_built_in,
    local_name,
    primary_language,
)
from kgchat.turn import Iri

Rows = Callable[[str], Iterator[tuple[Any, ...]]]

PRODUCT = Iri(KGC + "Product")
# The labels of kgc:Product itself: ontology/kgchat.ttl is not among a user's files.
_PRODUCT_LABELS: Labels = {"en": ("product", "item", "article"), "zh": ("商品", "产品", "货品")}
_CLASS_KINDS = (f"{OWL}Class", f"{RDFS}Class")
PROPERTY_KINDS = {
    f"{OWL}ObjectProperty": "object", f"{OWL}DatatypeProperty": "datatype", f"{RDF}Property": "",
    f"{OWL}FunctionalProperty": "", f"{OWL}SymmetricProperty": "object", f"{OWL}TransitiveProperty": "object",
    f"{OWL}InverseFunctionalProperty": "",
}  # fmt: skip
_LOOKED_UP = 2_000  # classes and properties whose labels are looked up one by one; more are read in one scan
_NOT_PROPERTIES = (f"{OWL}AnnotationProperty", f"{OWL}OntologyProperty")


class SchemaCompiler:
    """One compilation. `rows` runs a SELECT and yields raw pyoxigraph terms."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        kinds = " ".join(f"<{kind}>" for kind in (*_CLASS_KINDS, *PROPERTY_KINDS, *_NOT_PROPERTIES))
        self.types = self._iri_pairs(f"SELECT ?s ?o {{ VALUES ?o {{ {kinds} }} ?s a ?o }}")
        self.instances = self._counts("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
        self.parents = self._parents()
        self.used = self._used()

    def compile(self, annotations: Annotations) -> Schema:
        """Return the schema, with the annotations' rules and selling points."""
        self.observed = self._observed_values()
        self.links = self._links()
        classes = self._class_iris()
        properties = self._property_iris()
        usage = self._usage(classes)
        infos = self._properties(properties, classes, usage, annotations)
        infos = self._with_roles(infos, classes)
        return Schema(
            classes=self._classes(classes, infos, annotations),
            properties={info.iri: info for info in infos},
            rules=annotations.rules,
            selling_points=annotations.selling_points,
            languages=self._languages(),
            links=tuple(link for link in self.links if link.subject in classes and link.object in classes),
        )

    # ---------------------------------------------------------------------- reading

    def _iri_pairs(self, sparql: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for subject, object_ in self._rows(sparql):
            if _is_iri(subject) and _is_iri(object_):
                found[subject.value].append(object_.value)
        return {key: sorted(set(values)) for key, values in found.items()}

    def _counts(self, sparql: str) -> dict[str, int]:
        return {one.value: int(n.value) for one, n in self._rows(sparql) if _is_iri(one)}

    def _parents(self) -> dict[str, list[str]]:
        return self._iri_pairs(
            f"SELECT ?c ?d {{ {{ ?c <{RDFS}subClassOf> ?d }} UNION"
            f" {{ ?c <{OWL}equivalentClass>/<{OWL}intersectionOf>/<{RDF}rest>*/<{RDF}first> ?d }}"
            " FILTER(isIRI(?d) && ?c != ?d) }"
        )

    def _used(self) -> dict[tuple[str, str], int]:
        """Return how many instances of each class (as typed) have each property."""
        return {
            (c.value, p.value): int(n.value)
            for c, p, n in self._rows("SELECT ?c ?p (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p")
            if _is_iri(c)
        }

    def _links(self) -> tuple[Link, ...]:
        joining = [p for p, values in self.observed.items() if values.iris and not is_built_in(p)]
        rows = (
            (c, p, d, n)
            for p in map(_named, sorted(joining))
            for c, d, n in self._rows(
                f"SELECT ?c ?d (COUNT(*) AS ?n) {{ ?s {p} ?o . ?o a ?d . ?s a ?c }} GROUP BY ?c ?d"
            )
        )
        links = [
            Link(Iri(c.value), Iri(p.value), Iri(d.value), int(n.value))
            for c, p, d, n in rows
            if _is_iri(c) and _is_iri(d)
        ]
        return tuple(sorted(links, key=lambda link: (-link.count, link.subject, link.property, link.object)))

    def _class_iris(self) -> dict[str, frozenset[str]]:
        """Return each class of the user's vocabulary with itself and all its superclasses."""
        named = {s for s, kinds in self.types.items() if any(kind in _CLASS_KINDS for kind in kinds)}
        named |= set(self.instances) | set(self.parents) | {p for ps in self.parents.values() for p in ps}
        for predicate in (f"{SH}targetClass", f"{SH}class"):
            named |= {o.value for (o,) in self._rows(f"SELECT DISTINCT ?o {{ ?s <{predicate}> ?o }}") if _is_iri(o)}
        for (o,) in self._rows(
            f"SELECT DISTINCT ?o {{ ?p <{RDFS}domain>|<{SCHEMA}domainIncludes>|<{SCHEMAS}domainIncludes> ?o"
            " FILTER isIRI(?o) }"
        ):
            named.add(o.value)
        below_product = any(PRODUCT in parents for parents in self.parents.values()) or PRODUCT in self.instances
        wanted = {iri for iri in named if not is_built_in(iri)} | ({str(PRODUCT)} if below_product else set())
        return {iri: frozenset(a for a in _ancestors(iri, self.parents) if a in wanted) for iri in sorted(wanted)}

    def _property_iris(self) -> dict[str, str]:
        """Return each property of the user's vocabulary with its declared kind: "object", "datatype" or ""."""
        found: dict[str, str] = {}
        for iri, kinds in self.types.items():
            declared = [PROPERTY_KINDS[kind] for kind in kinds if kind in PROPERTY_KINDS]
            if declared:
                found[iri] = max(declared)
        for _, predicate in self.used:
            found.setdefault(predicate, "")
        for p in self.observed:
            found.setdefault(p, "")
        for (p,) in self._rows(
            f"SELECT DISTINCT ?p {{ {{ ?p <{RDFS}domain>|<{RDFS}range>|<{OWL}inverseOf>|<{RDFS}subPropertyOf> ?x }}"
            f" UNION {{ ?x <{SH}path>|<{OWL}inverseOf> ?p }}"
            " FILTER isIRI(?p) }"
        ):
            found.setdefault(p.value, "")
        descriptive = {*NAMING, *COMMENT}
        metadata = {s for s, kinds in self.types.items() if any(kind in _NOT_PROPERTIES for kind in kinds)}
        schema_terms = {space + name for space in (SCHEMA, SCHEMAS) for name in ("domainIncludes", "rangeIncludes")}
        return {
            iri: kind
            for iri, kind in sorted(found.items())
            if not is_built_in(iri) and iri not in descriptive | schema_terms and iri not in metadata
        }

    # ---------------------------------------------------------------------- usage

    def _usage(self, classes: dict[str, frozenset[str]]) -> dict[str, dict[str, int]]:
        """Return for each property how many instances of each class have it, those of subclasses included."""
        usage: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for (c, p), n in self.used.items():
            for ancestor in classes.get(c, frozenset()):
                usage[p][ancestor] += n
        self.totals: dict[str, int] = defaultdict(int)
        for c, n in self.instances.items():
            for ancestor in classes.get(c, frozenset()):
                self.totals[ancestor] += n
        # A thing that is typed twice below one class was counted twice there: count those classes one by one.
        for ancestor in self._counted_twice(classes):
            below = " ".join(f"<{c}>" for c, above in classes.items() if ancestor in above)
            values = f"VALUES ?c {{ {below} }} ?s a ?c"
            self.totals[ancestor] = next(
                (int(n.value) for (n,) in self._rows(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {values} }}")), 0
            )
            for p, n in self._rows(f"SELECT ?p (COUNT(DISTINCT ?s) AS ?n) {{ {values} . ?s ?p ?o }} GROUP BY ?p"):
                usage[p.value][ancestor] = int(n.value)
        return {p: dict(found) for p, found in usage.items()}

    def _counted_twice(self, classes: dict[str, frozenset[str]]) -> list[str]:
        pairs = self._rows("SELECT DISTINCT ?c ?d { ?s a ?c, ?d FILTER(isIRI(?c) && isIRI(?d) && STR(?c) < STR(?d)) }")
        shared: set[str] = set()
        for c, d in pairs:
            shared |= classes.get(c.value, frozenset()) & classes.get(d.value, frozenset())
        return sorted(shared)

    # ---------------------------------------------------------------------- classes

    def _classes(
        self, classes: dict[str, frozenset[str]], properties: list[PropertyInfo], annotations: Annotations
    ) -> dict[Iri, ClassInfo]:
        labels, comments = self._texts(classes)
        products = self._products(classes, properties)
        if str(PRODUCT) in classes:
            labels.setdefault(str(PRODUCT), _PRODUCT_LABELS)
        return {
            Iri(iri): ClassInfo(
                iri=Iri(iri),
                labels=labels.get(iri, {}),
                comment=comments.get(iri, {}),
                parents=tuple(Iri(p) for p in self.parents.get(iri, ()) if p in classes and p != iri),
                count=self.totals.get(iri, 0),
                product=iri in products,
                hidden=iri in annotations.hidden,
            )
            for iri in classes
        }

    def _products(self, classes: dict[str, frozenset[str]], properties: list[PropertyInfo]) -> set[str]:
        if str(PRODUCT) in classes:
            return {iri for iri, above in classes.items() if str(PRODUCT) in above}
        prices = [info for info in properties if info.role == "price"]
        priced = {c for c in classes for info in prices if self.used.get((c, info.iri))}
        below = {iri for iri, above in classes.items() if above & priced}
        # A superclass is merchandise too when most of what it holds is.
        mostly = {c for c in classes for info in prices if 2 * info.usage.get(Iri(c), 0) > self.totals.get(c, 0) > 0}
        return below | mostly

    # ---------------------------------------------------------------------- properties

    def _properties(
        self,
        properties: dict[str, str],
        classes: dict[str, frozenset[str]],
        usage: dict[str, dict[str, int]],
        annotations: Annotations,
    ) -> list[PropertyInfo]:
        labels, comments = self._texts(properties)
        declared = self._declared_ends(properties)
        observed = self.observed
        inverses = self._inverses()
        parents = self._iri_pairs(
            f"SELECT ?p ?q {{ ?p <{RDFS}subPropertyOf> ?q FILTER(isIRI(?p) && isIRI(?q) && ?p != ?q) }}"
        )
        unit_of = self._units()
        hierarchical = {
            p.value
            for (p,) in self._rows(f"SELECT DISTINCT ?p {{ ?v <{SKOS}broader>|^<{SKOS}narrower> ?b . ?s ?p ?v }}")
        }
        found = []
        for iri, kind in properties.items():
            domains, ranges = declared.get(iri, ((), ()))
            values = observed.get(iri) or _Observed()
            kind = self._kind(kind, ranges, values)
            numeric = kind == "datatype" and _share(values, ranges, terms.NUMERIC)
            boolean = kind == "datatype" and _share(values, ranges, frozenset({XSD + "boolean"}))
            annotation = annotations.of_property(iri)
            found.append(
                PropertyInfo(
                    iri=Iri(iri),
                    labels=labels.get(iri, {}),
                    comment=comments.get(iri, {}),
                    kind=kind,
                    domains=tuple(map(Iri, domains)) or self._observed_domains(iri, classes),
                    ranges=tuple(map(Iri, ranges)) or self._observed_ranges(iri, kind, values),
                    unit=unit_of.get(iri) or (units.unit_from_name(local_name(iri)) if numeric else None),
                    numeric=numeric,
                    boolean=boolean,
                    inverse=inverses.get(iri),
                    parents=tuple(Iri(p) for p in parents.get(iri, ()) if p in properties),
                    more_words=annotation.more_words,
                    less_words=annotation.less_words,
                    higher_is_better=annotation.higher_is_better,
                    question=annotation.question,
                    role=annotation.role,
                    prominence=annotation.prominence,
                    hidden=iri in annotations.hidden,
                    hierarchical=iri in hierarchical,
                    usage={Iri(c): n for c, n in sorted(usage.get(iri, {}).items())},
                    minimum=values.minimum,
                    maximum=values.maximum,
                    distinct=values.distinct,
                )
            )
        return found

    @staticmethod
    def _kind(declared: str, ranges: Iterable[str], values: _Observed) -> Literal["object", "datatype"]:
        if declared in ("object", "datatype"):
            return "object" if declared == "object" else "datatype"
        if values.iris or values.literals:
            return "object" if values.iris > values.literals else "datatype"
        return "object" if any(not r.startswith(XSD) for r in ranges) else "datatype"

    def _declared_ends(self, properties: dict[str, str]) -> dict[str, tuple[list[str], list[str]]]:
        """Return declared domains and ranges: RDFS (unions taken apart), schema.org, and SHACL shapes."""
        ends: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        union = f"<{OWL}unionOf>/<{RDF}rest>*/<{RDF}first>"
        for side, predicates in enumerate(
            (
                f"<{RDFS}domain>|<{SCHEMA}domainIncludes>|<{SCHEMAS}domainIncludes>",
                f"<{RDFS}range>|<{SCHEMA}rangeIncludes>|<{SCHEMAS}rangeIncludes>",
            )
        ):
            rows = self._rows(f"SELECT ?p ?c {{ ?p ({predicates})/({union})? ?c FILTER isIRI(?c) }}")
            for p, c in rows:
                if c.value not in (f"{RDFS}Resource", f"{OWL}Thing", f"{RDFS}Literal"):
                    ends[p.value][side].append(c.value)
        for c, p, d, k in self._rows(
            f"SELECT ?c ?p ?d ?k {{ ?shape <{SH}property> ?ps . ?ps <{SH}path> ?p ."
            f" OPTIONAL {{ ?shape <{SH}targetClass> ?t }} OPTIONAL {{ ?ps <{SH}datatype> ?d }}"
            f" OPTIONAL {{ ?ps <{SH}class> ?k }}"
            f" BIND(COALESCE(?t, IF(isIRI(?shape), ?shape, ?none)) AS ?c) FILTER isIRI(?p) }}"
        ):
            # A shape narrows what was declared; it stands in only where nothing was.
            if c is not None and c.value in self.instances and not any(i for i in ends[p.value][0]):
                ends[p.value][0].append(c.value)
            if (d or k) is not None and not ends[p.value][1]:
                ends[p.value][1].append((d or k).value)
        return {p: (sorted(set(a)), sorted(set(b))) for p, (a, b) in ends.items() if p in properties}

    def _observed_values(self) -> dict[str, _Observed]:
        found: dict[str, _Observed] = defaultdict(_Observed)
        for p, dt, n, distinct, low, high in self._rows(
            "SELECT ?p ?dt (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?d) (MIN(?o) AS ?low) (MAX(?o) AS ?high)"
            " { ?s ?p ?o FILTER isLiteral(?o) } GROUP BY ?p (DATATYPE(?o) AS ?dt)"
        ):
            found[p.value].add_literals(
                dt.value if dt else XSD + "string", int(n.value), int(distinct.value), low, high
            )
        for p, n, distinct in self._rows(
            "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?d) { ?s ?p ?o FILTER(!isLiteral(?o)) } GROUP BY ?p"
        ):
            found[p.value].iris += int(n.value)
            found[p.value].distinct += int(distinct.value)
        return found

    def _observed_domains(self, iri: str, classes: dict[str, frozenset[str]]) -> tuple[Iri, ...]:
        used = [(n, c) for (c, p), n in self.used.items() if p == iri and c in classes]
        return tuple(Iri(c) for n, c in sorted(used, key=lambda one: (-one[0], one[1])))

    def _observed_ranges(self, iri: str, kind: str, values: _Observed) -> tuple[Iri, ...]:
        if kind == "datatype":
            return tuple(Iri(d) for d, _ in sorted(values.datatypes.items(), key=lambda one: (-one[1], one[0])))
        counts: dict[Iri, int] = defaultdict(int)
        for link in self.links:
            if link.property == iri:
                counts[link.object] += link.count
        return tuple(sorted(counts, key=lambda c: (-counts[c], c)))

    def _inverses(self) -> dict[str, Iri]:
        found: dict[str, Iri] = {}
        for p, q in self._rows(f"SELECT ?p ?q {{ ?p <{OWL}inverseOf> ?q FILTER(isIRI(?p) && isIRI(?q)) }}"):
            found[p.value] = Iri(q.value)
            found.setdefault(q.value, Iri(p.value))
        return found

    def _units(self) -> dict[str, str]:
        found = {}
        for p, unit, symbol in self._rows(
            f"SELECT ?p ?u ?symbol {{ ?p <{QUDT}hasUnit>|<{QUDT}unit>|<https://qudt.org/schema/qudt/hasUnit> ?u"
            f" OPTIONAL {{ ?u <{QUDT}symbol>|<{QUDT}ucumCode>|<{QUDT}expression> ?symbol }} }} ORDER BY ?p ?u ?symbol"
        ):
            text = symbol.value if symbol is not None else None
            known = (
                units.unit_from_iri(unit.value, text) if _is_iri(unit) else units.normalise(unit.value) or unit.value
            )
            if known and p.value not in found:
                found[p.value] = known
        return found

    def _with_roles(self, infos: list[PropertyInfo], classes: dict[str, frozenset[str]]) -> list[PropertyInfo]:
        """Return the properties, with the role "price" for the most used one in a currency of each class."""
        from dataclasses import replace

        if any(info.role == "price" for info in infos):
            return infos
        money = [info for info in infos if units.is_currency(info.unit) and info.role is None]
        covered: set[Iri] = set()
        prices: set[Iri] = set()
        for info in sorted(money, key=lambda one: (-max(one.usage.values(), default=0), len(one.iri), one.iri)):
            direct = {Iri(c) for c in classes if self.used.get((c, info.iri))}
            if not direct <= covered or not (direct or prices):
                prices.add(info.iri)
                covered |= direct
        return [replace(info, role="price") if info.iri in prices else info for info in infos]

    # ---------------------------------------------------------------------- words

    def _texts(self, iris: Iterable[str]) -> tuple[dict[str, Labels], dict[str, Labels]]:
        """Return labels and comments of classes or properties, preferred labels first."""
        wanted = set(iris)
        labels = read_labels(self._rows, NAMING, wanted)
        for iri, names in self._shape_names().items():
            if iri in wanted:
                merged = {**names, **labels.get(iri, {})}
                labels[iri] = merged
        return labels, read_labels(self._rows, COMMENT, wanted)

    def _shape_names(self) -> dict[str, Labels]:
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for p, name in self._rows(
            f"SELECT DISTINCT ?p ?name {{ ?ps <{SH}path> ?p ; <{SH}name> ?name FILTER isIRI(?p) }} ORDER BY ?p ?name"
        ):
            found[p.value][primary_language(name.language)].append(name.value)
        return {p: {tag: tuple(texts) for tag, texts in names.items()} for p, names in found.items()}

    def _languages(self) -> tuple[str, ...]:
        texts = " ".join(f"<{p}>" for p, v in sorted(self.observed.items()) if f"{RDF}langString" in v.datatypes)
        rows = self._rows(
            f"SELECT DISTINCT (LANG(?o) AS ?l) {{ VALUES ?p {{ {texts} }} ?s ?p ?o"
            " FILTER(isLiteral(?o) && LANG(?o) != '') }"
        )
        return tuple(sorted({primary_language(tag.value) for (tag,) in rows}))


class _Observed:
    """What the values of one property are."""

    def __init__(self) -> None:
        self.datatypes: dict[str, int] = defaultdict(int)
        self.iris = 0
        self.literals = 0
        self.distinct = 0
        self.minimum: float | None = None
        self.maximum: float | None = None

    def add_literals(self, datatype: str, count: int, distinct: int, low: Any, high: Any) -> None:
        self.datatypes[datatype] += count
        self.literals += count
        self.distinct += distinct
        if datatype in terms.NUMERIC:
            for end in (low, high):
                value = terms.number(terms.from_pyoxigraph(end)) if end is not None else None
                if value is not None and value == value:
                    self.minimum = value if self.minimum is None else min(self.minimum, value)
                    self.maximum = value if self.maximum is None else max(self.maximum, value)


def _share(values: _Observed, ranges: Iterable[str], datatypes: frozenset[str]) -> bool:
    """Return whether most literals have one of the datatypes; without literals, whether the range is one."""
    if values.literals:
        return 2 * sum(n for d, n in values.datatypes.items() if d in datatypes) > values.literals
    return any(r in datatypes for r in ranges)


def read_labels(rows: Rows, predicates: Iterable[str], wanted: set[str] | None = None) -> dict[str, Labels]:
    """Return texts by subject and language, those of earlier predicates first; names count where labels are missing.

    `wanted` None: of every subject.
    """
    order = {predicate: rank for rank, predicate in enumerate(predicates)}
    if wanted is not None and len(wanted) <= _LOOKED_UP:
        nodes = " ".join(f"<{iri}>" for iri in sorted(wanted))
        listed = ", ".join(f"<{p}>" for p in order)
        pattern = f"VALUES ?s {{ {nodes} }} ?s ?p ?o FILTER(?p IN ({listed}) && isLiteral(?o))"
    else:
        listed = " ".join(f"<{p}>" for p in order)
        pattern = f"VALUES ?p {{ {listed} }} ?s ?p ?o FILTER(isIRI(?s) && isLiteral(?o))"
    found: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for s, p, o in rows(f"SELECT ?s ?p ?o {{ {pattern} }}"):
        if wanted is None or s.value in wanted:
            found[s.value].append((order[p.value], (o.language or "").lower(), o.value, p.value))
    return {subject: arrange(entries) for subject, entries in found.items()}


def arrange(entries: list[tuple[int, str, str, str]]) -> Labels:
    """Return (rank, tag, text, predicate) entries as labels: by rank, the plain tag before its regional kinds."""
    if any(predicate in LABEL for *_, predicate in entries):
        entries = [entry for entry in entries if entry[3] not in NAME]
    labels: dict[str, list[str]] = {}
    for _, tag, text, _ in sorted(entries, key=lambda e: (e[0], len(e[1]), e[1], e[2])):
        texts = labels.setdefault(primary_language(tag), [])
        if text.strip() and text not in texts:
            texts.append(text)
    return {tag: tuple(texts) for tag, texts in sorted(labels.items()) if texts}


def _named(iri: str) -> Any:
    import pyoxigraph as ox

    return ox.NamedNode(iri)  # prints as <iri>


def _is_iri(term: Any) -> bool:
    return type(term).__name__ == "NamedNode"


def _ancestors(iri: str, parents: dict[str, list[str]]) -> set[str]:
    seen = {iri}
    waiting = [iri]
    while waiting:
        for parent in parents.get(waiting.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return seen


__all__ = ["PRODUCT", "SYNONYM", "SchemaCompiler", "arrange", "read_labels"]
