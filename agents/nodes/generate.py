"""Has the answer written, and each sentence checked before it is shown."""

from __future__ import annotations

import asyncio
from dataclasses import asdict

from agents.context import AgentContext, AgentParts
from agents.events import DegradedEvent
from agents.material import read_material
from agents.ports import Material, Writer
from agents.prompts import message
from agents.state import AgentState, Update, question_of, rejected_of
from agents.verified import VerifiedAnswer
from graph.errors import ModelError, ModelTimeout, StoreError


async def generate(state: AgentState, context: AgentContext) -> Update:
    """Asks the writer, and its backup where it fails.

    Raises:
        StoreError: The passages cannot be read.
        ModelError: No writer works and nothing could be shown.
    """
    answer = VerifiedAnswer(
        question=question_of(state),
        material=await _read_again(state, context),
        numbers={chunk: number for number, chunk in enumerate(state["chunks"], start=1)},
        checker=context.parts.checker,
        limits=context.parts.limits,
        options=context.options,
        emit=context.emit,
        sentences=list(state["sentences"]),
        rejected=rejected_of(state),
        short_answer=state["short_answer"],
        tokens=state["tokens"],
        prompt_tokens=state["prompt_tokens"],
    )
    await _write_in_time(answer, context.parts)
    return {
        "sentences": answer.sentences,
        "rejected": [asdict(item) for item in answer.rejected],
        "short_answer": answer.short_answer,
        "tokens": answer.tokens,
        "prompt_tokens": answer.prompt_tokens,
        "written": True,
    }


async def _read_again(state: AgentState, context: AgentContext) -> Material:
    """Reads the material; a failing store is asked once more where nothing has been shown yet."""
    try:
        return await read_material(state, context)
    except StoreError:
        if state["sentences"]:
            raise
        return await read_material(state, context)


async def _write_in_time(answer: VerifiedAnswer, parts: AgentParts) -> None:
    """Asks writer and backup, each within its time; time that runs out keeps what was shown."""
    try:
        failure = await _ask_in_time(parts.writer, answer)
    except TimeoutError as error:
        failure = _out_of_time(answer, error)
        if answer.sentences:
            return
    if failure is not None and parts.backup_writer is not None:
        missing = message("degraded.backup", answer.question.language)
        answer.emit(DegradedEvent(part="writer", missing=missing))
        answer.forget_short_answer()
        try:
            failure = await _ask_in_time(parts.backup_writer, answer)
        except TimeoutError as error:
            failure = _out_of_time(answer, error)
    if failure is not None and not answer.sentences:
        raise failure


async def _ask_in_time(writer: Writer, answer: VerifiedAnswer) -> ModelError | None:
    async with asyncio.timeout(answer.limits.answer_s):
        return await answer.ask(writer)


def _out_of_time(answer: VerifiedAnswer, cause: TimeoutError) -> ModelTimeout:
    seconds = answer.limits.answer_s
    missing = message("degraded.time", answer.question.language, seconds=seconds)
    answer.emit(DegradedEvent(part="writer", missing=missing))
    failure = ModelTimeout(f"No sentence could be shown within {seconds:g} seconds.")
    failure.__cause__ = cause
    return failure
