from __future__ import annotations

import pytest

from graph.ports import VectorHit
from graph.retrieval.fusion import fuse


def hits(**scores: float) -> list[VectorHit]:
    return [VectorHit(id_, f"d-{id_}", score) for id_, score in scores.items()]


def test_scores_run_from_0_to_1_and_keep_the_raw_scores() -> None:
    fused = fuse({"sparse": hits(a=20.0, b=10.0), "dense": hits(a=0.9, c=0.5)}, {"sparse": 3.0, "dense": 1.0})
    assert [(id_, channels) for id_, _, channels in fused] == [
        ("a", {"sparse": 20.0, "dense": 0.9}),
        ("b", {"sparse": 10.0}),
        ("c", {"dense": 0.5}),
    ]
    assert [score for _, score, _ in fused] == pytest.approx([1.0, 0.375, 0.0])


def test_how_clearly_a_hit_won_counts() -> None:
    weights = {"sparse": 1.0, "dense": 0.5}
    clear = fuse({"sparse": hits(a=20.0, b=5.0), "dense": hits(b=0.9, a=0.1)}, weights)
    narrow = fuse({"sparse": hits(a=20.0, b=19.0), "dense": hits(b=0.9, a=0.1)}, weights)
    assert clear[0][0] == "a"
    assert narrow[0][0] == "b"


def test_an_empty_channel_changes_nothing() -> None:
    alone = fuse({"sparse": hits(a=2.0, b=1.0)})
    assert fuse({"sparse": hits(a=2.0, b=1.0), "dense": []}) == alone
    assert fuse({}) == []
