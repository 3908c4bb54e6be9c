"""A conversation as Markdown: questions, answers with ``[n]``, and under each answer its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.events import EVENTS
from app.cited_text import CitedText
from app.ports import Message, RunState, Thread

_MARKUP = re.compile(r"[\\`*_<>]|(?<=\])[(:]|^(?:#|~{3})", re.MULTILINE)
"""What would be read as markup; ``[`` alone is not, and marks are to stay."""
_UNFINISHED = {
    RunState.RUNNING: "*Đang trả lời.*",
    RunState.FAILED: "*Không trả lời được.*",
    RunState.CANCELLED: "*Đã dừng trước khi trả lời xong.*",
    RunState.INTERRUPTED: "*Máy chủ dừng trước khi trả lời xong.*",
}
_TIME = "%d/%m/%Y %H:%M"


def markdown_of(thread: Thread, messages: Sequence[Message]) -> str:
    """The conversation; times are UTC, and what documents and people wrote is no markup."""
    parts = [f"# {_plain(_line(thread.title))}", f"{thread.created:{_TIME}} – {thread.updated:{_TIME}} (UTC)"]
    for message in messages:
        if message.role == "user":
            parts.append(f"## {_plain(_line(message.text))}")
        else:
            parts.append(_answer(message))
    return "\n\n".join(parts) + "\n"


def _answer(message: Message) -> str:
    told = CitedText()
    for event in EVENTS.validate_json(message.events):
        told.add(event)
    sources = told.text[len(told.body) :]  # has its markup already
    remark = _UNFINISHED.get(message.state, "")
    return "\n\n".join(filter(None, (_plain(told.body) + sources, remark)))


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    return _MARKUP.sub(lambda found: f"\\{found[0]}", text)
