"""The figures of the hand-marked sentences must not fall."""

from __future__ import annotations

import pytest

from tests.bench.extraction.score import score


@pytest.mark.parametrize(
    ("marks", "measured", "precision", "recall"),
    [
        ("sentences", "entities", 0.94, 0.91),
        ("sentences", "relations", 0.94, 0.83),
        ("sentences_2", "entities", 0.88, 0.87),
        ("sentences_2", "relations", 0.95, 0.78),
    ],
)
def test_hand_marked_sentences(marks: str, measured: str, precision: float, recall: float) -> None:
    tally = score("all", marks)["all", measured]
    assert tally.right / (tally.right + tally.spurious) >= precision
    assert tally.right / (tally.right + tally.missing) >= recall
