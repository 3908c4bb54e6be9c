"""Features read from the wording of the question and from the shape of its candidates."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from graph.retrieval.features_terms import CandidateTerms, Columns
from graph.retrieval.passage_terms import KEPT, PATH, TEXT
from graph.text.terms import syllable_terms

_DEFINED = re.compile(r"(?:^|\n)\s*(?:\d+[a-z]?[.)]\s*)?([^.;:\n]{2,80}?)(?: \([^)]*\))? (?:là|gồm|bao gồm) ")
_ASKS_DEFINITION = re.compile(
    r"\blà (?:gì|ai)\b|\bhiểu (?:là|như)|\bthế nào là\b|\bđịnh nghĩa\b|\bkhái niệm\b", re.IGNORECASE
)
_ASKS_NUMBER = re.compile(r"\bbao nhiêu\b|\bmấy\b|\bmức\b|\bbao lâu\b|\bthời hạn\b", re.IGNORECASE)
_ASKS_TIME = re.compile(r"\bkhi nào\b|\bnăm nào\b|\bngày nào\b|\bbao giờ\b|\blúc nào\b", re.IGNORECASE)
_ASKS_PUNISHMENT = re.compile(r"\bphạt\b|\btù\b|\bxử lý\b", re.IGNORECASE)
_ASKS_COMPETENCE = re.compile(r"\bthẩm quyền\b|\bcơ quan nào\b|\bai\b", re.IGNORECASE)
_TITLE_KINDS = {
    "scope": re.compile(r"^(?:Phạm vi|Đối tượng)", re.IGNORECASE),
    "definitions": re.compile(r"^Giải thích|^Định nghĩa", re.IGNORECASE),
    "effect": re.compile(r"^(?:Hiệu lực|Điều khoản|Tổ chức thực hiện|Trách nhiệm thi hành)", re.IGNORECASE),
    "form": re.compile(r"^(?:Ban hành|Phụ lục|Mẫu|Biểu mẫu)", re.IGNORECASE),
}
_INSTRUMENT_KINDS = {"law": "/QH", "decree": "NĐ-CP", "circular": "TT-", "joint": "TTLT", "decision": "QĐ-"}


def definitions(terms: CandidateTerms) -> Columns:
    """Best match between the question and a term that the passage defines (``N. X là …``)."""
    columns = np.zeros(len(terms.candidates), dtype=np.float32)
    question = terms.question
    if _ASKS_DEFINITION.search(question.text):
        asked = frozenset(question.hashes[question.in_order[question.in_order_weights > 1.0]].tolist())
        for number, passage in enumerate(terms.passages):
            defined = _defined_in(passage.fields.text)
            columns[number] = max((_overlap(asked, term) for term in defined), default=0.0)
    return {"definition.match": columns}


@lru_cache(maxsize=KEPT)
def _defined_in(text: str) -> tuple[frozenset[int], ...]:
    """Syllables of each term that a passage defines."""
    return tuple(frozenset(syllable_terms(match[1]).tolist()) for match in _DEFINED.finditer(text))


def _overlap(asked: frozenset[int], defined: frozenset[int]) -> float:
    return 2.0 * len(asked & defined) / (len(defined) + len(asked)) if defined and asked else 0.0


def question_flags(terms: CandidateTerms) -> Columns:
    """What kind of question it is; the same for all candidates."""
    question, count = terms.question.text, len(terms.candidates)
    columns = {
        "question.length": np.full(count, len(terms.question.in_order), dtype=np.float32),
        "question.weight": np.full(count, terms.question.weights.sum(), dtype=np.float32),
    }
    for name, pattern in (
        ("definition", _ASKS_DEFINITION),
        ("number", _ASKS_NUMBER),
        ("time", _ASKS_TIME),
        ("punishment", _ASKS_PUNISHMENT),
        ("competence", _ASKS_COMPETENCE),
    ):
        columns[f"question.{name}"] = np.full(count, float(bool(pattern.search(question))), dtype=np.float32)
    return columns


def shape(terms: CandidateTerms) -> Columns:
    """Lengths, and what kind of text a candidate is."""
    names = ("law", *(f"instrument.{name}" for name in _INSTRUMENT_KINDS), *(f"title.{name}" for name in _TITLE_KINDS))
    pairs = zip(terms.candidates, terms.passages, strict=True)
    kinds = np.array(
        [_kinds_of(candidate.passage.instrument or "", passage.fields.title) for candidate, passage in pairs]
    )
    columns = {
        "text.length": np.log1p(terms.lengths[TEXT]),
        "path.length": np.log1p(terms.lengths[PATH]),
        "text.digits": np.array([passage.digits for passage in terms.passages]),
        "chunk.ordinal": np.log1p([candidate.passage.ordinal for candidate in terms.candidates]),
    }
    return columns | dict(zip(names, kinds.T, strict=True))


@lru_cache(maxsize=KEPT)
def _kinds_of(instrument: str, title: str) -> tuple[float, ...]:
    """Whether there is an instrument, it is of each of `_INSTRUMENT_KINDS`, and the title of each of `_TITLE_KINDS`."""
    marks = (mark in instrument for mark in _INSTRUMENT_KINDS.values())
    patterns = (pattern.search(title) is not None for pattern in _TITLE_KINDS.values())
    return tuple(float(kind) for kind in (bool(instrument), *marks, *patterns))
