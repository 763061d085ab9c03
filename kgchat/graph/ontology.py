"""Finds and reads RDF files; a broken one becomes an OntologyError that says file, line, what is wrong, what to do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from kgchat.errors import OntologyError

if TYPE_CHECKING:
    import pyoxigraph

T = TypeVar("T")

# suffix -> name of the pyoxigraph.RdfFormat
FORMATS = {
    ".ttl": "TURTLE", ".turtle": "TURTLE", ".nt": "N_TRIPLES", ".rdf": "RDF_XML", ".owl": "RDF_XML", ".xml": "RDF_XML",
    ".jsonld": "JSON_LD", ".nq": "N_QUADS", ".trig": "TRIG",
}  # fmt: skip
_IN_FOLDERS = frozenset(FORMATS) - {".xml"}  # XML in a folder may be anything; named as a file, it is RDF/XML


@dataclass(frozen=True, slots=True)
class OntologyFile:
    path: Path
    size: int
    modified: int  # nanoseconds

    @property
    def format_name(self) -> str:
        return FORMATS[self.path.suffix.lower()]


def find_files(sources: Sequence[str | Path]) -> tuple[OntologyFile, ...]:
    """Return the RDF files of folders (searched through, hidden ones left out) and files, each once, sorted by path.

    Raises OntologyError for what is missing, unreadable, of an unknown format, or holds no RDF file at all.
    """
    if not sources:
        raise OntologyError("No ontology was named. Give a folder, RDF files, or the address of a SPARQL endpoint.")
    found: dict[Path, OntologyFile] = {}
    for source in sources:
        path = Path(source).expanduser()
        try:
            for file in _files_of(path):
                stat = file.stat()
                found[file.resolve()] = OntologyFile(file, stat.st_size, stat.st_mtime_ns)
        except OSError as err:
            raise OntologyError(
                f"{err.filename or path}: cannot be read ({err.strerror or err}). Check its permissions."
            ) from err
    return tuple(found[key] for key in sorted(found))


def _files_of(path: Path) -> list[Path]:
    if path.is_dir():
        next(iter(path.iterdir()), None)  # rglob passes over a folder that may not be read; this does not
        files = [
            file
            for file in path.rglob("*")
            if file.suffix.lower() in _IN_FOLDERS
            and file.is_file()
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
        ]
        if not files:
            raise OntologyError(f"{path}: the folder holds no RDF file. Put Turtle files (*.ttl) into it.")
        return files
    if not path.exists():
        raise OntologyError(f"{path}: there is no such file or folder. Check the path.")
    if path.suffix.lower() not in FORMATS:
        raise OntologyError(
            f"{path}: {path.suffix or 'a file without suffix'} is not an RDF format that kgchat reads. "
            f"Use one of: {', '.join(FORMATS)}."
        )
    return [path]


def content_hash(files: Sequence[OntologyFile]) -> str:
    """Return the SHA-256 over formats and contents of the files, in their order; names and places do not matter."""
    digest = hashlib.sha256()
    for file in files:
        try:
            with file.path.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").digest()
        except OSError as err:
            raise OntologyError(f"{file.path}: cannot be read ({err.strerror or err}). Check its permissions.") from err
        digest.update(f"{file.format_name}\0".encode() + content)
    return digest.hexdigest()


def source(file: OntologyFile) -> dict[str, Any]:
    """Return the arguments that make a pyoxigraph parser or loader read the file."""
    import pyoxigraph as ox

    base = f"file:///{quote(file.path.name)}"
    return {"path": str(file.path), "format": getattr(ox.RdfFormat, file.format_name), "base_iri": base}


def read(file: OntologyFile) -> tuple[Iterator[pyoxigraph.Quad], pyoxigraph.QuadParser]:
    """Return the file's quads in the default graph, as they are read, and the parser, which knows the prefixes then.

    Iterating raises OntologyError with the line of what is wrong.
    """
    import pyoxigraph as ox

    parser = translated(file, lambda: ox.parse(**source(file), rename_blank_nodes=True))
    return _quads(file, parser), parser


def _quads(file: OntologyFile, parser: pyoxigraph.QuadParser) -> Iterator[pyoxigraph.Quad]:
    import pyoxigraph as ox

    default = ox.DefaultGraph()
    while (quad := translated(file, lambda: next(parser, None))) is not None:
        yield quad if quad.graph_name == default else ox.Quad(quad.subject, quad.predicate, quad.object)


def translated(file: OntologyFile, step: Callable[[], T]) -> T:
    """Return what the step returns. Raises OntologyError with file and line for what a parser raises."""
    try:
        return step()
    except SyntaxError as err:
        raise OntologyError(syntax_message(file.path, err)) from err
    except OSError as err:
        raise OntologyError(f"{file.path}: cannot be read ({err.strerror or err}). Check its permissions.") from err
    except ValueError as err:
        raise OntologyError(f"{file.path}: cannot be read ({err}). Check that it is {file.format_name} text.") from err


# pyoxigraph's words -> what to do about them, in plain words. First match wins.
_REMEDIES = (
    (r"has not been declared|unknown prefix|prefix.*not.*found|The prefix",
     "Declare the prefix at the top of the file: @prefix name: <…> ."),
    (r"dot is expected|expected.*'\.'", "A statement must end with ' .' (and ';' goes on with the same subject)."),
    (r"[Rr]elative IRI|No scheme|[Ii]nvalid IRI|IRI parsing", "Write the whole IRI inside <…>, or declare @base."),
    (r"Unexpected end|end of file|EOF",
     "The file ends in the middle of a statement: close the string, bracket or statement."),
    (r"UTF-8|utf8|Invalid unicode", "Save the file as UTF-8."),
    (r"quote|string", 'Close the string with the quote that opened it; write " inside a string as \\".'),
)  # fmt: skip


def syntax_message(path: Path, err: SyntaxError) -> str:
    """Return `file:line:column: what is wrong, the line, what to do` for a parser's error."""
    wrong = re.sub(r"^Parser error (at|between) .*?: ", "", err.msg or str(err))
    wrong = re.sub(r"^.*?line \d+ (between )?columns? \d+( and (line \d+ )?(column )?\d+)?: ", "", wrong).rstrip(".")
    line = err.lineno
    if line is None and (match := re.search(r"line (\d+)", str(err))):
        line = int(match[1])
    remedy = next((text for pattern, text in _REMEDIES if re.search(pattern, wrong)), None)
    text = _line(path, line) if line else None
    message = f"{path}:{line}:{err.offset}: " if line and err.offset else f"{path}:{line}: " if line else f"{path}: "
    message += f"{wrong}."
    if text:
        message += f" The line is: {text.strip()[:160]!r}."
    return f"{message} {remedy or 'Correct this line; the one before it may lack its end.'}"


def _line(path: Path, number: int) -> str | None:
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            return next((text for i, text in enumerate(stream, 1) if i == number), None)
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term is written: `file` is an index into the files of the graph, `line` counts from 1."""

    file: int
    line: int


def find_term(files: Sequence[OntologyFile], spellings: Sequence[str], after: Sequence[str] = ()) -> Place | None:
    """Return the first place that one of `spellings` stands at as a whole word, None when there is none.

    With `after`, the first place at or below a line that holds one of these, where there is one. Earlier spellings
    win. It is text search, for messages: RDF parsers do not keep lines.
    """
    best: Place | None = None
    patterns = [re.compile(rf"(?<![\w\-:/#.]){re.escape(s)}(?![\w\-]|\.\w)") for s in spellings]
    starts = [re.compile(rf"(?<![\w\-:/#.]){re.escape(s)}(?![\w\-]|\.\w)") for s in after]
    for index, file in enumerate(files):
        try:
            with file.path.open(encoding="utf-8", errors="replace") as stream:
                begun = not starts
                for number, text in enumerate(stream, 1):
                    begun = begun or any(p.search(text) for p in starts)
                    if any(p.search(text) for p in patterns):
                        if begun:
                            return Place(index, number)
                        best = best or Place(index, number)
        except OSError:
            continue
    return best


def find_subject(files: Sequence[OntologyFile], spellings: Sequence[str]) -> Place | None:
    """Return the first place that a line begins with one of `spellings` at: where a thing is described."""
    patterns = [re.compile(rf"\s*{re.escape(s)}(?![\w\-]|\.\w)") for s in spellings]
    for index, file in enumerate(files):
        try:
            with file.path.open(encoding="utf-8", errors="replace") as stream:
                for number, text in enumerate(stream, 1):
                    if any(p.match(text) for p in patterns):
                        return Place(index, number)
        except OSError:
            continue
    return None


def spellings(iri: str, prefixes: dict[str, str]) -> list[str]:
    """Return how files may write an IRI: prefixed for each fitting prefix, then in full."""
    short = [f"{name}:{iri[len(space) :]}" for name, space in prefixes.items() if space and iri.startswith(space)]
    return [*sorted(short, key=len, reverse=True), f"<{iri}>"]
