"""Training of the reranker: candidates of questions, LambdaMART (Burges 2010) and a linear ranker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from graph.ports import Candidate, FloatArray
from graph.retrieval.features import candidate_features
from graph.retrieval.features_terms import QuestionTerms
from graph.retrieval.fusion import fuse
from graph.retrieval.ltr_model import LinearRanker, RerankerModel
from graph.retrieval.sparse import SparseEncoder
from graph.text.tables import TermTable
from training.corpus import Question
from training.index import PassageIndex
from training.statistics import ReliabilityCounts

_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class RerankerConfig:
    """Settings of the reranker.

    Attributes:
        first: Hits asked of each channel.
        candidates: Fused hits that are reranked.
        rounds: Trees of each ensemble.
        learning_rate: Shrinkage of a tree.
        leaves: Leaves of a tree.
        smallest_leaf: Candidates in a leaf, at least.
        feature_share: Share of the features that a tree sees.
        question_share: Share of the candidates that a tree sees.
        l2_leaves: L2 penalty of the trees.
        truncation: Ranks that LambdaMART looks at.
        l2_linear: L2 penalty of the linear ranker.
        seeds: One ensemble each.
    """

    first: int = 150
    candidates: int = 120
    rounds: int = 180
    learning_rate: float = 0.05
    leaves: int = 12
    smallest_leaf: int = 60
    feature_share: float = 0.35
    question_share: float = 0.7
    l2_leaves: float = 5.0
    truncation: int = 20
    l2_linear: float = 0.002
    seeds: tuple[int, ...] = (1, 2)


@dataclass(frozen=True, slots=True)
class RankingData:
    """Candidates of many questions, one question after the other.

    Attributes:
        names: Names of the features.
        features: [candidates, features].
        relevant: Whether a candidate's document answers the question.
        sizes: Candidates a question.
    """

    names: tuple[str, ...]
    features: FloatArray
    relevant: npt.NDArray[np.bool_]
    sizes: npt.NDArray[np.intp]

    @property
    def starts(self) -> npt.NDArray[np.intp]:
        """First candidate of each question."""
        return np.concatenate(([0], np.cumsum(self.sizes)[:-1])).astype(np.intp)

    @property
    def owner(self) -> npt.NDArray[np.intp]:
        """Question of each candidate."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


def first_stage(question: str, index: PassageIndex, reliability: TermTable, config: RerankerConfig) -> list[Candidate]:
    """Candidates as the product's first stage gives them."""
    query = SparseEncoder(reliability=reliability).encode_query(question)
    fused = fuse(
        {"sparse": index.search_sparse(query, config.first), "dense": index.search_dense(question, config.first)}
    )
    return [Candidate(index.passage(id_), score, channels) for id_, score, channels in fused[: config.candidates]]


def collect(
    questions: Iterable[Question], index: PassageIndex, counts: ReliabilityCounts, config: RerankerConfig
) -> RankingData:
    """Features of the candidates of each question, with reliabilities that have not seen it.

    Questions without an answer among their candidates teach nothing and are left out.
    """
    blocks: list[FloatArray] = []
    labels: list[list[bool]] = []
    names: tuple[str, ...] = ()
    for question in questions:
        reliability = counts.table(without=question.text)
        candidates = first_stage(question.text, index, reliability, config)
        relevant = [question.is_answered_by(candidate.passage) for candidate in candidates]
        if any(relevant):
            names, features = candidate_features(QuestionTerms.of(question.text, reliability), candidates)
            blocks.append(features)
            labels.append(relevant)
    sizes = np.array([len(block) for block in blocks], dtype=np.intp)
    return RankingData(names, np.concatenate(blocks), np.concatenate([np.array(label) for label in labels]), sizes)


def merged(parts: Sequence[RankingData]) -> RankingData:
    """Several sets as one."""
    return RankingData(
        parts[0].names,
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.relevant for part in parts]),
        np.concatenate([part.sizes for part in parts]),
    )


def train_reranker(data: RankingData, config: RerankerConfig) -> RerankerModel:
    """Trees and the linear ranker."""
    trees = tuple(_trees(data, config, seed) for seed in config.seeds)
    return RerankerModel(data.names, trees, _linear(data, config))


def _trees(data: RankingData, config: RerankerConfig, seed: int) -> lightgbm.Booster:
    parameters = {
        "objective": "lambdarank",
        "learning_rate": config.learning_rate,
        "num_leaves": config.leaves,
        "min_data_in_leaf": config.smallest_leaf,
        "feature_fraction": config.feature_share,
        "bagging_fraction": config.question_share,
        "bagging_freq": 1,
        "lambda_l2": config.l2_leaves,
        "lambdarank_truncation_level": config.truncation,
        "max_bin": 127,
        "seed": seed,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    dataset = lightgbm.Dataset(data.features, data.relevant.astype(int), group=data.sizes)
    return lightgbm.train(parameters, dataset, config.rounds)


def _linear(data: RankingData, config: RerankerConfig) -> LinearRanker:
    """Minimises the listwise softmax loss (Cao et al. 2007) with L2 by L-BFGS."""
    mean, scale = data.features.mean(axis=0), data.features.std(axis=0) + 1e-6
    untrained = LinearRanker(mean, scale, np.zeros(len(mean), dtype=np.float32))
    features = untrained.standardised(data.features)
    starts, owner, number = data.starts, data.owner, len(data.sizes)
    target = data.relevant / np.add.reduceat(data.relevant.astype(np.float64), starts)[owner]

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = features @ weights.astype(np.float32)
        exponents = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        share = exponents / np.add.reduceat(exponents, starts)[owner]
        value = -(np.log(share + _TINY) @ target) / number + config.l2_linear * (weights @ weights)
        return float(value), features.T @ (share - target) / number + 2 * config.l2_linear * weights

    found = minimize(loss, np.zeros(len(mean)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return LinearRanker(mean, scale, found.x.astype(np.float32))
