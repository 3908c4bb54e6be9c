"""What every `AnswerCache` does; an implementation inherits the suite and gives the fixture ``cache``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.ports.cache import AnswerCache, AnswerKey

KEY = AnswerKey("một", "Nguyễn Du sinh năm nào?", '{"rounds": 2}', "1 2026-11-21")
ANSWER = "Năm 1765.".encode()


class AnswerCacheContract:
    """The suite; each test gets an empty cache."""

    async def test_an_answer_comes_back_as_it_was_put(self, cache: AnswerCache) -> None:
        assert await cache.get(KEY) is None
        await cache.put(KEY, ANSWER)
        assert await cache.get(replace(KEY)) == ANSWER
        await cache.put(KEY, b"2")
        assert await cache.get(KEY) == b"2"

    @pytest.mark.parametrize("part", ["tenant", "question", "options", "state"])
    async def test_another_question_finds_nothing(self, cache: AnswerCache, part: str) -> None:
        await cache.put(KEY, ANSWER)
        assert await cache.get(replace(KEY, **{part: "khác"})) is None

    async def test_tenants_clear_and_count_their_own(self, cache: AnswerCache) -> None:
        other = replace(KEY, tenant="hai")
        for key in (KEY, replace(KEY, question="Ai?"), other):
            await cache.put(key, ANSWER)
        await cache.get(KEY)
        await cache.get(replace(KEY, state="sau"))
        await cache.get(other)
        stats = await cache.stats("một")
        assert (stats.entries, stats.hits, stats.misses) == (2, 1, 1)
        assert 0 < stats.bytes <= stats.max_bytes
        assert await cache.clear("một") == 2
        assert await cache.get(KEY) is None
        assert await cache.get(other) == ANSWER
        assert (await cache.stats("một")).entries == 0
