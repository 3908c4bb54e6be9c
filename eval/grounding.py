"""Labels question, answer and context: does the context support the answer?"""

from __future__ import annotations

from agents.ports import AnswerChecker
from eval.rows import Row, text_of


async def judge_row(checker: AnswerChecker, row: Row) -> Row:
    """``{label, probability}`` for a row with ``context``, ``question`` and ``answer``.

    Raises:
        ModelError: A model behind the checker failed.
    """
    judged = await checker.check_answer(text_of(row, "question"), text_of(row, "answer"), text_of(row, "context"))
    return {"label": judged.verdict.value, "probability": round(judged.probability, 4)}
