"""Ports of what encodes texts and what orders passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from graph.ports.vectors import FloatArray
from graph.results import Passage


class Embedder(Protocol):
    """Texts to unit vectors. Safe to use from several threads."""

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes when the vectors would: names model and version."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> FloatArray:
        """Array [len(texts), dimension] of unit rows (zero rows for texts without known words)."""
        ...

    def embed_query(self, text: str) -> FloatArray:
        """Unit vector [dimension]; zeros for a text without known words."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage to rerank with the scores of the stages that found it."""

    passage: Passage
    score: float
    channels: Mapping[str, float] = field(default_factory=dict)


class Reranker(Protocol):
    """Orders the candidates of one question. Safe to use from several threads."""

    def rerank(self, question: str, candidates: Sequence[Candidate]) -> list[float]:
        """One score a candidate, higher is better; comparable within the question."""
        ...
