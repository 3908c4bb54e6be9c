"""What every `VectorStore` does; an implementation inherits the suite and gives the fixture ``vectors``."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from graph.errors import StoreError
from graph.model import stable_id
from graph.ports import SearchFilter, SparseVector, VectorPoint, VectorStore

DIMENSION = 8
FINGERPRINT = "test:1"
TENANT = "lan"
ALL = SearchFilter(TENANT)


def sparse(**terms: float) -> SparseVector:
    """A sparse vector of terms such as ``t3=0.5``."""
    weights = sorted((int(name[1:]), weight) for name, weight in terms.items())
    return SparseVector(
        np.array([term for term, _ in weights], dtype=np.uint32),
        np.array([weight for _, weight in weights], dtype=np.float32),
    )


def direction(number: int, lean: float = 0.0) -> np.ndarray:
    """A unit vector along one axis that leans towards the next."""
    vector = np.zeros(DIMENSION, dtype=np.float32)
    vector[number], vector[(number + 1) % DIMENSION] = 1.0, lean
    return vector / np.linalg.norm(vector)


def point(number: int, document: str = "d", **fields: object) -> VectorPoint:
    """A point along an axis, with a term of its own and term 1, which all have."""
    vector = VectorPoint(
        stable_id("point", number),
        document,
        TENANT,
        direction(number % DIMENSION),
        sparse(**{"t1": 0.5, f"t{number + 10}": 0.5}),
    )
    return replace(vector, **fields)  # type: ignore[arg-type]


class VectorStoreContract:
    """The suite; each test gets an empty index."""

    async def test_points_are_found_as_soon_as_they_are_written(self, vectors: VectorStore) -> None:
        await vectors.upsert([point(n, f"d{n}") for n in range(5)])
        near = await vectors.search_dense(direction(2, 0.3), ALL, 2)
        assert [(hit.chunk_id, hit.document_id) for hit in near] == [
            (point(2).chunk_id, "d2"),
            (point(3).chunk_id, "d3"),
        ]
        assert near[0].score == pytest.approx(float(direction(2, 0.3) @ direction(2)), abs=1e-4)
        assert await vectors.count() == 5
        assert sorted(await vectors.ids()) == sorted(point(n).chunk_id for n in range(5))

    async def test_sparse_search_prefers_rare_terms(self, vectors: VectorStore) -> None:
        await vectors.upsert([point(n) for n in range(20)])
        hits = await vectors.search_sparse(sparse(t1=1.0, t14=1.0), ALL, 3)
        assert hits[0].chunk_id == point(4).chunk_id
        assert hits[0].score > 2 * hits[1].score > 0
        assert await vectors.search_sparse(sparse(t999=1.0), ALL, 3) == []

    async def test_sparse_score_is_the_sum_of_weight_impact_and_idf(self, vectors: VectorStore) -> None:
        await vectors.upsert([point(n) for n in range(9)])
        [hit] = await vectors.search_sparse(sparse(t12=2.0), ALL, 5)
        idf = np.log((9 - 1 + 0.5) / (1 + 0.5) + 1)
        assert hit.score == pytest.approx(2.0 * 0.5 * idf, rel=1e-3)

    async def test_empty_queries_find_nothing(self, vectors: VectorStore) -> None:
        await vectors.upsert([point(1)])
        assert await vectors.search_sparse(sparse(), ALL, 5) == []
        assert await vectors.search_dense(np.zeros(DIMENSION, dtype=np.float32), ALL, 5) == []

    async def test_points_without_words_are_kept(self, vectors: VectorStore) -> None:
        empty = point(1, dense=np.zeros(DIMENSION, dtype=np.float32), sparse=sparse())
        await vectors.upsert([empty, point(2)])
        assert await vectors.count() == 2
        assert (await vectors.search_dense(direction(2), ALL, 1))[0].chunk_id == point(2).chunk_id

    async def test_the_same_id_replaces(self, vectors: VectorStore) -> None:
        await vectors.upsert([point(1, "old")])
        await vectors.upsert([point(1, "new", dense=direction(5))])
        [hit] = await vectors.search_dense(direction(5), ALL, 5)
        assert (hit.document_id, await vectors.count()) == ("new", 1)
        assert hit.score == pytest.approx(1.0, abs=1e-4)

    async def test_deleted_points_are_gone(self, vectors: VectorStore) -> None:
        await vectors.upsert([point(n) for n in range(3)])
        await vectors.delete([point(0).chunk_id, stable_id("nowhere")])
        await vectors.delete([])
        assert sorted(await vectors.ids()) == sorted([point(1).chunk_id, point(2).chunk_id])
        assert await vectors.search_sparse(sparse(t10=1.0), ALL, 5) == []

    async def test_filters(self, vectors: VectorStore) -> None:
        await vectors.upsert(
            [
                point(1, "a", source="luat", kind="Luật"),
                point(2, "b", source="luat", kind="Nghị định"),
                point(3, "c", source="bao", kind="Tin"),
                point(4, "e", source="luat", kind="Luật", tenant="minh"),
            ]
        )

        async def found(**fields: object) -> set[str]:
            where = SearchFilter(**{"tenant": TENANT, **fields})  # type: ignore[arg-type]
            dense = {hit.document_id for hit in await vectors.search_dense(direction(1, 0.5), where, 10)}
            assert {hit.document_id for hit in await vectors.search_sparse(sparse(t1=1.0), where, 10)} == dense
            return dense

        assert await found() == {"a", "b", "c"}
        assert await found(tenant="minh") == {"e"}
        assert await found(sources=("luat", "sach")) == {"a", "b"}
        assert await found(kinds=("Luật", "Tin")) == {"a", "c"}
        assert await found(documents=("b", "c", "e")) == {"b", "c"}
        assert await found(sources=("luat",), kinds=("Tin",)) == set()
        assert (await vectors.count("minh"), await vectors.count()) == (1, 4)

    async def test_days_in_force_include_the_first_and_exclude_the_last(self, vectors: VectorStore) -> None:
        change = date(2024, 7, 1)
        await vectors.upsert(
            [point(1, "old", validity=(date(2022, 7, 1), change)), point(2, "new", validity=(change, None)), point(3)]
        )

        async def on(day: date) -> set[str]:
            hits = await vectors.search_sparse(sparse(t1=1.0), SearchFilter(TENANT, in_force_on=day), 5)
            return {hit.document_id for hit in hits}

        assert await on(date(2024, 6, 30)) == {"old", "d"}
        assert await on(change) == {"new", "d"}
        assert await on(date(2000, 1, 1)) == {"d"}

        async def not_on(day: date, **fields: object) -> set[str]:
            where = SearchFilter(**{"tenant": TENANT, "not_in_force_on": day, **fields})  # type: ignore[arg-type]
            dense = {hit.document_id for hit in await vectors.search_dense(direction(1, 0.5), where, 10)}
            assert {hit.document_id for hit in await vectors.search_sparse(sparse(t1=1.0), where, 10)} == dense
            return dense

        assert await not_on(date(2024, 6, 30)) == {"new"}
        assert await not_on(change) == {"old"}
        assert await not_on(date(2000, 1, 1)) == {"old", "new"}
        assert await not_on(date(2000, 1, 1), documents=("new", "d")) == {"new"}

    async def test_many_points_and_many_requests_at_once(self, vectors: VectorStore) -> None:
        await vectors.upsert([point(n, f"d{n}") for n in range(700)])
        answers = await asyncio.gather(
            *(vectors.search_sparse(sparse(**{f"t{n + 10}": 1.0}), ALL, 1) for n in range(0, 700, 7))
        )
        assert [hits[0].document_id for hits in answers] == [f"d{n}" for n in range(0, 700, 7)]
        await vectors.flush()
        await vectors.optimise()
        assert await vectors.count() == 700

    async def test_clear_removes_all(self, vectors: VectorStore) -> None:
        await vectors.upsert([point(n) for n in range(3)])
        await vectors.clear()
        assert (await vectors.count(), await vectors.ids()) == (0, [])
        await vectors.upsert([point(7)])
        assert await vectors.count() == 1

    async def test_a_collection_that_does_not_exist_can_be_dropped_and_the_open_one_cannot(
        self, vectors: VectorStore
    ) -> None:
        await vectors.upsert([point(1)])
        await vectors.drop("never made")
        assert await vectors.other_collections() == []
        with pytest.raises(StoreError, match="in use"):
            await vectors.drop(FINGERPRINT)
        assert await vectors.count() == 1
