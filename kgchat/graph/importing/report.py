"""What an import did: every record is a product, a reject, or left out of a subset on purpose."""

from __future__ import annotations

from pathlib import Path

from pydantic import computed_field

from kgchat.turn import Value


class Remark(Value):
    """Something about one record: why it was rejected, or what looks wrong in it. `index` counts from 0."""

    file: str
    index: int
    name: str
    reason: str


class CategoryCount(Value):
    category: str
    file: str
    records: int
    products: int
    rejects: int
    not_selected: int = 0  # good records that a subset left out
    triples: int = 0


class ImportReport(Value):
    """records = products + rejects + not_selected, for each category and in all."""

    out: Path
    categories: tuple[CategoryCount, ...]
    rejects: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    new_values: tuple[str, ...] = ()  # enumerated values that the vocabulary lacks, declared as they are
    seconds: float = 0.0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def records(self) -> int:
        return sum(count.records for count in self.categories)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def products(self) -> int:
        return sum(count.products for count in self.categories)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def not_selected(self) -> int:
        return sum(count.not_selected for count in self.categories)

    def summary(self) -> str:
        """Return the count in one line: "66778 records in = 63827 products out + 2951 rejects"."""
        line = f"{self.records} records in = {self.products} products out + {len(self.rejects)} rejects"
        return f"{line} + {self.not_selected} not selected" if self.not_selected else line
