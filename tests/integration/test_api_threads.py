"""Conversations and feedback over HTTP."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from agents.events import CitationOut, Event, FinalEvent, SentenceEvent, SourceOut, SourcesEvent, Usage, WithheldEvent
from app.api import create_app
from app.keys import new_key
from app.ports import Answer, Message, Role, RunState, Thread
from app.settings import load_settings
from app.stores.factory import open_app_store
from app.thread_export import markdown_of
from tests.live_server import serving

RUN = str(uuid.uuid4())
WHEN = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
QUESTION = "Nguyễn Du sinh năm nào?"
ANSWER = "Nguyễn Du sinh năm 1765."


def drawing(text: str = ANSWER, title: str = "Nguyễn Du") -> str:
    """Events that draw an answer."""
    source = SourceOut(
        number=1,
        chunk="c",
        document="d",
        uri="nd.md",
        title=title,
        path=("Cuộc đời",),
        text=text,
        start=0,
        end=9,
        score=1,
    )
    cited = CitationOut(number=1, chunk="c", document="d", start=0, end=9, score=1)
    events: list[Event] = [
        SourcesEvent(sources=(source,)),
        SentenceEvent(ordinal=0, text=text, citations=(cited,), score=0.9),
        WithheldEvent(ordinal=1, text="Sai.", reason="Không có nguồn."),
        FinalEvent(answer=text, short_answer=None, abstained=False, usage=Usage(), seconds={}),
    ]
    return json.dumps([event.model_dump(mode="json") for event in events], ensure_ascii=False)


@pytest.fixture
def threads(own_store: Path) -> Iterator[tuple[httpx2.Client, httpx2.Client]]:
    """Clients of two tenants over a server that holds three conversations of the first."""

    async def fill() -> tuple[str, str]:
        store = await open_app_store("sqlite:", own_store)
        for place, (thread, question) in enumerate((("a", QUESTION), ("b", "Huế ở đâu?"), ("c", "Chợ Lớn ở đâu?"))):
            when = WHEN + timedelta(minutes=place)
            await store.add_turn("một", thread, question, Answer(RUN, RunState.DONE, when, ANSWER, drawing()))
        _, one = await new_key(store, "1", Role.ADMIN, "một")
        _, two = await new_key(store, "2", Role.READ, "hai")
        await store.close()
        return one, two

    keys = asyncio.run(fill())
    with serving(create_app(load_settings(data_dir=own_store))) as url:
        one, two = (httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=30) for key in keys)
        with one, two:
            yield one, two


def test_conversations_are_listed_searched_read_and_deleted(threads: tuple[httpx2.Client, httpx2.Client]) -> None:
    client, _ = threads
    listed = client.get("/threads", params={"limit": 2}).json()
    assert [thread["id"] for thread in listed["items"]] == ["c", "b"]
    assert listed["more"]
    assert [thread["id"] for thread in client.get("/threads", params={"offset": 2}).json()["items"]] == ["a"]
    assert [thread["id"] for thread in client.get("/threads", params={"query": "cho lon"}).json()["items"]] == ["c"]
    whole = client.get("/threads/a").json()
    assert (whole["title"], whole["created"]) == (QUESTION, "2026-11-21T09:30:00Z")
    question, answer = whole["messages"]
    assert (question["role"], question["text"], question["events"]) == ("user", QUESTION, [])
    assert [event["type"] for event in answer["events"]] == ["sources", "sentence", "withheld", "final"]
    assert client.delete("/threads/a").status_code == 204
    assert client.get("/threads/a").json()["code"] == "not_found"
    assert client.delete("/threads/a").json()["code"] == "not_found"


def test_a_conversation_is_exported_as_markdown(threads: tuple[httpx2.Client, httpx2.Client]) -> None:
    client, _ = threads
    answer = client.get("/threads/a/export")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="a.md"'
    assert answer.text.splitlines()[::2] == [
        f"# {QUESTION}",
        "21/11/2026 09:30 – 21/11/2026 09:30 (UTC)",
        f"## {QUESTION}",
        f"{ANSWER} [1]",
        "**Nguồn**",
        "- [1] Nguyễn Du › Cuộc đời · `nd.md`",
    ]


def test_nothing_that_was_written_becomes_markup() -> None:
    thread = Thread("t", "một", "Hỏi <b>gì</b>\n# đó", WHEN, WHEN)
    text = "Xem [đây](http://x) và *đó*.\n# Tựa\n[1]: http://y"
    message = Message(1, "assistant", text, RUN, RunState.DONE, drawing(text, title="<img src=x>"), WHEN)
    lines = markdown_of(thread, [message]).splitlines()
    assert lines[0] == r"# Hỏi \<b\>gì\</b\> # đó"
    assert r"Xem [đây]\(http://x) và \*đó\*." in lines
    assert r"\# Tựa" in lines
    assert r"[1]\: http://y [1]" in lines
    assert lines[-1].startswith(r"- [1] \<img src=x\>")


def test_another_tenants_conversation_is_not_there(threads: tuple[httpx2.Client, httpx2.Client]) -> None:
    client, stranger = threads
    assert client.get("/threads", params={"query": "x" * 201}).json()["code"] == "invalid_request"
    assert stranger.get("/threads").json() == {"items": [], "more": False}
    for answer in (stranger.get("/threads/a"), stranger.get("/threads/a/export"), stranger.delete("/threads/a")):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert stranger.get("/threads", params={"limit": 0}).json()["code"] == "invalid_request"


def test_the_last_question_is_answered_again(own_api_url: str) -> None:
    with httpx2.Client(base_url=own_api_url, timeout=60) as client:
        ask = {"thread": "t"}
        client.post("/query", json=ask | {"question": "Ngô Bảo Châu sinh ở đâu?"})
        second = client.post("/query", json=ask | {"question": "Ông sinh năm nào?"}).json()
        assert "1972" in second["answer"]
        again = client.post("/threads/t/regenerate").json()
        assert again["answer"] == second["answer"]
        assert again["run"] != second["run"]
        accept = {"Accept": "text/event-stream"}
        stream = client.post("/threads/t/regenerate", headers=accept, json={"depth": 1})
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert "event: final" in stream.text
        messages = client.get("/threads/t").json()["messages"]
        assert [message["text"] for message in messages[0::2]] == ["Ngô Bảo Châu sinh ở đâu?", "Ông sinh năm nào?"]
        assert messages[3]["run"] not in {second["run"], again["run"]}
        assert f'"id":"{messages[3]["run"]}"' in stream.text
        # Of the turn that was answered three times, the next question finds one.
        assert "1972" in client.post("/query", json=ask | {"question": "Ông sinh ngày nào?"}).json()["answer"]
        assert len(client.get("/threads/t").json()["messages"]) == 6
        assert client.post("/threads/nowhere/regenerate").json()["code"] == "not_found"
        assert client.post("/threads/t/regenerate", json={"depth": 9}).json()["code"] == "invalid_request"


def test_feedback_is_kept_once_a_run_and_read_by_admins(threads: tuple[httpx2.Client, httpx2.Client]) -> None:
    client, stranger = threads
    assert client.post("/feedback", json={"run": RUN, "rating": 1}).status_code == 201
    given = client.post("/feedback", json={"run": RUN, "rating": -1, "comment": "Sai năm."})
    assert given.json()["comment"] == "Sai năm."
    other = str(uuid.uuid4())
    for nobodys, asking in ((other, client), (other, stranger), (RUN, stranger)):
        assert asking.post("/feedback", json={"run": nobodys, "rating": 1}).json()["code"] == "not_found"
    recent = stranger.post("/query", json={"question": QUESTION}).json()["run"]
    assert stranger.post("/feedback", json={"run": recent, "rating": 1}).status_code == 201
    assert client.post("/feedback", json={"run": recent, "rating": 1}).json()["code"] == "not_found"
    assert client.get("/feedback").json() == {"items": [given.json()], "more": False}
    assert stranger.get("/feedback").json()["code"] == "forbidden"
    for wrong in ({"run": RUN, "rating": 0}, {"run": "x", "rating": 1}, {"run": RUN, "rating": 1, "more": 1}):
        assert client.post("/feedback", json=wrong).json()["code"] == "invalid_request"
