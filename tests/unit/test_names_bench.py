"""The figures of the hand-marked sentences must not fall."""

from __future__ import annotations

import pytest

from tests.bench.extraction.score import score


@pytest.mark.parametrize(
    ("measured", "precision", "recall"),
    [("entities", 0.90, 0.85), ("relations", 0.85, 0.60)],
    ids=["entities", "relations"],
)
def test_hand_marked_sentences(measured: str, precision: float, recall: float) -> None:
    tally = score("all")["all", measured]
    assert tally.right / (tally.right + tally.spurious) >= precision
    assert tally.right / (tally.right + tally.missing) >= recall
