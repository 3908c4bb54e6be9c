"""The OpenAI-compatible API, asked by requests of the shape that chat programs send: LibreChat, Gradio, Open WebUI."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from app.openai.chores import chore

ASKED = "Nguyễn Du sinh năm nào?"
MESSAGES = [{"role": "user", "content": ASKED}]


def posted(url: str, **body: object) -> httpx2.Response:
    return httpx2.post(f"{url}/v1/chat/completions", json=body, timeout=30)


def chunks_of(url: str, **body: object) -> list[Any]:
    """The data of each line of a stream, without the last one."""
    response = posted(url, stream=True, **body)
    assert response.headers["content-type"].startswith("text/event-stream")
    lines = [line for line in response.text.split("\n") if line]
    assert all(line.startswith("data: ") for line in lines)
    assert lines[-1] == "data: [DONE]"
    return [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]


def test_requests_as_librechat_sends_them(api_url: str) -> None:
    """Parameters by its documentation of custom endpoints; the title as ``titleMethod: completion`` asks for it."""
    sampling = {"temperature": 1, "top_p": 1, "presence_penalty": 0, "frequency_penalty": 0, "user": "66f0c1"}
    messages = [{"role": "system", "name": "tro_ly", "content": "Bạn là trợ lý."}, {"role": "user", "content": ASKED}]
    told = chunks_of(api_url, model="vinagraph", messages=messages, stream_options={"include_usage": True}, **sampling)
    content = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in told if chunk["choices"])
    assert "[1]" in content
    prompt = (
        "Provide a concise, 5-word-or-less title for the conversation, using title case conventions. "
        f"Only return the title itself.\n\nConversation:\nUser: {ASKED}\nAI: {content}"
    )
    titled = posted(api_url, model="vinagraph", messages=[{"role": "user", "content": prompt}], **sampling).json()
    assert titled["choices"][0]["message"]["content"] == ASKED


def test_requests_as_gradio_sends_them(api_url: str) -> None:
    """``load_chat`` sends contents in parts, a ``ChatInterface`` of one's own hands its messages on as they are."""
    history = [
        {"role": "user", "content": [{"type": "text", "text": "Ai là tác giả của Truyện Kiều?"}]},
        {"role": "assistant", "metadata": {"title": None}, "content": "Nguyễn Du. [1]", "options": None},
        {"role": "user", "content": "Ông ấy sinh năm nào?"},
    ]
    told = chunks_of(api_url, model="vinagraph", messages=history)
    assert "176" in "".join(chunk["choices"][0]["delta"].get("content") or "" for chunk in told)


OPEN_WEBUI = """### Task:
{task}
### Guidelines:
- Use the chat's primary language; default to English if multilingual.
### Output:
JSON format: {output}
### Chat History:
<chat_history>
USER: {asked}
ASSISTANT: Nguyễn Du sinh năm 1766. [1]
</chat_history>"""


@pytest.mark.parametrize(
    ("task", "output", "answer"),
    [
        ("Generate a concise title.", '{ "title": "your concise title here" }', {"title": ASKED}),
        ("Generate 1-3 broad tags.", '{ "tags": ["tag1", "tag2", "tag3"] }', {"tags": []}),
        ("Predict 3-5 useful messages.", '{ "follow_ups": ["1", "2", "3"] }', {"follow_ups": []}),
    ],
)
def test_what_open_webui_asks_behind_the_persons_back(
    api_url: str, task: str, output: str, answer: dict[str, Any]
) -> None:
    prompt = OPEN_WEBUI.format(task=task, output=output, asked=ASKED)
    body = {"model": "vinagraph", "messages": [{"role": "user", "content": prompt}], "max_completion_tokens": 1000}
    response = posted(api_url, stream=False, **body)
    assert json.loads(response.json()["choices"][0]["message"]["content"]) == answer


def test_questions_as_open_webui_sends_them(api_url: str) -> None:
    user = {"id": "1", "name": "An", "email": "an@localhost", "role": "admin"}
    told = chunks_of(
        api_url, model="vinagraph", messages=MESSAGES, stream_options={"include_usage": True}, user=user, tool_ids=[]
    )
    assert told[-1]["usage"]["total_tokens"] > 0
    annotations = [one for chunk in told[:-1] for one in chunk["choices"][0]["delta"].get("annotations", [])]
    assert all(one["type"] == "url_citation" and one["url_citation"]["url"] for one in annotations)
    assert annotations


def test_a_chore_can_be_streamed(api_url: str) -> None:
    prompt = OPEN_WEBUI.format(task="Generate a title.", output='{ "title": "x" }', asked=ASKED)
    told = chunks_of(
        api_url,
        model="vinagraph",
        messages=[{"role": "user", "content": prompt}],
        stream_options={"include_usage": True},
    )
    assert json.loads(told[0]["choices"][0]["delta"]["content"]) == {"title": ASKED}
    assert told[-2]["choices"][0]["finish_reason"] == "stop"
    assert told[-1]["usage"]["completion_tokens"] > 0


def test_a_question_in_english_gets_its_list_in_english(api_url: str) -> None:
    asked = [{"role": "user", "content": "Who is the author of Truyện Kiều?"}]
    content = posted(api_url, model="vinagraph", messages=asked).json()["choices"][0]["message"]["content"]
    assert "**Sources**" in content


@pytest.mark.parametrize(
    "question",
    [
        "### Task: là gì?",
        "Provide a concise, 5-word-or-less title for the conversation",
        "### Task:\nDescribe.\n<chat_history>\nUSER: Huế ở đâu?\n</chat_history>",
    ],
)
def test_what_only_looks_like_that_is_a_question(question: str) -> None:
    assert chore(question) is None


def test_a_long_first_question_makes_a_short_title() -> None:
    chat = f"USER: {'Huế ở đâu và có gì đáng xem ' * 5}\nASSISTANT: Ở miền Trung.\nUSER: Còn Vinh?"
    told = chore(f'### Task:\nJSON format: {{ "title": "x" }}\n<chat_history>\n{chat}\n</chat_history>')
    assert told is not None
    title = json.loads(told)["title"]
    assert title.startswith("Huế ở đâu và có gì đáng xem")
    assert title.endswith("…")
    assert len(title) <= 61
