"""The query graph in plain words of the turn's language: `answer.understood` and the topic of a reply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgchat.formatting import glue, is_adjective, is_plural, names_part, plural, ranked_text, term_text, with_article
from kgchat.query_graph import (
    AggregateExpression,
    Comparison,
    ConstantExpression,
    Edge,
    Existence,
    Membership,
    QueryGraph,
    VariableExpression,
)
from kgchat.reasoning.query_edits import FITTING, TYPE, properties_to, property_of
from kgchat.turn import Iri, Language, Term

if TYPE_CHECKING:
    from kgchat.graph.knowledge_graph import KnowledgeGraph

_BOUNDS = {
    "en": {"<": "under {}", "<=": "up to {}", ">": "over {}", ">=": "at least {}", "=": "{}", "!=": "not {}"},
    "zh": {"<": "低于{}", "<=": "不超过{}", ">": "高于{}", ">=": "至少{}", "=": "{}", "!=": "不是{}"},
}
# Bounds in a topic: of a price ("under $150"), and of a measure ("a TDP under 65 W").
_PRICED = {
    "<": "under {}", "<=": "for up to {}", ">": "over {}", ">=": "for at least {}", "=": "at {}", "!=": "not at {}",
}  # fmt: skip
_MEASURED = {
    "<": "under {}", "<=": "of up to {}", ">": "over {}", ">=": "of at least {}", "=": "of {}", "!=": "other than {}",
}  # fmt: skip
_COUNTED = {
    "<": "fewer than {}", "<=": "up to {}", ">": "more than {}", ">=": "at least {}", "=": "{}", "!=": "not {}",
}  # fmt: skip
_POSTPOSED = re.compile(r"(?:under|over|for|at(?! least)|not at) ")  # a bound of a price follows the noun itself
_SHOWN = {"en": "shown products", "zh": "看过的商品"}
_AGGREGATES = {
    "en": {"average": "average", "sum": "total", "minimum": "lowest", "maximum": "highest", "count": "number"},
    "zh": {"average": "平均", "sum": "总计", "minimum": "最低", "maximum": "最高", "count": "数量"},
}


class Verbalizer:
    """Words for query graphs, made from the labels of the graph alone."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._schema = graph.schema

    def topic(self, query: QueryGraph, language: Language) -> str:
        """Return the set that the query is about as a shopper would say it: "AM5 boards under $150 with 4 slots"."""
        before = [label for edge in query.edges if (label := self._adjective(edge, query, language))]
        behind = self._conditions(query, language, adjectives=False)
        head = self._head(query, language) if not self._is_choice(query) else _SHOWN[language]
        single = self._single(query, language)
        if language == "zh":
            if before and single and before[-1].endswith(single):  # "Micro ATX机箱" names its kind itself
                head = before.pop()
            parts = [*before, *behind]
            joined = [piece for part in parts for piece in ("、", part)][1:]
            topic = glue((*joined, "的", head)) if parts else head
        else:
            if before and single and before[-1].lower().endswith(single.lower()):
                head = plural(before.pop())
            bounds = [words for words in behind if _POSTPOSED.match(words)]
            rest = [words for words in behind if words not in bounds]
            listed = f"{', '.join(rest[:-1])} and {rest[-1]}" if len(rest) > 1 else "".join(rest)
            topic = " ".join([*before, head, *bounds, *(["with", listed] if listed else [])])
        prop = self._ordered_by(query, language) if query.limit != 1 else ""
        return ranked_text(topic, prop, query.order[0].descending, language) if prop else topic

    @staticmethod
    def _is_choice(query: QueryGraph) -> bool:
        """Return whether the query takes the first of some things that were shown, which are not named again."""
        named = any(isinstance(f, Membership) and f.name == query.focus for f in query.filters)
        return named and bool(query.order)

    def ranked(self, query: QueryGraph, language: Language) -> str:
        """Return the set with its order: "motherboards by price, lowest first"."""
        return self.topic(query, language)

    def _ordered_by(self, query: QueryGraph, language: Language) -> str:
        """Return the label of the property that puts the items in order, "" without an order."""
        if not query.order or query.group or not isinstance(query.order[0].expression, VariableExpression):
            return ""
        return self._property(query, query.order[0].expression.name, language)

    def one(self, query: QueryGraph, language: Language) -> str:
        """Return one item of the set: "an AM5 motherboard"."""
        before = [label for edge in query.edges if (label := self._adjective(edge, query, language))]
        head = self._single(query, language)
        if before and before[-1].lower().endswith(head.lower()):
            head = before.pop()
        if language == "zh":
            return f"{'、'.join(before)}{head}"
        return with_article(" ".join([*before, head]))

    def _single(self, query: QueryGraph, language: Language) -> str:
        node = query.node(query.focus)
        return self._schema.label(node.classes[0], language) if node.classes else ""

    def _adjective(self, edge: Edge, query: QueryGraph, language: Language) -> str:
        """Return the value that can stand before the noun ("black", "AM5"), "" for other conditions."""
        node = query.node(edge.object)
        if edge.optional or edge.subject != query.focus or query.node(query.focus).kind != "variable":
            return ""
        if node.kind == "entity" and node.iri is not None:
            return self._graph.label(node.iri, language)
        if node.kind == "literal" and node.literal is not None and isinstance(node.literal.value, bool):
            label = self._schema.label(property_of(edge.path), language)
            if language == "zh":
                return f"带{label}" if names_part(label) and label[0] not in "带有" else label
            return label if is_adjective(label) else ""  # "wireless mice", but "with microphone"
        return ""

    def understood(self, query: QueryGraph, language: Language) -> str:
        """Return how the whole question was read, with the property of each condition named."""
        conditions = self._conditions(query, language, adjectives=True)
        head = self._head(query, language)
        if language == "zh":
            parts = [f"{head}（{'，'.join(conditions)}）" if conditions else head]
        else:
            parts = [f"{head} with {' and '.join(conditions)}" if conditions else head]
        asked = [self._property(query, p.name, language) for p in query.projection if p.expression is None]
        asked = [a for a in asked if a]
        parts += [
            self._aggregate(query, p.expression, language)
            for p in query.projection
            if isinstance(p.expression, AggregateExpression)
        ]
        if asked and query.form == "select":
            parts.append(
                ("asked: " if language == "en" else "询问：") + (", " if language == "en" else "、").join(asked)
            )
        if query.form == "count":
            parts.append("how many" if language == "en" else "数量")
        if query.form == "ask":
            parts.append("yes or no" if language == "en" else "是否如此")
        parts += self._order(query, language)
        return ("; " if language == "en" else "；").join(parts)

    def _head(self, query: QueryGraph, language: Language) -> str:
        node = query.node(query.focus)
        if node.iri is not None:
            return self._graph.label(node.iri, language)
        if node.classes or node.any_of:
            labels = [self._schema.label(iri, language) for iri in node.classes[:1] or node.any_of]
            return " or ".join(plural(label) for label in labels) if language == "en" else "或".join(labels)
        members = [f for f in query.filters if isinstance(f, Membership) and f.name == query.focus]
        iris = [Iri(str(t.value)) for m in members for t in m.terms]
        joint = ", " if language == "en" else "、"
        return joint.join(self._graph.labels(iris, language).values()) or ("items" if language == "en" else "商品")

    def _conditions(self, query: QueryGraph, language: Language, *, adjectives: bool) -> list[str]:
        words = []
        bounded = {
            f.left.name for f in query.filters if isinstance(f, Comparison) and isinstance(f.left, VariableExpression)
        }
        for edge in query.edges:
            node = query.node(edge.object)
            if edge.optional or edge.subject != query.focus or edge.object.startswith(FITTING):
                continue
            if not adjectives and self._adjective(edge, query, language):
                continue
            if node.kind != "variable":
                words.append(self._required(edge, query, language, brief=not adjectives))
            elif node.id in bounded:
                words.append(self._bounded(edge, query, language, brief=not adjectives))
            elif members := self._members(edge, query, language):
                words += members
            elif not self._is_shown(query, node.id):
                label = self._schema.label(property_of(edge.path), language)
                words.append(label if language == "en" else f"有{label}")
        for condition in query.filters:
            if isinstance(condition, Existence) and condition.edges:
                words.append(self._absent(condition, language))
        return [w for w in words if w]

    @staticmethod
    def _is_shown(query: QueryGraph, variable: str) -> bool:
        """Return whether a variable is a column, a group or an order, not a condition that some value exists."""
        ordered = [o.expression.name for o in query.order if isinstance(o.expression, VariableExpression)]
        aggregated = [
            p.expression.argument.name
            for p in query.projection
            if isinstance(p.expression, AggregateExpression) and isinstance(p.expression.argument, VariableExpression)
        ]
        return variable in (*(p.name for p in query.projection), *query.group, *ordered, *aggregated)

    def _required(self, edge: Edge, query: QueryGraph, language: Language, *, brief: bool = False) -> str:
        node = query.node(edge.object)
        label = self._schema.label(property_of(edge.path), language)
        if node.literal is not None and isinstance(node.literal.value, bool):
            return label
        info = self._schema.properties.get(property_of(edge.path))
        unit = info.unit if info is not None else None
        value = self._graph.label(node.iri, language) if node.iri else amount(node.literal, unit, language)
        if language == "zh":
            return glue((label, "为", value))
        if brief and node.literal is not None and not isinstance(node.literal.value, str):
            return self._briefly(edge, ["="], [value], label)
        return f"{label} {value}"

    def _briefly(self, edge: Edge, operators: list[str], values: list[str], label: str) -> str:
        """Return bounds as a shopper says them: "under $150", "at least 16 cores", "a TDP under 65 W"."""
        info = self._schema.properties.get(property_of(edge.path))
        if info is not None and info.role == "price":
            return " and ".join(_PRICED[o].format(v) for o, v in zip(operators, values, strict=True))
        counted = label.removeprefix("number of ").removesuffix(" count")
        if (info is None or info.unit is None) and (counted != label or is_plural(label)):
            said = [_COUNTED[o].format(v) for o, v in zip(operators, values, strict=True)]
            return f"{' and '.join(said)} {counted if values == ['1'] else plural(counted)}"
        said = [_MEASURED[o].format(v) for o, v in zip(operators, values, strict=True)]
        return f"{label if is_plural(label) else with_article(label)} {' and '.join(said)}"

    def _bounded(self, edge: Edge, query: QueryGraph, language: Language, *, brief: bool = False) -> str:
        info = self._schema.properties.get(property_of(edge.path))
        label = self._schema.label(property_of(edge.path), language)
        unit = info.unit if info is not None else None
        bounds = [
            (f.operator, amount(f.right.term, unit, language))
            for f in query.filters
            if isinstance(f, Comparison)
            and f.left == VariableExpression(name=edge.object)
            and isinstance(f.right, ConstantExpression)
        ]
        if brief and language == "en" and bounds:
            return self._briefly(edge, [o for o, _ in bounds], [value for _, value in bounds], label)
        if language == "zh":
            return glue((label, "且".join(glue((_BOUNDS["zh"][o].removesuffix("{}"), value)) for o, value in bounds)))
        return f"{label} {' and '.join(_BOUNDS['en'][o].format(value) for o, value in bounds)}"

    def _members(self, edge: Edge, query: QueryGraph, language: Language) -> list[str]:
        label = self._schema.label(property_of(edge.path), language)
        terms = [t for f in query.filters if isinstance(f, Membership) and f.name == edge.object for t in f.terms]
        if not terms:
            return []
        values = [self._graph.label(Iri(str(t.value)), language) if t.kind == "iri" else str(t.value) for t in terms]
        return [f"{label} {' or '.join(values)}" if language == "en" else f"{label}为{'或'.join(values)}"]

    def _absent(self, condition: Existence, language: Language) -> str:
        edge = condition.edges[0]
        if property_of(edge.path) == TYPE:
            classes = [Iri(str(t.value)) for f in condition.filters if isinstance(f, Membership) for t in f.terms]
            widest = max(classes, key=lambda iri: len(self._schema.subclasses(iri)))
            said = self._schema.label(widest, language)
            return f"kind other than {said}" if language == "en" else f"种类不是{said}"
        label = self._schema.label(property_of(edge.path), language)
        node = next((n for n in condition.nodes if n.id == edge.object), None)
        if node is not None and node.iri is not None:
            value = self._graph.label(node.iri, language)
            return f"{label} other than {value}" if language == "en" else f"{label}不是{value}"
        if node is not None and node.literal is not None and not isinstance(node.literal.value, bool):
            return (
                f"{label} other than {node.literal.value}" if language == "en" else f"{label}不是{node.literal.value}"
            )
        return f"no {label}" if language == "en" else f"没有{label}"

    def _property(self, query: QueryGraph, variable: str, language: Language) -> str:
        path = properties_to(query, variable)
        return self._schema.label(property_of(path), language) if path else ""

    def _aggregate(self, query: QueryGraph, expression: AggregateExpression, language: Language) -> str:
        name = expression.argument.name if isinstance(expression.argument, VariableExpression) else ""
        of = self._property(query, name, language)
        word = _AGGREGATES[language][expression.function]
        said = f"{word} {of}" if language == "en" else f"{word}{of}" if expression.function != "count" else word
        groups = [self._property(query, g, language) for g in query.group]
        if groups:
            return f"{said.strip()} per {', '.join(groups)}" if language == "en" else f"每种{'、'.join(groups)}的{said}"
        return said.strip()

    def _order(self, query: QueryGraph, language: Language) -> list[str]:
        said = []
        for order in query.order:
            if isinstance(order.expression, VariableExpression) and not query.group:
                label = self._property(query, order.expression.name, language)
                if not label:
                    continue
                number = query.limit or 0
                if language == "en":
                    said.append(
                        f"{'highest' if order.descending else 'lowest'} {label} first"
                        + (f", {number} wanted" if number else "")
                    )
                else:
                    said.append(
                        f"按{label}从{'高到低' if order.descending else '低到高'}" + (f"取{number}个" if number else "")
                    )
        return said


def amount(term: Term | None, unit: str | None, language: Language) -> str:
    """Return a value with its unit as replies write it: "$150", "150 美元", "32 GB"; "" for none."""
    return "" if term is None else term_text(term, language, term.unit or unit)
