"""Makes every file that ships from its sources; ``graph/weights/manifest.json`` notes how those there were made.

Files are written where they are read, below the root of a checkout (or below another folder, for a trial).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from graph.embedding.static import StaticEmbedder, StaticVectors
from graph.results import Passage
from graph.retrieval.fields import fields_of_passage
from graph.text.terms import TermArray
from training.asked import ask_all
from training.checker import make_calibration
from training.corpus import Question
from training.embedding import EmbeddingConfig, train_embedding
from training.entities import make_entities
from training.index import PassageIndex
from training.law_names import make_law_names
from training.manifest import note
from training.reader import make_gate
from training.reranker import RerankerConfig, collect, merged, train_reranker
from training.restorer import RestorerConfig, train_restorer
from training.sources import Sources, rows_of
from training.spans import make_spans
from training.statistics import ReliabilityCounts, StatisticsConfig, idf_table, terms_of

IDF, RELIABILITY, EMBEDDING = "idf.npz", "reliability.npz", "embedding.npz"
RERANKER, RESTORER = "reranker.json", "restorer.npz"
WEIGHTS = Path("graph/weights")
EXTRACTION = Path("ingestion/extraction/data")
LAW_NAMES = EXTRACTION / "law_names.tsv"
GATE = Path("agents/reading/gate.json")
SPANS = Path("agents/reading/spans.json")
CALIBRATION = Path("agents/grounding/calibration.json")


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Settings of all models."""

    statistics: StatisticsConfig = field(default_factory=StatisticsConfig)
    embedding: EmbeddingConfig = field(default_factory=EmbeddingConfig)
    restorer: RestorerConfig = field(default_factory=RestorerConfig)
    reranker: RerankerConfig = field(default_factory=RerankerConfig)


def make_statistics(sources: Sources, root: Path, config: TrainingConfig) -> Iterator[str]:
    """Writes the IDF table and the reliability of question terms."""
    out = _folder(root / WEIGHTS)
    corpora = [[fields_of_passage(p) for p in corpus] for corpus in (sources.law_passages, sources.wiki_passages)]
    idf_table(corpora, config.statistics).save(out / IDF)
    reliability_counts(sources, config.statistics).table().save(out / RELIABILITY)
    used = ("law", "wiki", "zalo", "contexts", "titled_contexts")
    yield note(out, (IDF, RELIABILITY), sources, used, config.statistics)


def make_embedding(sources: Sources, root: Path, config: TrainingConfig) -> Iterator[str]:
    """Writes the static embedding."""
    out = _folder(root / WEIGHTS)
    passages = [fields_of_passage(p) for p in (*sources.law_passages, *sources.wiki_passages)]
    train_embedding(passages, config.embedding).save(out / EMBEDDING)
    yield note(out, (EMBEDDING,), sources, ("law", "wiki"), config.embedding)


def make_restorer(sources: Sources, root: Path, config: TrainingConfig) -> Iterator[str]:
    """Writes the restorer of diacritics."""
    out = _folder(root / WEIGHTS)
    texts = (text for p in (*sources.law_passages, *sources.wiki_passages) for text in (p.title, p.text))
    questions = [question.text for _, asked in sources.question_sets for question in asked]
    train_restorer(texts, questions, config.restorer).save(out / RESTORER)
    yield note(out, (RESTORER,), sources, ("law", "wiki", "zalo", "contexts", "titled_contexts"), config.restorer)


def make_reranker(sources: Sources, root: Path, config: TrainingConfig) -> Iterator[str]:
    """Writes the reranker; reads the embedding below the same root, and the IDF that is installed."""
    out = _folder(root / WEIGHTS)
    counts = reliability_counts(sources, config.statistics)
    embedder = StaticEmbedder(StaticVectors.load(out / EMBEDDING))
    data = [
        collect(questions, PassageIndex(passages, embedder), counts, config.reranker)
        for passages, questions in sources.question_sets
    ]
    train_reranker(merged(data), config.reranker).save(out / RERANKER)
    used = ("law", "zalo", "contexts", "titled_contexts")
    yield note(out, (RERANKER,), sources, used, config.statistics, config.reranker)


def _make_names(sources: Sources, root: Path, _: TrainingConfig) -> Iterator[str]:
    texts = [str(row["text"]) for row in rows_of(sources.law)]
    articles = [(str(row["title"]), str(row["text"])) for row in rows_of(sources.wiki)]
    yield from make_entities(texts, articles, sources.gazetteer, _folder(root / EXTRACTION))


def _make_law_names(sources: Sources, root: Path, _: TrainingConfig) -> Iterator[str]:
    _folder(root / EXTRACTION)
    yield make_law_names(rows_of(sources.law), rows_of(sources.law_texts), root / LAW_NAMES)


def _make_spans(sources: Sources, root: Path, _: TrainingConfig) -> Iterator[str]:
    _folder((root / SPANS).parent)
    yield make_spans(rows_of(sources.titled_contexts), rows_of(sources.contexts), root / SPANS)


def _make_gate(sources: Sources, root: Path, _: TrainingConfig) -> Iterator[str]:
    _folder((root / GATE).parent)
    contexts, titled = rows_of(sources.contexts), rows_of(sources.titled_contexts)
    yield make_gate(titled, contexts, ask_all(sources.questions), root / GATE)


def _make_calibration(sources: Sources, root: Path, _: TrainingConfig) -> Iterator[str]:
    _folder((root / CALIBRATION).parent)
    yield make_calibration(rows_of(sources.wiki), root / CALIBRATION)


Maker = Callable[[Sources, Path, TrainingConfig], Iterator[str]]
MAKERS: Mapping[str, Maker] = {
    "statistics": make_statistics,
    "embedding": make_embedding,
    "restorer": make_restorer,
    "reranker": make_reranker,
    "names": _make_names,
    "law-names": _make_law_names,
    "spans": _make_spans,
    "gate": _make_gate,
    "calibration": _make_calibration,
}
"""What makes each model, those first that others need; each yields a line on what it wrote."""


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


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
