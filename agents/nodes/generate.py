"""Has the answer written, and each sentence checked before it is shown."""

from __future__ import annotations

import asyncio
from dataclasses import asdict

from agents.context import AgentContext
from agents.events import DegradedEvent
from agents.material import read_material
from agents.ports import Writer
from agents.prompts import message
from agents.state import AgentState, Update, question_of, rejected_of
from agents.verified import VerifiedAnswer
from graph.errors import ModelError, ModelTimeout, ModelUnavailable


async def generate(state: AgentState, context: AgentContext) -> Update:
    """Asks the writer, and its backup where it fails.

    Raises:
        StoreError: The passages cannot be read.
        ModelError: No writer works and nothing could be shown.
    """
    answer = VerifiedAnswer(
        question=question_of(state),
        material=await read_material(state, context),
        numbers={chunk: number for number, chunk in enumerate(state["chunks"], start=1)},
        context=context,
        sentences=list(state["sentences"]),
        rejected=rejected_of(state),
        short_answer=state["short_answer"],
        tokens=state["tokens"],
    )
    await _write_in_time(answer)
    return {
        "sentences": answer.sentences,
        "rejected": [asdict(item) for item in answer.rejected],
        "short_answer": answer.short_answer,
        "tokens": answer.tokens,
        "written": True,
    }


async def _write_in_time(answer: VerifiedAnswer) -> None:
    """Asks writer and backup, each within its time; time that runs out keeps what was shown."""
    parts = answer.context.parts
    try:
        failure = await _ask_in_time(parts.writer, answer)
    except TimeoutError as error:
        failure = _out_of_time(answer, error)
        if answer.sentences:
            return
    if failure is not None and parts.backup_writer is not None:
        missing = message("degraded.backup", answer.question.language)
        answer.context.emit(DegradedEvent(part="writer", missing=missing))
        try:
            failure = await _ask_in_time(parts.backup_writer, answer)
        except TimeoutError as error:
            failure = _out_of_time(answer, error)
    if failure is not None and not answer.sentences:
        raise failure


async def _ask_in_time(writer: Writer, answer: VerifiedAnswer) -> ModelError | None:
    async with asyncio.timeout(answer.context.parts.limits.answer_s):
        return await _ask(writer, answer)


def _out_of_time(answer: VerifiedAnswer, cause: TimeoutError) -> ModelTimeout:
    seconds = answer.context.parts.limits.answer_s
    missing = message("degraded.time", answer.question.language, seconds=seconds)
    answer.context.emit(DegradedEvent(part="writer", missing=missing))
    failure = ModelTimeout(f"No sentence could be shown within {seconds:g} seconds.")
    failure.__cause__ = cause
    return failure


async def _ask(writer: Writer, answer: VerifiedAnswer) -> ModelError | None:
    """Asks until nothing of what the writer says must be withheld, or its attempts are used up.

    Returns:
        Why the last attempt failed; None where the writer came to an end of its own.
    """
    failure: ModelError | None = None
    for _ in range(answer.context.options.attempts):
        withheld = len(answer.rejected)
        try:
            await answer.read(writer)
        except ModelError as error:
            missing = message("degraded.writer", answer.question.language, error=error)
            answer.context.emit(DegradedEvent(part="writer", missing=missing))
            failure = error
            if isinstance(error, ModelUnavailable):
                return failure
        else:
            failure = None
            if len(answer.rejected) == withheld:
                return None
    return failure
