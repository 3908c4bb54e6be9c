"""Starts a real Open WebUI, of an environment of its own, before an OpenAI-compatible server, and stops it again.

It needs no network once it is installed::

    uv venv DIR && uv pip install -p DIR open-webui
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import free_port, running

_START_S = 180.0


@contextmanager
def open_webui(command: str, folder: Path, base_url: str) -> Iterator[str]:
    """Runs it; yields its URL.

    Args:
        command: Its program, ``DIR/bin/open-webui``.
        folder: Where it keeps its data and log.
        base_url: The server that it asks, with ``/v1``.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    arguments = ["serve", "--host", "127.0.0.1", "--port", str(port)]
    environment = _environment(command, folder, base_url)
    with running([command, *arguments], folder, environment, ready=f"{url}/health", patience_s=_START_S):
        yield url


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
