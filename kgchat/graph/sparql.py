"""Guards callers' SPARQL: reading queries alone, nothing that leaves the store; and words its errors.

The guard decides on the tokens of the SPARQL grammar, not on text: strings, IRIs, comments and names are told apart
first, so that "DROP" in a string is data, and `SER/**/VICE` is not a keyword. What passes is then parsed by
pyoxigraph's query parser, whose grammar has no update at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgchat.errors import QueryError
from kgchat.graph.vocabulary import STANDARD_PREFIXES, is_built_in, local_name

if TYPE_CHECKING:
    from kgchat.graph.schema import Schema

LONGEST = 100_000  # characters of a query
DEEPEST = 100  # brackets inside brackets: deeper ones could exhaust a parser's stack

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")

# SPARQL 1.1, section 19.8, terminals. Order matters: an IRI before "<", a long string before a short one.
# Prefixes have at most 101 characters, so that no text takes quadratic time.
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<comment>\#[^\r\n]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<string>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<variable>[?$]\w+)
    |(?P<name>(?:[^\W\d_](?:[\w.\-]{0,99}[\w\-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
        (?:(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)?)
    |(?P<blank>_:\w(?:[\w.\-]*[\w\-])?)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int


def tokens(sparql: str) -> Iterator[Token]:
    """Yield the tokens of a query without spaces and comments. Text that is no token comes as single marks."""
    # Codepoint escapes are undone before tokens are told apart (SPARQL 1.1, section 19.2), so here too.
    for match in _TOKEN.finditer(unescape(sparql)):
        kind = match.lastgroup or "mark"
        if kind not in ("space", "comment"):
            yield Token(kind, match[0], match.start())


def unescape(sparql: str) -> str:
    """Return the query with codepoint escapes (`\\u0053`) undone; those of no character stay as they are."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]

    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", character, sparql)


def guard(sparql: str) -> str:
    """Return the form of the query: "SELECT", "ASK", "CONSTRUCT" or "DESCRIBE".

    Raises QueryError for updates, for SERVICE, FROM and GRAPH management, and for queries too long or too deep.
    """
    if not sparql.strip():
        raise QueryError("The query is empty. Write a SPARQL SELECT, ASK, CONSTRUCT or DESCRIBE query.")
    if len(sparql) > LONGEST:
        raise QueryError(f"The query has {len(sparql):,} characters; at most {LONGEST:,} are accepted. Shorten it.")
    form: str | None = None
    depth = 0
    prologue: Token | None = None
    for token in tokens(sparql):
        word = token.text.upper() if token.kind == "word" else ""
        if prologue is not None:
            # What follows PREFIX and BASE up to the IRI is a name, whatever it looks like: `PREFIX service: <…>`.
            if token.kind == "iri":
                prologue = None
            continue
        if word in ("PREFIX", "BASE") and form is None:
            prologue = token
            continue
        if form is None:
            form = _form(token, word)
            continue
        _refuse(word)
        depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]"))
        if depth > DEEPEST:
            raise QueryError(f"The query nests brackets more than {DEEPEST} deep. Simplify it.")
    if form is None:
        raise QueryError("The query has no SELECT, ASK, CONSTRUCT or DESCRIBE. Add one after its prefixes.")
    return form


def _form(token: Token, word: str) -> str:
    if word in _FORMS:
        return word
    if word in _UPDATES:
        raise QueryError(
            f"{word} would change the graph, and queries may only read it. Use {', '.join(_FORMS[:3])} or {_FORMS[3]}."
        )
    raise QueryError(f"A query must begin with {', '.join(_FORMS[:3])} or {_FORMS[3]}, not with {token.text[:40]!r}.")


def _refuse(word: str) -> None:
    if word == "SERVICE":
        raise QueryError("SERVICE is refused: a query may not call another server. Ask only what this graph holds.")
    if word == "FROM":
        raise QueryError("FROM is refused: a query reads the loaded graph alone. Leave FROM out.")
    if word in ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE"):
        raise QueryError(f"{word} would change the graph, and queries may only read it. Leave it out.")


def syntax_sentence(message: str, sparql: str) -> str:
    """Return one sentence for a parser's error, with line, column and the text there."""
    match = re.match(r"(?:error at |.*?line )(\d+)(?:[:, ]+(?:column )?)(\d+)", message)
    if not match:
        return f"The query is not valid SPARQL: {message.splitlines()[0]}. Correct it."
    line, column = int(match[1]), int(match[2])
    lines = sparql.splitlines() or [""]
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    near = text[max(0, column - 1) :][:40] or "the end of the query"
    if "Prefix not found" in message:
        before = re.search(r"([\w.\-]*):[\w.\-%]*$", text[: max(0, column - 1)])
        name = f"{before[1]}:" if before else "a prefix"
        return (
            f"Line {line}, column {column}: the prefix {name!r} is not declared. "
            f"Add PREFIX {name} <…>, or write the IRI in full."
        )
    return f"Line {line}, column {column}: the query is not valid SPARQL at {near!r}. Correct it there or just before."


def named_iris(sparql: str, prefixes: dict[str, str]) -> list[tuple[str, str]]:
    """Return (IRI, as written) of every IRI and prefixed name in the body of a query, each once, in order."""
    known = dict(prefixes)
    found: dict[str, str] = {}
    previous: list[Token] = []
    for token in tokens(sparql):
        before = [t.text.upper() for t in previous[-2:]]
        previous.append(token)
        if token.kind == "iri":
            if len(previous) > 2 and before[0] == "PREFIX":
                known[previous[-2].text.rstrip(":")] = token.text[1:-1]
            elif before[-1:] != ["BASE"]:
                found.setdefault(token.text[1:-1], token.text)
        elif token.kind == "name" and before[-1:] != ["PREFIX"]:
            prefix, _, local = token.text.partition(":")
            if prefix in known:
                found.setdefault(known[prefix] + re.sub(r"\\(.)", r"\1", local), token.text)
    return list(found.items())


def unknown_terms(sparql: str, schema: Schema, prefixes: dict[str, str], holds: Callable[[str], bool]) -> None:
    """Raise QueryError for the first name in the namespace of the graph's own vocabulary that the graph does not hold.

    For queries without any result: a misspelt property gives no rows, and that looks like an answer.
    """
    from kgchat.graph.annotations import nearest

    vocabulary = {local_name(iri): str(iri) for iri in (*schema.properties, *schema.classes)}
    spaces = {iri[: -len(name)] for name, iri in vocabulary.items() if iri != name}
    for iri, written in named_iris(sparql, {**STANDARD_PREFIXES, **prefixes}):
        name = local_name(iri)
        if is_built_in(iri) or iri[: -len(name)] not in spaces or holds(iri):
            continue
        near = nearest(name, list(vocabulary))
        advice = f"Did you mean {' or '.join(near)}?" if near else "Check its spelling."
        raise QueryError(f"{written} is not in the graph, so the query has no result. {advice}")
