"""Questions to a live server: reading its streams, and an agent whose writer follows a script."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI

from agents.ports import QueryAnalyst
from agents.run import AgentRunner
from app.api import create_app
from app.serving import Services
from app.settings import load_settings
from tests.agent_doubles import QUESTION, ScriptedWriter, parts
from tests.live_server import serving

ASKED = "Nguyễn Du sinh năm nào?"


@dataclass(frozen=True)
class Told:
    """One event as it came over the wire."""

    id: int
    event: str
    data: dict[str, Any]


def told(lines: Iterator[str]) -> Iterator[Told]:
    """Reads a stream of server-sent events."""
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            yield Told(int(fields["id"]), fields["event"], json.loads(fields["data"]))
            fields = {}


def asked(client: httpx2.Client, question: str = ASKED, **options: object) -> list[Told]:
    with client.stream("POST", "/query/stream", json={"question": question, **options}) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        return list(told(response.iter_lines()))


@contextmanager
def scripted(
    data_dir: Path, writer: ScriptedWriter, *, analyst: QueryAnalyst | None = None, **settings: object
) -> Iterator[tuple[httpx2.Client, FastAPI]]:
    """The real server over an empty store, whose agent writes what a script says."""
    app = create_app(load_settings(data_dir=data_dir, **settings))
    with serving(app) as url, httpx2.Client(base_url=url, timeout=30) as client:
        services: Services = app.state.services
        agent = AgentRunner(parts(writer, analyst=analyst), services.conversations)
        services.runs._runner = lambda _: agent
        yield client, app


@contextmanager
def reading(client: httpx2.Client, **options: object) -> Iterator[tuple[str, Iterator[Told]]]:
    """A stream that has told its first sentence: the run's id and what comes then; leaves it at the end."""
    with client.stream("POST", "/query/stream", json={"question": QUESTION, **options}) as response:
        assert response.status_code == 200, response.read()
        events = told(response.iter_lines())
        run = next(events).data["id"]
        for event in events:
            if event.event == "sentence":
                break
        yield run, events


def seconds_until_closed(writer: ScriptedWriter, most: float) -> float:
    begun = time.monotonic()
    while not writer.closed:
        assert time.monotonic() - begun < most, "The writer still writes."
        time.sleep(0.02)
    return time.monotonic() - begun
