"""Metrics against ir-measures and against figures worked out by hand."""

from __future__ import annotations

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import (
    answer_holds,
    ndcg_at,
    paired_bootstrap,
    recall_at,
    reciprocal_rank,
    token_f1,
)

DOCUMENTS = [f"d{i}" for i in range(12)]


@given(
    ranked=st.permutations(DOCUMENTS),
    gold=st.sets(st.sampled_from([*DOCUMENTS, "absent"]), min_size=1, max_size=6),
)
def test_rankings_agree_with_ir_measures(ranked: list[str], gold: set[str]) -> None:
    run = [ir_measures.ScoredDoc("q", doc, float(-place)) for place, doc in enumerate(ranked)]
    qrels = [ir_measures.Qrel("q", doc, 1) for doc in gold]
    expected = ir_measures.calc_aggregate([ir_measures.nDCG @ 10, ir_measures.R @ 5, ir_measures.RR], qrels, run)
    assert ndcg_at(ranked, gold, 10) == pytest.approx(expected[ir_measures.nDCG @ 10])
    assert recall_at(ranked, gold, 5) == pytest.approx(expected[ir_measures.R @ 5])
    assert reciprocal_rank(ranked, gold) == pytest.approx(expected[ir_measures.RR])


def test_nothing_expected_scores_nothing() -> None:
    assert ndcg_at(["a"], set()) == 0.0
    assert recall_at(["a"], set(), 5) == 0.0


def test_token_f1_counts_syllables_of_the_best_accepted_answer() -> None:
    assert token_f1("tỉnh Hà Tĩnh", ["Nghệ An", "Hà Tĩnh"]) == pytest.approx(2 * (2 / 3) * 1 / (2 / 3 + 1))
    assert token_f1("Hà Nội", ["Huế"]) == 0.0
    assert token_f1("", ["Huế"]) == 0.0


@pytest.mark.parametrize(
    ("answer", "accepted", "holds"),
    [
        ("Ông sinh năm 1890.", ["1890"], True),
        ("Hoà Bình", ["Hòa Bình"], True),
        ("Hoa Bình", ["Hòa Bình"], False),
        ("18900 người", ["1890"], False),
        ("4.960.000 đồng/tháng", ["4.960.000 đồng"], True),
    ],
)
def test_an_answer_holds_whole_words_only(answer: str, accepted: list[str], holds: bool) -> None:
    assert answer_holds(answer, accepted) is holds


def test_bootstrap_interval_holds_the_mean_and_tells_a_real_difference() -> None:
    better, worse = [0.9, 0.8, 0.85, 0.95] * 25, [0.5, 0.6, 0.55, 0.45] * 25
    mean, low, high = paired_bootstrap(better, worse, rounds=2000)
    assert low < mean < high
    assert low > 0.25
    assert paired_bootstrap(better, better, rounds=100) == (0.0, 0.0, 0.0)
