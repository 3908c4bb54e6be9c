"""Retrieval of law by what ships, against BM25, in one run: nDCG@10 with paired bootstrap intervals.

Run: python -m tests.bench.law_retrieval ARTICLES.jsonl.xz QUESTIONS.jsonl

The index is held in memory with the engine's formulas (exact search); ``vinagraph eval retrieval``
measures the same questions through the stores.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eval.metrics import ndcg_at, paired_bootstrap
from graph.embedding.static import StaticEmbedder
from graph.ports import SparseVector
from graph.results import Passage
from graph.retrieval.ltr import LtrReranker
from graph.retrieval.terms import shipped_reliability
from graph.text.normalise import strip_diacritics
from graph.text.restore import DiacriticRestorer
from graph.text.terms import TermArray, pair_terms, syllable_terms
from training.corpus import Question, law_questions, read_passages
from training.index import PassageIndex, SparseIndex
from training.reranker import RerankerConfig, first_stage

Ranking = Callable[[str], list[str]]
DEPTH = 10
K1, B = 1.2, 0.75
RESAMPLES = 5_000


def main() -> None:
    """Prints a table of systems and the seconds that they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    arguments = parser.parse_args()
    passages = read_passages(arguments.articles)
    questions = law_questions(arguments.questions)
    systems = {**baselines(passages), **product(passages)}
    restorer = DiacriticRestorer()

    def restored(question: str) -> str:
        bare = strip_diacritics(question)
        return restorer.restore(bare) if restorer.looks_bare(bare) else bare

    columns = {name: measured(ranking, questions, lambda text: text) for name, ranking in systems.items()}
    columns["product, typed without diacritics"] = measured(systems["product"], questions, restored)
    report(columns, reference="BM25, syllables and pairs")


def baselines(passages: Sequence[Passage]) -> dict[str, Ranking]:
    """BM25 over whole articles, title and text as one field."""
    texts: dict[str, list[str]] = {}
    for passage in passages:
        texts.setdefault(passage.external_id, [passage.title]).append(passage.text)
    ids = list(texts)
    whole = ["\n".join(parts) for parts in texts.values()]

    def system(terms_of: Callable[[str], TermArray]) -> Ranking:
        index = SparseIndex(bm25_vectors([terms_of(text) for text in whole]))

        def rank(question: str) -> list[str]:
            terms = np.unique(terms_of(question))
            scores = index.scores(SparseVector(terms, np.ones(len(terms), dtype=np.float32)))
            return [ids[place] for place in np.argsort(-scores, kind="stable")[:DEPTH]]

        return rank

    def with_pairs(text: str) -> TermArray:
        terms = syllable_terms(text)
        return np.concatenate((terms, pair_terms(terms)))

    return {"BM25, syllables": system(syllable_terms), "BM25, syllables and pairs": system(with_pairs)}


def bm25_vectors(texts: Sequence[TermArray]) -> list[SparseVector]:
    """Robertson's saturated frequencies, k1 1.2 and b 0.75."""
    mean = float(np.mean([len(text) for text in texts]))
    vectors = []
    for text in texts:
        terms, counts = np.unique(text, return_counts=True)
        saturated = counts * (K1 + 1) / (counts + K1 * (1 - B + B * len(text) / mean))
        vectors.append(SparseVector(terms, saturated.astype(np.float32)))
    return vectors


def product(passages: Sequence[Passage]) -> dict[str, Ranking]:
    """The first stage that ships, and with the reranker."""
    index = PassageIndex(passages, StaticEmbedder())
    reliability, reranker, config = shipped_reliability(), LtrReranker(), RerankerConfig()

    def first(question: str) -> list[str]:
        return by_document([each.passage for each in first_stage(question, index, reliability, config)])

    def reranked(question: str) -> list[str]:
        candidates = first_stage(question, index, reliability, config)
        scores = np.array(reranker.rerank(question, candidates))
        return by_document([candidates[place].passage for place in np.argsort(-scores, kind="stable")])

    return {"product, first stage": first, "product": reranked}


def by_document(ranked: Sequence[Passage]) -> list[str]:
    """Documents by their best passage."""
    return list(dict.fromkeys(passage.external_id for passage in ranked))[:DEPTH]


def measured(
    ranking: Ranking, questions: Sequence[Question], change: Callable[[str], str]
) -> tuple[npt.NDArray[np.float64], float]:
    """nDCG@10 of each question, and milliseconds a question."""
    started = time.perf_counter()
    figures = np.array([ndcg_at(ranking(change(question.text)), question.gold, DEPTH) for question in questions])
    return figures, 1000 * (time.perf_counter() - started) / len(questions)


def report(columns: Mapping[str, tuple[npt.NDArray[np.float64], float]], reference: str) -> None:
    """Prints means and the 95 % interval of the difference to one system, over resampled questions."""
    base = columns[reference][0]
    print(f"{len(base)} questions; difference to {reference!r} with its 95 % interval")
    for name, (figures, milliseconds) in columns.items():
        mean, low, high = paired_bootstrap(figures, base, rounds=RESAMPLES)
        change = f"{mean:+.3f} [{low:+.3f}, {high:+.3f}]"
        print(f"{name:36} nDCG@10 {figures.mean():.3f}  {change:26} {milliseconds:6.1f} ms a question")


if __name__ == "__main__":
    main()
