"""The OpenAI-compatible API, asked by real clients, and by requests of the shape that others send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from openai import AsyncOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageParam
from pydantic import SecretStr

from app.api import create_app
from app.settings import load_settings
from graph.errors import StoreError
from graph.text.syllables import syllables
from tests.agent_doubles import KINGS, QUESTION, RIVER, Script, ScriptedWriter
from tests.asking_http import scripted, seconds_until_closed
from tests.live_server import serving

ASKED = "Nguyễn Du sinh năm nào?"
UNKNOWN = "Giá vé tàu điện trên sao Hoả năm 2090 là bao nhiêu?"
MESSAGES: list[ChatCompletionMessageParam] = [{"role": "user", "content": ASKED}]
SLOW: Script = [f"{KINGS} {RIVER}", 60.0]
"""Its first sentence comes at once, then the writer is silent."""


@pytest.fixture
def client(api_url: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{api_url}/v1", api_key="none", max_retries=0) as client:
        yield client


def posted(url: str, **body: object) -> httpx2.Response:
    return httpx2.post(f"{url}/v1/chat/completions", json=body, timeout=30)


def test_models(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["vinagraph", "vinagraph-draft"]
    assert client.models.retrieve("vinagraph-draft").owned_by == "vinagraph"
    with pytest.raises(openai.NotFoundError) as raised:
        client.models.retrieve("gpt-5")
    assert raised.value.code == "model_not_found"


def test_an_answer_is_cited_inline_by_annotations_and_by_a_list(client: OpenAI, api_url: str) -> None:
    answer = client.chat.completions.create(model="vinagraph", messages=MESSAGES)
    message = answer.choices[0].message
    assert answer.choices[0].finish_reason == "stop"
    assert message.content is not None
    assert "[1]" in message.content
    assert "**Nguồn**\n\n- [1] [" in message.content
    assert message.annotations
    for annotation in message.annotations:
        citation = annotation.url_citation
        extra = citation.model_extra or {}
        sentence = message.content[citation.start_index : citation.end_index]
        assert message.content[citation.end_index :].lstrip().startswith("[")
        assert "Nguyễn Du" in sentence or "176" in sentence
        assert citation.title
        assert citation.url.startswith(f"{api_url}/#/documents/{extra['document']}?at=")
        assert f"]({citation.url})" in message.content
        assert len(extra["quote"]) == extra["end"] - extra["start"]
        assert f"[{extra['number']}]" in message.content
    assert answer.usage is not None
    assert answer.usage.prompt_tokens == len(syllables(ASKED))
    assert answer.usage.completion_tokens == len(syllables(message.content))
    told = (answer.model_extra or {})["vinagraph"]
    assert answer.id == f"chatcmpl-{told['run']}"
    assert told["abstained"] is False


def test_a_stream_tells_the_same_as_the_whole_answer(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="vinagraph", messages=MESSAGES)
    stream = client.chat.completions.create(
        model="vinagraph", messages=MESSAGES, stream=True, stream_options={"include_usage": True}, user="an"
    )
    chunks = list(stream)
    assert chunks[0].choices[0].delta.role == "assistant"
    content = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert content == whole.choices[0].message.content
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert chunks[-1].choices == []
    assert chunks[-1].usage == whole.usage
    annotations = [(chunk.choices[0].delta.model_extra or {}).get("annotations") for chunk in chunks if chunk.choices]
    told = [annotation for some in annotations if some for annotation in some]
    assert told == [one.model_dump() for one in whole.choices[0].message.annotations or []]
    assert len({chunk.id for chunk in chunks}) == 1


async def test_the_async_client(api_url: str) -> None:
    async with AsyncOpenAI(base_url=f"{api_url}/v1", api_key="none") as client:
        whole = await client.chat.completions.create(model="vinagraph", messages=MESSAGES)
        stream = await client.chat.completions.create(model="vinagraph-draft", messages=MESSAGES, stream=True)
        content = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
        async with client.chat.completions.stream(model="vinagraph", messages=MESSAGES) as events:
            async for _ in events:
                pass
            gathered = await events.get_final_completion()
    assert "[1]" in content
    assert gathered.choices[0].message.content == whole.choices[0].message.content


def test_an_abstention_is_an_answer(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="vinagraph", messages=[{"role": "user", "content": UNKNOWN}])
    assert answer.choices[0].finish_reason == "stop"
    assert (answer.model_extra or {})["vinagraph"]["abstained"] is True
    assert answer.choices[0].message.annotations == []
    assert answer.choices[0].message.content


def test_a_follow_up_is_understood_by_the_messages_before_it(client: OpenAI) -> None:
    first = client.chat.completions.create(
        model="vinagraph", messages=[{"role": "user", "content": "Ai là tác giả của Truyện Kiều?"}]
    )
    said = first.choices[0].message.content
    assert said is not None
    assert "Nguyễn Du" in said
    second = client.chat.completions.create(
        model="vinagraph",
        messages=[
            {"role": "system", "content": "You are a helpful assistant. Answer in English."},
            {"role": "user", "content": [{"type": "text", "text": "Ai là tác giả của Truyện Kiều?"}]},
            {"role": "assistant", "content": said},
            {"role": "user", "content": [{"type": "text", "text": "Ông ấy sinh năm nào?"}]},
        ],
    )
    assert "176" in (second.choices[0].message.content or "")


def test_parameters_of_sampling_and_unknown_ones_change_nothing(client: OpenAI) -> None:
    plain = client.chat.completions.create(model="vinagraph", messages=MESSAGES)
    other = client.chat.completions.create(
        model="vinagraph",
        messages=MESSAGES,
        temperature=0.9,
        max_tokens=3,
        top_p=0.1,
        n=1,
        seed=7,
        stop=["Du"],
        user="an",
        tools=[{"type": "function", "function": {"name": "f", "parameters": {}}}],
        extra_body={"chat_id": "x", "session_id": "y", "frobnicate": {"a": [1]}},
    )
    assert other.choices[0].message.content == plain.choices[0].message.content


@pytest.mark.parametrize(
    ("body", "status", "code", "param"),
    [
        ({"model": "gpt-5", "messages": MESSAGES}, 404, "model_not_found", None),
        ({"model": "vinagraph", "messages": []}, 422, "invalid_request", "messages"),
        ({"model": "vinagraph"}, 422, "invalid_request", "messages"),
        ({"messages": MESSAGES}, 422, "invalid_request", "model"),
        ({"model": "vinagraph", "messages": MESSAGES, "n": 2}, 422, "invalid_request", "n"),
        ({"model": "vinagraph", "messages": [{"role": "user", "content": "  "}]}, 422, "invalid_request", None),
        ({"model": "vinagraph", "messages": [{"role": "user", "content": None}]}, 422, "invalid_request", None),
        (
            {"model": "vinagraph", "messages": [*MESSAGES, {"role": "assistant", "content": "Năm 1766."}]},
            422,
            "invalid_request",
            None,
        ),
        (
            {
                "model": "vinagraph",
                "messages": [
                    {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,"}}]}
                ],
            },
            422,
            "invalid_request",
            None,
        ),
        ({"model": "vinagraph", "messages": [{"role": "user", "content": "a " * 6000}]}, 422, "bad_input", None),
    ],
)
def test_errors_follow_both_conventions(
    api_url: str, body: dict[str, Any], status: int, code: str, param: str | None
) -> None:
    response = posted(api_url, **body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == code
    assert problem["error"] == {
        "message": problem["detail"],
        "type": "invalid_request_error",
        "param": param,
        "code": code,
    }


def test_with_its_key_the_client_is_answered_with_links_to_the_public_address(own_store: Path) -> None:
    settings = load_settings(
        data_dir=own_store, bootstrap_key=SecretStr("khoa-cua-nguoi-quan-tri"), public_url="https://hoi-dap.vn/"
    )
    with serving(create_app(settings)) as url:
        with pytest.raises(openai.AuthenticationError, match="API key"):
            OpenAI(base_url=f"{url}/v1", api_key="other").models.list()
        with OpenAI(base_url=f"{url}/v1", api_key="khoa-cua-nguoi-quan-tri") as client:
            message = client.chat.completions.create(model="vinagraph", messages=MESSAGES).choices[0].message
    cited = (message.annotations or [])[0].url_citation
    place = cited.model_extra or {}
    assert cited.url == f"https://hoi-dap.vn/#/documents/{place['document']}?at={place['start']}-{place['end']}"
    assert f"]({cited.url})" in (message.content or "")


def test_more_questions_than_are_taken_are_refused_as_the_client_expects(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW])
    with scripted(tmp_path, writer, questions_at_once=1) as (http, _):
        client = OpenAI(base_url=f"{http.base_url}/v1", api_key="none", max_retries=0)
        with client.chat.completions.create(
            model="vinagraph", messages=[{"role": "user", "content": QUESTION}], stream=True
        ) as stream:
            next(iter(stream))
            with pytest.raises(openai.InternalServerError) as raised:
                client.chat.completions.create(model="vinagraph", messages=MESSAGES)
    assert raised.value.status_code == 503
    assert raised.value.response.headers["retry-after"]
    assert raised.value.code == "overloaded"


def test_sentences_come_as_they_are_checked_and_who_leaves_stops_the_work(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW])
    with scripted(tmp_path, writer) as (http, _):
        client = OpenAI(base_url=f"{http.base_url}/v1", api_key="none")
        messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": QUESTION}]
        with client.chat.completions.create(model="vinagraph", messages=messages, stream=True) as stream:
            contents = (chunk.choices[0].delta.content for chunk in stream)
            assert next(contents) == ""
            assert next(contents) == f"{KINGS} [1]"
            assert not writer.closed
        assert seconds_until_closed(writer, 3.0) < 1.0


def test_who_leaves_before_the_whole_answer_stops_the_work(tmp_path: Path) -> None:
    writer = ScriptedWriter([SLOW])
    with scripted(tmp_path, writer) as (http, _):
        client = OpenAI(base_url=f"{http.base_url}/v1", api_key="none", timeout=0.5, max_retries=0)
        with pytest.raises(openai.APITimeoutError):
            client.chat.completions.create(model="vinagraph", messages=[{"role": "user", "content": QUESTION}])
        assert seconds_until_closed(writer, 3.0) < 1.0


def test_a_draft_shows_unchecked_text_and_says_what_was_not_proved(tmp_path: Path) -> None:
    writer = ScriptedWriter([[f"{KINGS}\n", "Huế ở miền Nam.\n", f"{RIVER}\n"]])
    with scripted(tmp_path, writer) as (http, _):
        client = OpenAI(base_url=f"{http.base_url}/v1", api_key="none")
        answer = client.chat.completions.create(
            model="vinagraph-draft", messages=[{"role": "user", "content": QUESTION}]
        )
    content = answer.choices[0].message.content or ""
    assert content.startswith(f"{KINGS} [1]\nHuế ở miền Nam. (chưa được chứng minh)\n{RIVER} [1]\n\n**Nguồn**")


def test_a_run_that_fails_midway_ends_the_stream_with_an_error(tmp_path: Path) -> None:
    writer = ScriptedWriter([[StoreError("Đĩa hỏng.")]])
    with scripted(tmp_path, writer) as (http, _):
        client = OpenAI(base_url=f"{http.base_url}/v1", api_key="none", max_retries=0)
        messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": QUESTION}]
        with pytest.raises(openai.APIError, match="Đĩa hỏng"):
            list(client.chat.completions.create(model="vinagraph", messages=messages, stream=True))
        writer.scripts.append([StoreError("Đĩa hỏng.")])
        with pytest.raises(openai.InternalServerError, match="Đĩa hỏng"):
            client.chat.completions.create(model="vinagraph", messages=messages)


async def test_langchains_chat_model(api_url: str) -> None:
    model = ChatOpenAI(base_url=f"{api_url}/v1", api_key=SecretStr("none"), model="vinagraph", stream_usage=True)
    said = await model.ainvoke([SystemMessage("Trả lời ngắn."), HumanMessage(ASKED)])
    assert "[1]" in said.text
    assert said.usage_metadata is not None
    assert said.usage_metadata["output_tokens"] > 0
    streamed = [chunk async for chunk in model.astream([HumanMessage(ASKED)])]
    assert "".join(chunk.text for chunk in streamed) == said.text
    follow_up = [
        HumanMessage("Ai là tác giả của Truyện Kiều?"),
        AIMessage("Nguyễn Du."),
        HumanMessage("Ông ấy mất năm nào?"),
    ]
    assert "1820" in model.invoke(follow_up).text
