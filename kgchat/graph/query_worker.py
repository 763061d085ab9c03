"""The process that runs callers' queries on a compiled store, so that a query can be stopped: kill the process.

Run as a script (`python -P query_worker.py STORE MEGABYTES`). It imports nothing of kgchat, so it starts in a few
hundredths of a second. Requests and answers are single lines of JSON on standard input and output.
"""

from __future__ import annotations

import json
import sys
from typing import Any

_BYTES_AT_MOST = 64_000_000  # of one answer


def _parts(term: Any) -> list[str | None] | None:
    if term is None:
        return None
    name = type(term).__name__
    if name == "NamedNode":
        return ["iri", term.value, None, None]
    if name == "Literal":
        return ["literal", term.value, term.datatype.value, term.language]
    if name == "BlankNode":
        return ["blank", term.value, None, None]
    return ["literal", str(term), None, None]


def answer(store: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Return {columns, rows, truncated}, {boolean}, {triples, truncated} or {error, kind} for one request."""
    import pyoxigraph as ox

    limit = int(request["limit"])
    try:
        result = store.query(request["query"], prefixes=request.get("prefixes") or None)
        if isinstance(result, ox.QueryBoolean):
            return {"boolean": bool(result)}
        rows: list[Any] = []
        size = 0
        truncated = False
        columns = [v.value for v in result.variables] if isinstance(result, ox.QuerySolutions) else []
        for item in result:
            if len(rows) >= limit or size > _BYTES_AT_MOST:
                truncated = True
                break
            cells = [item.subject, item.predicate, item.object] if isinstance(item, ox.Triple) else list(item)
            row = [_parts(cell) for cell in cells]
            size += sum(len(p[1] or "") + 80 for p in row if p)
            rows.append(row)
    except SyntaxError as err:
        return {"error": err.msg or str(err), "kind": "syntax"}
    except (OSError, ValueError, RuntimeError) as err:
        return {"error": str(err), "kind": "evaluation"}
    key = "rows" if columns or isinstance(result, ox.QuerySolutions) else "triples"
    return {"columns": columns, key: rows, "truncated": truncated}


def main() -> None:
    path, megabytes = sys.argv[1], int(sys.argv[2])
    try:
        import resource

        bound = megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # a system without such limits: the time limit and the row limit still hold
    import pyoxigraph as ox

    store = ox.Store.read_only(path)
    out = sys.stdout.buffer
    out.write(b'"ready"\n')
    out.flush()
    for line in sys.stdin.buffer:
        out.write(json.dumps(answer(store, json.loads(line)), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
