"""The command line: `kgchat chat | ask | sparql | explain | import | check | train | bench`."""

from __future__ import annotations


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 bad input, 2 wrong usage."""
    from kgchat.cli.app import run

    run()
