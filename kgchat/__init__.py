"""kgchat: sell by conversation from a product knowledge graph, in English and Chinese.

    from kgchat import DialogueState, Engine

    turn = Engine.load("ontology/pc-parts").reply("Which coolers fit a slim case?", DialogueState())
    print(turn.reply.text, turn.reply.facts)

Everything that users need is imported from here; every other module may move. Names load when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgchat.dialogue import DialogueState, Turn
    from kgchat.engine import Engine
    from kgchat.errors import (
        ConfigurationError,
        ConversationError,
        GroundingError,
        KgchatError,
        ModelError,
        OntologyError,
        QueryError,
    )
    from kgchat.nlg.plain import PlainRealizer
    from kgchat.nlg.realization import Realizer
    from kgchat.turn import (
        Answer,
        Candidate,
        Derivation,
        Entity,
        Fact,
        Interpretation,
        Iri,
        Language,
        Mention,
        Piece,
        Problem,
        Question,
        Reply,
        Step,
        Table,
        Term,
        Triple,
    )

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Candidate",
    "ConfigurationError",
    "ConversationError",
    "Derivation",
    "DialogueState",
    "Engine",
    "Entity",
    "Fact",
    "GroundingError",
    "Interpretation",
    "Iri",
    "KgchatError",
    "Language",
    "Mention",
    "ModelError",
    "OntologyError",
    "Piece",
    "PlainRealizer",
    "Problem",
    "QueryError",
    "Question",
    "Realizer",
    "Reply",
    "Step",
    "Table",
    "Term",
    "Triple",
    "Turn",
]

_HOMES = {
    "DialogueState": "kgchat.dialogue",
    "Engine": "kgchat.engine",
    "PlainRealizer": "kgchat.nlg.plain",
    "Realizer": "kgchat.nlg.realization",
    "Turn": "kgchat.dialogue",
}


def __getattr__(name: str) -> object:
    # Lazy (PEP 562): pydantic alone costs a third of what `import kgchat` may take.
    if name not in __all__:
        raise AttributeError(f"module 'kgchat' has no attribute {name!r}; it offers {', '.join(__all__)}.")
    home = _HOMES.get(name) or ("kgchat.errors" if name.endswith("Error") else "kgchat.turn")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
