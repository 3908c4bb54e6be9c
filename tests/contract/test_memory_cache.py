"""The cache in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.ports.cache import AnswerCache
from app.stores.factory import open_answer_cache
from app.stores.memory_cache import MemoryCache
from graph.errors import SettingsError
from tests.contract.answer_cache import ANSWER, KEY, AnswerCacheContract


class TestMemoryCache(AnswerCacheContract):
    """The suite over memory."""

    @pytest.fixture
    def cache(self) -> AnswerCache:
        return MemoryCache()


async def test_an_answer_is_forgotten_when_its_time_is_over() -> None:
    now = [0.0]
    cache = MemoryCache(seconds_to_live=10, clock=lambda: now[0])
    await cache.put(KEY, ANSWER)
    now[0] = 9.9
    assert await cache.get(KEY) == ANSWER
    now[0] = 10.0
    assert (await cache.stats(KEY.tenant)).entries == 0
    assert await cache.get(KEY) is None


async def test_what_was_not_asked_for_the_longest_makes_room() -> None:
    cache = MemoryCache(max_bytes=200_000)
    keys = [replace(KEY, question=str(number)) for number in range(30)]
    for key in keys:
        await cache.put(key, b"x" * 9_000)
        await cache.get(keys[0])
    held = [key for key in keys if await cache.get(key) is not None]
    assert held == [keys[0], *keys[-len(held) + 1 :]]
    assert 15 < len(held) < 22
    assert (await cache.stats(KEY.tenant)).bytes <= 200_000
    await cache.put(keys[1], b"x" * 100_000)
    assert await cache.get(keys[1]) is None
    assert [key for key in keys if await cache.get(key) is not None] == held


def test_a_cache_elsewhere_is_refused_in_the_users_terms() -> None:
    assert open_answer_cache("none:") is None
    with pytest.raises(SettingsError, match=r"VINAGRAPH_CACHE_URL.*memory: or none:"):
        open_answer_cache("redis://localhost")
