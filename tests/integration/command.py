"""The command line as a process of its own, as a person starts it: what it prints, how it ends, no traceback."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_DROP_CAPABILITY = 24  # PR_CAPBSET_DROP of prctl(2)
_PASS_RIGHTS = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


def start(
    data_dir: Path,
    *arguments: str | bytes | Path,
    settings: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    prepare: Callable[[], None] | None = None,
    stdin: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Starts a command; ``prepare`` runs in its process before it does."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(_ROOT),
        "VINAGRAPH_DATA_DIR": str(data_dir),
        **{f"VINAGRAPH_{name.upper()}": value for name, value in (settings or {}).items()},
    }
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli.main", *arguments],
        env=environment,
        cwd=cwd or _ROOT,
        preexec_fn=prepare,  # noqa: PLW1509 - limits and rights only, no lock that a thread could hold
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def end(process: subprocess.Popen[bytes], stdin: bytes | None = None, seconds: float = 60) -> Ended:
    """Waits for a command, and no longer than that; a traceback is a failure whatever else it did."""
    try:
        out, err = process.communicate(stdin, timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    ended = Ended(process.returncode, out.decode(), err.decode())
    assert "Traceback" not in ended.err, ended.err
    return ended


def command(
    data_dir: Path,
    *arguments: str | bytes | Path,
    settings: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    prepare: Callable[[], None] | None = None,
    stdin: bytes = b"",
) -> Ended:
    """Runs a command to its end."""
    started = start(data_dir, *arguments, settings=settings, cwd=cwd, prepare=prepare, stdin=subprocess.PIPE)
    return end(started, stdin)


@contextmanager
def server(data_dir: Path, *arguments: str, **settings: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """``vinagraph serve`` on a free port: its address, and its process."""
    process = start(data_dir, "serve", "--port", "0", *arguments, settings=settings)
    try:
        assert process.stderr is not None
        told = process.stderr.readline().decode()
        found = re.search(r"listens on (http://\S+)", told)
        assert found, told
        yield found[1], process
    finally:
        process.kill()
        process.communicate()


def without_rights() -> None:
    """Makes the permissions of files count for root too, in this process and those that it starts."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in _PASS_RIGHTS:
            if libc.prctl(_DROP_CAPABILITY, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "the right to pass over permissions cannot be given up")
