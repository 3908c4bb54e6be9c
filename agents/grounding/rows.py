"""Cells of tables as answers: the row and the column that a question means say which cell is right.

The other cells of a row resemble the question as much as the one that is asked for, so they are no rivals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.grounding.support import Claim
from agents.reading.lexicon import FUNCTION_WORDS
from agents.reading.parts import alone
from agents.reading.passages import Sentence, sentences_of
from agents.reading.tables.answers import read_tables
from agents.reading.tokens import is_number, tokenise
from graph.results import Passage


@dataclass(frozen=True, slots=True)
class CellAsked:
    """The cell that a question clearly means.

    Attributes:
        text: The cell, with its unit.
        passage: Where its table stands.
        row: Its row.
    """

    text: str
    passage: Passage
    row: Sentence

    def is_said_by(self, claim: Claim) -> bool:
        """Whether a short answer is this cell, with its unit or without."""
        own = frozenset(tokenise(self.text).terms) - FUNCTION_WORDS
        numbers = frozenset(filter(is_number, own))
        return bool(own) and claim.content <= own and (numbers <= claim.content if numbers else own <= claim.content)


def cell_asked(question: str, passages: Sequence[Passage]) -> CellAsked | None:
    """The cell of a table that a question means; None where it means none, or several."""
    answer = read_tables(alone(question), passages)
    if answer is None or answer.short is None or len(answer.sentences) > 2:
        return None
    for passage in passages:
        for sentence in sentences_of(passage.text):
            if sentence.header and sentence.text == answer.sentences[-1]:
                return CellAsked(answer.short, passage, sentence)
    return None
