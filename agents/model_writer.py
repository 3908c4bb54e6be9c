"""Writes answers with a language model: any LangChain chat model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import suppress

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from agents.chat import numbered_passages
from agents.marks import AnswerMarks
from agents.model_errors import broken_off, model_errors
from agents.ports import Material, Question, Rejected, Written
from agents.prompts import prompt
from agents.stream import closing
from graph.errors import ModelError

_USAGE_S = 2.0
"""Wait for what a model tells of its cost once it has declined, at most; it may go on to explain itself."""


class ModelWriter:
    """A `Writer` that prompts a chat model with numbered passages.

    Marks such as ``[2]`` that the model sets are taken out: citations come from the checker.
    """

    def __init__(self, model: BaseChatModel, *, silence_s: float = 60.0) -> None:
        """Takes the model.

        Args:
            model: The chat model; its own retries apply until its stream has begun.
            silence_s: Longest wait for the next piece of the stream, in seconds.
        """
        self._model = model
        self._silence_s = silence_s

    async def write(
        self, question: Question, material: Material, accepted: Sequence[str], rejected: Sequence[Rejected]
    ) -> AsyncGenerator[Written, None]:
        """Streams what the model writes, as `agents.ports.Writer` says.

        Raises:
            ModelTimeout: The model was silent for too long.
            ModelUnavailable: Its server cannot be reached, or refuses.
            ModelError: Its stream broke off or cannot be read.
        """
        marks = AnswerMarks()
        async with closing(self._chunks(question, material, accepted, rejected)) as chunks:
            async for chunk in chunks:
                if cost := _cost(chunk):
                    yield cost
                for piece in marks.feed(chunk.text):
                    yield piece
                if marks.declined:
                    if cost is None and (cost := await _late_cost(chunks)):
                        yield cost
                    return
        for piece in marks.finish():
            yield piece

    async def _chunks(
        self, question: Question, material: Material, accepted: Sequence[str], rejected: Sequence[Rejected]
    ) -> AsyncGenerator[AIMessage, None]:
        """The model's chunks; its failures become errors of our own, a stream without an end among them."""
        finish: str | None = None
        provider: str | None = None
        messages = _messages(question, material, accepted, rejected)
        async with closing(self._model.astream(messages)) as stream:
            while (chunk := await self._next(stream, question.language)) is not None:
                provider = chunk.response_metadata.get("model_provider", provider)
                finish = chunk.response_metadata.get("finish_reason", finish)
                yield chunk
        if finish == "length" or (finish is None and provider == "openai"):
            raise broken_off(question.language)

    async def _next(self, stream: AsyncIterator[AIMessage], language: str) -> AIMessage | None:
        with model_errors(language, self._silence_s):
            async with asyncio.timeout(self._silence_s):
                return await anext(stream, None)


def _cost(chunk: AIMessage) -> Written | None:
    used = chunk.usage_metadata
    return Written(tokens=used["output_tokens"], prompt_tokens=used["input_tokens"]) if used else None


async def _late_cost(chunks: AsyncIterator[AIMessage]) -> Written | None:
    """What the rest of a stream tells of its cost, whose text does not matter any more; None where it does not."""
    with suppress(ModelError, TimeoutError):
        async with asyncio.timeout(_USAGE_S):
            async for chunk in chunks:
                if cost := _cost(chunk):
                    return cost
    return None


def _messages(
    question: Question, material: Material, accepted: Sequence[str], rejected: Sequence[Rejected]
) -> list[BaseMessage]:
    language = question.language
    asked = prompt("material", language, passages=numbered_passages(material.passages), question=question.text)
    if accepted or rejected:
        asked += "\n\n" + prompt(
            "continue",
            language,
            accepted="\n".join(accepted) or "–",
            rejected="\n".join(f"{item.text} ({item.reason})" for item in rejected) or "–",
        )
    return [SystemMessage(prompt("answer", language)), HumanMessage(asked)]
