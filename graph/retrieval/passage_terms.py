"""A passage cut into terms: what the reranker needs of it whatever is asked, kept for the passages asked last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.results import Passage
from graph.retrieval.fields import PassageFields, fields_of_passage
from graph.text.terms import TermArray, line_terms, syllable_terms

KEPT = 4_096
"""Passages kept, some 4 KiB each; cutting them anew was half of an answer's time."""

_CLAUSE_MIN, _CLAUSE_MAX = 40, 160


@dataclass(frozen=True, slots=True)
class PassageTerms:
    """Syllables of a passage, field by field.

    Attributes:
        fields: The passage's fields.
        title: Syllables of the title.
        path: Syllables of each heading.
        context: Syllables of the context.
        text: Syllables of the text.
        cuts: First syllables of the clauses of the text: whole lines of 40 to 160 syllables together, longer lines cut.
        digits: Share of the text's characters that are digits.
    """

    fields: PassageFields
    title: TermArray
    path: tuple[TermArray, ...]
    context: TermArray
    text: TermArray
    cuts: tuple[int, ...]
    digits: float


@lru_cache(maxsize=KEPT)
def passage_terms(passage: Passage) -> PassageTerms:
    """Cuts a passage's fields; the arrays are shared, do not write to them."""
    fields = fields_of_passage(passage)
    text, lines = line_terms(fields.text)
    return PassageTerms(
        fields,
        syllable_terms(fields.title),
        tuple(syllable_terms(heading) for heading in fields.path),
        syllable_terms(fields.context),
        text,
        tuple(_cuts(lines)),
        sum(fields.text.count(character) for character in set(fields.text) if character.isdigit())
        / (len(fields.text) + 1),
    )


def _cuts(lengths: Sequence[int]) -> list[int]:
    """First syllables of the clauses of lines of those lengths; always at least one clause."""
    cuts = [0]
    position = 0
    for length in lengths:
        if position - cuts[-1] >= _CLAUSE_MIN:
            cuts.append(position)
        position += length
        while position - cuts[-1] > _CLAUSE_MAX:
            cuts.append(cuts[-1] + _CLAUSE_MAX // 2)
    if position == cuts[-1] and len(cuts) > 1:
        cuts.pop()
    return cuts
