from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from graph.errors import ModelUnavailable
from graph.ports import Candidate
from graph.retrieval.features import candidate_features
from graph.retrieval.features_order import longest_common
from graph.retrieval.features_terms import Found, QuestionTerms
from graph.retrieval.ltr import LtrReranker
from graph.retrieval.ltr_model import RerankerModel
from graph.retrieval.passage_terms import passage_terms
from graph.retrieval.terms import shipped_reliability
from graph.text.tables import model_path
from graph.text.terms import syllable_terms
from tests.contract.reranker import QUESTION, candidate, candidates


def terms_of(question: str) -> QuestionTerms:
    return QuestionTerms.of(question, shipped_reliability())


def features(question: str, among: Sequence[Candidate]) -> dict[str, np.ndarray]:
    names, values = candidate_features(terms_of(question), among)
    return dict(zip(names, values.T, strict=True))


def test_features_are_finite_and_coverages_are_shares() -> None:
    columns = features(QUESTION, candidates())
    for name, values in columns.items():
        assert np.isfinite(values).all(), name
        if name.endswith("coverage"):
            assert values.min() >= 0, name
            assert values.max() <= 1.0001, name


def test_definitions_are_seen_only_where_a_definition_is_asked() -> None:
    text = "Trong Luật này:\n1. Người lao động là người làm việc theo thỏa thuận.\n2. Khác là khác."
    asked = features("Người lao động là gì?", [candidate(text), candidate("Người lao động nghỉ.")])
    assert asked["definition.match"][0] > 0.7
    assert asked["definition.match"][1] == 0.0
    assert features("Người lao động nghỉ mấy ngày?", [candidate(text)])["definition.match"].tolist() == [0.0]


def test_pairs_do_not_reach_over_headings() -> None:
    split = candidate("khác", path=("quyền của thanh", "niên đại"))
    whole = candidate("khác", path=("quyền của thanh niên", "đại"))
    coverage = features("thanh niên", [split, whole])["path.pair.coverage"]
    assert coverage.tolist() == pytest.approx([0.0, 1.0], abs=1e-5)


def test_a_passage_is_judged_without_the_one_that_comes_after_it() -> None:
    first, second = candidate("quyền của thanh", title="niên"), candidate("niên đại", title="khác")
    alone = features("thanh niên", [first])
    beside = features("thanh niên", [first, second])
    for name in ("text.pair.coverage", "clause.coverage", "clause.coverage_with_headings", "clause.density"):
        assert beside[name][0] == alone[name][0], name


def longest_common_by_hand(question: list[str], text: list[str]) -> tuple[int, int]:
    run = max(
        (
            length
            for length in range(len(question) + 1)
            for at in range(len(question) - length + 1)
            if any(text[t : t + length] == question[at : at + length] for t in range(len(text) - length + 1))
        ),
        default=0,
    )
    table = [[0] * (len(text) + 1) for _ in range(len(question) + 1)]
    for i, left in enumerate(question, 1):
        for j, right in enumerate(text, 1):
            table[i][j] = table[i - 1][j - 1] + 1 if left == right else max(table[i - 1][j], table[i][j - 1])
    return run, table[-1][-1]


def test_longest_common_parts_agree_with_the_plain_definition() -> None:
    chance = random.Random(5)
    question = [chance.choice("abcd") for _ in range(7)]
    texts = [[chance.choice("abcde") for _ in range(chance.randint(0, 9))] for _ in range(40)]
    lengths = np.array([len(text) for text in texts])
    terms = replace(terms_of(" ".join(question)), in_order_weights=np.ones(7, np.float32))
    syllables = syllable_terms(" ".join(term for text in texts for term in text))
    starts = np.cumsum(lengths) - lengths
    found = Found.of(terms, syllables, starts)
    runs, subsequences = longest_common(terms, found, starts, lengths)
    expected = [longest_common_by_hand(question, text) for text in texts]
    assert list(zip(runs.tolist(), subsequences.tolist(), strict=True)) == expected


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    model = RerankerModel.load(model_path("reranker.json"))
    other = replace(model, features=(*model.features[:-1], "unknown"))
    with pytest.raises(ModelUnavailable, match="train reranker"):
        LtrReranker(other).rerank(QUESTION, candidates())
    (tmp_path / "broken.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelUnavailable, match=r"broken\.json"):
        RerankerModel.load(tmp_path / "broken.json")


def test_a_passage_is_judged_the_same_when_its_terms_are_at_hand_already() -> None:
    passage_terms.cache_clear()
    first = LtrReranker().rerank(QUESTION, candidates())
    assert passage_terms.cache_info().misses == len(candidates())
    other = LtrReranker().rerank("Trẻ em là ai?", candidates())
    assert passage_terms.cache_info().hits == len(candidates())
    assert LtrReranker().rerank(QUESTION, candidates()) == first != other
