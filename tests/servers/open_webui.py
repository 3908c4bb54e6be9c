"""Starts a real Open WebUI, of an environment of its own, before an OpenAI-compatible server, and stops it again.

It needs no network once it is installed::

    uv venv DIR && uv pip install -p DIR open-webui
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

_START_S = 180.0


@contextmanager
def open_webui(command: str, folder: Path, base_url: str) -> Iterator[str]:
    """Runs it; yields its URL.

    Args:
        command: Its program, ``DIR/bin/open-webui``.
        folder: Where it keeps its data and log.
        base_url: The server that it asks, with ``/v1``.
    """
    port = _free_port()
    log = folder / "open-webui.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [command, "serve", "--host", "127.0.0.1", "--port", str(port)],
            cwd=folder,
            env=_environment(command, folder, base_url),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


def _environment(command: str, folder: Path, base_url: str) -> dict[str, str]:
    return {
        "PATH": f"{Path(command).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "DATA_DIR": str(folder / "data"),
        "WEBUI_AUTH": "False",
        "WEBUI_SECRET_KEY": "of-this-test-alone-and-long-enough",
        "OPENAI_API_BASE_URL": base_url,
        "OPENAI_API_KEY": "none",
        "ENABLE_OLLAMA_API": "False",
        "RAG_EMBEDDING_ENGINE": "openai",
        "OFFLINE_MODE": "true",
        "HF_HUB_OFFLINE": "1",
        "ANONYMIZED_TELEMETRY": "False",
        "DO_NOT_TRACK": "true",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if httpx2.get(f"{url}/health", timeout=2).is_success:
                return
        except httpx2.TransportError:
            time.sleep(0.5)
    raise AssertionError(f"Open WebUI did not start:\n{log.read_text(errors='replace')[-4000:]}")
