"""What users import from `kgchat`, and how quickly."""

import subprocess
import sys
import time

import pytest

import kgchat

HEAVY = {
    "numpy",
    "networkx",
    "pint",
    "pydantic",
    "pyoxigraph",
    "rdflib",
    "rich",
    "spacy",
    "sqlalchemy",
    "tantivy",
    "torch",
    "transformers",
    "typer",
}


def test_the_surface_grows_on_purpose() -> None:
    assert kgchat.__all__ == [
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


def test_every_name_is_there() -> None:
    for name in kgchat.__all__:
        assert getattr(kgchat, name) is not None
        assert name in dir(kgchat)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Enginee'"):
        _ = kgchat.Enginee


def test_every_error_is_a_kgchat_error() -> None:
    errors = [getattr(kgchat, name) for name in kgchat.__all__ if name.endswith("Error")]
    assert all(issubclass(error, kgchat.KgchatError) for error in errors)


def test_importing_loads_nothing_heavy() -> None:
    listed = subprocess.run(
        [sys.executable, "-c", "import sys, kgchat; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    assert HEAVY.isdisjoint(listed.stdout.split())


def test_importing_takes_at_most_three_tenths_of_a_second() -> None:
    script = "import time; t = time.perf_counter(); import kgchat; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True) for _ in "123"]
    assert min(float(run.stdout) for run in runs) <= 0.3


def test_help_is_there_at_once() -> None:
    def seconds() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kgchat.cli", "--help"], capture_output=True, check=True)
        return time.perf_counter() - start

    assert min(seconds() for _ in "123") <= 0.7
