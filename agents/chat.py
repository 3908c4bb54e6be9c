"""One question to a chat model and its whole reply, and how passages are shown to models."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from agents.model_errors import model_errors
from graph.results import Passage


async def complete(model: BaseChatModel, system: str, asked: str, *, language: str, timeout_s: float) -> str:
    """The model's reply as text.

    Raises:
        ModelTimeout: It did not reply in time.
        ModelUnavailable: Its server cannot be reached, or refuses.
        ModelError: Its reply cannot be read.
    """
    messages = [SystemMessage(system), HumanMessage(asked)]
    with model_errors(language, timeout_s):
        async with asyncio.timeout(timeout_s):
            reply = await model.ainvoke(messages)
    return reply.text


def numbered_passages(passages: Sequence[Passage]) -> str:
    """The passages with their numbers, from 1, and their headings."""
    return "\n\n".join(
        f"[{number}] {' › '.join((passage.title, *passage.path))}\n{passage.text}"
        for number, passage in enumerate(passages, start=1)
    )
