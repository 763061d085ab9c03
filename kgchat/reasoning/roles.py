"""What each mention does in the sentence: names the items, limits them, is asked for, orders them.

Roles are read from neighbourhood and kind alone; which class, property and path they mean is searched later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kgchat.turn import Candidate, Interpretation, Iri, Mention, OperatorKind, Quantity

if TYPE_CHECKING:
    from kgchat.graph.schema import Schema

SURE = 0.6  # score from which a candidate counts as named
_CLAUSE = re.compile(r"[,，;；。]")  # "warmer, under 1000": the number is no bound of the warmth
_LIST_SIGNS = ("", ",", "，", "、", "/")
NEAR = 14  # characters between two mentions that still belong together ("memory of at least 32 GB")


@dataclass(frozen=True)
class ValueRole:
    """Entities or literals that the items must have (any one of the mentions), over `prop` when that was said."""

    mentions: tuple[Mention, ...]
    negated: bool = False
    prop: Mention | None = None
    all_of: bool = False  # "both black and white"
    loosely: bool = False  # all of them if anything has all ("beach wedding"), else any


@dataclass(frozen=True)
class QuantityRole:
    quantity: Quantity
    mention: Mention
    prop: Mention | None = None  # a property, or a comparative operator whose candidates are properties
    negated: bool = False


@dataclass(frozen=True)
class PropertyRole:
    """A property that the items must have (or be true of), or must not."""

    mention: Mention
    negated: bool = False


@dataclass(frozen=True)
class OrderRole:
    mention: Mention  # candidates: properties
    direction: Literal["more", "less"]
    number: int | None = None
    limited: bool = True  # "quiet coolers" orders by noise, "the quietest cooler" takes the first


@dataclass(frozen=True)
class Roles:
    """The sentence with its mentions in their roles. `text` order is kept inside each tuple."""

    classes: tuple[Mention, ...] = ()
    excluded: tuple[Mention, ...] = ()  # kinds that are not wanted: "no liquid coolers"
    any_class: bool = False  # "dresses or skirts", "skirts and tops": all the kinds are meant
    subjects: tuple[Mention, ...] = ()  # single products by name
    values: tuple[ValueRole, ...] = ()
    quantities: tuple[QuantityRole, ...] = ()
    conditions: tuple[PropertyRole, ...] = ()
    asked: tuple[Mention, ...] = ()
    superlatives: tuple[OrderRole, ...] = ()
    comparatives: tuple[OrderRole, ...] = ()
    relaxed: tuple[Mention, ...] = ()  # mentions that "any … is fine" binds
    relax_all: bool = False
    count: bool = False
    aggregate: str | None = None
    group: Mention | None = None
    count_values: bool = False  # "how many brands of headphones": the values are counted, not the items
    fewest: bool = False  # of the groups, the smallest first
    limit: int | None = None
    ordinals: tuple[int, ...] = ()
    reference: bool = False
    existence: bool = False
    question: bool = False
    polar: bool = False  # asks yes or no
    compare: bool = False
    unplaced: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Return whether anything of the graph was named for sure, not only by a part or the meaning of a word."""
        named = (*self.classes, *self.subjects, *self.asked, *(m for v in self.values for m in v.mentions))
        ranked = (*self.superlatives, *self.comparatives)
        certain = any(c.score >= SURE for m in named for c in m.candidates[:1])
        return certain or bool(ranked or self.quantities or self.conditions or self.group or self.relaxed)

    @property
    def limits_items(self) -> bool:
        """Whether anything but a class says which items are meant."""
        return bool(self.values or self.quantities or self.conditions or self.excluded)


@dataclass
class _Draft:
    values: list[ValueRole] = field(default_factory=list)
    quantities: list[QuantityRole] = field(default_factory=list)
    conditions: list[PropertyRole] = field(default_factory=list)
    asked: list[Mention] = field(default_factory=list)
    superlatives: list[OrderRole] = field(default_factory=list)
    comparatives: list[OrderRole] = field(default_factory=list)
    relaxed: list[Mention] = field(default_factory=list)


def assign_roles(interpretation: Interpretation, schema: Schema) -> Roles:
    """Return the roles of the mentions of one sentence."""
    mentions = _plain(_read_beside(interpretation.mentions, schema), interpretation)
    subjects = tuple(m for m in mentions if m.kind == "entity" and is_product(m, schema))
    group = _grouped(mentions)
    extreme = _most_items(mentions, schema) if group is None else None
    asked_for = [m for m in mentions if m.kind == "property"] if extreme is not None else []
    group = next(iter(asked_for), group)
    used = {id(m) for m in (group, extreme, *asked_for) if m is not None}
    draft = _Draft()
    _bind_orders(mentions, draft, used)
    _bind_quantities(mentions, schema, interpretation.text, draft, used)
    values = [m for m in mentions if m.kind in ("entity", "literal") and m not in subjects]
    _bind_values(values, mentions, interpretation.text, draft, used)
    _bind_relaxed(mentions, draft, used)
    aggregate = next((o.function for m in mentions if (o := m.operator) and o.kind == "aggregate"), None)
    _place_properties(mentions, schema, draft, used, subjects=bool(subjects), aggregate=aggregate)
    kinds = [m for m in mentions if m.kind == "class" and id(m) not in used]
    limit = next((o.number for m in mentions if (o := m.operator) and o.kind == "limit" and o.number), None)
    return Roles(
        classes=tuple(m for m in kinds if not _unwanted(mentions, m)),
        excluded=tuple(m for m in kinds if _unwanted(mentions, m)),
        any_class=_joined_classes(mentions),
        subjects=subjects,
        values=tuple(draft.values),
        quantities=tuple(draft.quantities),
        conditions=tuple(draft.conditions),
        asked=tuple(draft.asked),
        superlatives=tuple(draft.superlatives),
        comparatives=tuple(draft.comparatives),
        relaxed=tuple(draft.relaxed),
        relax_all=_has(mentions, "relaxation") and not draft.relaxed,
        count=_has(mentions, "count") or (interpretation.intent == "count" and interpretation.intent_score > 0.8),
        aggregate=aggregate,
        count_values=len(draft.asked) == 1 and _counts_values(draft.asked[0], mentions, schema),
        group=group,
        fewest=extreme is not None and extreme.operator is not None and extreme.operator.direction == "less",
        limit=limit,
        ordinals=tuple(o.number for m in mentions if (o := m.operator) and o.kind == "ordinal" and o.number),
        reference=_has(mentions, "reference"),
        existence=_has(mentions, "existence"),
        question=_has(mentions, "question"),
        polar=_has(mentions, "polar"),
        compare=_has(mentions, "compare"),
        unplaced=interpretation.unplaced,
    )


def _plain(mentions: tuple[Mention, ...], interpretation: Interpretation) -> tuple[Mention, ...]:
    """Return the mentions without the words that only support another one.

    In a question about fit "doesn't" and "不兼容" deny that things fit, not the value that follows; and in "how much
    cache" and "缓存多大" the property is named, so that the asking words mean no other.
    """
    fit = interpretation.intent in ("compatibility", "why_not")
    kept = []
    for mention in mentions:
        if fit and _is(mention, "negation") and mention.operator is not None and mention.operator.of_verb:
            continue
        beside = [m for m in _neighbours(mentions, mention) if m is not None and m.kind == "property"]
        if _asks_loosely(mention) and any(not _asks_loosely(m) for m in beside):
            continue
        kept.append(mention)
    return tuple(kept)


def _asks_loosely(mention: Mention) -> bool:
    return mention.kind == "property" and all(c.matched == "generic" for c in mention.candidates)


def _read_beside(mentions: tuple[Mention, ...], schema: Schema) -> tuple[Mention, ...]:
    """Return the mentions with "memory" read as a property where another kind or a product is named beside it.

    So is a kind that such a property speaks of, where it is had or not: "cases without a power supply".
    """
    heads = [m for m in mentions if m.kind == "class" or (m.kind == "entity" and is_product(m, schema))]
    if len(heads) < 2:
        return mentions
    read = []
    for mention in mentions:
        properties = tuple(c for c in mention.candidates if c.iri in schema.properties)
        if not properties and mention.kind == "class" and _is_had(mentions, mention):
            properties = _telling(mention, schema)
        if mention.kind == "class" and properties and _belongs(properties, heads, mention, schema):
            mention = mention.model_copy(update={"kind": "property", "candidates": properties})
        read.append(mention)
    return tuple(read)


def _is_had(mentions: Sequence[Mention], mention: Mention) -> bool:
    before, _ = _neighbours(mentions, mention)
    return _is(before, "existence") or _is(before, "negation")


def _telling(mention: Mention, schema: Schema) -> tuple[Candidate, ...]:
    """Return the properties whose label holds the name of the mentioned kind: "included power supply"."""
    cls = next((c for c in mention.candidates if c.iri in schema.classes), None)
    if cls is None or cls.iri is None:
        return ()
    names = [
        (language, label.casefold()) for language, labels in schema.classes[cls.iri].labels.items() for label in labels
    ]
    return tuple(
        Candidate(score=0.9 * cls.score, iri=info.iri, label=cls.label)
        for info in schema.properties.values()
        if not info.hidden
        and any(name in label.casefold() for language, name in names for label in info.labels.get(language, ()))
    )


def _belongs(properties: tuple[Candidate, ...], heads: list[Mention], mention: Mention, schema: Schema) -> bool:
    """Return whether another head's items have one of the properties."""
    others = [c for head in heads if head is not mention for c in head.candidates[:1]]
    classes = {iri for c in others for iri in (*((c.iri,) if c.iri in schema.classes else ()), *c.types)}
    return any(schema.properties[p.iri].usage.get(cls, 0) for p in properties if p.iri for cls in classes)


def is_product(mention: Mention, schema: Schema) -> bool:
    """Return whether the mention's best candidate is a thing for sale (in a graph without products: a large class)."""
    if not mention.candidates:
        return False
    return candidate_is_product(mention.candidates[0], schema)


def candidate_is_product(candidate: Candidate, schema: Schema) -> bool:
    return any((info := schema.classes.get(t)) is not None and info.product for t in candidate.types)


def _has(mentions: Sequence[Mention], kind: OperatorKind) -> bool:
    return any(m.operator is not None and m.operator.kind == kind for m in mentions)


def _is(mention: Mention | None, kind: OperatorKind) -> bool:
    return mention is not None and mention.operator is not None and mention.operator.kind == kind


def _neighbours(mentions: Sequence[Mention], mention: Mention) -> tuple[Mention | None, Mention | None]:
    """Return the mentions just before and after, None where too far away to belong together."""
    at = mentions.index(mention)
    before = mentions[at - 1] if at and mention.start - mentions[at - 1].end <= NEAR else None
    after = mentions[at + 1] if at + 1 < len(mentions) and mentions[at + 1].start - mention.end <= NEAR else None
    return before, after


def _negated(mentions: Sequence[Mention], mention: Mention) -> bool:
    """Return whether the mention is denied: by the "not" just before it, or before its property, or by a last word."""
    at = mentions.index(mention)
    ahead = at - 1
    if ahead > 0 and (mentions[ahead].kind == "property" or _is(mentions[ahead], "existence")):
        ahead -= 1  # "not the colour black"; a value or a kind in between takes the "not" itself
    before = [m for m in mentions[max(0, ahead) : at] if _is(m, "negation") and mention.start - m.end <= NEAR]
    last = mentions[-1]
    trailing = _is(last, "negation") and at == len(mentions) - 2  # "黑色的不要"
    return bool(before) or trailing


def _joined_classes(mentions: Sequence[Mention]) -> bool:
    """Return whether two kinds stand beside each other, joined by "or" or "and"."""
    return any(
        one.kind == other.kind == "class" and (_is(link, "disjunction") or _is(link, "conjunction"))
        for one, link, other in zip(mentions, mentions[1:], mentions[2:], strict=False)
    )


def _unwanted(mentions: Sequence[Mention], kind: Mention) -> bool:
    """Return whether a kind is denied itself: in "no black lamps" it is the colour that is."""
    at = mentions.index(kind)
    return at > 0 and _is(mentions[at - 1], "negation") and kind.start - mentions[at - 1].end <= NEAR


def _grouped(mentions: Sequence[Mention]) -> Mention | None:
    """Return the property or class that "per" or "每个" groups by."""
    for mention in mentions:
        if _is(mention, "group"):
            _, after = _neighbours(mentions, mention)
            if after is not None and after.kind in ("property", "class") and not _is_sorted(after, mentions):
                return after
    return None


def _counts_values(prop: Mention, mentions: Sequence[Mention], schema: Schema) -> bool:
    """Return whether "how many" stands before a property whose values are things or words, no numbers."""
    info = schema.properties.get(prop.candidates[0].iri or Iri(""))
    at = mentions.index(prop)
    return info is not None and not info.numeric and at > 0 and _is(mentions[at - 1], "count")


def _is_sorted(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Return whether a property orders and does not group: "按价格排序"."""
    _, after = _neighbours(mentions, mention)
    return _is(after, "comparative") and after is not None and not after.candidates


def _most_items(mentions: Sequence[Mention], schema: Schema) -> Mention | None:
    """Return the superlative of "which brand has the most monitors", which counts items; None in other questions."""
    kinds = [m for m in mentions if m.kind == "class" and m.candidates]
    asked = {m.candidates[0].iri for m in mentions if m.kind == "property" and m.candidates}
    extremes = [m for m in mentions if _is(m, "superlative")]
    if not (len(extremes) == len(kinds) == len(asked) == 1 and _has(mentions, "question")):
        return None
    cls, grouped = kinds[0].candidates[0].iri, schema.properties.get(next(iter(asked)) or Iri(""))
    if grouped is None or grouped.numeric:
        return None  # "which monitor has the highest refresh rate" orders by the number
    meant = [schema.properties[c.iri] for c in extremes[0].candidates if c.iri in schema.properties]
    orders = any(cls is not None and info.usage.get(cls, 0) for info in meant)
    return extremes[0] if not orders and kinds[0] in _neighbours(mentions, extremes[0]) else None


def _bind_orders(mentions: Sequence[Mention], draft: _Draft, used: set[int]) -> None:
    for mention in mentions:
        operator = mention.operator
        if operator is None or operator.kind not in ("superlative", "comparative") or operator.direction is None:
            continue
        if id(mention) in used:
            continue
        target = mention
        if not mention.candidates or mention.candidates[0].matched == "generic":
            before, after = _neighbours(mentions, mention)
            beside = next((m for m in (after, before) if m is not None and m.kind == "property"), None)
            if beside is not None and (not mention.candidates or _shares(beside, mention)):
                used.add(id(beside))
                target = mention.model_copy(update={"candidates": beside.candidates})
        wish = operator.kind == "comparative" and operator.positive
        direction = operator.direction
        if wish and _negated(mentions, mention):
            direction = "less" if direction == "more" else "more"  # "不要太高"
        role = OrderRole(target, direction, operator.number, limited=not wish)
        (draft.superlatives if operator.kind == "superlative" or wish else draft.comparatives).append(role)


def _shares(prop: Mention, operator: Mention) -> bool:
    return bool({c.iri for c in prop.candidates} & {c.iri for c in operator.candidates})


def _bind_quantities(mentions: Sequence[Mention], schema: Schema, text: str, draft: _Draft, used: set[int]) -> None:
    for mention in mentions:
        if mention.kind != "quantity" or mention.quantity is None:
            continue
        before, after = _neighbours(mentions, mention)
        if after is not None and _is_glued(after, mentions) and after.start > mention.end:
            after = None  # the 6000 of "6000 CL30" is no latency
        order = (after, before) if mention.quantity.unit is None else (before, after)
        beside = [m for m in order if m is not None and m.kind == "property" and id(m) not in used]
        prop = next((m for m in beside if _measures(m, mention.quantity, schema)), None)
        if mention.candidates:
            prop = mention  # the number itself tells: the 6000 of "DDR5-6000 CL30"
        if prop is None and _is_money(mention.quantity):
            prop = next((m for m in beside if _is_price(m, schema)), None)  # a price in another currency
        if prop is None:
            # "cheaper than $200"; and in "budget 400 dollars" the word is no wish for less, the number says how much.
            wishes = [r for r in draft.superlatives if not r.limited and r.mention in (before, after)]
            draft.superlatives = [r for r in draft.superlatives if r not in wishes]
            measured = [r.mention for r in draft.comparatives if r.mention.start <= mention.start]
            prop = next((m for m in measured if not _CLAUSE.search(text[m.end : mention.start])), None)
            draft.comparatives = [r for r in draft.comparatives if r.mention is not prop]
            quantity = _directed(mention.quantity, prop)
        else:
            used.add(id(prop))
            quantity = mention.quantity
        draft.quantities.append(QuantityRole(quantity, mention, prop, _negated(mentions, mention)))


def _is_glued(mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Return whether a number follows the mention without a space: "CL30"."""
    return any(m.kind == "quantity" and m.start == mention.end for m in mentions)


def _directed(quantity: Quantity, comparative: Mention | None) -> Quantity:
    """Return "200 dollars" as "< 200 dollars" after "cheaper than"."""
    if comparative is None or comparative.operator is None or quantity.comparator != "=":
        return quantity
    return quantity.model_copy(update={"comparator": "<" if comparative.operator.direction == "less" else ">"})


def _is_money(quantity: Quantity) -> bool:
    from kgchat.graph.units import dimension

    return quantity.unit is not None and dimension(quantity.unit) == "money"


def _is_price(mention: Mention, schema: Schema) -> bool:
    infos = [schema.properties.get(c.iri) for c in mention.candidates[:1] if c.iri is not None]
    return any(info is not None and info.role == "price" for info in infos)


def _measures(mention: Mention, quantity: Quantity, schema: Schema) -> bool:
    """Return whether the quantity may be a value of the mentioned property."""
    from kgchat.graph.units import compatible

    for candidate in mention.candidates:
        info = schema.properties.get(candidate.iri) if candidate.iri else None
        if info is None or not info.numeric:
            continue
        if quantity.unit is None or (info.unit is not None and compatible(info.unit, quantity.unit)):
            return True
    return False


def _bind_values(values: list[Mention], mentions: Sequence[Mention], text: str, draft: _Draft, used: set[int]) -> None:
    groups: list[list[Mention]] = []
    joined: list[bool] = []
    beside: list[bool] = []
    for mention in values:
        at = mentions.index(mention)
        link = mentions[at - 1] if at else None
        previous = mentions[at - 2] if at > 1 else None
        last = groups[-1][-1] if groups else None
        alike = last is not None and _same_sort(last, mention)
        if alike and last is link and last is not None and _is_list(text[last.end : mention.start]):
            groups[-1].append(mention)  # "a beach wedding" is both, "red, green" is either
            beside[-1] = beside[-1] or not text[last.end : mention.start].strip()
        elif alike and previous is last and (_is(link, "disjunction") or _is(link, "conjunction")):
            groups[-1].append(mention)
            joined[-1] = joined[-1] or _is(link, "conjunction")
        else:
            groups.append([mention])
            joined.append(False)
            beside.append(False)
    compared = _has(mentions, "compare")  # "compare the A and the B cards": those of either
    for group, conjunction, loosely in zip(groups, joined, beside, strict=True):
        prop = _property_beside(group, mentions, used)
        if prop is not None:
            used.add(id(prop))
        draft.values.append(
            ValueRole(
                tuple(group),
                _negated(mentions, group[0]) or _negated(mentions, group[-1]),
                prop,
                (conjunction or loosely) and not compared,
                loosely and not conjunction,
            )
        )


def _is_list(gap: str) -> bool:
    """Return whether nothing but a space or a comma stands between two values."""
    return gap.strip() in _LIST_SIGNS


def _same_sort(one: Mention, other: Mention) -> bool:
    types = {t for c in one.candidates for t in c.types}
    properties = {p for c in one.candidates for p in c.properties}
    return any(types & set(c.types) or properties & set(c.properties) for c in other.candidates)


def _property_beside(group: list[Mention], mentions: Sequence[Mention], used: set[int]) -> Mention | None:
    """Return the property said right beside the value ("socket AM5"), when the value is known to be its value."""
    before, _ = _neighbours(mentions, group[0])
    _, after = _neighbours(mentions, group[-1])
    holders = {p for m in group for c in m.candidates for p in c.properties}
    free = [m for m in (before, after) if m is not None and m.kind == "property" and id(m) not in used]
    return next((m for m in free if holders & {c.iri for c in m.candidates}), None)


def _bind_relaxed(mentions: Sequence[Mention], draft: _Draft, used: set[int]) -> None:
    for mention in mentions:
        if not _is(mention, "relaxation"):
            continue
        for beside in _neighbours(mentions, mention):
            if beside is not None and beside.kind in ("property", "entity"):
                used.add(id(beside))
                draft.relaxed.append(beside)
                draft.values = [v for v in draft.values if beside not in v.mentions]


def _place_properties(
    mentions: Sequence[Mention],
    schema: Schema,
    draft: _Draft,
    used: set[int],
    *,
    subjects: bool,
    aggregate: str | None,
) -> None:
    for mention in mentions:
        if mention.kind != "property" or id(mention) in used or not mention.candidates:
            continue
        info = schema.properties.get(mention.candidates[0].iri) if mention.candidates[0].iri else None
        boolean = info is not None and info.boolean
        negated = _negated(mentions, mention)
        before, _ = _neighbours(mentions, mention)
        if boolean or ((negated or _is(before, "existence")) and not subjects and aggregate is None):
            draft.conditions.append(PropertyRole(mention, negated))
        else:
            draft.asked.append(mention)


def property_iris(mention: Mention | None) -> tuple[tuple[Iri, float], ...]:
    """Return the properties that a mention may mean, with scores, best first."""
    if mention is None:
        return ()
    return tuple((c.iri, c.score) for c in mention.candidates if c.iri is not None)
