"""The frozen values that cross folders during a turn, from `Mention` to `Turn`.

One turn flows one way: text and state give an `Interpretation` (nlu), that and the graph give an
`Answer` with `Fact`s (reasoning), and the answer alone gives a `Reply` (nlg). Sequences are tuples.
"""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from decimal import Decimal
from typing import Annotated, Literal, NewType

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    field_serializer,
    model_validator,
)

Iri = NewType("Iri", str)  # a label never passes for an identifier
Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

PythonValue = bool | int | float | Decimal | dt.datetime | dt.date | dt.time | dt.timedelta | str


_XSD = "http://www.w3.org/2001/XMLSchema#"
_JSON_LACKS: tuple[tuple[type, str], ...] = (
    (Decimal, "decimal"),
    (dt.datetime, "dateTime"),
    (dt.date, "date"),
    (dt.time, "time"),
    (dt.timedelta, "dayTimeDuration"),
)


class Value(BaseModel):
    """A frozen value: equal by content, hashable, refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)


# --------------------------------------------------------------------------- terms and facts


class Term(Value):
    """One RDF term of an answer.

    `value` is the IRI as a string, or the literal as a Python value (numbers as int, Decimal or float).
    `label` is how a person would say it in the language of the turn; `unit` is a unit symbol or an ISO
    4217 currency code ("GB", "mm", "USD"), see `kgchat.graph.units`.
    """

    value: PythonValue
    kind: Literal["iri", "literal"]
    label: str | None = None
    unit: str | None = None
    datatype: str | None = None  # IRI of the literal's datatype
    language: str | None = None  # tag of a language-tagged literal

    @model_validator(mode="before")
    @classmethod
    def _typed(cls, data: object) -> object:
        """Give Decimals and times their datatype, and read them back by it: JSON has neither, and is never guessed."""
        if not isinstance(data, dict):
            return data
        value, datatype = data.get("value"), data.get("datatype")
        for kind, name in _JSON_LACKS:
            if type(value) is kind:
                return data if datatype else data | {"datatype": _XSD + name}
        reader = _LEXICAL.get(str(datatype).removeprefix(_XSD))
        if reader is not None and isinstance(value, str | float | int) and not isinstance(value, bool):
            with suppress(ValidationError):  # a malformed literal stays the text that it is
                return data | {"value": reader.validate_python(str(value))}
        return data

    @field_serializer("value", when_used="json")
    def _json(self, value: PythonValue) -> PythonValue:
        return float(value) if isinstance(value, Decimal) and value.is_finite() else value


def _days_and_seconds(text: str) -> str:
    if re.match(r"-?P[^T]*[YM]", text):
        raise ValueError("years and months have no fixed length")
    return text


_LEXICAL: dict[str, TypeAdapter[PythonValue]] = {
    "decimal": TypeAdapter(Decimal),
    "date": TypeAdapter(dt.date),
    "dateTime": TypeAdapter(dt.datetime),
    "time": TypeAdapter(dt.time),
    "duration": TypeAdapter(Annotated[dt.timedelta, BeforeValidator(_days_and_seconds)]),
    "dayTimeDuration": TypeAdapter(dt.timedelta),
}


class Entity(Value):
    """A thing of the graph (product, class, property, concept) and its label in the language of the turn."""

    iri: Iri
    label: str


class Triple(Value):
    subject: Iri
    predicate: Iri
    object: Term


DerivationKind = Literal[
    "count", "superlative", "aggregate", "comparison", "rule", "absence", "conversion", "selling_point", "path"
]


class Derivation(Value):
    """Why a fact holds that is not a triple itself, and over which set it holds.

    kind "count": `size` things match `over`. "superlative": the subject is first by `property` in
    `direction` among the `size` members of `over`. "comparison": the subject has more or less than `other`.
    "rule": a condition of a compatibility rule; `holds` is None when a value is unknown, and `explanation`
    is the analyst's sentence for the outcome with its slots filled. "absence": the graph has no value.
    "selling_point": `explanation` is the analyst's benefit for the value. "path": the value is reached over
    several triples, by `sparql`. "aggregate": `function` of the
    values over `over`.
    """

    kind: DerivationKind
    over: str | None = None  # the set in plain words of the turn's language: "AM5 motherboards under $150"
    size: int | None = None
    direction: Literal["more", "less"] | None = None
    function: Literal["sum", "average", "minimum", "maximum", "count"] | None = None
    other: Entity | None = None
    left: Term | None = None  # "rule": the compared values
    right: Term | None = None
    operator: str | None = None
    holds: bool | None = None
    explanation: str | None = None
    premises: tuple[Triple, ...] = ()
    sparql: str | None = None


class Labels(Value):
    """The words of a fact in the language of the turn, exactly as a reply may say them (units apart)."""

    subject: str
    property: str
    value: str


class Fact(Value):
    """One thing a reply may say: `property` of `subject` is `value`. Proved by `triples` or by `derivation`."""

    subject: Entity
    property: Entity
    value: Term
    unit: str | None = None
    labels: Labels
    triples: tuple[Triple, ...] = ()
    derivation: Derivation | None = None


# --------------------------------------------------------------------------- understanding

MentionKind = Literal["class", "property", "entity", "literal", "quantity", "operator"]
Comparator = Literal["=", "!=", "<", "<=", ">", ">=", "between", "~"]
OperatorKind = Literal[
    "comparative",  # "cheaper", "quieter than": direction, candidates = the graph's properties it may mean
    "superlative",  # "cheapest", "最轻": direction, candidates likewise, number when "3 cheapest"
    "negation",  # "not", "without", "except", "不要": binds to the mention that follows
    "disjunction",  # "or", "或"
    "conjunction",  # "and", "和"
    "count",  # "how many", "多少个", "几款"
    "aggregate",  # "average", "total": function
    "group",  # "per", "for each", "每个"
    "ordinal",  # "the second one": number (1-based; -1 = last), points into the focus
    "limit",  # "top 5", "3款": number
    "reference",  # "it", "they", "这款", "those": points to the focus
    "existence",  # "have any", "有没有", "has a": the value exists
    "relaxation",  # "any colour is fine", "预算不限": drop what binds
    "question",  # which/what/who…, "哪些": asks for things or values
    "polar",  # "是否", "吗": asks yes or no
    "reason",  # why, "为什么"
    "compare",  # "versus", "compared with", "比较", "和…比"
]


class Quantity(Value):
    """A number with its unit and how it bounds: "under $200" is {comparator "<", number 200, unit "USD"}.

    `unit` is normalised (symbol understood by `kgchat.graph.units`, or an ISO 4217 code), None when the
    number is bare. "between" has `upper`. "~" means about.
    """

    number: float
    upper: float | None = None
    unit: str | None = None
    comparator: Comparator = "="


class Operator(Value):
    kind: OperatorKind
    direction: Literal["more", "less"] | None = None
    number: int | None = None
    function: Literal["sum", "average", "minimum", "maximum", "count"] | None = None
    of_verb: bool = False  # "negation": denies what is done ("doesn't", "不能"), not what follows ("without")
    positive: bool = False  # "comparative" in base form ("quiet", "轻便"): a wish, compared with nothing


class Candidate(Value):
    """What a mention may stand for, with a score in 0..1 (higher is likelier).

    class / property / entity: `iri`. literal: `literal` and the `properties` that hold it in the graph.
    entity: `types` are its classes, most specific first.
    """

    score: float = Field(ge=0, le=1)
    iri: Iri | None = None
    literal: Term | None = None
    label: str = ""
    types: tuple[Iri, ...] = ()
    properties: tuple[Iri, ...] = ()
    matched: Literal["exact", "inflected", "partial", "fuzzy", "meaning", "generic"] = "exact"


class Mention(Value):
    """Characters `start:end` of the text as typed, and what they may mean. Mentions do not overlap."""

    start: int
    end: int
    text: str
    kind: MentionKind
    candidates: tuple[Candidate, ...] = ()  # best first
    quantity: Quantity | None = None
    operator: Operator | None = None


INTENTS = (
    "product_question",  # an attribute, a fact, a list: "what is the TDP of X", "which coolers …"
    "recommend",
    "compare",
    "compatibility",  # "does X fit Y", "what goes with Y"
    "why_not",  # "why doesn't X fit"
    "refine",  # "only black ones", "cheaper"
    "relax",  # "any colour is fine"
    "count",
    "place_order",
    "order_status",
    "returns",  # returns, refunds, warranty claims
    "shipping",
    "promotion",  # discounts, campaigns
    "payment",
    "complaint",
    "hand_over",
    "greeting",
    "goodbye",
    "thanks",
    "affirm",
    "deny",
    "help",  # what can you do
    "chitchat",
    "out_of_scope",
)


class Interpretation(Value):
    """What the customer said: intent with its probability, and the mentions from left to right."""

    text: str  # as typed
    language: Language
    intent: str  # one of INTENTS
    intent_score: float = Field(ge=0, le=1)
    intents: tuple[tuple[str, float], ...] = ()  # the runners-up
    mentions: tuple[Mention, ...] = ()
    unplaced: tuple[str, ...] = ()  # content words that no mention covers, as typed
    problem: Literal["empty", "too_long", "no_words"] | None = None  # input that is not language
    tokens: int = 0


# --------------------------------------------------------------------------- dialogue state


class Question(Value):
    """One question back to the customer: which value of `property`; `options` in order of usefulness."""

    property: Entity
    options: tuple[Entity, ...] = ()
    text: str | None = None  # the analyst's own wording (kgc:question), in the language of the turn


DialogueAct = Literal[
    "inform",
    "recommend",
    "clarify",
    "compare",
    "compatible",
    "why_not",
    "confirm",
    "cannot_answer",
    "small_talk",
    "hand_over",
]


# --------------------------------------------------------------------------- the answer

ProblemCode = Literal[
    "empty_message",
    "too_long",
    "no_words",
    "not_understood",  # nothing of the sentence could be placed
    "unknown_word",  # `words` name nothing in the graph
    "unknown_value",  # the graph has the property but no value for this subject
    "no_such_property",  # the graph does not record this for the class
    "no_results",  # understood, but nothing matches; `relaxed` may hold what nearly does
    "no_rule",  # no compatibility rule joins the two
    "other_unit",  # the graph has `property`, but in a unit that the customer's `words` cannot be converted to
    "contradiction",
    "out_of_scope",
    "time_limit",
    "not_recorded",  # orders, shipping, returns: the graph holds no such data
]


class Problem(Value):
    """Why there is no (full) answer; nlg words it. `words` are the customer's, `nearest` the graph's."""

    code: ProblemCode
    words: tuple[str, ...] = ()
    nearest: tuple[Entity, ...] = ()
    subject: Entity | None = None
    property: Entity | None = None


class Answer(Value):
    """The decision of a turn: dialogue act, facts and products to say, and the query that gave them."""

    act: DialogueAct
    language: Language
    intent: str = "product_question"
    facts: tuple[Fact, ...] = ()
    products: tuple[Entity, ...] = ()
    sparql: str | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[dict[str, Term], ...] = ()
    total: int | None = None  # how many things match in all, when `rows` or `products` hold fewer
    boolean: bool | None = None
    understood: str = ""
    topic: str = ""  # what the answer is about, in plain words: "AM5 motherboards under $150"
    confidence: float = Field(default=0.0, ge=0, le=1)
    text: str = ""  # plain words, filled by the engine
    reason: str | None = None  # plain words of `problem`, filled by the engine
    problem: Problem | None = None
    question: Question | None = None


# --------------------------------------------------------------------------- the reply


class Reply(Value):
    text: str
    language: Language
    realized_by: Literal["transformer", "cache", "plain"]
    facts: tuple[Fact, ...] = ()  # what the wording says
    suggestions: tuple[str, ...] = ()


class Table(Value):
    """A query result: `rows` map column names to terms; unbound cells are left out. ASK sets `boolean`."""

    columns: tuple[str, ...] = ()
    rows: tuple[dict[str, Term], ...] = ()
    boolean: bool | None = None
    truncated: bool = False  # the row limit was reached
    triples: tuple[Triple, ...] = ()  # CONSTRUCT and DESCRIBE


class Step(Value):
    """One timed step of a turn; `detail` holds its intermediate values, JSON-ready."""

    name: str
    milliseconds: float
    detail: dict[str, object] = Field(default_factory=dict)


class Piece(Value):
    """One piece of a streamed turn: facts and the plain wording first, then the final wording, then the turn."""

    kind: Literal["facts", "plain", "text", "final"]
    text: str = ""
    facts: tuple[Fact, ...] = ()
    turn: object | None = None  # a Turn, on the last piece
