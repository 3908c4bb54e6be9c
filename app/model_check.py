"""Asks the model servers that the settings name whether they answer and serve the model."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import httpx2

from agents.model_server import ModelServer
from app.settings import Settings

_LONGEST_S = 10.0
_SHOWN_MODELS = 8
_REFUSED = frozenset({httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN})


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """What came of asking a model server.

    Attributes:
        part: What it does: ``writer``, ``checker`` or ``analyst``.
        problem: What is wrong, with how to mend it; empty where nothing is.
        seconds: It took so long.
    """

    part: str
    problem: str
    seconds: float


async def model_problems(settings: Settings) -> list[str]:
    """What is wrong with the servers of the writer, the checker and the analyst, each with how to mend it.

    Parts that need no server are left out.
    """
    return [check.problem for check in await check_models(settings) if check.problem]


async def check_models(settings: Settings, longest_s: float = _LONGEST_S) -> list[ModelCheck]:
    """Asks each server that the settings name, at most so many seconds."""
    parts = {"writer": settings.writer, "checker": settings.checker, "analyst": settings.analyst}
    called = [
        _check(part, server, longest_s)
        for part, server in parts.items()
        if server.url.startswith(("http://", "https://"))
    ]
    return list(await asyncio.gather(*called))


async def _check(part: str, server: ModelServer, longest_s: float) -> ModelCheck:
    start = time.perf_counter()
    problem = await _problem(part.upper(), server, longest_s)
    return ModelCheck(part, problem, time.perf_counter() - start)


async def _problem(part: str, server: ModelServer, longest_s: float) -> str:
    """What is wrong with one server; empty where nothing is."""
    url = f"{server.url.rstrip('/')}/models"
    key = server.api_key.get_secret_value()
    wait_s = min(server.timeout_s, longest_s)
    where = f"VINAGRAPH_{part}_URL: {url}"
    try:
        async with httpx2.AsyncClient(timeout=wait_s) as client:
            reply = await client.get(url, headers={"Authorization": f"Bearer {key}"} if key else {})
    except httpx2.TimeoutException:
        return f"{where} does not answer within {wait_s:g} s. Look at the server, or unset VINAGRAPH_{part}_URL."
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        return f"{where} cannot be reached: {error}. Start the server, or mend or unset VINAGRAPH_{part}_URL."
    if reply.status_code in _REFUSED:
        return f"{where} refuses the key ({reply.status_code}). Set VINAGRAPH_{part}_API_KEY."
    if reply.status_code == httpx2.codes.NOT_FOUND:
        return f"{where} is not there (404). The URL of an OpenAI-compatible server usually ends in /v1."
    if not reply.is_success:
        return f"{where} answers with status {reply.status_code}. Look at the server's log."
    return _model_problem(part, server, where, reply)


def _model_problem(part: str, server: ModelServer, where: str, reply: httpx2.Response) -> str:
    try:
        models = [str(model["id"]) for model in reply.json()["data"]]
    except (ValueError, KeyError, TypeError):
        return f"{where} answers, but not with a list of models. Is it an OpenAI-compatible server?"
    if server.model in models or f"{server.model}:latest" in models:  # Ollama leaves :latest out
        return ""
    shown = ", ".join(models[:_SHOWN_MODELS]) or "no model"
    return f"{where} does not serve {server.model!r} but {shown}. Set VINAGRAPH_{part}_MODEL to one that it serves."
