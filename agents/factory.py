"""Opens the agent's models by URL."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import TYPE_CHECKING

from pydantic import SecretStr

from agents.extractive_writer import ExtractiveWriter
from agents.lexical_checker import LexicalChecker
from agents.ports import GroundingChecker, QueryAnalyst, Writer
from agents.rules_analyst import RulesAnalyst
from graph.errors import SettingsError
from graph.ports import GraphStore
from graph.text.restore import DiacriticRestorer

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_MAX_TOKENS = 1_024
"""Answers are a few sentences; a model that goes on longer has lost its thread."""
NO_KEY = SecretStr("none")
"""The client insists on a key; servers of one's own need none."""


def open_writer(
    url: str,
    *,
    model: str = "",
    api_key: SecretStr = NO_KEY,
    timeout_s: float = 60.0,
    cpu: Executor | None = None,
) -> Writer:
    """The writer that a URL names.

    Args:
        url: ``extractive:``, or ``http(s)://…/v1`` of an OpenAI-compatible server.
        model: Name of the model there.
        api_key: Key of the server; an empty one is not sent.
        timeout_s: Longest silence of its stream, in seconds.
        cpu: Where reading without a model runs.

    Raises:
        SettingsError: There is no such writer, or the model has no name.
    """
    if url == "extractive:":
        return ExtractiveWriter(cpu)
    _require_server("WRITER", url, "extractive:")
    from agents.model_writer import ModelWriter

    return ModelWriter(_chat("WRITER", url, model, api_key, timeout_s), silence_s=timeout_s)


def open_checker(
    url: str,
    *,
    model: str = "",
    api_key: SecretStr = NO_KEY,
    timeout_s: float = 60.0,
    cpu: Executor | None = None,
) -> GroundingChecker:
    """The grounding checker that a URL names.

    Args:
        url: ``lexical:``, or ``http(s)://…/v1`` of an OpenAI-compatible server.
        model: Name of the model there.
        api_key: Key of the server; an empty one is not sent.
        timeout_s: Longest wait for the check of a sentence, in seconds.
        cpu: Where checking without a model runs.

    Raises:
        SettingsError: There is no such checker, or the model has no name.
    """
    if url == "lexical:":
        return LexicalChecker(cpu)
    _require_server("CHECKER", url, "lexical:")
    from agents.model_checker import ModelChecker

    return ModelChecker(_chat("CHECKER", url, model, api_key, timeout_s), timeout_s=timeout_s)


def open_analyst(
    url: str,
    *,
    graph: GraphStore | None,
    tenant: str,
    model: str = "",
    api_key: SecretStr = NO_KEY,
    timeout_s: float = 60.0,
) -> QueryAnalyst:
    """The query analyst that a URL names.

    Args:
        url: ``rules:``, or ``http(s)://…/v1`` of an OpenAI-compatible server for follow-up questions.
        graph: Where names are looked up.
        tenant: Whose names.
        model: Name of the model at the server.
        api_key: Key of the server; an empty one is not sent.
        timeout_s: Longest wait for a rewritten question, in seconds.

    Raises:
        SettingsError: There is no such analyst, or the model has no name.
        ModelUnavailable: The model that restores diacritics is missing.
    """
    rules = RulesAnalyst(graph, DiacriticRestorer(), tenant)
    if url == "rules:":
        return rules
    _require_server("ANALYST", url, "rules:")
    from agents.model_analyst import ModelAnalyst

    return ModelAnalyst(_chat("ANALYST", url, model, api_key, timeout_s), rules, timeout_s=timeout_s)


def _require_server(part: str, url: str, known: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise SettingsError(
            f"VINAGRAPH_{part}_URL={url} names nothing that this version can open. Use {known} or http(s)://…/v1."
        )


def _chat(part: str, url: str, model: str, api_key: SecretStr, timeout_s: float) -> ChatOpenAI:
    if not model:
        raise SettingsError(f"VINAGRAPH_{part}_MODEL is empty. Name the model that the server at {url} serves.")
    # The client takes a second to import, which only those who use a model should wait for.
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=model,
        base_url=url,
        api_key=api_key if api_key.get_secret_value() else NO_KEY,
        timeout=timeout_s,
        max_retries=1,
        max_completion_tokens=_MAX_TOKENS,
        temperature=0.0,
        stream_usage=True,
    )
