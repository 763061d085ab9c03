"""The examples of `kgchat/nlu/intents/`: patterns with slots and choices, and the sentences they stand for.

A file holds one TOML table: intent → lines of text, one pattern a line. `{class}` is filled from `slots.LANGUAGE.toml`;
`[red|blue|]` chooses one of its parts. Test files hold plain sentences.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kgchat.errors import ConfigurationError
from kgchat.turn import INTENTS, Language

FOLDER = Path(__file__).parent / "intents"
Split = Literal["train", "dev", "test"]
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_DEV_SHARE = 10  # one pattern in ten selects the model and is never trained on


@dataclass(frozen=True)
class Pattern:
    """One line of an example file; `id` names file, intent and place, so that splits can be told apart."""

    id: str
    intent: str
    text: str


def read_patterns(split: Split, language: Language, folder: Path | None = None) -> tuple[Pattern, ...]:
    """Return the patterns of a split in file order. "dev" is every tenth line of the training file.

    Raises ConfigurationError for a missing or malformed file, or an intent that is not in `INTENTS`.
    """
    base = folder or FOLDER
    name = "test" if split == "test" else "train"
    patterns = _read_file(base / f"{name}.{language}.toml")
    if split == "test":
        return patterns
    held_out = {p.id for p in patterns if int(p.id.rsplit("/", 1)[1]) % _DEV_SHARE == _DEV_SHARE - 1}
    return tuple(p for p in patterns if (p.id in held_out) == (split == "dev"))


def _read_file(path: Path) -> tuple[Pattern, ...]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as err:
        raise ConfigurationError(f"{path}: {err}. Write one TOML key for each intent, one example a line.") from err
    patterns: list[Pattern] = []
    for intent, lines in table.items():
        if intent not in INTENTS or not isinstance(lines, str):
            raise ConfigurationError(f"{path}: {intent!r} is no intent with text. Use one of: {', '.join(INTENTS)}.")
        rows = [row.strip() for row in lines.splitlines() if row.strip()]
        patterns.extend(Pattern(f"{path.name}/{intent}/{at}", intent, row) for at, row in enumerate(rows))
    return tuple(patterns)


def read_slots(language: Language, folder: Path | None = None) -> dict[str, list[str]]:
    """Return the fillers of each slot; a folder without its own slots uses those of the repository."""
    own = (folder or FOLDER) / f"slots.{language}.toml"
    path = own if own.exists() else FOLDER / f"slots.{language}.toml"
    slots: dict[str, list[str]] = tomllib.loads(path.read_text("utf-8"))
    return slots


def fill(pattern: Pattern, slots: dict[str, list[str]], chance: random.Random) -> str:
    """Return one sentence of the pattern. Raises ConfigurationError for a slot that the language lacks."""

    def word(match: re.Match[str]) -> str:
        if match[1] not in slots:
            raise ConfigurationError(f"{pattern.id}: no slot {{{match[1]}}}. Use one of: {', '.join(sorted(slots))}.")
        return chance.choice(slots[match[1]])

    chosen = _CHOICE.sub(lambda match: chance.choice(match[1].split("|")), pattern.text)
    return re.sub(r"\s+", " ", _SLOT.sub(word, chosen)).strip()
