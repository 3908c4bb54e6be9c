"""The graph over HTTP: entities, facts with their evidence, ways, counts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app import exploring
from app.api import create_app
from app.exploring import shortest_paths
from app.keys import new_key
from app.ports import Role
from app.settings import load_settings
from app.stores.factory import open_app_store
from graph.model import Entity
from graph.stores.sqlite import SqliteGraphStore
from tests.contract.drafts import TENANT, draft, entity_id, same
from tests.contract.world import put
from tests.live_server import serving


@pytest.fixture
def api(api_url: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=api_url, timeout=30) as client:
        yield client


def found(api: httpx2.Client, name: str, **asked: str | int | list[str]) -> list[dict[str, Any]]:
    answer = api.get("/graph/entities", params={"query": name, **asked})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_entities_are_found_with_and_without_diacritics(api: httpx2.Client) -> None:
    assert found(api, "hà nội")[0]["name"] == "Hà Nội"
    assert found(api, "ha noi")[0] == found(api, "Hà Nội")[0]
    assert found(api, "ha noi", type="Place")[0]["name"] == "Hà Nội"
    assert {item["type"] for item in found(api, "ha", type=["Person", "Event"])} <= {"Person", "Event"}
    assert found(api, "không-có-tên-này") == []


def test_entities_come_page_by_page(api: httpx2.Client) -> None:
    first = api.get("/graph/entities", params={"query": "nguyen", "limit": 3}).json()
    assert first["more"]
    rest = found(api, "nguyen", offset=3, limit=3)
    assert [*first["items"], *rest] == found(api, "nguyen", limit=6)


def test_an_entity_tells_what_is_known_and_from_where(api: httpx2.Client) -> None:
    entity = found(api, "Hà Nội")[0]
    known = api.get(f"/graph/entities/{entity['id']}").json()
    assert known["name"] == "Hà Nội"
    assert [document["title"] for document in known["documents"]] == ["Hà Nội"]
    capital = next(fact for fact in known["facts"]["items"] if fact["type"] == "CAPITAL_OF")
    assert (capital["head"]["name"], capital["tail"]["name"]) == ("Hà Nội", "Việt Nam")
    evidence = capital["evidence"]
    assert "thủ đô" in evidence["sentence"]
    assert evidence["title"] == "Hà Nội"
    assert evidence["end"] - evidence["start"] == len(evidence["sentence"])
    assert known["facts"]["total"] == sum(known["types"].values())


def test_facts_are_told_by_type_direction_and_page(api: httpx2.Client) -> None:
    address = f"/graph/entities/{found(api, 'Hà Nội')[0]['id']}"
    borders = api.get(address, params={"type": "BORDERS", "direction": "out"}).json()
    assert {fact["type"] for fact in borders["facts"]["items"]} == {"BORDERS"}
    assert borders["facts"]["total"] == borders["types"]["BORDERS"] == len(borders["facts"]["items"])
    whole = api.get(address).json()["facts"]
    pages = [api.get(address, params={"offset": offset, "limit": 5}).json()["facts"] for offset in (0, 5)]
    assert [fact for page in pages for fact in page["items"]] == whole["items"][:10]
    assert pages[0]["more"]
    into = api.get(address, params={"direction": "in", "limit": 200}).json()["facts"]
    assert not into["more"]
    assert {fact["tail"]["name"] for fact in into["items"]} == {"Hà Nội"}


def test_a_relation_gives_every_sentence(api: httpx2.Client) -> None:
    address = f"/graph/entities/{found(api, 'Hà Nội')[0]['id']}"
    [best, *_] = api.get(address).json()["facts"]["items"]
    assert best["supports"] > 1
    relation = api.get(f"/graph/relations/{best['id']}").json()
    assert relation["type"] == best["type"]
    assert len(relation["evidence"]["items"]) == best["supports"]
    assert relation["evidence"]["items"][0] == best["evidence"]
    assert api.get(f"/graph/relations/{best['id']}", params={"limit": 1}).json()["evidence"]["more"]
    assert api.get("/graph/relations/nowhere").json()["code"] == "not_found"


def test_ways_lead_over_facts_with_their_sentences(api: httpx2.Client) -> None:
    start, goal = found(api, "Ngô Bảo Châu")[0], found(api, "Việt Nam", type="Place")[0]
    answer = api.get("/graph/paths", params={"from": start["id"], "to": goal["id"]}).json()
    assert answer["complete"]
    way = answer["paths"][0]
    assert [entity["name"] for entity in way["entities"]] == ["Ngô Bảo Châu", "Hà Nội", "Việt Nam"]
    assert [fact["type"] for fact in way["facts"]] == ["BORN_IN", "CAPITAL_OF"]
    assert all(fact["evidence"]["sentence"] for fact in way["facts"])
    assert api.get("/graph/paths", params={"from": start["id"], "to": goal["id"], "steps": 1}).json()["paths"] == []
    itself = api.get("/graph/paths", params={"from": start["id"], "to": start["id"]}).json()["paths"]
    assert [len(way["facts"]) for way in itself] == [0]


def test_counts_are_those_of_the_store(api: httpx2.Client) -> None:
    stats = api.get("/graph/stats").json()
    assert stats["documents"] == 100
    assert stats["entities"] == sum(stats["entities_by_type"].values())


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/graph/entities", 422, "invalid_request"),
        ("/graph/entities?query=", 422, "invalid_request"),
        ("/graph/entities?query=a&limit=0", 422, "invalid_request"),
        ("/graph/entities/nowhere", 404, "not_found"),
        ("/graph/entities/nowhere?direction=up", 422, "invalid_request"),
        ("/graph/paths?from=nowhere&to=nowhere", 404, "not_found"),
        ("/graph/paths?from=a&to=b&steps=5", 422, "invalid_request"),
    ],
)
def test_what_cannot_be_asked(api: httpx2.Client, address: str, status: int, code: str) -> None:
    answer = api.get(address)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_another_tenants_graph_is_not_there(own_store: Path) -> None:
    async def make() -> tuple[str, str]:
        store = await open_app_store("sqlite:", own_store)
        _, ours = await new_key(store, "a", Role.READ, "default")
        _, theirs = await new_key(store, "b", Role.READ, "khác")
        await store.close()
        return ours, theirs

    ours, theirs = asyncio.run(make())
    with serving(create_app(load_settings(data_dir=own_store))) as url:
        with httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {ours}"}) as client:
            [entity, *_] = found(client, "Hà Nội")
            relation = client.get(f"/graph/entities/{entity['id']}").json()["facts"]["items"][0]["id"]
        with httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {theirs}"}) as client:
            assert found(client, "Hà Nội") == []
            for address in (
                f"/graph/entities/{entity['id']}",
                f"/graph/relations/{relation}",
                f"/graph/paths?from={entity['id']}&to={entity['id']}",
            ):
                assert client.get(address).status_code == 404, address
            assert client.get("/graph/stats").json()["entities"] == 0
        assert httpx2.get(f"{url}/graph/stats").status_code == 401


async def test_wide_frontiers_that_meet_are_gone_through_once() -> None:
    one, other = exploring._Side("a"), exploring._Side("b")
    one.frontier, other.frontier = [f"x{n}" for n in range(20_000)], [f"y{n}" for n in range(20_000)]
    begun = time.monotonic()
    assert list(exploring._ways(one, other)) == []
    assert time.monotonic() - begun < 0.5


async def test_ways_of_a_graph_with_groups_and_choices(tmp_path: Path) -> None:
    graph = await SqliteGraphStore.open(tmp_path / "g.sqlite")
    names = "[A], [B], [C], [D], [E], [TP.HCM], [Sài Gòn], [Xa]"
    states = [
        ("A", "R", "B", 0),
        ("C", "R", "B", 0),
        ("A", "R", "D", 0),
        ("D", "R", "C", 0),
        ("C", "R", "TP.HCM", 0),
        ("Sài Gòn", "R", "E", 0),
        same("TP.HCM", "Sài Gòn"),
    ]
    await put(graph, draft("a.md", names, states=states))

    async def ways(start: str, goal: str, steps: int = 4, limit: int = 10) -> tuple[list[str], bool]:
        ends = {end.id: end for end in await graph.entities([entity_id(start), entity_id(goal)])}
        one, other = ends[entity_id(start)], ends[entity_id(goal)]
        assert isinstance(one, Entity)
        assert one.tenant == TENANT
        answer = await shortest_paths(graph, one, other, steps=steps, limit=limit)
        return sorted("-".join(end.name for end in path.entities) for path in answer.paths), answer.complete

    assert await ways("A", "C") == (["A-B-C", "A-D-C"], True)
    assert await ways("C", "A", steps=1) == ([], True)
    [one], complete = await ways("A", "C", limit=1)
    assert one in {"A-B-C", "A-D-C"}
    assert not complete
    for goal in ("TP.HCM", "Sài Gòn"):  # one entity under two names
        over, _ = await ways("A", goal)
        assert [way.split("-")[1:3] for way in over] == [["B", "C"], ["D", "C"]]
    assert await ways("A", "E", steps=3) == ([], True)
    far, _ = await ways("A", "E")
    assert [way.split("-")[0::4] for way in far] == [["A", "E"]] * 2
    near, _ = await ways("B", "E")
    assert [way.split("-")[0::3] for way in near] == [["B", "E"]]
    assert await ways("A", "Xa") == ([], True)
    await graph.close()
