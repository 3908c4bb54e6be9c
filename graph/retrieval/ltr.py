"""The learned reranker that ships: features of passages, LambdaMART and a linear ranker."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from graph.errors import ModelUnavailable
from graph.ports import Candidate
from graph.retrieval.features import candidate_features
from graph.retrieval.features_terms import QuestionTerms
from graph.retrieval.ltr_model import RerankerModel
from graph.retrieval.terms import shipped_reliability
from graph.text.tables import TermTable, model_path

_FILE = "reranker.json"


@lru_cache(maxsize=1)
def _shipped_model() -> RerankerModel:
    return RerankerModel.load(model_path(_FILE))


class LtrReranker:
    """Reranks with the model that ships, or with a given one. Safe to use from several threads."""

    def __init__(self, model: RerankerModel | None = None, reliability: TermTable | None = None) -> None:
        """Reads the shipped model, once a process, where none is given.

        Raises:
            ModelUnavailable: The model file is missing or cannot be read.
        """
        self._model = model or _shipped_model()
        self._reliability = reliability or shipped_reliability()

    def rerank(self, question: str, candidates: Sequence[Candidate]) -> list[float]:
        """One score a candidate, higher is better; comparable within the question.

        Raises:
            ModelUnavailable: The model was trained on other features than this version computes.
        """
        if not candidates:
            return []
        names, features = candidate_features(QuestionTerms.of(question, self._reliability), candidates)
        if names != self._model.features:
            raise ModelUnavailable("The reranker was trained on other features: run vinagraph train reranker")
        return [float(score) for score in self._model.score(features)]
