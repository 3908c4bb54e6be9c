"""A passage cut into terms: what the reranker needs of it whatever is asked, kept for the passages asked last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from graph.ports import FloatArray
from graph.results import Passage
from graph.retrieval.fields import PassageFields, fields_of_passage
from graph.text.idf import idf_of_hashes
from graph.text.terms import TermArray, line_terms, syllable_terms

KEPT = 4_096
"""Passages kept, some 4 KiB each; cutting them anew was half of an answer's time."""

TITLE, PATH, CONTEXT, TEXT = range(4)
"""The fields of a passage, in the order in which their syllables stand."""

_CLAUSE_MIN, _CLAUSE_MAX = 40, 160


@dataclass(frozen=True, slots=True)
class PassageTerms:
    """Syllables of a passage, field by field.

    Attributes:
        fields: The passage's fields.
        syllables: Those of the title, of the headings, of the context and of the text, one after the other.
        stretches: Lengths of the title, of each heading, of the context and of each clause of the text: whole lines of
            40 to 160 syllables together, longer lines cut.
        stretch_fields: The field of each.
        title_idf: IDF of each syllable of the title.
        digits: Share of the text's characters that are digits.
    """

    fields: PassageFields
    syllables: TermArray
    stretches: npt.NDArray[np.intp]
    stretch_fields: npt.NDArray[np.intp]
    title_idf: FloatArray
    digits: float


@lru_cache(maxsize=KEPT)
def passage_terms(passage: Passage) -> PassageTerms:
    """Cuts a passage's fields; the arrays are shared, do not write to them."""
    fields = fields_of_passage(passage)
    title, context = syllable_terms(fields.title), syllable_terms(fields.context)
    headings = [syllable_terms(heading) for heading in fields.path]
    text, lines = line_terms(fields.text)
    cuts = _cuts(lines)
    clauses = np.diff([*cuts, len(text)]).tolist()
    return PassageTerms(
        fields,
        np.concatenate([title, *headings, context, text]),
        np.array([len(title), *map(len, headings), len(context), *clauses], dtype=np.intp),
        np.array([TITLE, *[PATH] * len(headings), CONTEXT, *[TEXT] * len(clauses)], dtype=np.intp),
        idf_of_hashes(title),
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
