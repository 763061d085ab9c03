"""Which catalogue a command is about, and loading it with a progress bar."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

import kgchat
from kgchat.cli.show import progress

if TYPE_CHECKING:
    from kgchat.engine import Engine

REPOSITORY = Path(kgchat.__file__).parents[1]
BUNDLED = REPOSITORY / "ontology" / "pc-parts"


def sources(ontology: list[str] | None) -> tuple[str, ...]:
    """Return what was asked for, else `KGCHAT_ONTOLOGY`, ./kgchat.toml or the catalogue bundled with the source."""
    if ontology:
        return tuple(ontology)
    if os.environ.get("KGCHAT_ONTOLOGY"):
        return ()  # the settings read it
    if Path("kgchat.toml").is_file():
        return ("kgchat.toml",)
    if BUNDLED.is_dir():
        return (str(BUNDLED),)
    raise typer.BadParameter("Name a catalogue: --ontology FOLDER (or a file, an endpoint, a kgchat.toml).")


def load(ontology: list[str] | None, **options: Any) -> Engine:
    """Return the loaded engine; a bar on standard error shows that something happens."""
    found = sources(ontology)
    with progress(f"Loading {' '.join(found) or os.environ['KGCHAT_ONTOLOGY']}"):
        from kgchat.engine import Engine  # spaCy and the stores load here, under the bar

        return Engine.load(*found, **options)
