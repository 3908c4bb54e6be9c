"""Labels question, answer and context: does the context support the answer?"""

from __future__ import annotations

from agents.grounding.pairs import judge_pair
from eval.rows import Row, text_of


async def judge_row(row: Row) -> Row:
    """``{label, probability}`` for a row with ``context``, ``question`` and ``answer``."""
    judged = judge_pair(text_of(row, "context"), text_of(row, "question"), text_of(row, "answer"))
    return {"label": judged.verdict.value, "probability": round(judged.probability, 4)}
