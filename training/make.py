"""Makes the files of ``graph/weights/`` from their sources, and notes in ``manifest.json`` how each was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from graph.embedding.static import StaticEmbedder, StaticVectors
from graph.results import Passage
from graph.retrieval.fields import fields_of_passage
from graph.text.terms import TermArray
from training.corpus import Question, context_questions, law_questions, read_passages
from training.embedding import EmbeddingConfig, train_embedding
from training.index import PassageIndex
from training.manifest import note
from training.reranker import RerankerConfig, collect, merged, train_reranker
from training.restorer import RestorerConfig, train_restorer
from training.statistics import ReliabilityCounts, StatisticsConfig, idf_table, terms_of

IDF, RELIABILITY, EMBEDDING = "idf.npz", "reliability.npz", "embedding.npz"
RERANKER, RESTORER = "reranker.json", "restorer.npz"
QuestionSet = tuple[list[Passage], list[Question]]


@dataclass(frozen=True)
class Sources:
    """What the models are trained on, each file read once.

    Attributes:
        law: Articles of the codification of law.
        wiki: Encyclopaedia articles.
        zalo: Questions about law with gold articles.
        contexts: Questions with contexts.
        titled_contexts: Questions with contexts of documents that have a title.
    """

    law: Path
    wiki: Path
    zalo: Path
    contexts: Path
    titled_contexts: Path

    @property
    def paths(self) -> dict[str, Path]:
        """The files by what they are."""
        return {
            "law": self.law,
            "wiki": self.wiki,
            "zalo": self.zalo,
            "contexts": self.contexts,
            "titled_contexts": self.titled_contexts,
        }

    @cached_property
    def law_passages(self) -> list[Passage]:
        """Passages of law."""
        return read_passages(self.law)

    @cached_property
    def wiki_passages(self) -> list[Passage]:
        """Passages of the encyclopaedia."""
        return read_passages(self.wiki)

    @cached_property
    def question_sets(self) -> list[QuestionSet]:
        """Questions, each set with the passages among which its answers are found.

        Passages of different sets are never mixed: a ranker would learn to tell the sets apart rather than
        what answers.
        """
        return [
            (self.law_passages, law_questions(self.zalo)),
            context_questions(self.contexts, titled=False),
            context_questions(self.titled_contexts, titled=True),
        ]


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Settings of all models."""

    statistics: StatisticsConfig = field(default_factory=StatisticsConfig)
    embedding: EmbeddingConfig = field(default_factory=EmbeddingConfig)
    restorer: RestorerConfig = field(default_factory=RestorerConfig)
    reranker: RerankerConfig = field(default_factory=RerankerConfig)


def make_statistics(sources: Sources, out: Path, config: TrainingConfig) -> None:
    """Writes the IDF table and the reliability of question terms."""
    corpora = [[fields_of_passage(p) for p in corpus] for corpus in (sources.law_passages, sources.wiki_passages)]
    idf_table(corpora, config.statistics).save(_file(out, IDF))
    reliability_counts(sources, config.statistics).table().save(_file(out, RELIABILITY))
    note(out, (IDF, RELIABILITY), sources.paths, config.statistics)


def make_embedding(sources: Sources, out: Path, config: TrainingConfig) -> None:
    """Writes the static embedding."""
    passages = [fields_of_passage(p) for p in (*sources.law_passages, *sources.wiki_passages)]
    train_embedding(passages, config.embedding).save(_file(out, EMBEDDING))
    note(out, (EMBEDDING,), {name: sources.paths[name] for name in ("law", "wiki")}, config.embedding)


def make_restorer(sources: Sources, out: Path, config: TrainingConfig) -> None:
    """Writes the restorer of diacritics."""
    texts = (text for p in (*sources.law_passages, *sources.wiki_passages) for text in (p.title, p.text))
    questions = [question.text for _, asked in sources.question_sets for question in asked]
    train_restorer(texts, questions, config.restorer).save(_file(out, RESTORER))
    note(out, (RESTORER,), sources.paths, config.restorer)


def make_reranker(sources: Sources, out: Path, config: TrainingConfig) -> None:
    """Writes the reranker; reads the embedding from the same folder, and the IDF that is installed."""
    counts = reliability_counts(sources, config.statistics)
    embedder = StaticEmbedder(StaticVectors.load(out / EMBEDDING))
    data = [
        collect(questions, PassageIndex(passages, embedder), counts, config.reranker)
        for passages, questions in sources.question_sets
    ]
    train_reranker(merged(data), config.reranker).save(_file(out, RERANKER))
    note(out, (RERANKER,), sources.paths, config.statistics, config.reranker)


def make_all(sources: Sources, out: Path, config: TrainingConfig) -> None:
    """Makes all files, those first that others need."""
    make_statistics(sources, out, config)
    make_embedding(sources, out, config)
    make_restorer(sources, out, config)
    make_reranker(sources, out, config)


def reliability_counts(sources: Sources, config: StatisticsConfig) -> ReliabilityCounts:
    """Counts over all sets of questions."""
    counts = ReliabilityCounts(config)
    for passages, questions in sources.question_sets:
        counts.add(_answered(questions, passages))
    return counts


def _answered(questions: Sequence[Question], passages: Sequence[Passage]) -> list[tuple[str, TermArray]]:
    """Each question with all terms of the documents that answer it; those without one are left out."""
    wanted = frozenset().union(*(question.gold for question in questions))
    terms: dict[str, list[TermArray]] = {}
    for passage in passages:
        if passage.external_id in wanted:
            terms.setdefault(passage.external_id, []).append(terms_of(fields_of_passage(passage)))
    found = [(q.text, [each for id_ in q.gold for each in terms.get(id_, [])]) for q in questions]
    return [(text, np.unique(np.concatenate(parts))) for text, parts in found if parts]


def _file(out: Path, name: str) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    return out / name
