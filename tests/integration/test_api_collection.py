"""The collection as a whole, and the cache of answers, over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.api import create_app
from app.keys import new_key
from app.ports import Role
from app.settings import load_settings
from app.stores.factory import open_app_store
from tests.integration.conftest import run_vinagraph
from tests.live_server import serving

QUESTION = "Nguyễn Du sinh năm nào?"
OTHER = "khác"


@pytest.fixture
def api(own_api_url: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=own_api_url, timeout=60) as client:
        yield client


def ask(api: httpx2.Client, question: str = QUESTION, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    answer = api.post("/query", json={"question": question, **options})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def without(answer: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in names}


def test_the_collection_tells_what_it_holds(api: httpx2.Client) -> None:
    info = api.get("/collection/info").json()
    assert (info["tenant"], info["documents"], info["embedder"]) == ("default", 100, "static:")
    assert info["entities"] > info["relations"] > 0
    assert info["changes"] > 0
    assert set(info["sizes"]) == {"graph", "vectors", "conversations", "app"}
    assert info["sizes"]["graph"] > 1_000_000
    assert info["sizes"]["vectors"] > 100_000


def test_an_answer_is_cached_until_the_collection_changes(api: httpx2.Client) -> None:
    first = ask(api)
    assert not first["usage"]["cached"]
    again = ask(api, "  Nguyễn Du   sinh năm nào? ")
    assert again["usage"] == {"tokens": 0, "prompt_tokens": 0, "rounds": first["usage"]["rounds"], "cached": True}
    assert again["run"] != first["run"]
    changing = ("run", "usage", "seconds")
    assert without(again, *changing) == without(first, *changing)
    assert again["sentences"][0]["citations"]
    stats = api.get("/cache/stats").json()
    assert (stats["enabled"], stats["entries"], stats["hits"], stats["misses"]) == (True, 1, 1, 1)
    counted = api.get("/metrics").text.splitlines()
    assert {"rag_cache_hits_total 1.0", "rag_cache_misses_total 1.0"} <= set(counted)
    # Other options, a history and a thread each make it another question.
    for options in ({"depth": 1}, {"history": [{"role": "user", "text": "Chào"}]}, {"thread": "t"}, {"thread": "t"}):
        assert not ask(api, **options)["usage"]["cached"], options
    api.delete("/collection", params={"confirm": "default"})
    emptied = ask(api)
    assert (emptied["abstained"], emptied["usage"]["cached"]) == (True, False)


def test_the_stream_of_a_cached_answer_draws_the_same(api: httpx2.Client) -> None:
    streams = [api.post("/query/stream", json={"question": QUESTION}).text for _ in range(2)]
    drawn = [
        [line for line in stream.splitlines() if line.startswith('data: {"type":"se') or '"type":"sources"' in line]
        for stream in streams
    ]
    assert drawn[0] == drawn[1] != []
    assert ['"cached":true' in stream for stream in streams] == [False, True]
    assert streams[1].startswith("event: run")


def test_admins_clear_the_cache(api: httpx2.Client) -> None:
    ask(api)
    assert api.delete("/cache").json() == {"deleted": 1}
    assert api.get("/cache/stats").json()["entries"] == 0
    assert not ask(api)["usage"]["cached"]


def test_a_server_without_a_cache_answers_anew(own_store: Path) -> None:
    app = create_app(load_settings(data_dir=own_store, cache_url="none:"))
    with serving(app) as url, httpx2.Client(base_url=url, timeout=60) as client:
        assert [ask(client)["usage"]["cached"] for _ in range(2)] == [False, False]
        assert client.get("/cache/stats").json()["enabled"] is False
        assert client.delete("/cache").json() == {"deleted": 0}


def test_a_collection_is_deleted_on_purpose_and_alone(own_store: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bà Trưng Trắc khởi nghĩa năm 40 tại Mê Linh.", encoding="utf-8")
    assert run_vinagraph(own_store, "ingest", str(tmp_path / "a.txt"), tenant=OTHER).exit_code == 0

    async def prepare() -> dict[str, str]:
        store = await open_app_store("sqlite:", own_store)
        roles = {"admin": ("default", Role.ADMIN), "write": ("default", Role.WRITE), "other": (OTHER, Role.ADMIN)}
        keys = {name: (await new_key(store, name, role, tenant))[1] for name, (tenant, role) in roles.items()}
        await store.close()
        return keys

    keys = asyncio.run(prepare())
    with serving(create_app(load_settings(data_dir=own_store))) as url, httpx2.Client(base_url=url, timeout=60) as api:
        admin, writer, other = ({"Authorization": f"Bearer {keys[name]}"} for name in ("admin", "write", "other"))
        sure = {"confirm": "default"}
        assert api.delete("/collection", headers=writer, params=sure).json()["code"] == "forbidden"
        for unsure, code in (({}, "invalid_request"), ({"confirm": OTHER}, "conflict")):
            assert api.delete("/collection", headers=admin, params=unsure).json()["code"] == code
        whole, own = (api.get("/collection/info", headers=asking).json() for asking in (admin, writer))
        assert whole["documents"] == own["documents"] == 100
        assert (own["changes"], own["sizes"]) == (None, None), "they tell of other tenants too"
        assert whole["changes"] > 0
        assert whole["sizes"]
        assert api.get("/metrics", headers=writer).json()["code"] == "forbidden"
        assert api.get("/metrics", headers=admin).status_code == 200
        assert api.delete("/collection", headers=admin, params=sure).json() == {"deleted": 100}
        assert api.get("/collection/info", headers=admin).json()["entities"] == 0
        assert api.get("/collection/info", headers=other).json()["documents"] == 1
        assert api.delete("/collection", headers=admin, params=sure).json() == {"deleted": 0}
