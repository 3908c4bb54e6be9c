"""Programs that serve HTTP, started for a test or a bench and stopped again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2

_STOP_S = 60.0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], *, ready: str, patience_s: float
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a program until left; yields its process.

    Args:
        command: The program with its arguments.
        folder: Where it runs, and writes ``server.log``.
        environment: Its whole environment.
        ready: URL that answers once it is ready.
        patience_s: Seconds that it may take until then.
    """
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            assert _is_ready(process, ready, patience_s), (
                f"{command[0]} did not start:\n{log.read_text(errors='replace')[-4000:]}"
            )
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=_STOP_S)


def _is_ready(process: subprocess.Popen[bytes], url: str, patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx2.get(url, timeout=2).is_success:
                return True
        except httpx2.TransportError:
            time.sleep(0.2)
    return False
