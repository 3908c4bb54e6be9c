"""Starts LangGraph's development server, as ``make studio`` does, and stops it again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import free_port, running

ROOT = Path(__file__).resolve().parents[2]
_START_S = 60.0


@contextmanager
def langgraph_dev(data_dir: Path, folder: Path) -> Iterator[str]:
    """Runs the server over that data; yields its URL.

    Args:
        data_dir: ``VINAGRAPH_DATA_DIR`` of the agent.
        folder: Where the server keeps its own state and log.
    """
    port = free_port()
    # The server keeps its state in its working folder and reads paths from there.
    config = folder / "langgraph.json"
    config.write_text((ROOT / "langgraph.json").read_text().replace('"./', f'"{ROOT}/').replace('"."', f'"{ROOT}"'))
    program = Path(sys.executable).with_name("langgraph")
    command: list[str | Path] = [program, "dev", "--config", config]
    command += ["--no-browser", "--no-reload", "--host", "127.0.0.1", "--port", str(port)]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "VINAGRAPH_DATA_DIR": str(data_dir)}
    url = f"http://127.0.0.1:{port}"
    with running(command, folder, environment, ready=f"{url}/ok", patience_s=_START_S):
        yield url
