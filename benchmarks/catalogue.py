"""The data that is measured on: all parts of the pc-parts feed, imported once, or the bundled subset."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from benchmarks.measure import ROOT

BUNDLED = ROOT / "ontology" / "pc-parts"
SOURCE = "KGCHAT_PC_PARTS_SOURCE"  # folder with the JSON files of docyx/pc-part-dataset
ABSENT = f"All 66,778 parts are not here: set {SOURCE} (or --source) to the folder with the feed's JSON files."


def source() -> Path | None:
    """Return the folder with the whole feed, or None when it is not on this machine."""
    named = os.environ.get(SOURCE)
    return Path(named) if named and any(Path(named).glob("*.json")) else None


@cache
def whole() -> Path:
    """Return the catalogue of all parts; imported on first use, kept in the user's cache.

    Raises NotImplementedError (asv: skip this benchmark) when the feed is absent.
    """
    from platformdirs import user_cache_path

    from kgchat.graph.importing import import_feed

    feed = source()
    if feed is None:
        raise NotImplementedError(ABSENT)
    recipe = [*sorted(BUNDLED.glob("*.toml")), *sorted(BUNDLED.glob("*.yml")), *sorted(BUNDLED.rglob("*.ttl"))]
    digest = hashlib.sha256()
    for file in [*recipe, *sorted(feed.glob("*.json"))]:
        digest.update(file.read_bytes())
    folder = user_cache_path("kgchat") / "benchmarks" / digest.hexdigest()[:16]
    if not (folder / "done").is_file():
        import_feed(BUNDLED, feed, folder)
        (folder / "done").touch()
    return folder


def catalogue() -> Path:
    """Return the whole catalogue where the feed is at hand, else the bundled one."""
    return whole() if source() else BUNDLED


def questions() -> list[tuple[str, str]]:
    """Return the bundled questions as (text, language), languages in turn."""
    folder = Path(__file__).parent
    english, chinese = (
        (folder / f"questions.{language}.txt").read_text(encoding="utf-8").splitlines() for language in ("en", "zh")
    )
    pairs = zip(english, chinese, strict=True)
    return [(text, language) for pair in pairs for text, language in zip(pair, ("en", "zh"), strict=True)]
