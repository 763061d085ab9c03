"""The commands. Each calls the engine or a tool; every error is one sentence on standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

import kgchat
from kgchat.errors import KgchatError, OntologyError

app = typer.Typer(
    help="Sell by conversation from a product knowledge graph, in English and Chinese.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
train_app = typer.Typer(help="Train a part again from the examples in the repository.", no_args_is_help=True)
app.add_typer(train_app, name="train")


Ontology = Annotated[
    list[str] | None,
    typer.Option("--ontology", "-o", help="Folder, RDF file, kgchat.toml or SPARQL endpoint; may be repeated."),
]
RealizerOption = Annotated[
    Literal["transformer", "plain"] | None, typer.Option(help="Who words the replies; plain needs no model.")
]
LanguageOption = Annotated[Literal["en", "zh"] | None, typer.Option("--lang", help="Answer in this language.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@app.command()
def chat(
    ontology: Ontology = None,
    realizer: RealizerOption = None,
    lang: LanguageOption = None,
    session: Annotated[str, typer.Option(help="Name of the conversation; stored ones go on.")] = "default",
    conversations: Annotated[str | None, typer.Option(help="Database URL, such as sqlite:///talk.db.")] = None,
    json: Json = False,
) -> None:
    """Talk with the assistant: on a terminal with history and commands, or one line a turn from standard input."""
    from kgchat.cli.catalogue import load
    from kgchat.cli.chat import Conversation

    with load(ontology, realizer=realizer, conversations=conversations) as engine:
        Conversation(engine, session, lang, json).run()


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="One question, in English or Chinese.")],
    ontology: Ontology = None,
    lang: LanguageOption = None,
    json: Json = False,
) -> None:
    """Answer one question, without any dialogue."""
    from kgchat.cli import show
    from kgchat.cli.catalogue import load

    with load(ontology, realizer="plain") as engine:
        answer = engine.ask(question, language=lang)
    if json:
        show.as_json(answer)
        return
    console = show.out()
    console.print(answer.text, markup=False)
    table = show.rows(answer, answer.language)
    if table is not None and len(answer.rows) > 1:
        console.print(table)


@app.command()
def sparql(
    query: Annotated[str | None, typer.Argument(help="The query; a file name; or '-' for standard input.")] = None,
    ontology: Ontology = None,
    timeout: Annotated[float | None, typer.Option(min=0.01, help="Seconds until it is stopped.")] = None,
    json: Json = False,
) -> None:
    """Run a read-only SPARQL 1.1 query."""
    from kgchat.cli import show
    from kgchat.cli.catalogue import load

    with load(ontology, realizer="plain") as engine:
        result = engine.query(_query_text(query), timeout=timeout)
    if json:
        show.as_json(result)
        return
    console = show.out()
    if result.boolean is not None:
        console.print("yes" if result.boolean else "no")
    for triple in result.triples:
        console.print(f"<{triple.subject}> <{triple.predicate}> {show.term(triple.object)} .", markup=False)
    table = show.rows(result)
    if table is not None:
        console.print(table)
    elif result.boolean is None and not result.triples:
        console.print("no rows")
    if result.truncated:
        show.err().print("The result was cut at the row limit; add LIMIT and OFFSET to page through it.")


def _query_text(query: str | None) -> str:
    if query is None or query == "-":
        if sys.stdin.isatty():
            raise typer.BadParameter("Give a query, a file, or pipe one in.")
        return sys.stdin.read()
    with contextlib.suppress(OSError):  # a query is too long for a file name, or has a character that none may have
        if Path(query).is_file():
            return Path(query).read_text(encoding="utf-8")
    return query


@app.command()
def explain(
    question: Annotated[str, typer.Argument(help="What a customer might say.")],
    ontology: Ontology = None,
    lang: LanguageOption = None,
    json: Json = False,
) -> None:
    """Show how a sentence is read: mentions, candidates with scores, the query, and the time of each step."""
    from kgchat.cli import show
    from kgchat.cli.catalogue import load
    from kgchat.dialogue import DialogueState

    with load(ontology, realizer="plain") as engine:
        turn = engine.reply(question, DialogueState(), language=lang)
    if json:
        show.as_json(turn)
        return
    console, read = show.out(), turn.interpretation
    others = ", ".join(f"{name} {score:.2f}" for name, score in read.intents[:3])
    console.print(f"language   {read.language}", markup=False)
    console.print(
        f"intent     {read.intent} ({read.intent_score:.2f})" + (f"; {others}" if others else ""), markup=False
    )
    console.print(show.mentions(read))
    if read.unplaced:
        console.print(f"not placed {', '.join(read.unplaced)}", markup=False)
    console.print(f"understood {turn.answer.understood} ({turn.answer.confidence:.2f})\n", markup=False)
    console.print(turn.answer.sparql or "no query", markup=False)
    console.print(show.timings(turn.trace))
    console.print(turn.reply.text, markup=False)


@app.command()
def check(
    path: Annotated[list[str], typer.Argument(help="Folders or RDF files of one catalogue.")],
    json: Json = False,
) -> None:
    """Load a catalogue as the engine would: syntax, shapes, annotations; warnings; labels in each language."""
    from kgchat.cli import show
    from kgchat.cli.check import report, tables

    with show.progress(f"Checking {' '.join(path)}"):
        found = report(path)
    if json:
        show.as_json(found)
        return
    for table in tables(found):
        show.out().print(table, markup=False)


@app.command(name="import")
def import_(
    mapping: Annotated[Path, typer.Argument(help="Folder with the YARRRML mapping and the schema.")],
    source: Annotated[Path, typer.Option(help="Folder with the JSON files.")],
    out: Annotated[Path, typer.Option(help="Folder to write the whole catalogue to.")],
    subset: Annotated[int | None, typer.Option(min=1, help="Keep about so many products, over all categories.")] = None,
    priced: Annotated[bool, typer.Option("--priced", help="In a subset, keep records with a price first.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Read only the first records of each file.")] = None,
    json: Json = False,
) -> None:
    """Turn a feed of JSON files into a catalogue: records in = products out + rejects."""
    from kgchat.cli import show
    from kgchat.graph.importing import import_feed

    with show.counting("Importing") as progress:
        report = import_feed(mapping, source, out, progress=progress, limit=limit, subset=subset, priced=priced)
    if json:
        show.as_json(report)
        return
    console = show.out()
    console.print(show.import_counts(report))
    for title, remarks in (("rejected", report.rejects), ("looks wrong, kept", report.warnings)):
        shown = remarks if title == "rejected" else remarks[: show.ROWS]
        for remark in shown:
            console.print(f"{title}: {remark.file}[{remark.index}] {remark.name}: {remark.reason}", markup=False)
        if len(shown) < len(remarks):
            console.print(f"{title}: {len(remarks) - len(shown)} more; --json lists all", markup=False)
    for value in report.new_values:
        console.print(f"new value: {value}", markup=False)
    console.print(f"{report.summary()}, in {report.seconds:.1f} s, written to {report.out}", markup=False)


@train_app.command()
def intents(
    data: Annotated[Path | None, typer.Option(help="Folder with train.en.toml, train.zh.toml: more examples.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write the model to; else into the package.")] = None,
    json: Json = False,
) -> None:
    """Train the intent classifier from the examples in the repository, and judge it on the test split."""
    from kgchat.cli import show
    from kgchat.nlu.training import train_intents

    with show.counting("Training") as progress:
        report = train_intents(data, out, progress=progress)
    if json:
        show.as_json(report)
        return
    console = show.out()
    console.print(show.intent_scores(report))
    by_language = ", ".join(f"{language} {score:.3f}" for language, score in report.macro_f1_by_language.items())
    console.print(f"macro-F1 {report.macro_f1:.3f} ({by_language}), accuracy {report.accuracy:.3f}", markup=False)
    console.print(f"{report.training_sentences} sentences in training, {report.test_sentences} in the test split")
    console.print(f"written to {report.folder}", markup=False)


@app.command()
def prepare(ontology: Ontology = None) -> None:
    """Do ahead of time what is done once: convert the wording model, compile a catalogue."""
    from kgchat.cli import show
    from kgchat.cli.catalogue import load

    with show.sharing("Preparing the wording model") as progress, load(ontology, progress=progress) as engine:
        engine.warm_up()
        engine.wait_until_ready()


@app.command()
def bench(
    source: Annotated[
        Path | None, typer.Option(envvar="KGCHAT_PC_PARTS_SOURCE", help="Folder with the whole pc-parts feed.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Name of a group of figures; may be repeated.")] = None,
    json: Json = False,
) -> None:
    """Measure: each figure beside its budget and beside the raw work, on this machine."""
    from kgchat.cli.catalogue import REPOSITORY

    if not (REPOSITORY / "benchmarks" / "runner.py").is_file():
        raise KgchatError("The benchmarks come with the source repository; run this from a checkout of it.")
    sys.path.insert(0, str(REPOSITORY))
    from benchmarks import runner

    runner.run(source=source, only=only or (), as_json=json)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kgchat {kgchat.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None: ...


def run() -> None:
    """Run the command line; every KgchatError becomes one sentence and exit code 1."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # Two languages on any terminal, and bytes that are no UTF-8 must not end a conversation.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app(prog_name="kgchat")
    except KgchatError as err:
        print(_one_line(err), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # `kgchat … | head`: point standard output at nothing, or the interpreter complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _one_line(err: KgchatError) -> str:
    text = str(err)
    return text if isinstance(err, OntologyError) else " ".join(text.split())
