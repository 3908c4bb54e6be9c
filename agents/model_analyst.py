"""Makes follow-up questions self-contained with a language model; rules understand the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from langchain_core.language_models import BaseChatModel

from agents.chat import complete
from agents.ports import QueryAnalyst, Question, Turn
from agents.prompts import prompt

_LONGEST = 1_000
"""Characters; a longer reply is no question."""
_TURNS = 6


class ModelAnalyst:
    """A `QueryAnalyst` that has a chat model rewrite a follow-up, and then asks another analyst."""

    def __init__(self, model: BaseChatModel, analyst: QueryAnalyst, *, timeout_s: float = 60.0) -> None:
        """Takes the model, who understands the rewritten question, and the model's time in seconds."""
        self._model = model
        self._analyst = analyst
        self._timeout_s = timeout_s

    async def analyse(self, question: str, history: Sequence[Turn]) -> Question:
        """Understands a question, as `agents.ports.QueryAnalyst` says.

        Raises:
            InputError: The question is empty or far too long.
            ModelError: The model failed.
        """
        as_typed = await self._analyst.analyse(question, history)
        if not history:
            return as_typed
        told = "\n".join(f"{turn.role}: {turn.text}" for turn in history[-_TURNS:])
        asked = prompt("follow_up", as_typed.language, history=told, question=question)
        system = prompt("self_contained", as_typed.language)
        reply = await complete(self._model, system, asked, language=as_typed.language, timeout_s=self._timeout_s)
        rewritten = reply.strip().strip('"“”')
        if not rewritten or len(rewritten) > _LONGEST or "\n" in rewritten:
            return as_typed
        return replace(await self._analyst.analyse(rewritten, ()), original=question)
