"""The real server over an empty store, whose agent writes what a script says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agents.run import AgentRunner
from app.api import create_app
from app.serving import Services
from app.settings import load_settings
from tests.agent_doubles import ScriptedWriter, parts
from tests.live_server import serving


@contextmanager
def scripted_api(data_dir: Path, writer: ScriptedWriter, **settings: object) -> Iterator[str]:
    """Serves until left; yields the URL."""
    app = create_app(load_settings(data_dir=data_dir, **settings))
    with serving(app) as url:
        services: Services = app.state.services
        agent = AgentRunner(parts(writer), services.conversations)
        services.runs._runner = lambda _: agent
        yield url


def seconds_until_closed(writer: ScriptedWriter, most: float) -> float:
    """How long the writer still writes."""
    begun = time.monotonic()
    while not writer.closed:
        assert time.monotonic() - begun < most, "The writer still writes."
        time.sleep(0.02)
    return time.monotonic() - begun
