"""Over HTTP a conversation holds its questions from when they were asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2

from tests.agent_doubles import KINGS, QUESTION, RIVER, ScriptedWriter
from tests.asking_http import reading, scripted, told
from tests.running import SLOW

STREAMED = {"Accept": "text/event-stream"}


def answer_of(client: httpx2.Client, thread: str = "t") -> dict[str, Any]:
    """The one answer of a conversation."""
    question, answer = client.get(f"/threads/{thread}").json()["messages"]
    assert (question["text"], question["state"]) == (QUESTION, "done")
    found: dict[str, Any] = answer
    return found


def test_who_comes_back_to_a_conversation_finds_its_run_and_reads_on(tmp_path: Path) -> None:
    with scripted(tmp_path, ScriptedWriter([[f"{KINGS} {RIVER}", 1.0, " Hết."]])) as (client, _):
        with reading(client, thread="t") as (run, _):
            assert client.get("/threads/t").json()["answering"] == run
            assert (answer_of(client)["state"], answer_of(client)["run"]) == ("running", run)
            assert [thread["id"] for thread in client.get("/threads", params={"query": "kinh do"}).json()["items"]]
        with client.stream("GET", f"/runs/{run}/events") as response:
            events = list(told(response.iter_lines()))
        assert events[0].data == {"type": "run", "id": run}
        assert events[-1].event == "final"
        assert client.get("/threads/t").json()["answering"] is None
        answer = answer_of(client)
        assert (answer["state"], answer["text"]) == ("done", events[-1].data["answer"])


def test_a_cancelled_answer_is_kept_as_such_until_it_is_answered_again(tmp_path: Path) -> None:
    with scripted(tmp_path, ScriptedWriter([SLOW, SLOW, [KINGS]])) as (client, _):
        with reading(client, thread="t") as (run, _):
            client.delete(f"/runs/{run}")
        cancelled = answer_of(client)
        assert (cancelled["state"], cancelled["run"], cancelled["text"]) == ("cancelled", run, KINGS)
        assert [event["type"] for event in cancelled["events"]] == ["sources", "sentence", "error"]
        assert "Đã dừng trước khi trả lời xong." in client.get("/threads/t/export").text

        with client.stream("POST", "/threads/t/regenerate", headers=STREAMED) as response:
            events = told(response.iter_lines())
            again = next(events).data["id"]
            next(event for event in events if event.event == "sentence")  # the writer is at it
            assert (answer_of(client)["state"], answer_of(client)["run"]) == ("running", again)
            client.delete(f"/runs/{again}")
        assert client.post("/threads/t/regenerate").json()["answer"] == KINGS
        assert answer_of(client)["state"] == "done"


def test_a_conversation_that_is_deleted_while_it_is_answered_stays_away(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW, [RIVER]])
    with scripted(tmp_path, writer) as (client, _):
        with reading(client, thread="t") as (_, events):
            assert client.delete("/threads/t").status_code == 204
            assert writer.closed == 1
            assert list(events)[-1].data["code"] == "cancelled"
            assert client.get("/threads/t").status_code == 404
        assert client.get("/threads").json()["items"] == []
        assert client.delete("/threads/t").status_code == 404
        assert client.post("/query", json={"question": QUESTION, "thread": "t"}).json()["answer"] == RIVER


def test_what_a_killed_server_left_is_interrupted_after_its_restart(tmp_path: Path) -> None:
    """The first server here is not killed, but the second one knows nothing of its runs."""
    with scripted(tmp_path / "a", ScriptedWriter([SLOW])) as (client, _), reading(client, thread="t") as (run, _):
        app_store = f"sqlite:///{tmp_path / 'a' / 'app.sqlite'}"
        with scripted(tmp_path / "b", ScriptedWriter([[KINGS]]), app_url=app_store) as (other, _):
            assert other.get("/threads/t").json()["answering"] is None
            assert (answer_of(other)["state"], answer_of(other)["run"]) == ("interrupted", run)
            assert "Máy chủ dừng trước khi trả lời xong." in other.get("/threads/t/export").text
            assert other.post("/threads/t/regenerate").json()["answer"] == KINGS
            assert answer_of(other)["state"] == "done"
