"""Writes answers with a language model: any LangChain chat model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from agents.chat import numbered_passages
from agents.marks import AnswerMarks
from agents.model_errors import broken_off, model_errors
from agents.ports import Material, Question, Rejected, Written
from agents.prompts import prompt
from agents.stream import closing


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
                if used := chunk.usage_metadata:
                    yield Written(tokens=used["output_tokens"], prompt_tokens=used["input_tokens"])
                for piece in marks.feed(chunk.text):
                    yield piece
                if marks.declined:
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
