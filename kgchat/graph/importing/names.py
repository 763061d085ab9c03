"""Names and slugs: what a source calls a product, made fit for a label and for an IRI."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_SPOKEN = {"+": " plus ", "&": " and ", "#": " sharp ", "²": "2", "³": "3"}


def clean(text: str) -> str:
    """Return `text` in NFC without invisible and control characters, white space collapsed."""
    visible = (
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in ("Cf", "Cc", "Co", "Cs", "Cn")
    )
    return " ".join("".join(visible).split())


def slug(text: str, limit: int = 60) -> str:
    """Return lower-case letters, digits and single hyphens for an IRI; "x" when nothing of `text` is left."""
    for sign, word in _SPOKEN.items():
        text = text.replace(sign, word)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:limit].strip("-") or "x"


class BrandFinder:
    """Finds the brand that a name begins with; the longest one wins ("Cooler Master" over "Cooler")."""

    def __init__(self, brands: Mapping[str, str]) -> None:
        """`brands` maps each label or synonym to the brand's IRI."""
        self._brands = {tuple(label.casefold().split()): iri for label, iri in brands.items() if label.strip()}
        self._longest = max(map(len, self._brands), default=0)

    def find(self, name: str) -> tuple[str, int] | None:
        """Return the brand's IRI and how many words of the name it takes, or None."""
        words = tuple(name.casefold().split())
        for size in range(min(self._longest, len(words)), 0, -1):
            if iri := self._brands.get(words[:size]):
                return iri, size
        return None

    def without_repetition(self, name: str) -> str:
        """Return the name with a doubled brand said once: "NEC NEC MultiSync" is "NEC MultiSync"."""
        found = self.find(name)
        words = name.split()
        size = found[1] if found else 1
        first, second = words[:size], words[size : 2 * size]
        if len(words) > 2 * size and [word.casefold() for word in first] == [word.casefold() for word in second]:
            return " ".join(words[size:])
        return name
