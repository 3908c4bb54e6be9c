"""Questions over HTTP: answers, streams, options, refusals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from agents.ports import Question, Turn
from agents.run import AgentRunner
from app.api import create_app
from app.settings import load_settings
from graph.errors import InputError, StoreError
from tests.agent_doubles import KINGS, QUESTION, Analyst, ScriptedWriter, parts
from tests.asking_http import ASKED, asked, scripted
from tests.live_server import serving


@pytest.fixture
def client(api_url: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=api_url, timeout=30) as client:
        yield client


def test_an_answer_comes_with_its_sentences_citations_and_sources(client: httpx2.Client) -> None:
    answer = client.post("/query", json={"question": ASKED}).json()
    assert "1766" in answer["answer"]
    assert "1766" in answer["short_answer"]
    assert not answer["abstained"]
    assert answer["usage"]["rounds"] >= 1
    assert answer["seconds"]["retrieve"] > 0
    sources = {source["number"]: source for source in answer["sources"]}
    for sentence in answer["sentences"]:
        for citation in sentence["citations"]:
            source = sources[citation["number"]]
            assert source["chunk"] == citation["chunk"]
            assert source["start"] <= citation["start"] < citation["end"] <= source["end"]
    run = client.get(f"/runs/{answer['run']}").json()
    assert run["state"] == "done"
    assert run["result"] == answer
    assert run["created"].endswith("Z")


def test_what_the_documents_do_not_answer_is_no_error(client: httpx2.Client) -> None:
    answer = client.post("/query", json={"question": "Giá vé tàu lên sao Hỏa là bao nhiêu?"})
    assert answer.status_code == 200
    assert answer.json()["abstained"]
    assert answer.json()["short_answer"] is None


def test_options_reach_the_agent(client: httpx2.Client) -> None:
    law = {"question": "Thanh niên là người từ đủ bao nhiêu tuổi?"}
    found = client.post("/query", json=law | {"passages": 3, "depth": 1}).json()
    assert 0 < len(found["sources"]) <= 3
    nowhere = client.post("/query", json=law | {"filters": {"sources": ["không có"]}}).json()
    assert nowhere["abstained"]
    assert nowhere["sources"] == []
    before = client.post("/query", json=law | {"filters": {"in_force_on": "1999-01-01"}}).json()
    assert all(source["valid_from"] is None or source["valid_from"] <= "1999-01-01" for source in before["sources"])


def test_statuses_and_remarks_are_worded_in_the_language_that_is_asked_for(client: httpx2.Client) -> None:
    english = asked(client, "Giá vé tàu lên sao Hỏa là bao nhiêu?", language="en")
    assert next(event.data["detail"] for event in english if event.event == "status") == "Reading the question"
    assert english[-1].data["answer"].startswith("I did not find")
    vietnamese = asked(client, "What is the price of a ticket to Mars?", language="vi")
    assert vietnamese[-1].data["answer"].startswith("Tôi ")


def test_history_or_a_thread_makes_a_follow_up_understood(own_api_url: str) -> None:
    with httpx2.Client(base_url=own_api_url, timeout=30) as client:
        history = [{"role": "user", "text": ASKED}, {"role": "assistant", "text": "Nguyễn Du sinh năm 1766."}]
        events = asked(client, "Ông mất năm nào?", history=history)
        assert "1820" in events[-1].data["answer"]
        for question, words in ((ASKED, "1766"), ("Ông mất năm nào?", "1820")):
            answer = client.post("/query", json={"question": question, "thread": "truyen-kieu"}).json()
            assert words in answer["answer"]
            assert answer["thread"] == "truyen-kieu"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"question": ""}, "body.question"),
        ({"question": " \n"}, "body.question"),
        ({"question": "?!"}, "body.question"),
        ({"question": "a" * 10_001}, "body.question"),
        ({}, "body.question"),
        ({"question": ASKED, "depth": 6}, "body.depth"),
        ({"question": ASKED, "depth": 0}, "body.depth"),
        ({"question": ASKED, "passages": 101}, "body.passages"),
        ({"question": ASKED, "mode": "nhanh"}, "body.mode"),
        ({"question": ASKED, "language": "fr"}, "body.language"),
        ({"question": ASKED, "thread": "a:b"}, "body.thread"),
        ({"question": ASKED, "thread": "t", "history": [{"role": "user", "text": "Chào"}]}, "body.history"),
        ({"question": ASKED, "history": [{"role": "system", "text": "Chào"}]}, "body.history.0.role"),
        ({"question": ASKED, "filters": {"in_force_on": "hôm qua"}}, "body.filters.in_force_on"),
        ({"question": ASKED, "filters": {"in_force_on": 0}}, "body.filters.in_force_on"),
        ({"question": ASKED, "filters": {"in_force_on": "1700000000"}}, "body.filters.in_force_on"),
        ({"question": ASKED, "filters": {"in_force_on": "2024-02-30"}}, "body.filters.in_force_on"),
        ({"question": ASKED, "filters": {"source": "x"}}, "body.filters.source"),
        ({"question": ASKED, "depht": 2}, "body.depht"),
    ],
)
def test_bad_options_are_refused_by_name(client: httpx2.Client, body: dict[str, object], where: str) -> None:
    for address in ("/query", "/query/stream"):
        refused = client.post(address, json=body)
        assert refused.status_code == 422
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["code"] == "invalid_request"
        assert where in [field["where"] for field in refused.json()["fields"]]


def test_what_only_the_agent_sees_to_be_no_question_is_a_problem_too(tmp_path: Path) -> None:
    class Picky(Analyst):
        async def analyse(self, question: str, history: Sequence[Turn]) -> Question:
            raise InputError("Không phải câu hỏi.")

    with scripted(tmp_path, ScriptedWriter([]), analyst=Picky()) as (client, _):
        refused = client.post("/query", json={"question": QUESTION})
        assert refused.status_code == 422
        assert refused.json()["code"] == "bad_input"
        assert asked(client, QUESTION)[-1].data["code"] == "input"


def test_a_draft_shows_text_before_it_is_checked(tmp_path: Path) -> None:
    with scripted(tmp_path, ScriptedWriter([[KINGS], [KINGS]])) as (client, _):
        kinds = [event.event for event in asked(client, QUESTION, mode="draft")]
        assert kinds.index("draft") < kinds.index("sentence")
        assert "draft" not in [event.event for event in asked(client, QUESTION)]


def test_a_store_that_fails_is_a_problem_of_its_own(tmp_path: Path) -> None:
    class BrokenSearch:
        async def search(self, query: object) -> object:
            raise StoreError("Kho hỏng.")

    app = create_app(load_settings(data_dir=tmp_path))
    with serving(app) as url, httpx2.Client(base_url=url, timeout=30) as client:
        agent = AgentRunner(replace(parts(ScriptedWriter([])), search=BrokenSearch()))  # type: ignore[arg-type]
        app.state.services.runs._runner = lambda _: agent
        failed = client.post("/query", json={"question": QUESTION})
        assert failed.status_code == 503
        assert failed.json()["code"] == "store_failed"
        assert "Kho hỏng." in failed.json()["detail"]
