"""Opens the agent's models by URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

from agents.extractive_writer import ExtractiveWriter
from agents.lexical_checker import LexicalChecker
from agents.model_server import ModelServer
from agents.ports import AnswerChecker, QueryAnalyst, Writer
from agents.rules_analyst import RulesAnalyst
from graph.cpu_work import CpuWork
from graph.errors import SettingsError
from graph.ports import GraphStore
from graph.text.restore import DiacriticRestorer

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_MAX_TOKENS = 1_024
"""Answers are a few sentences; a model that goes on longer has lost its thread."""
_NO_KEY = SecretStr("none")
"""The client insists on a key; servers of one's own need none."""


def open_writer(server: ModelServer, *, work: CpuWork | None = None) -> Writer:
    """The writer at ``extractive:`` or at a server, whose stream may be silent for ``timeout_s``.

    Args:
        server: Where it is.
        work: Where reading without a model runs.

    Raises:
        SettingsError: There is no such writer, or the model has no name.
    """
    if server.url == "extractive:":
        return ExtractiveWriter(work)
    model = _chat("WRITER", server, "extractive:")
    from agents.model_writer import ModelWriter

    return ModelWriter(model, silence_s=server.timeout_s)


def open_checker(server: ModelServer, *, work: CpuWork | None = None) -> AnswerChecker:
    """The grounding checker at ``lexical:`` or at a server, with ``timeout_s`` a sentence.

    Args:
        server: Where it is.
        work: Where checking without a model runs.

    Raises:
        SettingsError: There is no such checker, or the model has no name.
    """
    if server.url == "lexical:":
        return LexicalChecker(work)
    model = _chat("CHECKER", server, "lexical:")
    from agents.model_checker import ModelChecker

    return ModelChecker(model, timeout_s=server.timeout_s)


def open_analyst(
    server: ModelServer, *, graph: GraphStore | None, tenant: str, work: CpuWork | None = None
) -> QueryAnalyst:
    """The query analyst of ``rules:``, or one that has a server rewrite follow-up questions in ``timeout_s``.

    Args:
        server: Where it is.
        graph: Where names are looked up.
        tenant: Whose names.
        work: Where rules run that would hold the event loop.

    Raises:
        SettingsError: There is no such analyst, or the model has no name.
        ModelUnavailable: The model that restores diacritics is missing.
    """
    rules = RulesAnalyst(graph, DiacriticRestorer(), tenant, work=work)
    if server.url == "rules:":
        return rules
    model = _chat("ANALYST", server, "rules:")
    from agents.model_analyst import ModelAnalyst

    return ModelAnalyst(model, rules, timeout_s=server.timeout_s)


def _chat(part: str, server: ModelServer, known: str) -> ChatOpenAI:
    """The client of a server; ``part`` and ``known``, the URL without a model, are for the message."""
    if not server.url.startswith(("http://", "https://")):
        raise SettingsError(
            f"VINAGRAPH_{part}_URL={server.url} names nothing that this version can open. Use {known} or http(s)://…/v1."
        )
    if not server.model:
        raise SettingsError(f"VINAGRAPH_{part}_MODEL is empty. Name the model that the server at {server.url} serves.")
    # The client takes a second to import, which only those who use a model should wait for.
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=server.model,
        base_url=server.url,
        api_key=server.api_key if server.api_key.get_secret_value() else _NO_KEY,
        timeout=server.timeout_s,
        max_retries=1,
        max_completion_tokens=_MAX_TOKENS,
        temperature=0.0,
        stream_usage=True,
        # Python 3.11's wait_for, on which this rests, loses a cancelling that comes with a chunk; the writer has a
        # limit of its own.
        stream_chunk_timeout=None,
    )
