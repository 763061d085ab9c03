from dataclasses import dataclass, field
@dataclass
class Query:
    select: list = field(default_factory=list)   # (agg|None, distinct, item)
    extra: list = field(default_factory=list)    # class items that only join
    where: list = field(default_factory=list)    # (conj, item, op, value)
    group: list = field(default_factory=list)
    having: list = field(default_factory=list)   # (conj, agg, distinct, item, op, value)
    order: list = field(default_factory=list)    # (agg, distinct, item, desc)
    limit: object = None
    setop: object = None                          # (op, Query)
    distinct: bool = False
    ask: bool = False
    offset: int = 0
