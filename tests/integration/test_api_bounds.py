"""What one hostile request costs is bounded."""

from __future__ import annotations

import json
import time

import httpx2
import pytest

MEGABYTE = 1024 * 1024
_WRONG = ["1"] * (MEGABYTE // 2 - 100)
ONES = "[" + ",".join(_WRONG) + "]"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/chat/completions", f'{{"model": "vinagraph", "messages": {ONES}}}'),
        ("/v1/chat/completions", f'{{"model": "vinagraph", "messages": [{{"role": "user", "content": {ONES}}}]}}'),
        ("/query", f'{{"question": "Huế?", "history": {ONES}}}'),
        ("/query", f'{{"question": "Huế?", "filters": {{"sources": {ONES}}}}}'),
        ("/documents", f'{{"documents": {ONES}}}'),
        ("/query", json.dumps({"question": "Huế?", "x" * (MEGABYTE - 100): 1})),
        ("/query", json.dumps({"question": "Huế?", **{f"x{number}": 1 for number in range(60_000)}})),
    ],
    ids=["messages", "parts", "history", "sources", "documents", "long name", "many names"],
)
def test_a_megabyte_of_wrong_things_is_refused_in_short(api_url: str, path: str, body: str) -> None:
    begun = time.monotonic()
    refused = httpx2.post(f"{api_url}{path}", content=body, headers={"Content-Type": "application/json"})
    taken = time.monotonic() - begun
    assert refused.status_code == 422
    assert refused.json()["code"] == "invalid_request"
    assert len(refused.content) < 20_000
    assert taken < 2.0


def test_of_many_wrong_fields_some_are_told_and_the_others_counted(api_url: str) -> None:
    wrong = {f"x{number}": 1 for number in range(1030)}
    refused = httpx2.post(f"{api_url}/query", json={"question": "Huế?", **wrong}).json()
    assert len(refused["fields"]) == 20
    assert refused["detail"].endswith("and 1,010 more")


@pytest.mark.parametrize(("length", "told"), [(10_001, "10,000"), (50_001, "50,000")])
def test_a_chat_question_that_is_too_long_is_refused(api_url: str, length: int, told: str) -> None:
    messages = [{"role": "user", "content": "x" * length}]
    refused = httpx2.post(f"{api_url}/v1/chat/completions", json={"model": "vinagraph", "messages": messages})
    assert refused.status_code == 422
    assert told in refused.json()["error"]["message"]


def test_an_id_that_no_conversation_can_have_is_refused(api_url: str) -> None:
    for thread in ("a:b", "x" * 101, "a%0Ab"):
        for answer in (
            httpx2.get(f"{api_url}/threads/{thread}"),
            httpx2.delete(f"{api_url}/threads/{thread}"),
            httpx2.post(f"{api_url}/threads/{thread}/regenerate"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
