"""What every `PassageSearch` does; an implementation inherits the suite and gives the fixture ``search``.

The search is over `tests.small_world`.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from graph.model import DEFAULT_TENANT
from graph.ports import SearchFilter
from graph.retrieval.options import PassageSearch, Query
from tests.contract.asking import lets_go
from tests.small_world import NGHE_AN

_CANCELLED = 20
_QUESTION = "Nghệ An là tỉnh ở đâu?"


def query(text: str = _QUESTION, limit: int = 3, **where: object) -> Query:
    """A search among the documents of the small world."""
    return Query(text, SearchFilter(**{"tenant": DEFAULT_TENANT, **where}), limit)  # type: ignore[arg-type]


class PassageSearchContract:
    """The suite."""

    async def test_what_is_asked_for_comes_first(self, search: PassageSearch) -> None:
        found = await search.search(query())
        assert found.passages[0].passage.text == NGHE_AN

    async def test_the_best_come_first_each_once_and_no_more_than_wanted(self, search: PassageSearch) -> None:
        for limit in (1, 2, 10):
            passages = (await search.search(query(limit=limit))).passages
            scores = [scored.score for scored in passages]
            assert scores == sorted(scores, reverse=True)
            assert 0 < len({scored.passage.chunk_id for scored in passages}) == len(passages) <= limit

    async def test_filters_are_kept_to(self, search: PassageSearch) -> None:
        assert (await search.search(query(sources=("tests",)))).passages
        assert (await search.search(query(sources=("nowhere",)))).passages == ()
        assert (await search.search(replace(query(), instrument="1/1999/NĐ-CP"))).passages == ()

    async def test_odd_texts_are_searched(self, search: PassageSearch) -> None:
        for text in ("", "?!", "x" * 3_000, "Nghệ An " * 1_000):
            assert len((await search.search(query(text))).passages) <= 3

    async def test_facts_stand_in_the_passages(self, search: PassageSearch) -> None:
        asked = replace(query("Quê của Trương Gia Bình ở đâu?"), relations=("HOMETOWN",))
        found = await search.search(asked)
        assert {fact.chunk_id for fact in found.facts} <= {scored.passage.chunk_id for scored in found.passages}
        assert all(seconds >= 0 for seconds in found.seconds.values())

    async def test_searches_run_side_by_side(self, search: PassageSearch) -> None:
        questions = [_QUESTION, "Tập đoàn FPT ở đâu?", "Nguyễn Du quê ở đâu?"] * 4
        together = await asyncio.gather(*(search.search(query(text)) for text in questions))
        assert [found.passages for found in together] == [(await search.search(query(t))).passages for t in questions]

    async def test_who_is_cancelled_keeps_nobody_out(self, search: PassageSearch) -> None:
        async def found() -> object:
            return (await search.search(query())).passages

        for _ in range(_CANCELLED):
            await lets_go(found)

    async def test_no_search_takes_longer_than_it_may(self, search: PassageSearch) -> None:
        for _ in range(_CANCELLED):
            with pytest.raises(TimeoutError):
                await search.search(replace(query(), within_s=0.0))
        assert (await search.search(replace(query(), within_s=60.0))).passages
